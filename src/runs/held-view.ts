import type { StandingName } from "../domain/authorization.js";
import type { RemovalCounts, Trip } from "../domain/gate.js";
import type { PlanState } from "../graph/queries/plans.js";

/** What a held plan would mean, in numbers. */
export interface PlanMeaning {
  readonly removals: RemovalCounts;
  /** Of how many, before. */
  readonly population: RemovalCounts;
  /** Authorizations whose holder or standing would change, by the standing they would have. */
  readonly standings: Readonly<Record<StandingName, number>>;
  /** Of these, how many would change hands. */
  readonly handed: number;
}

/** What a source brought that was not written, for the report of a sync. */
export interface HeldView {
  /** Null: a plan of a sync stores nothing. */
  readonly plan: string | null;
  readonly state: PlanState;
  readonly trips: readonly Trip[];
  readonly meaning: PlanMeaning;
  /** An earlier approval that does not apply, because the world moved or its time was up; null: none. */
  readonly lost: "changed" | "expired" | null;
}
