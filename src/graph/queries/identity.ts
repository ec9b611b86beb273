import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

const text = z.string().nullable();
const keys = z.array(z.string());
const status = z.enum([
  "staged",
  "active",
  "suspended",
  "deprovisioned",
  "deleted",
  "purged",
  "unknown",
]);
const nature = z.enum(["human", "guest", "service"]);
const evidence = z.enum(["workerId", "founded", "manual"]);

const claimTexts = {
  name: z.string(),
  email: text,
  login: text,
  status,
  nature,
  /** Identifiers that the directory says are of the same human. */
  claims: keys,
  managerRef: text,
  teamRef: text,
  /** Precedence of the directory about its logins; least first. */
  rank: z.number().int(),
  /** The same about who works here, of a guest whether they do; null: it is not asked. */
  tenureRank: z.number().int().nullable(),
};

/** What a directory says of a login, on its way in. */
export const claimsIn = z.strictObject({
  ...claimTexts,
  source: z.string(),
  nativeId: z.string(),
  statusSince: instantIn.nullable(),
  createdAt: instantIn.nullable(),
  dormantSince: instantIn.nullable(),
  version: instantIn.nullable(),
  part: z.string(),
  hash: z.string(),
});

const claimsOut = z.strictObject({
  ...claimTexts,
  statusSince: instantOut.nullable(),
  createdAt: instantOut.nullable(),
  dormantSince: instantOut.nullable(),
  version: instantOut.nullable(),
});

export type AccountClaims = z.input<typeof claimsIn>;
export type KnownAccount = z.output<typeof claimsOut>;

export const diffAccounts = defineQuery({
  file: "identity/diff-accounts.cypher",
  access: "read",
  params: z.strictObject({
    rows: z.array(z.strictObject({ key: z.string(), hash: z.string() })),
  }),
  row: z.strictObject({
    key: z.string(),
    personId: text,
    roles: z.number().int(),
    before: claimsOut.nullable(),
  }),
});

export const writeAccounts = defineQuery({
  file: "identity/write-accounts.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(z.strictObject({ key: z.string(), claims: claimsIn })),
  }),
  row: z.strictObject({ written: z.number().int() }),
});

export const accountsIn = defineQuery({
  file: "identity/accounts-in.cypher",
  access: "read",
  params: z.strictObject({ parts: keys }),
  row: z.strictObject({
    key: z.string(),
    hash: z.string(),
    absentSince: instantOut.nullable(),
    isGone: z.boolean(),
  }),
});

export const unprojectedAccounts = defineQuery({
  file: "identity/unprojected-accounts.cypher",
  access: "read",
  params: z.strictObject({ limit: z.number().int() }),
  row: z.strictObject({ key: z.string() }),
});

const linkedTo = z.strictObject({
  personId: z.string(),
  evidence,
  evidenceKey: text,
  expiresAt: instantOut.nullable(),
});

export const readLinks = defineQuery({
  file: "identity/read-links.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: z.strictObject({
    key: z.string(),
    source: z.string(),
    nativeId: z.string(),
    name: z.string(),
    email: text,
    login: text,
    statusSince: instantOut.nullable(),
    /** Since when the login exists; null for one that was only ever named. */
    since: instantOut.nullable(),
    teamRef: text,
    recycledFrom: text,
    managerRef: text,
    dormantSince: instantOut.nullable(),
    rank: z.number().int(),
    status,
    nature,
    claims: keys,
    linkedTo: linkedTo.nullable(),
    candidates: z.array(z.strictObject({ claim: z.string(), personId: z.string() })),
    refusedIds: keys,
    unlinked: z.boolean(),
    disputed: z.boolean(),
    /** It told of an employment before. */
    carries: z.boolean(),
  }),
});

export type LinkFacts = z.output<(typeof readLinks)["row"]>;

export const linkAccounts = defineQuery({
  file: "identity/link-accounts.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(
      z.strictObject({
        key: z.string(),
        personId: z.string(),
        evidence,
        evidenceKey: text,
        by: text,
        reason: text,
        expiresAt: instantIn.nullable(),
        claims: keys,
      }),
    ),
  }),
  row: z.strictObject({ key: z.string(), personId: z.string(), before: text }),
});

export const settleLinks = defineQuery({
  file: "identity/settle-links.cypher",
  access: "write",
  params: z.strictObject({
    rows: z.array(
      z.strictObject({ key: z.string(), unlinked: z.boolean(), disputed: z.boolean() }),
    ),
  }),
  row: z.strictObject({ settled: z.number().int() }),
});

export const wakingAccounts = defineQuery({
  file: "identity/waking-accounts.cypher",
  access: "read",
  params: z.strictObject({ at: instantIn }),
  row: z.strictObject({ key: z.string() }),
});

export const wakeAccounts = defineQuery({
  file: "identity/wake-accounts.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn }),
  row: z.strictObject({ woken: z.number().int() }),
});

export const wakeByAddress = defineQuery({
  file: "identity/wake-by-address.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, addresses: keys }),
  row: z.strictObject({ woken: z.number().int() }),
});

export const touchedAccounts = defineQuery({
  file: "identity/touched-accounts.cypher",
  access: "read",
  params: z.strictObject({ identifierKeys: keys, addresses: keys }),
  row: z.strictObject({ key: z.string() }),
});

export const reprojectPeople = defineQuery({
  file: "identity/reproject-people.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, ids: keys }),
  row: z.strictObject({ marked: z.number().int() }),
});
