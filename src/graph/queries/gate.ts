import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

const count = z.number().int();

export const population = defineQuery({
  file: "gate/population.cypher",
  access: "read",
  params: z.strictObject({ source: z.string(), prefix: z.string(), at: instantIn }),
  row: z.strictObject({
    departures: count,
    owners: count,
    managers: count,
    memberships: count,
    teams: count,
    logins: count,
    identifiers: count,
  }),
});

export const takenLately = defineQuery({
  file: "gate/taken-lately.cypher",
  access: "read",
  params: z.strictObject({ source: z.string(), since: instantIn, before: runNumber }),
  row: z.strictObject({ at: instantOut, taken: z.array(count) }),
});

export const noteTaken = defineQuery({
  file: "gate/note-taken.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, source: z.string(), taken: z.array(count) }),
  row: z.strictObject({ number: runNumber }),
});
