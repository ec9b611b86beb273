import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, runNumber } from "../values.js";
import { employmentClaimsIn } from "./org-write.js";

const text = z.string().nullable();

const place = z.strictObject({ key: z.string(), id: z.string() });

const freshRow = z.strictObject({
  identifierKey: z.string(),
  person: z.strictObject({
    id: z.string(),
    createdIn: runNumber,
    recordedIn: runNumber,
    name: z.string(),
    email: text,
    login: text,
    activeFrom: instantIn,
    activeUntil: instantIn.nullable(),
    human: z.boolean(),
  }),
  employment: employmentClaimsIn.extend({
    validFrom: instantIn,
    createdIn: runNumber,
    recordedIn: runNumber,
  }),
  link: z.strictObject({
    key: z.string(),
    evidence: z.literal("employment"),
    evidenceKey: z.string(),
    validFrom: instantIn,
    recordedIn: runNumber,
  }),
  place: z.strictObject({ key: z.string(), validFrom: instantIn, recordedIn: runNumber }),
  teams: z.array(place),
  positions: z.array(place),
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

export const remarkAbandoned = defineQuery({
  file: "org/remark-abandoned.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, source: z.string(), prefix: z.string() }),
  row: z.strictObject({ marked: z.number().int() }),
});
