import type { Instant } from "../domain/time.js";
import type { AlertChannelError } from "./errors.js";

/** After this many refusals in a row a channel gives a digest up: a little over two hours. */
export const MAX_ATTEMPTS = 10;

const FIRST_BACKOFF_MS = 15_000;
const LONGEST_BACKOFF_MS = 60 * 60_000;
/** When a channel says "later" and not when. */
const UNTOLD_WAIT_MS = 30_000;
const LEAST_WAIT_MS = 1_000;

/** What happens to a dispatch next. Times are epoch ms. */
export interface NextTry {
  readonly state: "pending" | "dead";
  readonly attempts: number;
  readonly dueAt: Instant;
  /** Until then nothing at all is sent on this channel; null: only this dispatch waits. */
  readonly waitUntil: Instant | null;
}

/**
 * `(attempts so far, error, now) → next`: doubling pauses, then dead. A channel that asks for patience
 * is given exactly what it asks for, and is not counted as failing (F29).
 */
export function nextTry(attempts: number, error: AlertChannelError, now: Instant): NextTry {
  if (error.isThrottled) {
    const waitUntil = now + (error.retryAfterMs ?? UNTOLD_WAIT_MS);
    return { state: "pending", attempts, dueAt: waitUntil, waitUntil };
  }
  const made = attempts + 1;
  if (made >= MAX_ATTEMPTS) return { state: "dead", attempts: made, dueAt: now, waitUntil: null };
  const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** attempts, LONGEST_BACKOFF_MS);
  const dueAt = now + Math.max(backoffMs, error.retryAfterMs ?? 0);
  return { state: "pending", attempts: made, dueAt, waitUntil: null };
}

/**
 * Retry-After as milliseconds from `now`: seconds or an HTTP date, at least one second. Null when it
 * is missing or malformed.
 */
export function parseRetryAfter(header: string | null | undefined, now: Instant): number | null {
  if (header === null || header === undefined) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.max(Math.ceil(Number(text) * 1000), LEAST_WAIT_MS);
  // Date.parse takes almost anything ("-5", "1 potato"); an HTTP date starts with a weekday.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(at - now, LEAST_WAIT_MS);
}
