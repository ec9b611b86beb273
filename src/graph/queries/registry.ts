import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, numbersIn, runNumber } from "../values.js";

const text = z.string().nullable();
const idRow = z.strictObject({ id: z.string() });
const status = z.enum(["active", "retired"]);

export const readDocuments = defineQuery({
  file: "registry/read-documents.cypher",
  access: "read",
  params: z.strictObject({ source: z.string() }),
  row: z.strictObject({ key: z.string(), digest: text, applied: z.string(), pins: z.string() }),
});

export const writeDocuments = defineQuery({
  file: "registry/write-documents.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    rows: z.array(
      z.strictObject({
        key: z.string(),
        source: z.string(),
        digest: text,
        applied: z.string(),
        pins: z.string(),
        place: z.string(),
      }),
    ),
  }),
  row: z.strictObject({ key: z.string() }),
});

const classRow = z.strictObject({
  id: z.string(),
  title: z.string(),
  impact: z.enum(["low", "medium", "high", "critical"]),
  status,
  criteriaText: z.string(),
  criteriaDigest: z.string(),
  thresholdText: z.string(),
  thresholdDigest: z.string(),
  limits: numbersIn,
  leadAddress: text,
  leadId: text,
});

export type DecisionClassRow = z.input<typeof classRow>;

export const writeDecisionClasses = defineQuery({
  file: "registry/write-decision-classes.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, rows: z.array(classRow) }),
  row: idRow,
});

const agentRow = z.strictObject({
  id: z.string(),
  title: z.string(),
  status,
  digest: z.string(),
  manifest: z.string(),
  identities: z.array(z.string()),
  builderId: text,
});

export type AgentRow = z.input<typeof agentRow>;

export const writeAgents = defineQuery({
  file: "registry/write-agents.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, rows: z.array(agentRow) }),
  row: idRow,
});

const limitRow = z.strictObject({
  key: z.string(),
  document: z.string(),
  personId: z.string(),
  limits: numbersIn,
  decisionClasses: z.array(z.string()).nullable(),
  validFrom: instantIn,
  validTo: instantIn.nullable(),
});

export type AuthorityLimitRow = z.input<typeof limitRow>;

export const writeAuthorityLimits = defineQuery({
  file: "registry/write-authority-limits.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, rows: z.array(limitRow) }),
  row: z.strictObject({ key: z.string() }),
});

export const ownersOf = defineQuery({
  file: "registry/owners-of.cypher",
  access: "read",
  params: z.strictObject({ keys: z.array(z.string()) }),
  row: z.strictObject({
    key: z.string(),
    owners: z.array(z.strictObject({ personId: z.string(), role: z.enum(["owner", "coOwner"]) })),
  }),
});
