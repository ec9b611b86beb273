import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, numbersOut } from "../values.js";

const text = z.string().nullable();
const keys = z.array(z.string());

const employment = z.strictObject({
  key: z.string(),
  startsAt: instantOut,
  endsAt: instantOut.nullable(),
  leaveStartsAt: instantOut.nullable(),
  leaveEndsAt: instantOut.nullable(),
  workerType: z.enum(["employee", "contractor", "service"]),
  rank: z.number().int(),
});

const account = z.strictObject({
  key: z.string(),
  status: z.enum([
    "staged",
    "active",
    "suspended",
    "deprovisioned",
    "deleted",
    "purged",
    "unknown",
  ]),
  statusSince: instantOut.nullable(),
  nature: z.enum(["human", "guest", "service"]),
  dormantSince: instantOut.nullable(),
  rank: z.number().int(),
});

const authorityLimit = z
  .strictObject({
    limits: numbersOut,
    decisionClasses: keys.nullable(),
    validFrom: instantOut,
    validTo: instantOut.nullable(),
  })
  .transform(({ validFrom, validTo, ...limit }) => ({ ...limit, from: validFrom, to: validTo }));

export const readPersons = defineQuery({
  file: "org/read-persons.cypher",
  access: "read",
  params: z.strictObject({ ids: keys }),
  row: z.strictObject({
    id: z.string(),
    name: z.string(),
    recordedIn: z.number().int(),
    employments: z.array(employment),
    accounts: z.array(account),
    managerId: text,
    managerAtDepartureId: text,
    teams: keys,
    positions: keys,
    authorityLimits: z.array(authorityLimit),
    load: z.number().int(),
  }),
});

export const readTeams = defineQuery({
  file: "org/read-teams.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: z.strictObject({
    key: z.string(),
    name: z.string(),
    headId: text,
    deputyIds: keys,
    parentKey: text,
    memberIds: keys,
  }),
});

export const readIncumbents = defineQuery({
  file: "org/read-incumbents.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: z.strictObject({ key: z.string(), personIds: keys }),
});

const candidate = z.strictObject({
  personId: z.string(),
  /** Key of the employment that carried the address. */
  record: z.string(),
  name: z.string(),
  startsAt: instantOut,
  endsAt: instantOut.nullable(),
  workerType: z.enum(["employee", "contractor", "service"]),
  validFrom: instantOut,
  validTo: instantOut.nullable(),
});

export type AddressCandidate = z.output<typeof candidate>;

export const resolveAddresses = defineQuery({
  file: "org/resolve-addresses.cypher",
  access: "read",
  params: z.strictObject({
    rows: z.array(z.strictObject({ address: z.string(), at: instantIn })),
  }),
  row: z.strictObject({
    address: z.string(),
    at: instantOut,
    candidates: z.array(candidate),
  }),
});

const referring = z.strictObject({
  key: z.string(),
  /** A login says where its person is only while an employment is in force. */
  kind: z.enum(["employment", "account"]),
  rank: z.number().int(),
  startsAt: instantOut,
  endsAt: instantOut.nullable(),
  managerRef: text,
  teamRef: text,
  positionRef: text,
});

/** What of an employment says where its person is and under whom. */
export type ReferringRecord = z.output<typeof referring>;

export const readReferences = defineQuery({
  file: "org/read-references.cypher",
  access: "read",
  params: z.strictObject({ ids: keys }),
  row: z.strictObject({ id: z.string(), records: z.array(referring) }),
});

export const similarAddresses = defineQuery({
  file: "org/similar-addresses.cypher",
  access: "read",
  params: z.strictObject({ prefix: z.string() }),
  row: z.strictObject({ address: z.string() }),
});

export const identify = defineQuery({
  file: "org/identify.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: z.strictObject({ key: z.string(), personId: z.string() }),
});
