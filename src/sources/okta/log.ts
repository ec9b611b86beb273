import type { Instant } from "../../domain/time.js";
import { DAY_MS } from "../../domain/time.js";
import type { Ask, OktaClient } from "./client.js";
import type { OktaCursor } from "./cursor.js";
import { HINTS_FILTER, Hints } from "./hints.js";
import { eventSchema } from "./schema.js";

/** Events on a page; Okta's most. */
const PAGE = 1_000;
/** Events are kept this long; a day less, so that the last of them is not missed. */
export const RETENTION_MS = 89 * DAY_MS;
/** How far back the log is read again: events are not always there when they are published. */
const OVERLAP_MS = 10 * 60_000;
/** Events of the overlap that are remembered; more are followed twice, which changes nothing. */
const REMEMBERED = 2_000;
/** From here on a sweep costs fewer calls: a call of it reads 200 records, a point read one. */
const MOST_EVENTS = 50_000;
const MOST_POINT_READS = 2_000;

export interface LogRead {
  readonly hints: Hints;
  /** Events of the next overlap. */
  readonly seen: readonly string[];
}

/**
 * What the system log says has changed since the cursor, up to `until` by the org's clock. Bounded on
 * both sides, so that it ends: without `until` Okta offers a next link for ever.
 *
 * @returns null when there is so much that a sweep is cheaper
 * @throws as `OktaClient.list`
 */
export async function readLog(
  client: OktaClient,
  cursor: OktaCursor,
  { until, signal }: { readonly until: Instant; readonly signal: AbortSignal },
): Promise<LogRead | null> {
  const known = new Set(cursor.seen);
  const overlapFrom = until - OVERLAP_MS;
  const hints = new Hints();
  const seen: string[] = [];
  let after: string | null = null;
  let count = 0;
  const window = {
    since: isoOf(cursor.logUntil - OVERLAP_MS),
    until: isoOf(until),
    filter: HINTS_FILTER,
    limit: PAGE,
  };
  const ask: Ask = {
    endpoint: "GET /api/v1/logs",
    call: (okta, at) => okta.log.listLogEvents({ ...window, ...at }),
    signal,
  };
  do {
    const page = await client.list(ask, after);
    for (const item of page.items) {
      // An event that cannot be read hints at nothing; the next sweep finds what it was about.
      const event = eventSchema.safeParse(item).data;
      if (event === undefined) continue;
      if (!known.has(event.uuid)) hints.add(event);
      if (event.published >= overlapFrom) seen.push(event.uuid);
    }
    count += page.items.length;
    if (count > MOST_EVENTS || hints.size > MOST_POINT_READS) return null;
    after = page.after;
  } while (after !== null);
  return { hints, seen: seen.slice(-REMEMBERED) };
}

function isoOf(at: Instant): string {
  return new Date(at).toISOString();
}
