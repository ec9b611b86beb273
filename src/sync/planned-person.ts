import type { AccountFacts, EmploymentFacts, PersonFacts, PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { ReferringRecord } from "../graph/queries/org-read.js";
import type { EmploymentChange } from "./employment-change.js";

/** What a plan changes about one person, beside everything else that is said of them. */
export interface PlannedChange {
  readonly own: readonly EmploymentChange[];
  /** Logins as they would be linked. */
  readonly accounts: readonly AccountFacts[];
  /** All employments as they would be, changed or not. */
  readonly records: readonly ReferringRecord[];
  /** Whom references to managers mean. */
  readonly managers: ReadonlyMap<string, PersonId>;
  readonly at: Instant;
}

/** A person as the run would project them from all their employments. */
export function personAfter(
  id: PersonId,
  before: PersonFacts | undefined,
  change: PlannedChange,
): PersonFacts {
  const { own } = change;
  const known = before ?? unknownPerson(id);
  return {
    ...known,
    name: own.at(-1)?.claims.name ?? known.name,
    employments: employmentsAfter(known.employments, own),
    accounts: change.accounts,
    ...managersAfter(known, change),
    teams: placesAfter(known.teams, change, "teamRef"),
    positions: placesAfter(known.positions, change, "positionRef"),
  };
}

/** The records of a person with the changed ones in place of those of the same key. */
export function recordsAfter(
  before: readonly ReferringRecord[],
  own: readonly EmploymentChange[],
): ReferringRecord[] {
  const changed = new Map(own.map((change) => [change.key, recordOf(change)]));
  const kept = before.filter((one) => one.kind === "account" || !changed.has(one.key));
  return [...kept, ...changed.values()];
}

/** What of a changed employment says where its person is and under whom. */
export function recordOf({ key, claims }: EmploymentChange): ReferringRecord {
  const { rank, startsAt, endsAt, managerRef, teamRef, positionRef } = claims;
  return { key, kind: "employment", rank, startsAt, endsAt, managerRef, teamRef, positionRef };
}

/**
 * Those in force: employments of the most trusted source first, the one begun last of them; then logins,
 * which say where somebody is only while an employment is in force (Q4).
 */
export function inForce(records: readonly ReferringRecord[], at: Instant): ReferringRecord[] {
  const running = records
    .filter((one) => one.startsAt <= at && (one.endsAt === null || one.endsAt > at))
    .toSorted((a, b) => a.rank - b.rank || b.startsAt - a.startsAt || (a.key < b.key ? -1 : 1));
  const employments = running.filter((one) => one.kind === "employment");
  const logins = running.filter((one) => one.kind === "account");
  return employments.length === 0 ? [] : [...employments, ...logins];
}

/** A person of whom the graph holds nothing yet. */
function unknownPerson(id: PersonId): PersonFacts {
  return {
    id,
    name: id,
    recordedIn: 0,
    employments: [],
    accounts: [],
    managerId: null,
    managerAtDepartureId: null,
    teams: [],
    positions: [],
    authorityLimits: [],
    load: 0,
  };
}

/** Changed employments replace those of the same key. */
function employmentsAfter(
  before: readonly EmploymentFacts[],
  changes: readonly EmploymentChange[],
): EmploymentFacts[] {
  const changed = new Map(changes.map((change) => [change.key, factsOf(change)]));
  const kept = before.filter((one) => !changed.has(one.key));
  return [...kept, ...changed.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The manager by the records in force, and who it was last for somebody who has none any more. */
function managersAfter(
  before: PersonFacts,
  { own, records, managers, at }: PlannedChange,
): Pick<PersonFacts, "managerId" | "managerAtDepartureId"> {
  const ref = inForce(records, at).find((one) => one.managerRef !== null)?.managerRef ?? null;
  const managerId = managerOf(ref, managers);
  const lastRef = own.findLast((one) => one.claims.managerRef !== null)?.claims.managerRef ?? null;
  return {
    managerId,
    managerAtDepartureId:
      managerId ?? before.managerId ?? before.managerAtDepartureId ?? managerOf(lastRef, managers),
  };
}

function managerOf(ref: string | null, managers: ReadonlyMap<string, PersonId>): PersonId | null {
  return ref === null ? null : (managers.get(ref) ?? null);
}

/** In force: what the records say now. Otherwise: where the person last was. */
function placesAfter(
  before: readonly string[],
  { own, records, at }: PlannedChange,
  field: "teamRef" | "positionRef",
): readonly string[] {
  const running = inForce(records, at);
  if (running.length === 0 && before.length > 0) return before;
  const said = running.length > 0 ? running : own.map((one) => one.claims);
  return [...new Set(said.flatMap((one) => one[field] ?? []))].toSorted();
}

function factsOf({ claims }: EmploymentChange): EmploymentFacts {
  const { key, startsAt, endsAt, leaveStartsAt, leaveEndsAt, workerType, rank } = claims;
  return { key, startsAt, endsAt, leaveStartsAt, leaveEndsAt, workerType, rank };
}
