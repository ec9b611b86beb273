import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, runNumber } from "../values.js";
import { employmentClaimsIn } from "./org-write.js";

const text = z.string().nullable();

const freshRow = z.strictObject({
  identifierKey: z.string(),
  personId: z.string(),
  human: z.boolean(),
  employment: employmentClaimsIn.extend({ validFrom: instantIn }),
  /** Native ids of the team and the position that the claims refer to. */
  teamId: text,
  positionId: text,
});

/** Somebody nobody has told of before, with their one record. */
export type FreshRow = z.input<typeof freshRow>;

export const createEmployments = defineQuery({
  file: "org/create-employments.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, source: z.string(), rows: z.array(freshRow) }),
  row: z.strictObject({ created: z.number().int() }),
});

export const createReporting = defineQuery({
  file: "org/create-reporting.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    rows: z.array(
      z.strictObject({
        personId: z.string(),
        key: z.string(),
        managerRef: z.string(),
        validFrom: instantIn,
      }),
    ),
  }),
  row: z.strictObject({ created: z.number().int() }),
});

export const createMemberships = defineQuery({
  file: "org/create-memberships.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(
      z.strictObject({
        key: z.string(),
        accountKey: z.string(),
        teamKey: z.string(),
        part: z.string(),
      }),
    ),
  }),
  row: z.strictObject({ created: z.number().int() }),
});

export const remarkAbandoned = defineQuery({
  file: "org/remark-abandoned.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, source: z.string(), prefix: z.string() }),
  row: z.strictObject({ marked: z.number().int() }),
});
