import { z } from "zod";
import { defineQuery } from "../query.js";
import { instantIn, instantOut, runNumber } from "../values.js";

const text = z.string();
const texts = z.array(text);
const state = z.enum([
  "held",
  "approved",
  "rejected",
  "expired",
  "applying",
  "applied",
  "outdated",
  "withdrawn",
]);

export type PlanState = z.output<typeof state>;

const id = z.strictObject({ id: text });

export const openPlan = defineQuery({
  file: "plans/open-plan.cypher",
  access: "read",
  params: z.strictObject({ source: text }),
  row: z.strictObject({
    id: text,
    hash: text,
    state,
    items: texts,
    expiresAt: instantOut.nullable(),
    decidedBy: text.nullable(),
    heldAt: instantOut,
  }),
});

export type OpenPlan = z.output<typeof openPlan.row>;

export const storePlan = defineQuery({
  file: "plans/store-plan.cypher",
  access: "write",
  params: z.strictObject({
    plan: z.strictObject({
      id: text,
      source: text,
      hash: text,
      heldIn: runNumber,
      heldAt: instantIn,
      tripsJson: text,
      meaningJson: text,
      reportJson: text,
      removalsJson: text,
      items: texts,
      affectedIds: texts,
    }),
  }),
  row: id,
});

export const closePlan = defineQuery({
  file: "plans/close-plan.cypher",
  access: "write",
  params: z.strictObject({ id: text, state: z.enum(["applied", "withdrawn"]), run: runNumber }),
  row: id,
});

export const beginRelease = defineQuery({
  file: "plans/begin-release.cypher",
  access: "write",
  params: z.strictObject({ id: text, run: runNumber }),
  row: id,
});

export const expirePlan = defineQuery({
  file: "plans/expire-plan.cypher",
  access: "write",
  params: id,
  row: id,
});

export const decidePlan = defineQuery({
  file: "plans/decide-plan.cypher",
  access: "write",
  params: z.strictObject({
    id: text,
    hash: text,
    state: z.enum(["approved", "rejected"]),
    run: runNumber,
    at: instantIn,
    expiresAt: instantIn.nullable(),
    decidedBy: text,
    reason: text,
  }),
  row: id,
});

const summary = {
  id: text,
  source: text,
  hash: text,
  state,
  heldIn: runNumber,
  heldAt: instantOut,
  meaningJson: text,
  tripsJson: text,
  expiresAt: instantOut.nullable(),
  decidedAt: instantOut.nullable(),
  decidedById: text.nullable(),
  decidedBy: text.nullable(),
  reason: text.nullable(),
  closedIn: runNumber.nullable(),
};

export const listPlans = defineQuery({
  file: "plans/list-plans.cypher",
  access: "read",
  params: z.strictObject({ limit: z.number().int() }),
  row: z.strictObject(summary),
});

export type PlanRow = z.output<typeof listPlans.row>;

export const readPlan = defineQuery({
  file: "plans/read-plan.cypher",
  access: "read",
  params: id,
  row: z.strictObject({ ...summary, removalsJson: text, reportJson: text, affectedIds: texts }),
});
