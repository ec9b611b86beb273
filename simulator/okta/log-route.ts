import { DAY_MS, type Instant } from "../../src/domain/time.js";
import { OktaRefusal } from "./errors.js";
import { parseFilter } from "./filter.js";
import type { Call, RouteFrame } from "./frame.js";
import { RETENTION_MS, type SimulatedEvent } from "./log.js";
import { cursorOf, limitOf, linkTo, querySchema } from "./paging.js";

/** Bounded by `until` it ends; without it is polled, and there is always a next link. */
export function logs(call: Call, frame: RouteFrame): unknown {
  const query = querySchema.parse(call.request.query);
  const now = frame.now();
  const until = instantOf(query["until"]) ?? now;
  const since = Math.max(instantOf(query["since"]) ?? until - 7 * DAY_MS, now - RETENTION_MS);
  const limit = limitOf(call.request, { standard: 100, most: 1_000 });
  const after = Number(cursorOf(call.request) ?? "0");
  const test =
    query["filter"] === undefined ? () => true : parseFilter(query["filter"], eventProperty);
  const found = frame.log.events
    .slice(after)
    .filter(({ publishedAt }) => publishedAt <= now - frame.logLagMs)
    .filter((event) => event.publishedAt >= since && event.publishedAt < until && test(event));
  const page = found.slice(0, Math.min(limit, frame.logPageLimit));
  const last = page.at(-1)?.sequence ?? after;
  const next = query["until"] === undefined || found.length > page.length ? String(last) : null;
  linkTo(next, { ...call, url: frame.view.url });
  return page.map((event) => event.body);
}

function eventProperty(event: SimulatedEvent, property: string): string | undefined {
  if (property === "eventType") return event.eventType;
  return property === "published" ? event.published : undefined;
}

function instantOf(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new OktaRefusal("E0000001", "since or until");
  return at;
}
