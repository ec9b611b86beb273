import type { PlanContext } from "./context.js";
import { isHuman, statusOf } from "./employment-status.js";
import { isOnLongLeave } from "./holding.js";
import type { PersonFacts, PersonId } from "./person.js";
import type { Policy } from "./policy.js";
import type { Instant } from "./time.js";

/** Who serves as governance lead now. `personId` null: not even a last resort may serve. */
export interface ResolvedLead {
  readonly personId: PersonId | null;
  /** The lead that the decision class names is missing or may not serve (GOVERNANCE_LEAD_VACANT). */
  readonly vacant: boolean;
}

/**
 * A lead who leaves is succeeded like any owner: the reporting line up to the climb limit, then the
 * last resort. Ends on any graph (I10).
 */
export function resolveLead(
  leadId: PersonId | null,
  { org, policy, at }: PlanContext,
): ResolvedLead {
  const serves = (id: PersonId): boolean => mayServe(org.person(id), policy, at);
  if (leadId !== null && serves(leadId)) return { personId: leadId, vacant: false };
  const seen = new Set<PersonId>();
  let next = leadId === null ? null : superiorOf(org.person(leadId), at);
  while (next !== null && seen.size < policy.climbLimit && !seen.has(next)) {
    if (serves(next)) return { personId: next, vacant: true };
    seen.add(next);
    next = superiorOf(org.person(next), at);
  }
  return { personId: policy.lastResortIds.find(serves) ?? null, vacant: true };
}

/** A lead is told and decides: a person who works here and is not away for long. */
function mayServe(person: PersonFacts | undefined, policy: Policy, at: Instant): boolean {
  if (person === undefined || !isHuman(person)) return false;
  const { kind } = statusOf(person, at);
  return kind === "active" || (kind === "onLeave" && !isOnLongLeave(person, policy, at));
}

/** The manager as of departure for who has left (L8: the link is often deleted first), else of now. */
export function superiorOf(person: PersonFacts | undefined, at: Instant): PersonId | null {
  if (person === undefined) return null;
  const { kind } = statusOf(person, at);
  return kind === "active" || kind === "onLeave"
    ? person.managerId
    : (person.managerAtDepartureId ?? person.managerId);
}
