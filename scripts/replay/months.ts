import type { Instant, LocalDate } from "../../src/domain/time.js";

/** A calendar month (UTC) and the instant at which it is synced: the first one of the next month. */
export interface Month {
  /** `YYYY-MM` */
  readonly name: string;
  readonly closesAt: Instant;
}

const NAME = /^(\d{4})-(0[1-9]|1[0-2])$/;

/**
 * All months from the first to the last, both included.
 *
 * @throws Error in words for people when a name is not `YYYY-MM` or the order is wrong.
 */
export function monthsBetween(first: string, last: string): readonly Month[] {
  const from = numberOf(first);
  const to = numberOf(last);
  if (from > to) throw new Error(`--from ${first} lies after --to ${last}`);
  return Array.from({ length: to - from + 1 }, (_, index) => monthOf(from + index));
}

/** The first instant of a month. */
export function startOf({ closesAt }: Month): Instant {
  const close = new Date(closesAt);
  return Date.UTC(close.getUTCFullYear(), close.getUTCMonth() - 1, 1);
}

/** The calendar day of an instant in UTC. */
export function dayOf(at: Instant): LocalDate {
  return new Date(at).toISOString().slice(0, 10);
}

/** Months since the year 0, so that they can be counted. */
function numberOf(name: string): number {
  const match = NAME.exec(name);
  if (match === null) throw new Error(`"${name}" is not a month such as 2018-09`);
  return Number(match[1]) * 12 + Number(match[2]) - 1;
}

function monthOf(number: number): Month {
  const year = Math.floor(number / 12);
  const month = number % 12;
  return {
    name: `${String(year)}-${String(month + 1).padStart(2, "0")}`,
    closesAt: Date.UTC(year, month + 1, 1),
  };
}
