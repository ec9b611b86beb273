import type { Trip } from "../domain/gate.js";
import type { PersonId } from "../domain/person.js";
import { HOUR_MS } from "../domain/time.js";
import { graphOrg } from "../graph/org-reader.js";
import {
  type PlanRow,
  type PlanState,
  decidePlan,
  listPlans,
  readPlan,
} from "../graph/queries/plans.js";
import { CountersignError } from "../platform/errors.js";
import { nearest } from "../platform/nearest.js";
import type { Operator } from "./acts.js";
import { type Refusal, ask } from "./asked.js";
import type { Context } from "./context.js";
import type { PlanDecision, PlanLine, PlanView, RemovalView } from "./held-report.js";
import type { PlanMeaning } from "./held-view.js";
import type { DecisionLine, OrganisationReport } from "./report.js";
import { withAct } from "./run.js";

/** More than a person reads; older ones are in the graph. */
const LISTED = 200;

/** Plans that a named person can still decide about. */
const OPEN: ReadonlySet<PlanState> = new Set([
  "held",
  "approved",
  "rejected",
  "expired",
  "applying",
]);

function isOpenPlan({ state }: Pick<PlanLine, "state">): boolean {
  return OPEN.has(state);
}

/** What waits for a named person, newest first; with `all`, what was decided before too. */
export async function plans(
  { graph, clock }: Context,
  filter: { readonly all?: boolean } = {},
): Promise<PlanLine[]> {
  const rows = await graph.read((tx) => listPlans.run(tx, { limit: LISTED }));
  const lines = rows.map((row) => planLine(row, clock.now()));
  return filter.all === true ? lines : lines.filter(isOpenPlan);
}

/**
 * One held plan as it was shown when it was held.
 *
 * @throws CountersignError PLAN_UNKNOWN
 */
export async function plan(context: Context, question: { readonly id: string }): Promise<PlanView> {
  const row = await planNamed(context, question.id);
  // Written by this service in held-step.ts.
  const { organisation, decisions } = JSON.parse(row.reportJson) as {
    organisation: OrganisationReport;
    decisions: DecisionLine[];
  };
  const removals = JSON.parse(row.removalsJson) as RemovalView[];
  return { ...planLine(row, context.clock.now()), removals, organisation, decisions };
}

async function planNamed({ graph }: Context, id: string) {
  const [row] = await graph.read((tx) => readPlan.run(tx, { id }));
  if (row !== undefined) return row;
  const known = await graph.read((tx) => listPlans.run(tx, { limit: LISTED }));
  const near = nearest(
    id,
    known.map((one) => one.id),
  );
  throw new CountersignError({
    code: "PLAN_UNKNOWN",
    message: `There is no plan "${id}".${near === null ? "" : ` Did you mean ${near}?`}`,
    next: "countersign plans list --all",
    audience: "caller",
  });
}

function planLine(row: PlanRow, now: number): PlanLine {
  const { id, source, hash, heldIn, heldAt, decidedAt, reason, expiresAt } = row;
  const isExpired = row.state === "approved" && expiresAt !== null && expiresAt <= now;
  return {
    id,
    source,
    hash,
    heldIn,
    heldAt,
    decidedAt,
    reason,
    expiresAt,
    state: isExpired ? "expired" : row.state,
    // Both written by this service in held-step.ts.
    trips: JSON.parse(row.tripsJson) as Trip[],
    meaning: JSON.parse(row.meaningJson) as PlanMeaning,
    decidedBy:
      row.decidedById === null
        ? null
        : { id: row.decidedById, name: row.decidedBy ?? row.decidedById },
  };
}

/** An operator decides about what is held, with a reason. */
export interface PlanOrder {
  readonly id: string;
  readonly operator: Operator;
  readonly reason: string;
}

/**
 * Releases exactly what was shown: the next sync of the source applies it if it would still do the
 * same, once, before the approval expires (F28). Whoever loses, gains or is lost by it may not.
 *
 * @throws CountersignError PLAN_UNKNOWN
 */
export async function approvePlan(context: Context, order: PlanOrder): Promise<PlanDecision> {
  return await decide(context, order, "approved");
}

/** Says no: it stays held and nobody is asked again until the source tells something else. */
export async function rejectPlan(context: Context, order: PlanOrder): Promise<PlanDecision> {
  return await decide(context, order, "rejected");
}

async function decide(
  context: Context,
  order: PlanOrder,
  state: "approved" | "rejected",
): Promise<PlanDecision> {
  const { graph, clock, config, log } = context;
  const { id, operator, reason } = order;
  const row = await planNamed(context, id);
  const now = clock.now();
  const asked = await ask(graphOrg(graph), [{ address: operator.person, on: null }], now);
  const who = asked.who(operator.person);
  const refused = refusals({ state, who, row });
  if (refused.length > 0 || typeof who !== "string") return { run: null, plan: null, refused };
  const act = state === "approved" ? "approve-plan" : "reject-plan";
  const said = { operator: operator.person, onBehalfOf: null, act, reason, clock, log };
  const { hash } = row;
  return await withAct(graph, said, async (run) => {
    const { number, at } = run;
    const expiresAt = state === "approved" ? at + config.gate.releaseHours * HOUR_MS : null;
    const decision = { id, hash, state, run: number, at, expiresAt, decidedBy: who, reason };
    const decided = await run.write(
      "authorizations",
      (tx) => decidePlan.run(tx, decision),
      () => ({ kind: "plans", subject: `plan ${id}`, before: row.state, after: state }),
    );
    if (decided.length > 0) {
      return { run: number, plan: planLine(await planNamed(context, id), now), refused: [] };
    }
    const sentence = "It changed while you decided. Look at it again: countersign plans show.";
    return { run: number, plan: null, refused: [{ refused: "PLAN_CHANGED", sentence }] };
  });
}

/** Everything that speaks against it, at once. */
function refusals(of: {
  readonly state: "approved" | "rejected";
  readonly who: PersonId | Refusal;
  readonly row: { readonly state: PlanState; readonly affectedIds: readonly string[] };
}): Refusal[] {
  const { state, who, row } = of;
  const found: Refusal[] = [];
  if (!OPEN.has(row.state) || row.state === "applying") {
    const sentence = `It is ${row.state}: there is nothing to decide any more. countersign plans list shows what waits.`;
    found.push({ refused: "PLAN_CLOSED", sentence });
  }
  if (typeof who !== "string") found.push(who);
  else if (state === "approved" && row.affectedIds.includes(who)) {
    const sentence =
      "You lose, gain or are lost by this plan, so somebody else has to approve it: another operator of the config.";
    found.push({ refused: "APPROVER_AFFECTED", sentence });
  }
  return found;
}
