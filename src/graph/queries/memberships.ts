import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

const keys = z.array(z.string());
const key = z.strictObject({ key: z.string() });

const row = z.strictObject({
  /** `account key|team key` */
  key: z.string(),
  accountKey: z.string(),
  accountId: z.string(),
  teamKey: z.string(),
  teamId: z.string(),
  part: z.string(),
});

export type MembershipRow = z.input<typeof row>;

export const membershipsIn = defineQuery({
  file: "org/memberships-in.cypher",
  access: "read",
  params: z.strictObject({ parts: keys }),
  row: key,
});

export const knownMemberships = defineQuery({
  file: "org/known-memberships.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: key,
});

export const membershipsOf = defineQuery({
  file: "org/memberships-of.cypher",
  access: "read",
  params: z.strictObject({ teams: keys }),
  row: key,
});

export const beginMemberships = defineQuery({
  file: "org/begin-memberships.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    source: z.string(),
    rows: z.array(row),
  }),
  row: z.strictObject({ begun: z.number().int() }),
});

export const endMemberships = defineQuery({
  file: "org/end-memberships.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, keys }),
  row: z.strictObject({ ended: z.number().int() }),
});

export const teamsOf = defineQuery({
  file: "org/teams-of.cypher",
  access: "read",
  params: z.strictObject({ source: z.string() }),
  row: z.strictObject({ key: z.string(), name: z.string(), absentSince: instantOut.nullable() }),
});

export const removeTeams = defineQuery({
  file: "org/remove-teams.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, keys }),
  row: z.strictObject({ removed: z.number().int() }),
});
