import type { AuthorizationState, Owner, Signature, Standing } from "./authorization.js";
import type { PlanContext } from "./context.js";
import type { Draft } from "./draft.js";
import { holdersOf } from "./duties.js";
import { hasMoved } from "./placement.js";
import { REASON_CODES, type ReasonCode } from "./reason.js";
import { covers, standingSignature, standingSignatureOf, suffices } from "./signature.js";
import { type StandingEvent, moveStanding } from "./standing.js";

/** Reasons that say how it came to this. They stay true until a signature settles the matter. */
const KEPT: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "OWNER_DEPARTED",
  "OWNER_MOVED",
  "OWNER_NOT_HUMAN",
  "OWNER_IS_BUILDER",
  "OWNER_OVER_LIMIT",
  "SUCCESSION_CYCLE",
]);

/** What the facts alone say, before clocks and history: who answers, and whether anyone signed. */
type Level = "valid" | "provisional" | "orphaned";

/**
 * Folds what is true now into the standing, through the table of SEMANTICS "S". It asks for the
 * level, not for what happened, so a crashed run can simply settle again.
 */
export function settleStanding(draft: Draft, context: PlanContext): AuthorizationState {
  const { state } = draft;
  const level = levelOf(state, context);
  const clock = { at: context.at, clockDays: context.policy.clockDays[state.tier] };
  let standing = state.standing;
  for (const event of eventsOf(draft, level, context)) {
    const moved = moveStanding({ standing, stop: state.stop }, event, clock);
    if (moved.ok) standing = moved.standing;
  }
  const settled = standing.beneath === "valid" || standing.beneath === "revoked";
  const reasons = settled ? [] : reasonsOf(draft, level, context);
  const signed = withSignedBasis(state, context);
  return { ...signed, standing: withReasons(standing, reasons) };
}

function levelOf(state: AuthorizationState, context: PlanContext): Level {
  if (standingSignature(state, context) !== null) return "valid";
  return holdersOf(state, context).length > 0 ? "provisional" : "orphaned";
}

/** The columns of the table that lead from the standing on record to the level of now. */
function eventsOf(draft: Draft, level: Level, { at }: PlanContext): StandingEvent[] {
  const { standing, retired } = draft.state;
  if (retired) return ["retired"];
  const overdue = standing.deadlineAt !== null && standing.deadlineAt <= at;
  const clock: StandingEvent[] = overdue ? ["deadlinePassed"] : [];
  switch (level) {
    case "valid": {
      if (standing.beneath === "valid") return [];
      // A signature needs a holder: one that was orphaned has one again.
      const found: StandingEvent[] =
        standing.beneath === "orphaned" ? ["holderLostSuccessorFound"] : [];
      return [...found, ...clock, "signed"];
    }
    case "provisional": {
      // One that was orphaned has a holder again, whatever it was that brought them.
      const lost = draft.causes.length > 0 || standing.beneath === "orphaned";
      return [lost ? "holderLostSuccessorFound" : "materialChange", ...clock];
    }
    case "orphaned":
      return ["holderLostNoneFound", ...clock];
    default:
      return level satisfies never;
  }
}

function reasonsOf(draft: Draft, level: Level, context: PlanContext): ReasonCode[] {
  const reasons = new Set<ReasonCode>(draft.state.standing.reasons.filter((one) => KEPT.has(one)));
  for (const reason of draft.refuted) reasons.delete(reason);
  for (const reason of draft.causes) reasons.add(reason);
  for (const reason of signatureReasons(draft.state, context)) reasons.add(reason);
  if (level === "orphaned") reasons.add("SUCCESSION_FAILED");
  if (reasons.size === 0) reasons.add("SIGNATURE_MISSING");
  return REASON_CODES.filter((code) => reasons.has(code));
}

/** What is wrong with the signatures there are: none, too weak, of earlier revisions, or left behind. */
function signatureReasons(state: AuthorizationState, context: PlanContext): ReasonCode[] {
  if (state.signatures.length === 0) return ["SIGNATURE_MISSING"];
  const holders = holdersOf(state, context);
  const own = state.signatures.filter((one) => holders.some((it) => it.personId === one.personId));
  const counted = own.length > 0 ? own : state.signatures;
  const sufficient = counted.filter((one) => suffices(one, state.tier, context.policy));
  const moved = holders.some((owner) => leftSignatureBehind(owner, own, context));
  const reasons: ReasonCode[] = moved ? ["OWNER_MOVED"] : [];
  if (sufficient.length === 0) return [...reasons, "SIGNATURE_INSUFFICIENT"];
  if (sufficient.some((signature) => covers(signature, state.inForce))) return reasons;
  return [...reasons, ...changesSince(latest(sufficient), state)];
}

function leftSignatureBehind(
  owner: Owner,
  own: readonly Signature[],
  { org }: PlanContext,
): boolean {
  const signed = own.some((signature) => signature.personId === owner.personId);
  return signed && hasMoved(owner, org.person(owner.personId));
}

/** G1, G3: which of the digests a signature no longer answers to. */
function changesSince(
  signature: Signature | undefined,
  { inForce }: AuthorizationState,
): ReasonCode[] {
  const changes: ReasonCode[] = [];
  if (signature === undefined) return changes;
  if (signature.covers.agentDigest !== inForce.agentDigest) changes.push("AGENT_CHANGED");
  if (signature.covers.criteriaDigest !== inForce.criteriaDigest) changes.push("CRITERIA_CHANGED");
  const thresholdOnly = {
    ...signature.covers,
    agentDigest: inForce.agentDigest,
    criteriaDigest: inForce.criteriaDigest,
  };
  if (!covers({ covers: thresholdOnly }, inForce)) changes.push("THRESHOLD_RAISED");
  return changes;
}

function latest(signatures: readonly Signature[]): Signature | undefined {
  return signatures.reduce<Signature | undefined>(
    (last, one) => (last === undefined || one.signedAt >= last.signedAt ? one : last),
    undefined,
  );
}

/** An owner whose own signature stands holds it by that signature from now on. */
function withSignedBasis(state: AuthorizationState, context: PlanContext): AuthorizationState {
  const owners = state.owners.map((owner) =>
    owner.basis !== "signed" && standingSignatureOf(owner, state, context) !== null
      ? { ...owner, basis: "signed" as const }
      : owner,
  );
  return { ...state, owners };
}

function withReasons(standing: Standing, reasons: readonly ReasonCode[]): Standing {
  const same =
    standing.reasons.length === reasons.length &&
    standing.reasons.every((reason, index) => reason === reasons[index]);
  return same ? standing : { ...standing, reasons };
}
