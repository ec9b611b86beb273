import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, numbersOut } from "../values.js";

const text = z.string().nullable();
const keys = z.array(z.string());
const role = z.enum(["owner", "coOwner", "acting"]);
const basis = z.enum(["signed", "inherited", "proposed"]);
const standingName = z.enum(["valid", "provisional", "orphaned", "suspended", "lapsed", "revoked"]);

const authorization = z.strictObject({
  key: z.string(),
  agentId: z.string(),
  decisionClassId: z.string(),
  limitText: text,
  limits: numbersOut.nullable(),
  bindingKind: z.enum(["person", "position", "team"]),
  bindingKey: text,
  declinedBy: keys.nullable(),
  beneath: standingName,
  reasons: keys,
  standingSince: instantOut,
  deadlineAt: instantOut.nullable(),
  stopBy: text,
  stopAt: instantOut.nullable(),
  stopReason: text,
  retired: z.boolean(),
  revision: z.number().int(),
  unsettledIn: z.number().int().nullable(),
  dueAt: instantOut.nullable(),
});

const owner = z.strictObject({
  ownershipId: z.string(),
  personId: z.string(),
  role,
  basis,
  since: instantOut,
  until: instantOut.nullable(),
  inheritedFrom: text,
  placement: text,
});

const departedOwner = z.strictObject({
  ownershipId: z.string(),
  personId: z.string(),
  role,
  basis,
  since: instantOut,
  endedAt: instantOut,
  placement: text,
});

const signature = z.strictObject({
  id: z.string(),
  personId: z.string(),
  signedAt: instantOut,
  strength: z.enum(["authenticated", "attested", "declared"]),
  agentDigest: z.string(),
  criteriaDigest: z.string(),
  thresholdDigest: z.string(),
  limits: numbersOut,
  evidence: text,
  recordedBy: text,
});

const definitions = {
  agent: z.strictObject({ digest: z.string(), status: z.enum(["active", "retired"]) }),
  decisionClass: z.strictObject({
    impact: z.enum(["low", "medium", "high", "critical"]),
    criteriaDigest: z.string(),
    thresholdDigest: z.string(),
    limits: numbersOut,
    status: z.enum(["active", "retired"]),
  }),
  builderId: text,
  leadId: text,
};

const stateRow = z.strictObject({
  authorization,
  ...definitions,
  successorIds: keys,
  owners: z.array(owner),
  departedOwners: z.array(departedOwner),
  signatures: z.array(signature),
});

export type StateRow = z.output<typeof stateRow>;

export const readStates = defineQuery({
  file: "authorization/read-states.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: stateRow,
});

export const unsettledAuthorizations = defineQuery({
  file: "authorization/unsettled-authorizations.cypher",
  access: "read",
  params: z.strictObject({
    at: instantIn,
    limit: z.number().int(),
    after: z.string(),
    finishing: keys,
    abandonedBefore: instantIn,
  }),
  row: z.strictObject({ key: z.string() }),
});

export const ownedByPersons = defineQuery({
  file: "authorization/owned-by-persons.cypher",
  access: "read",
  params: z.strictObject({ ids: keys }),
  row: z.strictObject({ key: z.string() }),
});

export const countStandings = defineQuery({
  file: "authorization/count-standings.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({ standing: standingName, count: z.number().int() }),
});

const definitionRow = z.strictObject({
  key: z.string(),
  ...definitions,
  agent: definitions.agent.nullable(),
  decisionClass: definitions.decisionClass.nullable(),
});

/** What is registered of an authorization's agent and decision class; null for what is not. */
export type KnownDefinitions = z.output<typeof definitionRow>;

/** What an authorization rests on: both are registered. */
export type DefinitionRow = KnownDefinitions & {
  readonly agent: NonNullable<KnownDefinitions["agent"]>;
  readonly decisionClass: NonNullable<KnownDefinitions["decisionClass"]>;
};

export const readDefinitions = defineQuery({
  file: "registry/read-definitions.cypher",
  access: "read",
  params: z.strictObject({
    rows: z.array(
      z.strictObject({ key: z.string(), agentId: z.string(), decisionClassId: z.string() }),
    ),
  }),
  row: definitionRow,
});

export const ofDefinitions = defineQuery({
  file: "authorization/of-definitions.cypher",
  access: "read",
  params: z.strictObject({ agentIds: keys, classIds: keys }),
  row: z.strictObject({ key: z.string() }),
});
