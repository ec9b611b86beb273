import type { Instant } from "../domain/time.js";
import type { EmploymentClaims, KnownEmployment } from "../graph/queries/org-write.js";
import { endOfDay, startOfDay } from "../platform/zone.js";
import type { UnsaidField } from "../sources/port.js";

const FIELDS = [
  "name",
  "email",
  "login",
  "endDate",
  "leaveFrom",
  "leaveTo",
  "zone",
  "workerType",
  "managerRef",
  "teamRef",
  "positionRef",
] as const;

/** Fields of which something is known while the source has nothing to say about them. */
export function keptFields(
  claims: EmploymentClaims,
  before: KnownEmployment,
  unsaid: readonly UnsaidField[],
): UnsaidField[] {
  return FIELDS.filter((field) => unsaid.includes(field) && claims[field] !== before[field]);
}

/**
 * The claims with what is known in place of what the source has no column for: a lost column is not an
 * emptied one. Where the zone is kept, the days are read in it anew.
 */
export function withKnown(
  claims: EmploymentClaims,
  before: KnownEmployment,
  kept: readonly UnsaidField[],
): Omit<EmploymentClaims, "hash" | "dueAt" | "part"> {
  const { hash: _hash, dueAt: _dueAt, part: _part, ...own } = claims;
  const known = Object.fromEntries(
    FIELDS.filter((field) => kept.includes(field)).map((field) => [field, before[field]]),
  );
  const merged = { ...own, ...known };
  const { zone } = merged;
  const starts = (day: string | null): Instant | null =>
    day === null ? null : startOfDay(day, zone);
  const ends = (day: string | null): Instant | null => (day === null ? null : endOfDay(day, zone));
  return {
    ...merged,
    startsAt: startOfDay(merged.startDate, zone),
    endsAt: ends(merged.endDate),
    leaveStartsAt: starts(merged.leaveFrom),
    leaveEndsAt: ends(merged.leaveTo),
  };
}
