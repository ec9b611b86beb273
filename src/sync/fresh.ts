import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { FreshRow } from "../graph/queries/org-create.js";
import type { EmploymentChange } from "./employment-change.js";

/**
 * Whether writing this needs no looking up: the first record of somebody whom nobody has told of before,
 * in force now. Nearly all of a first load; its rows are created and not merged.
 */
function isFresh(change: EmploymentChange, at: Instant): boolean {
  const { before, known, claims } = change;
  const inForce = claims.startsAt <= at && (claims.endsAt === null || claims.endsAt > at);
  return before === null && !known && inForce;
}

/** Fresh changes apart from the others; of a person with several records none is fresh. */
export function partedFresh(
  changes: readonly EmploymentChange[],
  at: Instant,
): { readonly fresh: EmploymentChange[]; readonly others: EmploymentChange[] } {
  const records = new Map<PersonId, number>();
  for (const { personId } of changes) records.set(personId, (records.get(personId) ?? 0) + 1);
  const fresh: EmploymentChange[] = [];
  const others: EmploymentChange[] = [];
  for (const change of changes) {
    const alone = records.get(change.personId) === 1;
    (alone && isFresh(change, at) ? fresh : others).push(change);
  }
  return { fresh, others };
}

/** The row that creates a person with their one record: what the projections would make of it. */
export function freshRow(change: EmploymentChange): FreshRow {
  const { identifierKey, personId, claims, validFrom } = change;
  const { source, workerType, teamRef, positionRef } = claims;
  const idOf = (ref: string | null): string | null =>
    ref === null ? null : ref.slice(source.length + 1);
  return {
    identifierKey,
    personId,
    human: workerType !== "service",
    employment: { ...claims, validFrom },
    teamId: idOf(teamRef),
    positionId: idOf(positionRef),
  };
}
