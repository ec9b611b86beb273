import { Temporal } from "temporal-polyfill";
import type { Instant, LocalDate } from "../domain/time.js";

/** Whether the runtime knows this IANA zone (`Europe/Madrid`, `UTC`). */
export function isZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The first instant of a calendar day in a zone; right where midnight does not exist (L2). */
export function startOfDay(date: LocalDate, zone: string): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/** The first instant after a last day: the exclusive end of "until and including that day" (L1, L2). */
export function endOfDay(date: LocalDate, zone: string): Instant {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

/** The calendar day that an instant falls on in a zone. */
export function localDateIn(at: Instant, zone: string): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}
