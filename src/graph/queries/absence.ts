import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut } from "../values.js";
import { employmentClaimsOut } from "./org-write.js";

const keys = z.array(z.string());

export const readAbsent = defineQuery({
  file: "org/read-absent.cypher",
  access: "read",
  params: z.strictObject({ keys }),
  row: z.strictObject({
    key: z.string(),
    source: z.string(),
    recordId: z.string(),
    workerId: z.string(),
    personId: z.string(),
    roles: z.number().int(),
    before: employmentClaimsOut,
  }),
});

export type AbsentEmployment = z.output<typeof readAbsent.row>;

export const markAbsentEmployments = defineQuery({
  file: "org/mark-absent.cypher",
  access: "write",
  params: z.strictObject({ at: instantIn, keys }),
  row: z.strictObject({ marked: z.number().int() }),
});

export const clearAbsentEmployments = defineQuery({
  file: "org/clear-absent.cypher",
  access: "write",
  params: z.strictObject({ keys }),
  row: z.strictObject({ cleared: z.number().int() }),
});

export const markAbsentAccounts = defineQuery({
  file: "identity/mark-absent.cypher",
  access: "write",
  params: z.strictObject({ at: instantIn, keys }),
  row: z.strictObject({ marked: z.number().int() }),
});

export const clearAbsentAccounts = defineQuery({
  file: "identity/clear-absent.cypher",
  access: "write",
  params: z.strictObject({ keys }),
  row: z.strictObject({ cleared: z.number().int() }),
});

export const absentAccounts = defineQuery({
  file: "identity/absent-accounts.cypher",
  access: "read",
  params: z.strictObject({ source: z.string() }),
  row: z.strictObject({ key: z.string(), since: instantOut }),
});

export const markAbsentTeams = defineQuery({
  file: "org/mark-absent-teams.cypher",
  access: "write",
  params: z.strictObject({ at: instantIn, keys }),
  row: z.strictObject({ marked: z.number().int() }),
});

export const clearAbsentTeams = defineQuery({
  file: "org/clear-absent-teams.cypher",
  access: "write",
  params: z.strictObject({ keys }),
  row: z.strictObject({ cleared: z.number().int() }),
});
