import type { Trip } from "../domain/gate.js";
import type { Instant } from "../domain/time.js";
import type { PlanState } from "../graph/queries/plans.js";
import type { Removal } from "../sync/removals.js";
import type { Refusal } from "./asked.js";
import type { PlanMeaning } from "./held-view.js";
import type { DecisionLine, OrganisationReport, PersonName } from "./report.js";

/** A plan in a list. */
export interface PlanLine {
  readonly id: string;
  readonly source: string;
  readonly state: PlanState;
  readonly hash: string;
  readonly heldIn: number;
  readonly heldAt: Instant;
  readonly trips: readonly Trip[];
  readonly meaning: PlanMeaning;
  readonly decidedBy: PersonName | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  /** Until when an approval applies. */
  readonly expiresAt: Instant | null;
}

/** One thing a plan would take away, for people and tickets. */
export type RemovalView = Pick<Removal, "kind" | "key" | "name" | "owner" | "detail">;

/** Everything a plan would do; lists are cut, counts are not. */
export interface PlanView extends PlanLine {
  readonly removals: readonly RemovalView[];
  /** Everything else the run would do; goes on while the plan is held, unless policy says otherwise. */
  readonly organisation: OrganisationReport;
  /** Authorizations that change with it, and to whom. */
  readonly decisions: readonly DecisionLine[];
}

/** What an approval or rejection came to. */
export interface PlanDecision {
  readonly run: number | null;
  readonly plan: PlanLine | null;
  readonly refused: readonly Refusal[];
}
