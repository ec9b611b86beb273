import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, runNumber } from "../values.js";

const text = z.string().nullable();

export const openFindings = defineQuery({
  file: "continuity/open-findings.cypher",
  access: "read",
  params: z.strictObject({ subjectKeys: z.array(z.string()) }),
  row: z.strictObject({
    id: z.string(),
    dedupKey: z.string(),
    code: z.string(),
    subjectKind: z.string(),
    subjectKey: z.string(),
    facts: z.string(),
  }),
});

export const raiseFindings = defineQuery({
  file: "continuity/raise-findings.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    tell: z.boolean(),
    rows: z.array(
      z.strictObject({
        dedupKey: z.string(),
        code: z.string(),
        severity: z.string(),
        subjectKind: z.string(),
        subjectKey: z.string(),
        decisionClassId: text,
        facts: z.string(),
      }),
    ),
  }),
  row: z.strictObject({ id: z.string(), created: z.boolean() }),
});

export const clearFindings = defineQuery({
  file: "continuity/clear-findings.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    tell: z.boolean(),
    rows: z.array(z.strictObject({ id: z.string(), because: z.string() })),
  }),
  row: z.strictObject({ id: z.string() }),
});

export const countFindings = defineQuery({
  file: "continuity/count-findings.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({ open: z.number().int() }),
});

export const deadClassFindings = defineQuery({
  file: "continuity/dead-class-findings.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({ id: z.string() }),
});
