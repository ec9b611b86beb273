import { accessOf } from "./account-status.js";
import type { AuthorizationState } from "./authorization.js";
import {
  countedEmployments,
  isActiveAt,
  isHuman,
  statusOf,
  tenureAt,
} from "./employment-status.js";
import type { BatchContext, PlanContext } from "./context.js";
import type { PersonFacts } from "./person.js";
import type { Policy } from "./policy.js";
import type { ReasonCode } from "./reason.js";
import type { Obstacle } from "./succession-trace.js";
import { DAY_MS, type Instant, contains } from "./time.js";

/**
 * Why a person may not hold an authorization; empty when they may. PRODUCT.md "May hold": a natural
 * person with an active employment (long leave and a planned departure included), not the agent's
 * builder (M2), limit not below the threshold (G7), contractors as policy says.
 */
export function mayHold(
  person: PersonFacts | undefined,
  state: AuthorizationState,
  { policy, at }: Pick<PlanContext, "policy" | "at">,
): Obstacle[] {
  if (person === undefined) return ["unknown"];
  const obstacles: Obstacle[] = [];
  if (!isHuman(person)) obstacles.push("notHuman");
  const employment = employmentObstacle(person, at);
  if (employment !== null) obstacles.push(employment);
  if (person.id === state.builderId) obstacles.push("isBuilder");
  if (isOverLimit(person, state, at)) obstacles.push("overLimit");
  if (!policy.contractorsMayOwn && isContractor(person, at)) obstacles.push("isContractor");
  return obstacles;
}

/**
 * Why a person may not be given an authorization; empty when they may. PRODUCT.md "May receive": may
 * hold, not on long leave, not leaving within the look-ahead, under the load cap, has not declined.
 * `extraLoad` is what the same batch gave them already. Who owns it already takes on no more load.
 */
export function mayReceive(
  person: PersonFacts | undefined,
  state: AuthorizationState,
  context: Pick<BatchContext, "policy" | "at" | "extraLoad">,
): Obstacle[] {
  const { policy, at, extraLoad } = context;
  const obstacles = mayHold(person, state, context);
  if (person === undefined) return obstacles;
  if (isOnLongLeave(person, policy, at)) obstacles.push("onLongLeave");
  if (leavesWithin(person, policy.lookAheadDays, at)) obstacles.push("leavingSoon");
  const owns = state.owners.some((one) => one.personId === person.id && one.role !== "acting");
  if (!owns && person.load + (extraLoad.get(person.id) ?? 0) >= policy.loadCap)
    obstacles.push("overloaded");
  if (state.declinedBy.includes(person.id)) obstacles.push("declined");
  return obstacles;
}

/** On a leave that has lasted, or is known to last, at least the policy's days (N1), or suspended (L13). */
export function isOnLongLeave(
  person: PersonFacts | undefined,
  policy: Policy,
  at: Instant,
): boolean {
  const status = statusOf(person, at);
  if (isSuspended(person, at)) return true;
  if (status.kind !== "onLeave") return false;
  const longFrom = status.since + policy.longLeaveDays * DAY_MS;
  return at >= longFrom || (status.until !== null && status.until >= longFrom);
}

/** Away for at least the policy's days by now, or suspended: time for somebody to act (N1, L13). */
export function isLongAway(person: PersonFacts | undefined, policy: Policy, at: Instant): boolean {
  if (isSuspended(person, at)) return true;
  const status = statusOf(person, at);
  return status.kind === "onLeave" && at >= status.since + policy.longLeaveDays * DAY_MS;
}

/** Works here, but the directory keeps them out for now: suspended is not left (L13). */
function isSuspended(person: PersonFacts | undefined, at: Instant): boolean {
  if (person === undefined || accessOf(person).kind !== "suspended") return false;
  return isActiveAt(person, at);
}

/** Whether the running tenure ends within so many days. */
function leavesWithin(person: PersonFacts, days: number, at: Instant): boolean {
  const end = tenureAt(person, at)?.to ?? null;
  return end !== null && end - at <= days * DAY_MS;
}

/** The reason an owner who is here, but may not hold, is succeeded; null for every other obstacle. */
export function ineligibilityOf(obstacles: readonly Obstacle[]): ReasonCode | null {
  if (obstacles.includes("notHuman")) return "OWNER_NOT_HUMAN";
  if (obstacles.includes("isBuilder")) return "OWNER_IS_BUILDER";
  // A contractor whom policy lets own nothing may sign for nothing.
  if (obstacles.includes("overLimit") || obstacles.includes("isContractor"))
    return "OWNER_OVER_LIMIT";
  return null;
}

function employmentObstacle(person: PersonFacts, at: Instant): Obstacle | null {
  const status = statusOf(person, at);
  switch (status.kind) {
    case "active":
    case "onLeave":
      return null;
    case "departed":
      return "departed";
    case "future":
      return "notActive";
    case "unknown":
      return "unknown";
    default:
      return status satisfies never;
  }
}

/** Where several limits name the same number, one for this class beats a general one, then the least. */
function isOverLimit(person: PersonFacts, state: AuthorizationState, at: Instant): boolean {
  if (person.authorityLimits.length === 0) return false;
  const inForce = person.authorityLimits.filter((limit) => contains(limit, at));
  const ownClass = inForce.filter((one) => one.decisionClasses?.includes(state.decisionClassId));
  const general = inForce.filter((limit) => limit.decisionClasses === null);
  return Object.entries(state.inForce.limits).some(([name, threshold]) => {
    const allowed = leastOf(ownClass, name) ?? leastOf(general, name);
    return allowed !== null && allowed < threshold;
  });
}

function leastOf(limits: PersonFacts["authorityLimits"], name: string): number | null {
  let least: number | null = null;
  for (const { limits: numbers } of limits) {
    const number = numbers[name];
    if (number !== undefined && (least === null || number < least)) least = number;
  }
  return least;
}

function isContractor(person: PersonFacts, at: Instant): boolean {
  const running = countedEmployments(person).filter((employment) =>
    contains({ from: employment.startsAt, to: employment.endsAt }, at),
  );
  return (
    running.length > 0 && running.every((employment) => employment.workerType === "contractor")
  );
}
