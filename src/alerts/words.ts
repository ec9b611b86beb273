import { DAY_MS, type Instant } from "../domain/time.js";
import { isZone } from "../platform/zone.js";

/** Small pure pieces that the sentences are made of. */

const LONGEST_NAME = 80;
// Control characters, line separators and the marks that turn the direction of what follows: a name
// that carries them could forge lines or hide text. Joiners stay: Persian and Hindi names need them.
// eslint-disable-next-line no-control-regex -- that is what it removes
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A name as one short line of visible text. */
export function clean(name: string, longest = LONGEST_NAME): string {
  const line = name.replace(UNSAFE, " ").replace(/\s+/g, " ").trim();
  // By code point: half a surrogate pair is no character, and a family of emoji may lose a member.
  const points = Array.from(line);
  return points.length <= longest ? line : `${points.slice(0, longest - 1).join("")}…`;
}

/** `A`, `A and B`, `A, B and C`; more than three: `A, B and 5 others`. */
export function listOf(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? "";
  const shown = names.length > 3 ? names.slice(0, 2) : names.slice(0, -1);
  const last = names.length > 3 ? `${names.length - 2} others` : (names.at(-1) ?? "");
  return `${shown.join(", ")} and ${last}`;
}

function parts(at: Instant, zone: string): { readonly day: string; readonly year: string } {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  const [day, month, year] = format.format(at).split(" ");
  return { day: `${day} ${month}`, year: year ?? "" };
}

/** `14 Dec`, and `14 Dec 2027` when that is not the year of `now`. */
export function dayOf(at: Instant, now: Instant, zone: string): string {
  const then = parts(at, zone);
  return then.year === parts(now, zone).year ? then.day : `${then.day} ${then.year}`;
}

/** The last day before an exclusive end: `today`, `yesterday`, or `on 30 Nov`. */
export function lastDay(until: Instant, now: Instant, zone: string): string {
  const day = dayOf(until - 1, now, zone);
  if (day === dayOf(now, now, zone)) return "today";
  if (day === dayOf(now - DAY_MS, now, zone)) return "yesterday";
  return `on ${day}`;
}

/** `1 Dec 2026, 09:00 Europe/Madrid` */
export function momentOf(at: Instant, zone: string): string {
  const { day, year } = parts(at, zone);
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  });
  return `${day} ${year}, ${time.format(at)} ${zone}`;
}

/** A zone that the runtime knows, else UTC: a directory may carry anything. */
export function zoneOr(zone: string | null | undefined): string {
  return zone !== null && zone !== undefined && isZone(zone) ? zone : "UTC";
}

/**
 * A word of a command line that a person will paste into a shell: an id from a registry or an IdP
 * must not be able to end the command and begin another (F41).
 */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word)
    ? word
    : `'${word.replace(UNSAFE, " ").replaceAll("'", `'\\''`)}'`;
}
