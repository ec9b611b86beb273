import type { AuthorizationState, Owner } from "./authorization.js";
import type { BatchContext, PlanContext } from "./context.js";
import { type Draft, grant, release, withTrace } from "./draft.js";
import { holdersOf } from "./duties.js";
import { statusOf } from "./employment-status.js";
import { isLongAway, isOnLongLeave, mayHold } from "./holding.js";
import { findSuccessor } from "./succession.js";
import type { Instant } from "./time.js";

/**
 * N1: an owner on leave keeps the duty. Once they have been away for the policy's days and no other
 * owner is at hand, an acting owner is found by the successor order, until the leave ends; so it is at once with a
 * suspended owner (L13). They go when the owner is back,
 * or has left (N3), and are replaced when they cannot act any more.
 */
export function arrangeActing(draft: Draft, context: BatchContext): Draft {
  let next = draft;
  for (const owner of draft.state.owners) {
    if (owner.role !== "acting") continue;
    const until = actsUntil(owner, next.state, context);
    if (until === "over") {
      next = release(next, owner, { at: context.at, because: "leaveEnded" });
    } else if (until !== owner.until) {
      const owners = next.state.owners.map((one) => (one === owner ? { ...one, until } : one));
      next = { ...next, state: { ...next.state, owners } };
    }
  }
  const absent = absentOwner(next.state, context);
  return absent === null ? next : nameActing(next, absent, context);
}

/** The owner long away whom nobody stands in for; null when somebody is at hand. */
export function absentOwner(state: AuthorizationState, context: PlanContext): Owner | null {
  if (state.owners.some((owner) => owner.role === "acting")) return null;
  const holders = holdersOf(state, context);
  const away = (owner: Owner): boolean =>
    isLongAway(context.org.person(owner.personId), context.policy, context.at);
  if (!holders.every(away)) return null;
  return holders.find((owner) => owner.role === "owner") ?? holders[0] ?? null;
}

function actsUntil(
  acting: Owner,
  state: AuthorizationState,
  context: PlanContext,
): Instant | null | "over" {
  const { org, policy, at } = context;
  const person = org.person(acting.personId);
  if (mayHold(person, state, context).length > 0) return "over";
  if (isOnLongLeave(person, policy, at)) return "over";
  if (acting.inheritedFrom === null) {
    return acting.until !== null && acting.until <= at ? "over" : acting.until;
  }
  const owner = state.owners.find(
    (one) => one.personId === acting.inheritedFrom && one.role !== "acting",
  );
  if (owner === undefined) return "over";
  const principal = org.person(owner.personId);
  const status = statusOf(principal, at);
  if (!isLongAway(principal, policy, at)) return "over";
  return status.kind === "onLeave" ? status.until : null;
}

function nameActing(draft: Draft, absent: Owner, context: BatchContext): Draft {
  const { org, at } = context;
  const search = findSuccessor(draft.state, absent.personId, context);
  const traced = withTrace(draft, search.trace);
  if (search.successorId === null) return traced;
  const status = statusOf(org.person(absent.personId), at);
  const until = status.kind === "onLeave" ? status.until : null;
  const person = { id: search.successorId, facts: org.person(search.successorId) };
  const duty = { role: "acting", since: at, until, inheritedFrom: absent.personId } as const;
  return grant(traced, person, duty);
}
