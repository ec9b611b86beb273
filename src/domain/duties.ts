import type { AuthorizationState, Owner } from "./authorization.js";
import type { BatchContext, PlanContext } from "./context.js";
import { type Draft, departedOwner, grant, release, withTrace } from "./draft.js";
import { statusOf } from "./employment-status.js";
import { ineligibilityOf, mayHold, mayReceive } from "./holding.js";
import type { PersonId } from "./person.js";
import { placementOf, seatLeft } from "./placement.js";
import type { SuccessionStep } from "./policy.js";
import type { ReasonCode } from "./reason.js";
import type { TraceEntry } from "./succession-trace.js";
import { lastDeparted } from "./restoring.js";
import { findSuccessor } from "./succession.js";

/** Owners and co-owners who may hold it now; an acting owner stands in for one of them (N1). */
export function holdersOf(state: AuthorizationState, context: PlanContext): Owner[] {
  return state.owners.filter(
    (owner) =>
      owner.role !== "acting" &&
      mayHold(context.org.person(owner.personId), state, context).length === 0,
  );
}

/**
 * I2: nobody who left goes on owning. The duty ends when they left, perhaps weeks ago (L4), and not
 * before (L1). Who stood in for them ends with them (N3).
 */
export function releaseDeparted(draft: Draft, { org, at }: PlanContext): Draft {
  let next = draft;
  for (const owner of draft.state.owners) {
    const person = org.person(owner.personId);
    const status = statusOf(person, at);
    if (person !== undefined && status.kind !== "departed") continue;
    const endedAt = status.kind === "departed" ? Math.max(status.at, owner.since) : at;
    if (owner.role === "acting") {
      next = release(next, owner, { at: endedAt, because: "OWNER_DEPARTED" });
      continue;
    }
    next = release(next, owner, {
      at: endedAt,
      because: "OWNER_DEPARTED",
      reason: "OWNER_DEPARTED",
    });
    const departedOwners = [...next.state.departedOwners, departedOwner(owner, endedAt)];
    next = { ...next, state: { ...next.state, departedOwners } };
  }
  return next;
}

/** Sets a placement that was not known when the duty began (M6); never overwrites one. */
export function notePlacements(draft: Draft, { org }: PlanContext): Draft {
  if (draft.state.owners.every((owner) => owner.placement !== null)) return draft;
  const owners = draft.state.owners.map((owner) => {
    const placement = owner.placement ?? placementOf(org.person(owner.personId));
    return placement === owner.placement ? owner : { ...owner, placement };
  });
  return { ...draft, state: { ...draft.state, owners } };
}

/**
 * M1: what is bound to a seat or a team stays there when its owner moves away: the next holder of the
 * seat, or the head of the team (else a deputy), receives it. Until there is one who may, the owner
 * keeps the duty.
 */
export function passSeats(draft: Draft, context: BatchContext): Draft {
  let next = draft;
  for (const owner of draft.state.owners) {
    if (owner.role !== "owner") continue;
    if (seatLeft(owner, draft.state.binding, context.org) === null) continue;
    next = passSeat(next, owner, context);
  }
  return next;
}

function passSeat(draft: Draft, mover: Owner, context: BatchContext): Draft {
  const { org, at } = context;
  const considered: TraceEntry[] = [];
  for (const { step, personId } of seatHolders(draft.state, mover, context)) {
    const facts = org.person(personId);
    const obstacles = mayReceive(facts, draft.state, context);
    considered.push({ step, personId, mayReceive: obstacles.length === 0, obstacles });
    if (obstacles.length > 0) continue;
    const traced = withTrace(draft, considered);
    const left = release(traced, mover, { at, because: "OWNER_MOVED", reason: "OWNER_MOVED" });
    const isOwner = left.state.owners.some(
      (one) => one.personId === personId && one.role !== "acting",
    );
    if (isOwner) return left;
    const duty = { role: "owner", since: at, until: null, inheritedFrom: mover.personId } as const;
    return grant(left, { id: personId, facts }, duty);
  }
  return withTrace(draft, considered);
}

