import type { RemoteFailure } from "./failure.js";

/** A service that answers "now" still gets a second: none means that it is to be called in a loop (F1). */
const LEAST_MS = 1_000;

/** Nobody throttles for longer than a day: such a value is a date in another unit, or a bug. */
const ABSURD_MS = 24 * 60 * 60 * 1_000;

const SECONDS = /^\d{1,12}(?:\.\d+)?$/;
const IMF_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC850_DATE = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * How long a service that is busy wants to be left alone, in milliseconds: `Retry-After` as seconds or
 * as any of the three HTTP dates (RFC 9110, 10.2.3 and 5.6.7), else Okta's `X-Rate-Limit-Reset`.
 * Instants are compared with the service's own `Date`, so that a skewed clock does not matter.
 *
 * Null: it says nothing, or something that cannot be meant (no number, negative, more than a day).
 * The caller then backs off by itself; a wrong value must neither hammer the service nor stop us for a year.
 */
export function toldWaitMs(failure: RemoteFailure, now: number): number | null {
  const there = failure.serverDate === null ? null : httpDate(failure.serverDate.trim());
  const since = there ?? now;
  const retryAfter = failure.retryAfter?.trim() ?? "";
  // A Retry-After that makes no sense says nothing about a reset that does.
  return sane(retryAfterMs(retryAfter, since)) ?? sane(resetMs(failure.resetAt, since));
}

function retryAfterMs(text: string, since: number): number | null {
  if (SECONDS.test(text)) return Math.ceil(Number(text) * 1_000);
  const date = httpDate(text);
  return date === null ? null : date - since;
}

function resetMs(resetAt: string | null, since: number): number | null {
  const text = resetAt?.trim() ?? "";
  return SECONDS.test(text) ? Number(text) * 1_000 - since : null;
}

function sane(waitMs: number | null): number | null {
  if (waitMs === null || waitMs < 0 || waitMs > ABSURD_MS) return null;
  return Math.max(LEAST_MS, waitMs);
}

/** `Date.parse` alone reads `-5` as a day in May 2001. */
function httpDate(text: string): number | null {
  let parsed = Number.NaN;
  if (IMF_DATE.test(text) || RFC850_DATE.test(text)) parsed = Date.parse(text);
  else if (ASCTIME_DATE.test(text)) parsed = Date.parse(`${text} GMT`);
  return Number.isNaN(parsed) ? null : parsed;
}
