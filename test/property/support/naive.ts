import type { AuthorizationState, Owner, Revisions } from "../../../src/domain/authorization.js";
import type { PersonFacts } from "../../../src/domain/person.js";
import type { Instant } from "../../../src/domain/time.js";
import type { Policy } from "../../../src/domain/policy.js";

/**
 * SEMANTICS said as simply as it can be said, without a line of the planner: what a person may hold,
 * what a signature covers, which standing the facts allow. Slow and obvious on purpose.
 */

/** The company as it is believed at an instant. */
export interface Moment {
  readonly people: ReadonlyMap<string, PersonFacts>;
  readonly policy: Policy;
  readonly at: Instant;
}

/** Human records of the most trusted source; a record that ends before it begins never was. */
function jobs(person: PersonFacts) {
  const real = person.employments.filter((job) => job.endsAt === null || job.endsAt > job.startsAt);
  const trusted = real.filter((job) => real.every((other) => other.rank >= job.rank));
  return trusted.filter((job) => job.workerType !== "service");
}

function worksHere(person: PersonFacts | undefined, at: Instant): boolean {
  if (person === undefined) return false;
  return jobs(person).some((job) => job.startsAt <= at && (job.endsAt === null || at < job.endsAt));
}

/** Worked here once, works here no more. */
export function hasLeft(person: PersonFacts | undefined, at: Instant): boolean {
  if (person === undefined) return true;
  return (
    !worksHere(person, at) && jobs(person).some((job) => job.endsAt !== null && job.endsAt <= at)
  );
}

function mayHoldNaively(
  state: AuthorizationState,
  id: string,
  { people, policy, at }: Moment,
): boolean {
  const person = people.get(id);
  if (person === undefined || !worksHere(person, at) || state.builderId === id) return false;
  const running = jobs(person).filter((job) => job.startsAt <= at && (job.endsAt ?? Infinity) > at);
  if (!policy.contractorsMayOwn && running.every((job) => job.workerType === "contractor")) {
    return false;
  }
  const limits = person.authorityLimits.filter(
    ({ from, to }) => from <= at && at < (to ?? Infinity),
  );
  return limits.every(
    (limit) => (limit.limits["amountEUR"] ?? Infinity) >= (state.inForce.limits["amountEUR"] ?? 0),
  );
}

export function ownersWhoMayHold(state: AuthorizationState, moment: Moment): Owner[] {
  return state.owners.filter((owner) => mayHoldNaively(state, owner.personId, moment));
}

/** Whether one of them has signed what is in force, or something wider in nothing but the limit. */
export function signedByOneOf(
  owners: readonly Owner[],
  state: AuthorizationState,
  { policy }: Moment,
): boolean {
  return state.signatures.some(
    (signature) =>
      owners.some((owner) => owner.personId === signature.personId) &&
      policy.sufficient[state.tier].includes(signature.strength) &&
      binds(signature.covers, state.inForce),
  );
}

function binds(signed: Revisions, now: Revisions): boolean {
  if (signed.agentDigest !== now.agentDigest) return false;
  if (signed.criteriaDigest !== now.criteriaDigest) return false;
  if (signed.thresholdDigest === now.thresholdDigest) return true;
  return (now.limits["amountEUR"] ?? 0) < (signed.limits["amountEUR"] ?? 0);
}
