import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, runNumber } from "../values.js";

const text = z.string().nullable();
const count = z.number().int();
/** As it stands in the database: whoever reads it looks at it first (F45). */
const stored = z.record(z.string(), z.unknown());

export const writeEntry = defineQuery({
  file: "ledger/write-entry.cypher",
  access: "write",
  params: z.strictObject({
    id: z.string(),
    run: runNumber,
    ordinal: count,
    at: instantIn,
    kind: z.string(),
    who: z.string(),
    why: z.array(z.string()),
    subject: text,
    plan: text,
    undoes: text,
    before: text,
    after: text,
    seal: z.string(),
  }),
  row: z.strictObject({ id: z.string() }),
});

export const linkEntry = defineQuery({
  file: "ledger/link-authorizations.cypher",
  access: "write",
  params: z.strictObject({ id: z.string(), keys: z.array(z.string()) }),
  row: z.strictObject({ linked: count }),
});

export const lockHead = defineQuery({
  file: "ledger/lock-head.cypher",
  access: "write",
  params: z.strictObject({ start: z.string() }),
  row: z.strictObject({ position: count, hash: z.string() }),
});

export const unchainedRuns = defineQuery({
  file: "ledger/unchained-runs.cypher",
  access: "read",
  params: z.strictObject({ limit: count }),
  row: z.strictObject({ number: runNumber }),
});

export const unchainedEntries = defineQuery({
  file: "ledger/unchained-entries.cypher",
  access: "read",
  params: z.strictObject({ run: runNumber, limit: count }),
  row: z.strictObject({ id: z.string(), seal: z.string() }),
});

export const chainEntries = defineQuery({
  file: "ledger/chain-entries.cypher",
  access: "write",
  params: z.strictObject({
    rows: z.array(
      z.strictObject({
        id: z.string(),
        position: count,
        previous: z.string(),
        hash: z.string(),
      }),
    ),
    position: count,
    hash: z.string(),
    finished: z.array(runNumber),
  }),
  row: z.strictObject({ chained: count }),
});

export const readHead = defineQuery({
  file: "ledger/read-head.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({ head: stored }),
});

export const readEntries = defineQuery({
  file: "ledger/read-entries.cypher",
  access: "read",
  params: z.strictObject({ after: count, limit: count }),
  row: z.strictObject({ entry: stored }),
});

export const countEntries = defineQuery({
  file: "ledger/count-entries.cypher",
  access: "read",
  params: z.strictObject({ after: count, limit: count }),
  row: z.strictObject({
    last: count.nullable(),
    differing: z.array(z.strictObject({ run: runNumber, said: z.unknown(), found: count })),
    waiting: count,
  }),
});

export const findEntry = defineQuery({
  file: "ledger/find-entry.cypher",
  access: "read",
  params: z.strictObject({ id: z.string(), position: count }),
  row: z.strictObject({ entry: stored }),
});

export const changesSince = defineQuery({
  file: "ledger/changes-since.cypher",
  access: "read",
  params: z.strictObject({ keys: z.array(z.string()), run: runNumber, ordinal: count }),
  row: z.strictObject({ id: z.string(), key: z.string(), run: runNumber, undoes: text }),
});
