import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, runNumber } from "../values.js";

const text = z.string().nullable();
const keys = z.array(z.string());
const finished = z.strictObject({ finished: z.number().int() });

const claims = {
  name: z.string(),
  parentRef: text,
  headRef: text,
  deputyRefs: z.array(z.string()),
};

const claimsIn = z.strictObject({
  ...claims,
  source: z.string(),
  nativeId: z.string(),
  hash: z.string(),
});

export type TeamClaims = z.input<typeof claimsIn>;

export const diffTeams = defineQuery({
  file: "org/diff-teams.cypher",
  access: "read",
  params: z.strictObject({
    rows: z.array(z.strictObject({ key: z.string(), hash: z.string() })),
  }),
  row: z.strictObject({ key: z.string(), before: z.strictObject(claims).nullable() }),
});

export const writeTeams = defineQuery({
  file: "org/write-teams.cypher",
  access: "write",
  params: z.strictObject({
    run: runNumber,
    at: instantIn,
    rows: z.array(z.strictObject({ key: z.string(), claims: claimsIn })),
  }),
  row: z.strictObject({ written: z.number().int() }),
});

export const unprojectedTeams = defineQuery({
  file: "org/unprojected-teams.cypher",
  access: "read",
  params: z.strictObject({ limit: z.number().int() }),
  row: z.strictObject({ key: z.string() }),
});

const projection = z.strictObject({ run: runNumber, at: instantIn, keys });
const changed = z.strictObject({ changed: z.number().int() });

export const projectHeads = defineQuery({
  file: "org/project-heads.cypher",
  access: "write",
  params: projection,
  row: changed,
});

export const projectDeputies = defineQuery({
  file: "org/project-deputies.cypher",
  access: "write",
  params: projection,
  row: changed,
});

export const projectParents = defineQuery({
  file: "org/project-parents.cypher",
  access: "write",
  params: projection,
  row: changed,
});

export const finishTeams = defineQuery({
  file: "org/finish-teams.cypher",
  access: "write",
  params: z.strictObject({ keys }),
  row: finished,
});
