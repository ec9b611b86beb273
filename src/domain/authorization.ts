import type { PersonId } from "./person.js";
import type { ReasonCode } from "./reason.js";
import type { Instant } from "./time.js";

/** Impact of a decision class: sets the clock and which signatures suffice. */
export type ImpactTier = "low" | "medium" | "high" | "critical";

/** What a signature rests on. PRODUCT.md §2. */
export type SignatureStrength = "authenticated" | "attested" | "declared";

/** PRODUCT.md, "Standing of an authorization". An authorization is in exactly one. */
export type StandingName =
  | "valid"
  | "provisional"
  | "orphaned"
  | "suspended"
  | "lapsed"
  | "revoked";

/** What an authorization hangs on when its owner moves (M1). */
export type Binding =
  | { readonly kind: "person" }
  | { readonly kind: "position"; readonly positionKey: string }
  | { readonly kind: "team"; readonly teamKey: string };

/**
 * The revisions and limit in force, as digests plus the numbers that decide whether a change
 * narrowed or widened what was signed (G1, G3). `limits`: named caps, larger is wider.
 */
export interface Revisions {
  readonly agentDigest: string;
  readonly criteriaDigest: string;
  readonly thresholdDigest: string;
  readonly limits: Readonly<Record<string, number>>;
}

/** A dated, immutable act of one person on exact digests (I7). */
export interface Signature {
  /** Null until it is written. */
  readonly id: string | null;
  readonly personId: PersonId;
  readonly signedAt: Instant;
  readonly strength: SignatureStrength;
  readonly covers: Revisions;
  readonly evidence: string | null;
  /** Who recorded it, when that was not the signer: the name of an operator (attested). */
  readonly recordedBy: string | null;
}

/** `acting` stands in for an owner on leave and ends with the leave (N1). */
export type OwnershipRole = "owner" | "coOwner" | "acting";

/** How the duty came: by an own signature, from a predecessor, or as a proposal nobody signed yet. */
export type OwnershipBasis = "signed" | "inherited" | "proposed";

/** One person's present time as owner of an authorization. */
export interface Owner {
  /** Null until it is written. */
  readonly ownershipId: string | null;
  readonly personId: PersonId;
  readonly role: OwnershipRole;
  readonly basis: OwnershipBasis;
  readonly since: Instant;
  /** For `acting` and other time-boxed duty: when it ends by itself. */
  readonly until: Instant | null;
  /** The person whose duty this continues; null for owners named by people. */
  readonly inheritedFrom: PersonId | null;
  /**
   * Where the owner sat when the duty began or was last signed (`placementOf`). When it differs
   * from now the owner moved (M1). Null: not known, set silently.
   */
  readonly placement: string | null;
}

/** An ownership that continuity ended because its person left: what a rescinded departure restores (L5). */
export interface DepartedOwner {
  /** Null when the ownership itself was never written (a plan that is folded before it is stored). */
  readonly ownershipId: string | null;
  readonly personId: PersonId;
  readonly role: OwnershipRole;
  readonly basis: OwnershipBasis;
  readonly since: Instant;
  readonly endedAt: Instant;
  readonly placement: string | null;
}

/**
 * Standing with what a stop covers. While `stop` is set the authorization is suspended by order and
 * `beneath` is what it would be without the stop; `beneath` goes on moving under it.
 */
export interface Standing {
  readonly beneath: StandingName;
  readonly reasons: readonly ReasonCode[];
  /** When `beneath` began. */
  readonly since: Instant;
  /** Set for provisional and orphaned; kept when the duty passes on, never lengthened (I12). */
  readonly deadlineAt: Instant | null;
}

/** An emergency order by a named person; survives every sync and ends only by `resume`. */
export interface Stop {
  readonly orderedBy: string;
  readonly at: Instant;
  readonly reason: string;
}

/** Everything continuity knows of one authorization. Plain data; transitions return a new one. */
export interface AuthorizationState {
  /** `agentId:decisionClassId` */
  readonly key: string;
  readonly agentId: string;
  readonly decisionClassId: string;
  readonly tier: ImpactTier;
  readonly inForce: Revisions;
  /** Who may not own it: the agent's builder. */
  readonly builderId: PersonId | null;
  readonly binding: Binding;
  readonly namedSuccessorIds: readonly PersonId[];
  /** Governance lead as the decision class names them; may be null or gone. */
  readonly leadId: PersonId | null;
  readonly owners: readonly Owner[];
  readonly departedOwners: readonly DepartedOwner[];
  readonly signatures: readonly Signature[];
  /** People who declined it since the duty last had a signature. */
  readonly declinedBy: readonly PersonId[];
  readonly standing: Standing;
  readonly stop: Stop | null;
  readonly retired: boolean;
  /** Optimistic lock: grows with every written change. 0 for one that is not written yet. */
  readonly revision: number;
}
