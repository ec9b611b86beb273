import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantOut } from "../values.js";

/** Contracts of what is asked about who is who. */
const text = z.string().nullable();
const keys = z.array(z.string());
const named = z.strictObject({ id: z.string(), name: z.string() });
const nature = z.enum(["human", "guest", "service"]);
const evidence = z.enum(["workerId", "founded", "manual"]);
const status = z.enum([
  "staged",
  "active",
  "suspended",
  "deprovisioned",
  "deleted",
  "purged",
  "unknown",
]);

/** What a person types: matched as a key as it stands, and as an address without case. */
const asked = z.strictObject({ key: z.string(), address: z.string() });

const foundLogin = z.strictObject({
  key: z.string(),
  name: z.string(),
  login: text,
  status,
  nature,
  /** It is the worker id of an employment, not a login. */
  isWorkerId: z.boolean(),
  disputed: z.boolean(),
  notPersons: keys,
  person: named.nullable(),
  link: z
    .strictObject({
      evidence: z.enum(["workerId", "founded", "manual", "employment", "claimed"]),
      expiresAt: instantOut.nullable(),
    })
    .nullable(),
  carries: z.number().int(),
  others: z.number().int(),
});

export type FoundLogin = z.output<typeof foundLogin>;

export const findLogins = defineQuery({
  file: "identity/find-logins.cypher",
  access: "read",
  params: asked,
  row: foundLogin,
});

const foundPerson = z.strictObject({
  id: z.string(),
  name: z.string(),
  key: text,
  originId: z.string(),
  originName: z.string(),
  knownAsId: text,
  createdIn: z.number().int().nullable(),
  activeFrom: instantOut.nullable(),
  firstKey: text,
});

export type FoundPerson = z.output<typeof foundPerson>;

export const findPersons = defineQuery({
  file: "identity/find-persons.cypher",
  access: "read",
  params: asked,
  row: foundPerson,
});

export const similarNames = defineQuery({
  file: "identity/similar-names.cypher",
  access: "read",
  params: z.strictObject({ prefix: z.string() }),
  row: z.strictObject({ name: z.string(), isLogin: z.boolean() }),
});

export const findDifferences = defineQuery({
  file: "identity/find-differences.cypher",
  access: "read",
  params: z.strictObject({ oneId: z.string(), otherId: z.string() }),
  row: z.strictObject({
    key: z.string(),
    by: z.string(),
    reason: z.string(),
    since: instantOut,
  }),
});

export const listLogins = defineQuery({
  file: "identity/list-logins.cypher",
  access: "read",
  params: z.strictObject({ limit: z.number().int() }),
  row: z.strictObject({ key: z.string(), kind: z.enum(["disputed", "unlinked", "manual"]) }),
});

const login = z.strictObject({
  key: z.string(),
  source: z.string(),
  name: z.string(),
  login: text,
  email: text,
  status,
  nature,
  disputed: z.boolean(),
  person: named.nullable(),
  link: z
    .strictObject({
      evidence,
      evidenceKey: text,
      by: text,
      reason: text,
      since: instantOut,
      expiresAt: instantOut.nullable(),
    })
    .nullable(),
  claims: z.array(z.strictObject({ key: z.string(), person: named.nullable() })),
  refused: z.array(named),
  past: z.array(
    z.strictObject({
      evidence,
      by: text,
      reason: text,
      endedBy: text,
      endedReason: text,
      since: instantOut,
      until: instantOut,
      person: named,
    }),
  ),
});

export type LoginRow = z.output<typeof login>;

export const describeLogins = defineQuery({
  file: "identity/describe-logins.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: login,
});

const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  activeFrom: instantOut.nullable(),
  activeUntil: instantOut.nullable(),
  /** Authorizations they own now. */
  holds: z.number().int(),
  knownAs: named.nullable(),
  workerIds: z.array(
    z.strictObject({
      key: z.string(),
      evidence: z.enum(["employment", "claimed"]),
      evidenceKey: text,
      since: instantOut,
      /** Name of the record it belonged to before a merge. */
      movedFrom: text,
    }),
  ),
  logins: keys,
  employments: z.array(
    z.strictObject({
      key: z.string(),
      workerId: z.string(),
      name: z.string(),
      email: text,
      workerType: z.enum(["employee", "contractor", "service"]),
      startDate: z.string(),
      endDate: text,
    }),
  ),
  said: z.array(
    z.strictObject({
      kind: z.enum(["SAME_AS", "SAME_AS_RECORD", "NOT_SAME_AS", "NOT_SAME_AS_RECORD"]),
      one: z.strictObject({ name: z.string(), key: text }),
      other: z.strictObject({ name: z.string(), key: text }),
      by: z.string(),
      reason: z.string(),
      since: instantOut,
      until: instantOut.nullable(),
      endedBy: text,
      endedReason: text,
    }),
  ),
});

export type PersonRow = z.output<typeof person>;

export const describePerson = defineQuery({
  file: "identity/describe-person.cypher",
  access: "read",
  params: z.strictObject({ id: z.string() }),
  row: person,
});
