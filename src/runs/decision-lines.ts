import type { Decision } from "../continuity/work.js";
import type { StandingName } from "../domain/authorization.js";
import type { OrgView } from "../domain/org.js";
import type { Instant } from "../domain/time.js";
import { shownStanding } from "../domain/standing.js";
import { nameFrom } from "./people-names.js";
import type { DecisionLine } from "./report.js";

/** What a decision means, in names: for reports, plans and acts. */
export function decisionLine(decision: Decision, org: OrgView): DecisionLine {
  const { item, settled } = decision;
  const name = nameFrom(org);
  const { after, trace } = settled;
  const newest = after.owners.find(
    (owner) => !item.before?.owners.some((one) => one.personId === owner.personId),
  );
  const chosen = trace?.find((one) => one.mayReceive && one.personId === newest?.personId);
  return {
    key: after.key,
    agentId: after.agentId,
    decisionClassId: after.decisionClassId,
    ownersBefore: (item.before?.owners ?? []).map((owner) => name(owner.personId)),
    ownersAfter: after.owners.map((owner) => name(owner.personId)),
    step: chosen?.step ?? null,
    standingBefore: item.before === null ? null : shownStanding(item.before),
    standingAfter: shownStanding(after),
    deadlineAt: after.standing.deadlineAt,
    reasons: after.standing.reasons,
    exposedSince: exposedSince(decision),
    asked: (trace ?? []).map(({ step, personId, obstacles }) => ({
      step,
      person: personId === null ? null : name(personId),
      obstacles,
    })),
  };
}

/**
 * The instant from which on nobody who works here answered for it (L4): the last of its owners to
 * leave had left by then. Null where somebody else answered for it throughout.
 */
function exposedSince({ item, settled }: Decision): Instant | null {
  const left = settled.released.filter(({ because }) => because === "OWNER_DEPARTED");
  if (left.length === 0) return null;
  const gone = new Set(left.map(({ owner }) => owner.personId));
  const stayed = (item.before?.owners ?? []).some((owner) => !gone.has(owner.personId));
  const stays = item.current.owners.some((owner) => !gone.has(owner.personId));
  return stayed || stays ? null : Math.max(...left.map(({ endedAt }) => endedAt));
}

/** How a set of decisions moves the count of each standing. */
export function standingsAfter(
  before: Readonly<Record<StandingName, number>>,
  decisions: readonly Decision[],
): Record<StandingName, number> {
  const counts = { ...before };
  for (const { item, settled } of decisions) {
    if (item.before !== null) counts[shownStanding(item.before)] -= 1;
    counts[shownStanding(settled.after)] += 1;
  }
  return counts;
}

/** Every standing, none of them counted yet. */
export const NO_STANDINGS: Readonly<Record<StandingName, number>> = {
  valid: 0,
  provisional: 0,
  orphaned: 0,
  suspended: 0,
  lapsed: 0,
  revoked: 0,
};
