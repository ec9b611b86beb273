import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

const text = z.string().nullable();
const keys = z.array(z.string());
const keyRow = z.strictObject({ key: z.string() });
const identifierRow = z.strictObject({ identifier: z.string() });
const status = z.enum(["active", "disabled", "deleted", "unknown"]);
const sponsor = z.strictObject({ ref: z.string(), personId: z.string() });

const claims = {
  name: z.string(),
  status,
  /** Other ids at the same source, as the source writes them. */
  otherIds: keys,
  /** `source/native id`, as all references. */
  blueprintRef: text,
  sponsorRefs: keys,
  ownerRefs: keys,
};

const claimsIn = z.strictObject({
  ...claims,
  source: z.string(),
  nativeId: z.string(),
  createdAt: instantIn.nullable(),
  version: instantIn.nullable(),
  hash: z.string(),
});

/** What a directory says of an agent, as it is written. Instants in ms. */
export type AgentClaims = z.input<typeof claimsIn>;

const known = z.strictObject({
  ...claims,
  createdAt: instantOut.nullable(),
  version: instantOut.nullable(),
  gone: z.boolean(),
});

/** What is on record of an agent before a read changes it. */
export type KnownAgent = z.output<typeof known>;

const versionRow = z.strictObject({
  key: z.string(),
  hash: z.string(),
  version: instantIn.nullable(),
});

export type AgentVersion = z.input<typeof versionRow>;

export const diffIdentities = defineQuery({
  file: "agents/diff-identities.cypher",
  access: "read",
  params: z.strictObject({ rows: z.array(versionRow) }),
  row: z.strictObject({ key: z.string(), before: known.nullable() }),
});

export const identitiesOf = defineQuery({
  file: "agents/identities-of.cypher",
  access: "read",
  params: z.strictObject({ source: z.string() }),
  row: z.strictObject({ key: z.string(), name: z.string() }),
});

export const writeIdentities = defineQuery({
  file: "agents/write-identities.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(z.strictObject({ key: z.string(), claims: claimsIn, identifiers: keys })),
  }),
  row: z.strictObject({ written: z.number().int() }),
});

export const confirmIdentities = defineQuery({
  file: "agents/confirm-identities.cypher",
  access: "write",
  params: z.strictObject({ rows: z.array(versionRow) }),
  row: z.strictObject({ confirmed: z.number().int() }),
});

export const endIdentities = defineQuery({
  file: "agents/end-identities.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, keys }),
  row: z.strictObject({ ended: z.number().int() }),
});

export const unprojectedIdentities = defineQuery({
  file: "agents/unprojected-identities.cypher",
  access: "read",
  params: z.strictObject({ source: text, limit: z.number().int() }),
  row: keyRow,
});

export const staleSponsors = defineQuery({
  file: "agents/stale-sponsors.cypher",
  access: "read",
  params: z.strictObject({ source: text }),
  row: keyRow,
});

export const lockIdentities = defineQuery({
  file: "agents/lock-identities.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, keys }),
  row: z.strictObject({ locked: z.number().int() }),
});

export const readIdentities = defineQuery({
  file: "agents/read-identities.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: z.strictObject({
    key: z.string(),
    source: z.string(),
    status,
    gone: z.boolean(),
    createdAt: instantOut.nullable(),
    blueprintRef: text,
    /** Every id it goes by: its key and its other ids. */
    identifiers: keys,
    sponsors: z.array(sponsor),
  }),
});

export type IdentityFacts = z.output<(typeof readIdentities)["row"]>;

export const readClaimants = defineQuery({
  file: "agents/read-claimants.cypher",
  access: "read",
  params: z.strictObject({ identifiers: keys }),
  row: z.strictObject({
    identifier: z.string(),
    agentId: z.string(),
    status: z.enum(["active", "retired"]),
  }),
});

export type ClaimantRow = z.output<(typeof readClaimants)["row"]>;

export const findBlueprints = defineQuery({
  file: "agents/find-blueprints.cypher",
  access: "read",
  params: z.strictObject({ identifiers: keys, except: keys }),
  row: identifierRow,
});

export const knownAs = defineQuery({
  file: "agents/known-as.cypher",
  access: "read",
  params: z.strictObject({ identifiers: keys }),
  row: keyRow,
});

export const claimsOf = defineQuery({
  file: "agents/claims-of.cypher",
  access: "read",
  params: z.strictObject({ agentIds: keys }),
  row: identifierRow,
});

export const projectClaimants = defineQuery({
  file: "agents/project-claimants.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(z.strictObject({ key: z.string(), agentId: text })),
  }),
  row: z.strictObject({ changed: z.number().int() }),
});

export const projectSponsors = defineQuery({
  file: "agents/project-sponsors.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(z.strictObject({ key: z.string(), sponsors: z.array(sponsor) })),
  }),
  row: z.strictObject({ projected: z.number().int() }),
});

export const settleIdentities = defineQuery({
  file: "agents/settle-identities.cypher",
  access: "write",
  params: z.strictObject({
    rows: z.array(z.strictObject({ key: z.string(), unregistered: z.boolean() })),
  }),
  row: z.strictObject({ settled: z.number().int() }),
});

export const listUnregistered = defineQuery({
  file: "agents/list-unregistered.cypher",
  access: "read",
  params: z.strictObject({}),
  row: z.strictObject({
    key: z.string(),
    source: z.string(),
    nativeId: z.string(),
    name: z.string(),
    otherIds: keys,
    blueprintRef: text,
    createdAt: instantOut.nullable(),
    firstSeenAt: instantOut,
    sponsorRefs: keys,
    ownerRefs: keys,
    sponsors: z.array(sponsor),
  }),
});

export type UnregisteredRow = z.output<(typeof listUnregistered)["row"]>;

export const describeIdentities = defineQuery({
  file: "agents/describe-identities.cypher",
  access: "read",
  params: z.strictObject({ identifiers: keys }),
  row: z.strictObject({
    key: z.string(),
    source: z.string(),
    name: z.string(),
    status,
    gone: z.boolean(),
    /** Registry agent it is the identity of. */
    agentId: text,
    /** Name of the first sponsor who is somebody. */
    sponsor: text,
  }),
});

export type IdentityDescription = z.output<(typeof describeIdentities)["row"]>;

export const knownAgents = defineQuery({
  file: "agents/known-agents.cypher",
  access: "read",
  params: z.strictObject({ ids: keys }),
  row: z.strictObject({ id: z.string() }),
});
