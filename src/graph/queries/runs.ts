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
    holder: text,
    expiresAt: instantIn.nullable(),
    leaseKey: text,
    epoch: z.number().int().nullable(),
  }),
  row: z.strictObject({ number: runNumber, at: instantOut }),
});

export const holdAct = defineQuery({
  file: "runs/hold-act.cypher",
  access: "write",
  params: z.strictObject({ number: runNumber, holder: z.string(), expiresAt: instantIn }),
  row: z.strictObject({ number: runNumber }),
});

const openRunRow = z.strictObject({
  number: runNumber,
  kind: z.enum(["sync", "due", "act"]),
  source: text,
  act: text,
  openedAt: instantOut,
  holder: text,
  expiresAt: instantOut.nullable(),
});

export const openRuns = defineQuery({
  file: "runs/open-runs.cypher",
  access: "read",
  params: z.strictObject({}),
  row: openRunRow,
});

export const abandonRuns = defineQuery({
  file: "runs/abandon-runs.cypher",
  access: "write",
  params: z.strictObject({
    now: instantIn,
    dead: z.array(z.string()),
    numbers: z.array(runNumber),
  }),
  row: z.strictObject({ number: runNumber }),
});

export const dateClosings = defineQuery({
  file: "runs/date-closings.cypher",
  access: "write",
  params: z.strictObject({ now: instantIn, numbers: z.array(runNumber) }),
  row: z.strictObject({ closedAt: instantOut, horizon: z.number().int() }),
});

const horizonRow = z.strictObject({
  run: z
    .strictObject({
      number: runNumber,
      kind: z.enum(["sync", "due", "act"]),
      source: text,
      act: text,
      operator: text,
      closedAt: instantOut,
    })
    .nullable(),
  isFinal: z.boolean(),
  last: z.number().int(),
});

export const readHorizon = defineQuery({
  file: "runs/read-horizon.cypher",
  access: "read",
  params: z.strictObject({ at: instantIn.nullable(), number: runNumber.nullable() }),
  row: horizonRow,
});

export const nameRuns = defineQuery({
  file: "runs/name-runs.cypher",
  access: "read",
  params: z.strictObject({ numbers: z.array(runNumber) }),
  row: z.strictObject({
    number: runNumber,
    kind: z.enum(["sync", "due", "act"]),
    source: text,
    act: text,
    operator: text,
    at: instantOut,
    closedAt: instantOut.nullable(),
  }),
});

export const firstRunSince = defineQuery({
  file: "runs/first-run-since.cypher",
  access: "read",
  params: z.strictObject({ at: instantIn }),
  row: z.strictObject({ number: runNumber.nullable() }),
});

const digest = z.array(z.string()).nullable();
const digests = {
  readDigest: text,
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
    precedence: text,
    unbelieved: text,
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
    precedence: text,
    unbelieved: text,
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
  row: z.strictObject({ undated: z.array(runNumber) }),
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
