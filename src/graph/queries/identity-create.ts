import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, runNumber } from "../values.js";
import { claimsIn } from "./identity.js";

const freshRow = z.strictObject({
  /** Whose it is, and by which worker id; null: nobody's. */
  personId: z.string().nullable(),
  evidenceKey: z.string().nullable(),
  account: claimsIn.extend({
    key: z.string(),
    /** True, or null for one that has a person or needs none: a mark is there or it is not. */
    unlinked: z.literal(true).nullable(),
  }),
});

/** A login that no read has told of, with whose it is. */
export type FreshAccountRow = z.input<typeof freshRow>;

export const createAccounts = defineQuery({
  file: "identity/create-accounts.cypher",
  access: "write",
  params: z.strictObject({ run: runNumber, at: instantIn, rows: z.array(freshRow) }),
  row: z.strictObject({
    id: z.string(),
    incomplete: z.boolean(),
    unled: z.boolean(),
    bound: z.boolean(),
  }),
});
