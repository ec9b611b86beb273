import type { ImpactTier, SignatureStrength } from "./authorization.js";
import type { PersonId } from "./person.js";

/** The steps of the successor order (PRODUCT.md §5); policy can reorder or drop them. */
export const SUCCESSION_STEPS = [
  "namedSuccessor",
  "coOwner",
  "samePosition",
  "actingHeadOrDeputy",
  "manager",
  "reportingLine",
  "teamHead",
  "governanceLead",
] as const;

export type SuccessionStep = (typeof SUCCESSION_STEPS)[number];

/** The part of the configuration that the domain decides by. People are already resolved to ids. */
export interface Policy {
  /** Days until an unsigned authorization lapses; 0 withholds it at once. */
  readonly clockDays: Readonly<Record<ImpactTier, number>>;
  /** Which signatures suffice per tier. */
  readonly sufficient: Readonly<Record<ImpactTier, readonly SignatureStrength[]>>;
  readonly successionOrder: readonly SuccessionStep[];
  /** How many managers up the bounded climb may go (I10). */
  readonly climbLimit: number;
  /** A person who holds this many authorizations receives no more. */
  readonly loadCap: number;
  /** Nobody who leaves within these days receives anything; look-ahead findings start here. */
  readonly lookAheadDays: number;
  /** Days before the last day at which `OWNER_DEPARTING` is raised anew, e.g. [30, 14, 7]. */
  readonly departingNoticeDays: readonly number[];
  /** Fewer owners than this is `SINGLE_OWNER`. 1 turns it off. */
  readonly minimumOwners: number;
  /** A leave of at least this many days is long: an acting owner is named, and nothing is received. */
  readonly longLeaveDays: number;
  readonly contractorsMayOwn: boolean;
  /** The configured last resort: first who may receive takes it. */
  readonly lastResortIds: readonly PersonId[];
}
