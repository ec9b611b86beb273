import { z } from "zod";
import { REASON_CODES } from "../../domain/reason.js";
import { defineQuery } from "../query.js";
import { instantOut, runNumber } from "../values.js";

const text = z.string().nullable();

const beliefRow = z.strictObject({
  kind: z.enum([
    "owner",
    "standing",
    "signature",
    "limit",
    "agent",
    "class",
    "employment",
    "manager",
    "team",
    "seat",
    "heads",
    "deputises",
    "answers",
    "named",
    "partOf",
    "contains",
    "head",
    "deputy",
  ]),
  about: z.string(),
  name: text,
  word: text,
  basis: text,
  because: text,
  reasons: z.array(z.enum(REASON_CODES)),
  validFrom: instantOut,
  validTo: instantOut.nullable(),
  recordedIn: runNumber,
  supersededIn: runNumber.nullable(),
});

/** One version of one fact: when it was true, and between which runs it was believed. */
export type BeliefRow = z.output<typeof beliefRow>;

const limit = z.number().int().positive();

export const timelineOfAuthorization = defineQuery({
  file: "history/timeline-of-authorization.cypher",
  access: "read",
  params: z.strictObject({ key: z.string(), limit }),
  row: beliefRow,
});

export const timelineOfPerson = defineQuery({
  file: "history/timeline-of-person.cypher",
  access: "read",
  params: z.strictObject({ id: z.string(), limit }),
  row: beliefRow,
});

export const timelineOfTeam = defineQuery({
  file: "history/timeline-of-team.cypher",
  access: "read",
  params: z.strictObject({ key: z.string(), limit }),
  row: beliefRow,
});

export const membersOfTeam = defineQuery({
  file: "history/members-of-team.cypher",
  access: "read",
  params: z.strictObject({ key: z.string(), limit }),
  row: z.strictObject({
    day: instantOut,
    joined: z.number().int(),
    left: z.number().int(),
    members: z.number().int(),
  }),
});

export const findTeams = defineQuery({
  file: "history/find-teams.cypher",
  access: "read",
  params: z.strictObject({ keys: z.array(z.string()) }),
  row: z.strictObject({ key: z.string(), name: z.string() }),
});
