import { type ActResult, done, mayNotHold, notAnOwner, refuse, revoked } from "./act-result.js";
import type {
  AuthorizationState,
  Revisions,
  Signature,
  SignatureStrength,
} from "./authorization.js";
import type { PlanContext } from "./context.js";
import { mayHold } from "./holding.js";
import type { PersonId } from "./person.js";
import { placementOf } from "./placement.js";
import { covers, isMadeInDuty, suffices } from "./signature.js";
import { outcomeOf } from "./standing.js";
import type { Instant } from "./time.js";

/** A person says yes. */
export interface SignAct {
  readonly kind: "sign";
  readonly personId: PersonId;
  readonly strength: SignatureStrength;
  readonly signedAt: Instant;
  readonly evidence: string | null;
  readonly recordedBy: string | null;
  /** What was signed; null: what is in force now. */
  readonly covers: Revisions | null;
}

/**
 * A person says yes, to exactly what they name (G8). Never by a machine, never for somebody else's
 * duty, never while nobody holds it. The same act again is the same signature.
 */
export function sign(state: AuthorizationState, act: SignAct, context: PlanContext): ActResult {
  const refusal = signRefusal(state, act, context);
  if (refusal !== null) return refusal;
  const { personId, strength, signedAt, evidence, recordedBy } = act;
  const signature: Signature = {
    id: null,
    personId,
    signedAt,
    strength,
    covers: act.covers ?? state.inForce,
    evidence,
    recordedBy,
  };
  if (state.signatures.some((one) => isSameAct(one, signature))) return done(state);
  const signed = { ...state, signatures: [...state.signatures, signature] };
  const binds = covers(signature, state.inForce) && suffices(signature, state.tier, context.policy);
  if (!binds) return done(signed);
  const placement = placementOf(context.org.person(personId));
  return done({
    ...signed,
    owners: state.owners.map((owner) =>
      owner.personId === personId ? { ...owner, placement: placement ?? owner.placement } : owner,
    ),
    declinedBy: [],
  });
}

function signRefusal(
  state: AuthorizationState,
  act: SignAct,
  context: PlanContext,
): ActResult | null {
  const outcome = outcomeOf(state, "signed");
  if ("refused" in outcome) {
    return refuse(state.standing.beneath === "revoked" ? "REVOKED" : "ORPHANED", outcome.why);
  }
  if (state.retired) return revoked();
  const owner = state.owners.find((one) => one.personId === act.personId);
  if (owner === undefined) return notAnOwner();
  const obstacles = mayHold(context.org.person(act.personId), state, context);
  if (obstacles.length > 0) return mayNotHold(obstacles);
  if (act.signedAt > context.at) {
    return refuse("SIGNED_IN_THE_FUTURE", "A signature cannot be dated later than now.");
  }
  if (act.strength === "attested" && act.recordedBy === null) {
    return refuse("RECORDER_MISSING", "An attested signature needs the name of who recorded it.");
  }
  if (!isMadeInDuty(act, owner)) {
    const sentence = "It is dated before the duty came to this person. They have to sign it anew.";
    return refuse("SIGNED_BEFORE_THE_DUTY", sentence);
  }
  return null;
}

function isSameAct(a: Signature, b: Signature): boolean {
  return (
    a.personId === b.personId &&
    a.signedAt === b.signedAt &&
    a.strength === b.strength &&
    a.covers.agentDigest === b.covers.agentDigest &&
    a.covers.criteriaDigest === b.covers.criteriaDigest &&
    a.covers.thresholdDigest === b.covers.thresholdDigest
  );
}
