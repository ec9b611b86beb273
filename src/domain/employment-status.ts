import type { EmploymentFacts, PersonFacts } from "./person.js";
import { type Instant, type Interval, contains, earliest, latestEnd } from "./time.js";

/**
 * What the employments of a person say about one instant.
 *
 * ```text
 *  future ──startsAt──▶ active ◀──▶ onLeave ──endsAt (exclusive)──▶ departed
 *                         ▲                                            │
 *                         └────────────── rehire, with a gap ──────────┘
 * ```
 */
export type PersonStatus =
  | { readonly kind: "active" }
  | { readonly kind: "onLeave"; readonly since: Instant; readonly until: Instant | null }
  | { readonly kind: "future"; readonly startsAt: Instant }
  | { readonly kind: "departed"; readonly at: Instant }
  /** No employment is on record: nothing may be concluded, departure least of all. */
  | { readonly kind: "unknown" };

/** A record that belongs to a machine or a mailbox is no person (Q5). No record at all says nothing. */
export function isHuman(person: PersonFacts): boolean {
  const counted = countedEmployments(person);
  return counted.length === 0 || counted.some((employment) => employment.workerType !== "service");
}

/**
 * Status at an instant. Active while any employment is (N7); on leave only when every running
 * employment is. Ends are exclusive: at the instant itself the person has gone (L1, L2).
 */
export function statusOf(person: PersonFacts | undefined, at: Instant): PersonStatus {
  if (person === undefined) return { kind: "unknown" };
  const counted = countedEmployments(person);
  const running = counted.filter((employment) => contains(spanOf(employment), at));
  if (running.length > 0) return leaveOf(running, at) ?? { kind: "active" };
  const ended = latestEnd(
    counted.map((one) => one.endsAt).filter((end) => end !== null && end <= at),
  );
  if (ended !== undefined && ended !== null) return { kind: "departed", at: ended };
  const startsAt = earliest(counted.map((employment) => employment.startsAt));
  return startsAt === null ? { kind: "unknown" } : { kind: "future", startsAt };
}

/** Whether any employment runs at the instant; leave included. */
export function isActiveAt(person: PersonFacts | undefined, at: Instant): boolean {
  const { kind } = statusOf(person, at);
  return kind === "active" || kind === "onLeave";
}

/** When the last employment ends: null is open, undefined is "no employment at all". */
export function endsAt(person: PersonFacts): Instant | null | undefined {
  return latestEnd(countedEmployments(person).map((employment) => employment.endsAt));
}

/**
 * The unbroken stretch of employment that contains the instant; null when there is none. Employments
 * that touch or overlap are one tenure (N6, N7); a gap of a millisecond ends it (N8).
 */
export function tenureAt(person: PersonFacts, at: Instant): Interval | null {
  const spans = countedEmployments(person)
    .map(spanOf)
    .toSorted((a, b) => a.from - b.from);
  let tenure: Interval | null = null;
  for (const span of spans) {
    if (tenure === null || (tenure.to !== null && span.from > tenure.to)) {
      if (tenure !== null && contains(tenure, at)) return tenure;
      tenure = span;
    } else {
      tenure = { from: tenure.from, to: latestEnd([tenure.to, span.to]) ?? null };
    }
  }
  return tenure !== null && contains(tenure, at) ? tenure : null;
}

/** The next start, end or leave edge after the instant; null when none is known. */
export function nextChangeAt(person: PersonFacts, at: Instant): Instant | null {
  const edges = countedEmployments(person).flatMap((employment) => [
    employment.startsAt,
    employment.endsAt,
    employment.leaveStartsAt,
    employment.leaveEndsAt,
  ]);
  return earliest(edges.filter((edge) => edge !== null && edge > at));
}

/**
 * Records of the human where there are any, and only those that last: a no-show never began (N9). Of
 * several sources the most trusted one decides (Q4); its records count together (N6, N7).
 */
export function countedEmployments(person: PersonFacts): readonly EmploymentFacts[] {
  // Nearly everybody has one job: no copies for them, this is asked several times per decision.
  if (person.employments.length === 1 && person.employments.every(lasts)) return person.employments;
  const lasting = trusted(person.employments.filter(lasts));
  const human = lasting.filter((employment) => employment.workerType !== "service");
  return human.length > 0 ? human : lasting;
}

function trusted(employments: readonly EmploymentFacts[]): readonly EmploymentFacts[] {
  const rank = Math.min(...employments.map((employment) => employment.rank));
  return employments.filter((employment) => employment.rank === rank);
}

function lasts({ startsAt, endsAt: end }: EmploymentFacts): boolean {
  return end === null || end > startsAt;
}

function spanOf(employment: EmploymentFacts): Interval {
  return { from: employment.startsAt, to: employment.endsAt };
}

function leaveOf(running: readonly EmploymentFacts[], at: Instant): PersonStatus | null {
  let since: Instant | null = null;
  for (const { leaveStartsAt, leaveEndsAt } of running) {
    if (leaveStartsAt === null || !contains({ from: leaveStartsAt, to: leaveEndsAt }, at))
      return null;
    since = since === null ? leaveStartsAt : Math.max(since, leaveStartsAt);
  }
  if (since === null) return null;
  return { kind: "onLeave", since, until: earliest(running.map((one) => one.leaveEndsAt)) };
}
