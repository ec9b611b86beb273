import { z } from "zod";
import { REASON_CODES } from "../../domain/reason.js";
import { defineQuery } from "../query.js";
import { instantOut, numbersOut, runNumber } from "../values.js";

const text = z.string().nullable();
export const standing = z.enum([
  "valid",
  "provisional",
  "orphaned",
  "suspended",
  "lapsed",
  "revoked",
]);
export const reasons = z.array(z.enum(REASON_CODES));
export const role = z.enum(["owner", "coOwner", "acting"]);
const basis = z.enum(["signed", "inherited", "proposed"]);
const strength = z.enum(["authenticated", "attested", "declared"]);
const named = z.strictObject({ id: z.string(), name: z.string() });

export const ownership = z.strictObject({
  role,
  basis,
  from: instantOut,
  to: instantOut.nullable(),
  endedBecause: text,
  personId: z.string(),
  name: z.string(),
  personEndsAt: instantOut.nullable(),
  giverId: text,
  giverName: text,
});

export const signature = z.strictObject({
  signedAt: instantOut,
  strength,
  evidence: text,
  recordedBy: text,
  agentDigest: z.string(),
  criteriaDigest: z.string(),
  thresholdDigest: z.string(),
  limits: numbersOut,
  personId: z.string(),
  name: z.string(),
});

export const agentInForce = z.strictObject({
  id: z.string(),
  title: z.string(),
  digest: z.string(),
  status: z.string(),
});

export const classInForce = z.strictObject({
  id: z.string(),
  title: z.string(),
  criteriaText: z.string(),
  thresholdText: z.string(),
  impact: z.enum(["low", "medium", "high", "critical"]),
  criteriaDigest: z.string(),
  thresholdDigest: z.string(),
  limits: numbersOut,
});

const whoRow = z.strictObject({
  authorization: z.strictObject({
    standing,
    reasons,
    deadlineAt: instantOut.nullable(),
    limitText: text,
    limits: numbersOut.nullable(),
    revision: z.number().int(),
    unsettledIn: z.number().int().nullable(),
    dueAt: instantOut.nullable(),
  }),
  agent: agentInForce,
  decisionClass: classInForce,
  owners: z.array(ownership),
  signatures: z.array(signature),
});

export type WhoRow = z.output<typeof whoRow>;

export const whoAuthorized = defineQuery({
  file: "history/who-authorized.cypher",
  access: "read",
  params: z.strictObject({ key: z.string() }),
  row: whoRow,
});

const pastOwnership = {
  role,
  basis,
  validFrom: instantOut,
  validTo: instantOut.nullable(),
  endedBecause: text,
  step: text,
  giverName: text,
};

const authorizationChain = z.strictObject({
  key: z.string(),
  agentTitle: z.string(),
  classTitle: z.string(),
  standing,
  owners: z.array(z.strictObject({ personId: z.string(), name: z.string() })),
  ownerships: z.array(z.strictObject({ ...pastOwnership, personId: z.string(), name: z.string() })),
  standings: z.array(
    z.strictObject({ standing, reasons, validFrom: instantOut, deadlineAt: instantOut.nullable() }),
  ),
  signatures: z.array(
    z.strictObject({ signedAt: instantOut, strength, recordedBy: text, name: z.string() }),
  ),
  successions: z.array(z.strictObject({ at: instantOut, trace: z.string(), successorId: text })),
});

export type AuthorizationChain = z.output<typeof authorizationChain>;

export const chainOfAuthorization = defineQuery({
  file: "history/chain-of-authorization.cypher",
  access: "read",
  params: z.strictObject({ key: z.string() }),
  row: authorizationChain,
});

const personLine = z.strictObject({
  id: z.string(),
  name: z.string(),
  activeUntil: instantOut.nullable(),
  line: z.array(named),
  holdings: z.array(z.strictObject({ key: z.string(), standing })),
});

export const lineOfPerson = defineQuery({
  file: "history/line-of-person.cypher",
  access: "read",
  params: z.strictObject({ id: z.string() }),
  row: personLine,
});

const personChain = z.strictObject({
  ownerships: z.array(z.strictObject({ ...pastOwnership, key: z.string() })),
  employments: z.array(
    z.strictObject({
      key: z.string(),
      startDate: z.string(),
      endDate: text,
      leaveFrom: text,
      leaveTo: text,
      startsAt: instantOut,
      endsAt: instantOut.nullable(),
    }),
  ),
});

/** Where a person stands now, and how they came there. */
export type PersonChain = z.output<typeof personLine> & z.output<typeof personChain>;

export const chainOfPerson = defineQuery({
  file: "history/chain-of-person.cypher",
  access: "read",
  params: z.strictObject({ id: z.string() }),
  row: personChain,
});

export const findPeople = defineQuery({
  file: "history/find-people.cypher",
  access: "read",
  params: z.strictObject({ subject: z.string() }),
  row: named,
});

export const findPeopleAsKnown = defineQuery({
  file: "history/find-people-as-known.cypher",
  access: "read",
  params: z.strictObject({ subject: z.string(), known: runNumber }),
  row: named,
});

export const listAuthorizations = defineQuery({
  file: "history/list-authorizations.cypher",
  access: "read",
  params: z.strictObject({ prefix: z.string(), limit: z.number().int() }),
  row: z.strictObject({
    key: z.string(),
    agentId: z.string(),
    decisionClassId: z.string(),
    standing,
  }),
});

const findingRow = z.strictObject({
  id: z.string(),
  code: z.enum(REASON_CODES),
  severity: z.enum(["info", "warning", "critical"]),
  state: z.enum(["open", "cleared"]),
  subjectKind: z.string(),
  subjectKey: z.string(),
  decisionClassId: text,
  facts: z
    .string()
    .transform((json) =>
      z.record(z.string(), z.union([z.string(), z.number(), z.null()])).parse(JSON.parse(json)),
    ),
  openedAt: instantOut,
  clearedAt: instantOut.nullable(),
  agentTitle: text,
  classTitle: text,
  lead: named.nullable(),
});

export type FindingRow = z.output<typeof findingRow>;

export const listFindings = defineQuery({
  file: "continuity/list-findings.cypher",
  access: "read",
  params: z.strictObject({ states: z.array(z.string()), severities: z.array(z.string()) }),
  row: findingRow,
});

export const listOrphans = defineQuery({
  file: "continuity/list-orphans.cypher",
  access: "read",
  params: z.strictObject({ standings: z.array(standing) }),
  row: z.strictObject({
    key: z.string(),
    agentId: z.string(),
    agentTitle: z.string(),
    classId: z.string(),
    classTitle: z.string(),
    standing,
    since: instantOut,
    owners: z.number().int(),
    lastOwner: named.nullable(),
    trace: text,
    lead: named.nullable(),
  }),
});

export const namePeople = defineQuery({
  file: "people/name-people.cypher",
  access: "read",
  params: z.strictObject({ ids: z.array(z.string()) }),
  row: z.strictObject({ id: z.string(), name: z.string(), address: z.string() }),
});
