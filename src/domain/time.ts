/**
 * Points and stretches of time. The domain has no clock: every instant is handed in.
 *
 * An `Instant` is whole milliseconds since 1970-01-01T00:00:00Z. A `LocalDate` is `YYYY-MM-DD` as a
 * person wrote it, with no zone; it becomes an instant at the edge (`platform/zone.ts`), where the
 * IANA zone is known.
 */
export type Instant = number;

/** `YYYY-MM-DD`, always a real calendar day. */
export type LocalDate = string;

/** Half-open: `from` belongs to it, `to` does not; `to` null means open. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** Milliseconds in a day of 24 hours: clocks run in these, not in calendar days. */
export const DAY_MS = 86_400_000;

export const HOUR_MS = 3_600_000;

/** Whether the half-open interval contains the instant. */
export function contains(interval: Interval, at: Instant): boolean {
  return interval.from <= at && (interval.to === null || at < interval.to);
}

/** The earliest of the instants that are there; null when none is. */
export function earliest(instants: Iterable<Instant | null>): Instant | null {
  let least: Instant | null = null;
  for (const instant of instants) {
    if (instant !== null && (least === null || instant < least)) least = instant;
  }
  return least;
}

/** The latest end: null (open) beats every instant; undefined when there was nothing. */
export function latestEnd(ends: Iterable<Instant | null>): Instant | null | undefined {
  let most: Instant | null | undefined;
  for (const end of ends) {
    if (end === null) return null;
    if (most === undefined || (most !== null && end > most)) most = end;
  }
  return most;
}
