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

/** The rows that create a person with their one record: what the projections would make of it. */
export function freshRow(change: EmploymentChange, run: number): FreshRow {
  const { key, identifierKey, personId, claims, validFrom } = change;
  const { source, name, email, login, startsAt, endsAt, workerType, teamRef, positionRef } = claims;
  const place = (ref: string | null) =>
    ref === null ? [] : [{ key: ref, id: ref.slice(source.length + 1) }];
  return {
    identifierKey,
    person: {
      id: personId,
      createdIn: run,
      recordedIn: run,
      name,
      email,
      login,
      activeFrom: startsAt,
      activeUntil: endsAt,
      human: workerType !== "service",
    },
    link: {
      key: identifierKey,
      evidence: "employment",
      evidenceKey: key,
      validFrom,
      recordedIn: run,
    },
    employment: { ...claims, validFrom, createdIn: run, recordedIn: run },
    place: { key, validFrom, recordedIn: run },
    teams: place(teamRef),
    positions: place(positionRef),
  };
}
