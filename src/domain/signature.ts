import type {
  AuthorizationState,
  ImpactTier,
  Owner,
  Revisions,
  Signature,
} from "./authorization.js";
import type { PlanContext } from "./context.js";
import { mayHold } from "./holding.js";
import { hasMoved } from "./placement.js";
import type { Policy } from "./policy.js";
import { DAY_MS } from "./time.js";

/**
 * Whether a signature binds to what is in force: equal digests, or nothing but a narrower limit since
 * (G3). A change of agent or criteria is never narrower (G1), and neither is a limit of another name.
 */
export function covers(signature: Pick<Signature, "covers">, inForce: Revisions): boolean {
  const signed = signature.covers;
  if (signed.agentDigest !== inForce.agentDigest) return false;
  if (signed.criteriaDigest !== inForce.criteriaDigest) return false;
  return (
    signed.thresholdDigest === inForce.thresholdDigest || isNarrower(inForce.limits, signed.limits)
  );
}

/** Whether policy lets a signature of this strength carry a decision of this impact. */
export function suffices(
  signature: Pick<Signature, "strength">,
  tier: ImpactTier,
  policy: Policy,
): boolean {
  return policy.sufficient[tier].includes(signature.strength);
}

/**
 * The latest signature of this owner that carries what is in force, whether or not the owner may
 * still hold it. Who inherited the duty did not inherit a signature, not even an own one from before.
 */
function signatureOf(owner: Owner, state: AuthorizationState, policy: Policy): Signature | null {
  let latest: Signature | null = null;
  for (const signature of state.signatures) {
    if (signature.personId !== owner.personId || !isMadeInDuty(signature, owner)) continue;
    if (!covers(signature, state.inForce) || !suffices(signature, state.tier, policy)) continue;
    if (latest === null || signature.signedAt >= latest.signedAt) latest = signature;
  }
  return latest;
}

/** An owner's signature that stands now: they may hold it, and have not moved since (M1). */
export function standingSignatureOf(
  owner: Owner,
  state: AuthorizationState,
  context: PlanContext,
): Signature | null {
  const signature = signatureOf(owner, state, context.policy);
  if (signature === null) return null;
  const person = context.org.person(owner.personId);
  if (mayHold(person, state, context).length > 0 || hasMoved(owner, person)) return null;
  return signature;
}

/** The signature that makes the authorization valid: the latest that stands of any owner; else null. */
export function standingSignature(
  state: AuthorizationState,
  context: PlanContext,
): Signature | null {
  let latest: Signature | null = null;
  for (const owner of state.owners) {
    const signature = standingSignatureOf(owner, state, context);
    if (signature === null) continue;
    if (latest === null || signature.signedAt > latest.signedAt) latest = signature;
  }
  return latest;
}

/**
 * Whether the signer had the duty when signing; an inherited duty takes no earlier signature along.
 * A declared signature knows only its day, so it may have been made at any time of it.
 */
export function isMadeInDuty(
  signature: Pick<Signature, "signedAt" | "strength">,
  owner: Owner,
): boolean {
  if (owner.basis !== "inherited" && owner.inheritedFrom === null) return true;
  const latestPossible = signature.signedAt + (signature.strength === "declared" ? DAY_MS - 1 : 0);
  return latestPossible >= owner.since;
}

function isNarrower(now: Revisions["limits"], signed: Revisions["limits"]): boolean {
  const names = Object.keys(now);
  if (names.length !== Object.keys(signed).length) return false;
  let narrowed = false;
  for (const name of names) {
    const before = signed[name];
    const after = now[name];
    if (before === undefined || after === undefined || !(after <= before)) return false;
    if (after < before) narrowed = true;
  }
  return narrowed;
}
