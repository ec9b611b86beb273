import type { Instant, LocalDate } from "../../domain/time.js";
import { endOfDay, isZone, startOfDay } from "../../platform/zone.js";
import { ownCopy } from "./text.js";

/** Entries a memory may hold before it starts anew: a company has some 20,000 days and a few zones. */
const LIMIT = 50_000;

/** Days as instants, remembered: a conversion takes 20 times as long as a look-up. */
export interface DayInstants {
  /** First instant of the day. */
  start(date: LocalDate, zone: string): Instant;
  /** First instant after the day (L1, L2). */
  end(date: LocalDate, zone: string): Instant;
  /** The zone when it is one, as a string that may be kept; null when it is none. */
  knownZone(zone: string): string | null;
}

export function createDayInstants(): DayInstants {
  const starts = new Map<string, Instant>();
  const ends = new Map<string, Instant>();
  const zones = new Map<string, string | null>();
  return {
    start: (date, zone) => remembered(starts, `${date} ${zone}`, () => startOfDay(date, zone)),
    end: (date, zone) => remembered(ends, `${date} ${zone}`, () => endOfDay(date, zone)),
    knownZone: (zone) => remembered(zones, zone, () => (isZone(zone) ? ownCopy(zone) : null)),
  };
}

function remembered<Value>(memory: Map<string, Value>, key: string, compute: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= LIMIT) memory.clear();
  const value = compute();
  memory.set(ownCopy(key), value);
  return value;
}