function seatHolders(
  { binding }: AuthorizationState,
  mover: Owner,
  { org }: PlanContext,
): { readonly step: SuccessionStep; readonly personId: PersonId }[] {
  const listed = (step: SuccessionStep, ids: readonly PersonId[]) =>
    ids.filter((id) => id !== mover.personId).map((personId) => ({ step, personId }));
  switch (binding.kind) {
    case "person":
      return [];
    case "position":
      return listed("samePosition", org.incumbents(binding.positionKey));
    case "team": {
      const team = org.team(binding.teamKey);
      const head = team?.headId ?? null;
      return [
        ...listed("teamHead", head === null ? [] : [head]),
        ...listed("actingHeadOrDeputy", team?.deputyIds ?? []),
      ];
    }
    default:
      return binding satisfies never;
  }
}

/**
 * The duty goes on. While one owner may hold it nobody is looked for (L11); else the successor order
 * decides, every time anew until somebody is found. An owner who is here but may not hold it (builder,
 * not human, over limit: M2, Q5, G7) is released once somebody else answers, and not before, so that
 * an orphaned authorization still knows whom it was taken from.
 */
export function succeed(draft: Draft, context: BatchContext): Draft {
  if (holdersOf(draft.state, context).length > 0) return releaseIneligible(draft, context);
  const { org, at } = context;
  const leaverId = leaverOf(draft.state, context);
  const search = findSuccessor(draft.state, leaverId, context);
  const traced = withTrace(draft, search.trace);
  const found = search.cycle
    ? { ...traced, causes: [...traced.causes, "SUCCESSION_CYCLE" as const] }
    : traced;
  if (search.successorId === null)
    return { ...found, causes: [...found.causes, ...causes(found, context)] };
  const heir = { id: search.successorId, facts: org.person(search.successorId) };
  const duty = { role: "owner", since: at, until: null, inheritedFrom: leaverId } as const;
  return releaseIneligible(grant(found, heir, duty), context);
}

function releaseIneligible(draft: Draft, context: PlanContext): Draft {
  let next = draft;
  for (const owner of draft.state.owners) {
    const because = causeOf(owner, draft.state, context);
    if (because === null || owner.role === "acting") continue;
    next = release(next, owner, { at: context.at, because, reason: because });
  }
  return next;
}

function causes(draft: Draft, context: PlanContext): ReasonCode[] {
  return draft.state.owners
    .map((owner) => causeOf(owner, draft.state, context))
    .filter((cause) => cause !== null);
}

function causeOf(owner: Owner, state: AuthorizationState, context: PlanContext): ReasonCode | null {
  return ineligibilityOf(mayHold(context.org.person(owner.personId), state, context));
}

/**
 * Whose duty is to be passed on, read from the record alone so that every try asks the same people:
 * the owner who is here but may not hold it, else who had it last.
 */
function leaverOf(state: AuthorizationState, context: PlanContext): PersonId | null {
  const unable = state.owners.filter((owner) => causeOf(owner, state, context) !== null);
  const main = unable.find((owner) => owner.role === "owner")?.personId;
  return main ?? lastToAnswer(state) ?? unable[0]?.personId ?? null;
}

/**
 * A caretaker who declined hands on the duty of whoever left. One who had signed it as their own
 * since then is the leaver instead.
 */
function lastToAnswer(state: AuthorizationState): PersonId | null {
  const last = lastDeparted(state.departedOwners);
  const decliner = state.declinedBy.at(-1) ?? null;
  if (last === null || decliner === null) return last?.personId ?? decliner;
  const { endedAt } = last;
  const signedSince = state.signatures.some(
    (signature) => signature.personId === decliner && signature.signedAt >= endedAt,
  );
  return signedSince ? decliner : last.personId;
}
