import type { AuthorizationState } from "./authorization.js";
import type { PlanContext } from "./context.js";
import { nextChangeAt, statusOf, tenureAt } from "./employment-status.js";
import { halfTimeOf } from "./findings.js";
import { isLongAway } from "./holding.js";
import { noticeDays } from "./owner-findings.js";
import type { PersonFacts, PersonId } from "./person.js";
import type { TraceEntry } from "./succession-trace.js";
import { DAY_MS, type Instant, earliest } from "./time.js";

/**
 * The next instant at which the same facts would decide differently: a deadline or its half time, the
 * edges of an owner's or lead's employment, a notice day, a leave that becomes long, a limit that
 * begins or ends. While nobody holds it, also the edges of whoever was considered. Null: never.
 */
export function nextDueAt(
  state: AuthorizationState,
  trace: readonly TraceEntry[] | null,
  context: PlanContext,
): Instant | null {
  const { at } = context;
  const people = new Set<PersonId>(state.owners.map((owner) => owner.personId));
  const edges: (Instant | null)[] = [];
  if (state.standing.beneath !== "revoked") {
    edges.push(state.standing.deadlineAt, halfTimeOf(state, context));
    edges.push(...state.owners.map((owner) => owner.until));
    if (state.leadId !== null) people.add(state.leadId);
    for (const { personId } of trace ?? []) if (personId !== null) people.add(personId);
  }
  for (const id of people) {
    const person = context.org.person(id);
    if (person !== undefined) edges.push(...edgesOf(person, context));
  }
  return earliest(edges.filter((edge) => edge !== null && edge > at));
}

function edgesOf(person: PersonFacts, context: PlanContext): (Instant | null)[] {
  const { at, policy } = context;
  const edges: (Instant | null)[] = [nextChangeAt(person, at)];
  const end = tenureAt(person, at)?.to ?? null;
  if (end !== null) edges.push(...noticeDays(context).map((days) => end - days * DAY_MS));
  const status = statusOf(person, at);
  if (status.kind === "onLeave" && !isLongAway(person, policy, at))
    edges.push(status.since + policy.longLeaveDays * DAY_MS);
  for (const limit of person.authorityLimits) edges.push(limit.from, limit.to);
  return edges;
}
