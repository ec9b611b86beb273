import type { Instant, LocalDate } from "../domain/time.js";
import type { AccountStatus, EmploymentObservation } from "../sources/port.js";
import { DAY_MS } from "../domain/time.js";
import { isGone } from "./account-change.js";

/** What of a login says whether its human works here. */
export interface LoginTenure {
  readonly source: string;
  readonly nativeId: string;
  readonly name: string;
  readonly email: string | null;
  readonly login: string | null;
  readonly status: AccountStatus;
  readonly statusSince: Instant | null;
  readonly nature: "human" | "guest" | "service";
  /** When it was created, or first seen. */
  readonly since: Instant;
  /** Native id of the organizational unit. */
  readonly teamId: string | null;
}

/**
 * The employment that a directory tells of where it decides who works here: in a company without HR
 * data, and for guests (Q6), who are in nobody's HR data. A suspended login is no departure (L13). A
 * guest has left some days after the login went: less is known of them, and a mistake is made good
 * within these days without a trace.
 *
 * @returns null where the login says nothing of the kind: not begun, not human, or of unknown status
 */
export function employmentOfLogin(
  login: LoginTenure,
  { guestGraceDays }: { readonly guestGraceDays: number },
): EmploymentObservation | null {
  if (login.nature === "service" || login.status === "staged" || login.status === "unknown")
    return null;
  const guest = login.nature === "guest";
  const goneSince = isGone(login.status) ? login.statusSince : null;
  const endsAt =
    goneSince === null
      ? null
      : Math.max(login.since, goneSince + (guest ? guestGraceDays * DAY_MS : 0));
  return {
    kind: "employment",
    recordId: login.nativeId,
    workerId: login.nativeId,
    name: login.name,
    email: login.email,
    login: login.login,
    startDate: dayOf(login.since),
    endDate: endsAt === null ? null : dayOf(Math.max(login.since, endsAt - 1)),
    leaveFrom: null,
    leaveTo: null,
    zone: "UTC",
    startsAt: login.since,
    endsAt,
    leaveStartsAt: null,
    leaveEndsAt: null,
    workerType: guest ? "contractor" : "employee",
    // The login itself says to whom its human reports: project-reporting reads it there.
    managerRef: null,
    teamRef: login.teamId,
    positionRef: null,
    effectiveAt: null,
    place: { file: login.source, line: null, column: null },
  };
}

/** A directory tells instants, not days: the day they fall on in UTC. */
function dayOf(at: Instant): LocalDate {
  return new Date(at).toISOString().slice(0, 10);
}
