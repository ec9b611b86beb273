import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

const text = z.string().nullable();

export const openRun = defineQuery({
  file: "runs/open-run.cypher",
  access: "write",
  params: z.strictObject({
    kind: z.enum(["sync", "due", "act"]),
    source: text,
    at: instantIn,
    operator: text,
    onBehalfOf: text,
    act: text,
    reason: text,
    baseline: z.boolean(),
  }),
  row: z.strictObject({ number: runNumber, at: instantOut }),
});

const digest = z.array(z.string()).nullable();
const digests = {
  employmentDigests: digest,
  accountDigests: digest,
  membershipDigests: digest,
};

export const closeRun = defineQuery({
  file: "runs/close-run.cypher",
  access: "write",
  params: z.strictObject({
    number: runNumber,
    source: text,
    cursor: text,
    summary: text,
    tenant: text,
    keyFill: z.number().nullable(),
    scopes: text,
    counts: text,
    ...digests,
  }),
  row: z.strictObject({ number: runNumber }),
});

export const readSource = defineQuery({
  file: "runs/read-source.cypher",
  access: "read",
  params: z.strictObject({ source: z.string() }),
  row: z.strictObject({
    cursor: text,
    lastRun: runNumber,
    lastRunAt: instantOut,
    tenant: text,
    keyFill: z.number().nullable(),
    scopes: text,
    counts: text,
    ...digests,
  }),
});

export const unclosedRuns = defineQuery({
  file: "runs/unclosed-runs.cypher",
  access: "read",
  params: z.strictObject({ source: z.string(), before: runNumber }),
  row: z.strictObject({ number: runNumber }),
});

export const forgetDigests = defineQuery({
  file: "runs/forget-digests.cypher",
  access: "write",
  params: z.strictObject({ source: z.string() }),
  row: z.strictObject({ forgotten: z.number().int() }),
});

export const lastInstant = defineQuery({
  file: "runs/last-instant.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({ number: runNumber, at: instantOut }),
});

export const takeLease = defineQuery({
  file: "runs/take-lease.cypher",
  access: "write",
  params: z.strictObject({
    key: z.string(),
    holder: z.string(),
    expiresAt: instantIn,
    now: instantIn,
    deadHolder: text,
  }),
  row: z.strictObject({ epoch: z.number().int() }),
});

export const readLease = defineQuery({
  file: "runs/read-lease.cypher",
  access: "read",
  params: z.strictObject({ key: z.string() }),
  row: z.strictObject({ holder: text, epoch: z.number().int(), expiresAt: instantOut }),
});

export const holdLease = defineQuery({
  file: "runs/hold-lease.cypher",
  access: "write",
  params: z.strictObject({ key: z.string(), epoch: z.number().int(), expiresAt: instantIn }),
  row: z.strictObject({ epoch: z.number().int() }),
});

export const releaseLease = defineQuery({
  file: "runs/release-lease.cypher",
  access: "write",
  params: z.strictObject({ key: z.string(), epoch: z.number().int() }),
  row: z.strictObject({ released: z.boolean() }),
});

export const closeAbandoned = defineQuery({
  file: "runs/close-abandoned.cypher",
  access: "write",
  params: z.strictObject({ kind: z.enum(["sync", "due"]), source: text, before: runNumber }),
  row: z.strictObject({ closed: z.number().int() }),
});

export const listSources = defineQuery({
  file: "runs/list-sources.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({ id: z.string(), lastRun: runNumber, lastRunAt: instantOut }),
});

export const listConstraints = defineQuery({
  file: "runs/list-constraints.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({ name: z.string() }),
});
