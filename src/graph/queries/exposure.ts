import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantOut, runNumber } from "../values.js";
import { standing } from "./history.js";

const text = z.string().nullable();

const runOf = z.strictObject({
  number: runNumber,
  kind: z.enum(["sync", "due", "act"]),
  source: text,
  act: text,
  operator: text,
  closedAt: instantOut.nullable(),
  at: instantOut,
});

const exposedRow = z.strictObject({
  key: z.string(),
  agentTitle: z.string(),
  classTitle: z.string(),
  stretches: z.array(
    z.strictObject({
      personId: z.string(),
      name: z.string(),
      from: instantOut,
      to: instantOut.nullable(),
      endedBecause: text,
      endedIn: runOf,
      toldIn: runOf,
    }),
  ),
  standings: z.array(z.strictObject({ standing, from: instantOut, to: instantOut.nullable() })),
});

export type ExposedRow = z.output<typeof exposedRow>;

export const exposedStretches = defineQuery({
  file: "history/exposed-stretches.cypher",
  access: "read",
  params: z.strictObject({ keys: z.array(z.string()) }),
  row: exposedRow,
});

export const listDeparted = defineQuery({
  file: "history/list-departed.cypher",
  access: "read",
  params: z.strictObject({ since: z.number().int(), limit: z.number().int() }),
  row: z.strictObject({ key: z.string(), recordedIn: runNumber }),
});
