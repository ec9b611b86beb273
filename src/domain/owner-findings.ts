import { absentOwner } from "./acting.js";
import { about } from "./about.js";
import { accessOf } from "./account-status.js";
import type { AuthorizationState, Owner } from "./authorization.js";
import type { PlanContext } from "./context.js";
import { holdersOf } from "./duties.js";
import { isActiveAt, statusOf, tenureAt } from "./employment-status.js";
import type { Finding } from "./finding.js";
import { isOnLongLeave } from "./holding.js";
import type { PersonId } from "./person.js";
import { returnedOwners } from "./restoring.js";
import { findSuccessor } from "./succession.js";
import { DAY_MS } from "./time.js";

/** Days of notice from which a departure is no longer just for information. */
const NEAR_DAYS = 14;

/** Days before the last day at which a departure is announced anew, nearest first (L1). */
export function noticeDays({ policy }: PlanContext): readonly number[] {
  const days = policy.departingNoticeDays.filter((day) => day <= policy.lookAheadDays);
  return [...new Set([...days, policy.lookAheadDays])].toSorted((a, b) => a - b);
}

/** L1: announced at each notice day; the owner stays owner until the instant. */
export function departureFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  const findings: Finding[] = [];
  for (const owner of state.owners) {
    const person = context.org.person(owner.personId);
    const endsAt = person === undefined ? null : (tenureAt(person, context.at)?.to ?? null);
    if (endsAt === null) continue;
    const days = noticeDays(context).find((day) => endsAt - context.at <= day * DAY_MS);
    if (days === undefined) continue;
    const { personId } = owner;
    const severity = days > NEAR_DAYS ? "info" : "warning";
    const facts = { personId, endsAt, noticeDays: days, successorId: next(state, owner, context) };
    findings.push(
      about(
        state,
        { code: "OWNER_DEPARTING", severity, condition: [personId, String(days)] },
        facts,
      ),
    );
  }
  return findings;
}

/** Who would answer if the owner left now: another owner, else the successor as things stand. */
function next(state: AuthorizationState, leaving: Owner, context: PlanContext): PersonId | null {
  const staying = holdersOf(state, context).find((owner) => owner.personId !== leaving.personId);
  if (staying !== undefined) return staying.personId;
  return findSuccessor(state, leaving.personId, { ...context, extraLoad: new Map() }).successorId;
}

/** L13, L16, N11: what a directory says against the HR record; nothing follows but that somebody looks. */
export function accessFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  const { org, at } = context;
  return state.owners.flatMap((owner) => {
    const person = org.person(owner.personId);
    if (person === undefined || !isActiveAt(person, at)) return [];
    const access = accessOf(person);
    const { personId } = owner;
    switch (access.kind) {
      case "open":
      case "unknown":
        return [];
      case "suspended": {
        const facts = { personId, suspended: 1, leaveSince: access.since };
        const severity = absentOwner(state, context) === null ? "info" : "warning";
        const what = {
          code: "OWNER_ON_LEAVE",
          severity,
          condition: [personId, "suspended"],
        } as const;
        return [about(state, what, facts)];
      }
      case "gone":
      case "dormant": {
        const facts = { personId, access: access.kind, accessSince: access.since };
        const severity = access.kind === "gone" ? "warning" : "info";
        const what = {
          code: "SOURCES_DISAGREE",
          severity,
          condition: [personId, access.kind],
        } as const;
        return [about(state, what, facts)];
      }
      default:
        return access satisfies never;
    }
  });
}

/** N1: no more than a note while somebody is at hand. */
export function leaveFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  const { org, policy, at } = context;
  const alone = absentOwner(state, context);
  return state.owners.flatMap((owner) => {
    const person = org.person(owner.personId);
    const status = statusOf(person, at);
    if (status.kind !== "onLeave" || owner.role === "acting") return [];
    const { personId } = owner;
    const acting = state.owners.find((one) => one.role === "acting");
    const facts = {
      personId,
      leaveSince: status.since,
      leaveUntil: status.until,
      longLeave: isOnLongLeave(person, policy, at) ? 1 : 0,
      actingId: acting?.personId ?? null,
    };
    const severity = alone === null ? "info" : "warning";
    return [about(state, { code: "OWNER_ON_LEAVE", severity, condition: [personId] }, facts)];
  });
}

/** L5, N8: a former owner works here (again): flagged and offered, never reverted. */
export function returnFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  return returnedOwners(state, context).map(({ departed, rescinded }) => {
    const { personId, endedAt } = departed;
    const facts = { personId, endedAt, returned: 1, rescinded: rescinded ? 1 : 0 };
    const severity = rescinded ? "warning" : "info";
    return about(
      state,
      { code: "OWNER_DEPARTED", severity, condition: [personId, "returned"] },
      facts,
    );
  });
}
