import type { AuthorizationState, Owner, Standing } from "./authorization.js";
import { tenureAt } from "./employment-status.js";
import type { OrgView } from "./org.js";
import type { PersonId } from "./person.js";
import { type Instant, contains } from "./time.js";

/** What of an authorization a change set may change and an undo puts back. */
export interface DutyRecord {
  readonly owners: readonly Owner[];
  readonly standing: Standing;
  readonly declinedBy: readonly PersonId[];
}

/** What a change set did to one authorization, as the ledger keeps it. */
export interface RecordedChange {
  readonly key: string;
  /** Null: it was registered by it. */
  readonly before: DutyRecord | null;
  readonly after: DutyRecord;
  /** Ownerships that ended, with the version that says so. */
  readonly ended: readonly {
    readonly personId: PersonId;
    readonly since: Instant;
    readonly endedAt: Instant;
    readonly versionId: string;
  }[];
  /** Signatures that were given in it. */
  readonly signed: readonly string[];
  /** Signatures there were after it; they are only ever added. */
  readonly signatures: number;
  /** What else changed, that is no duty: a stop, a binding, a limit. */
  readonly other: readonly string[];
}

/** A later entry about an authorization. */
export interface LaterChange {
  readonly id: string;
  readonly undoes: string | null;
}

/** An ended ownership that goes on. */
export type Reopened = RecordedChange["ended"][number];

/** An authorization as it was before the change set, to be settled and written. */
export interface Restored {
  readonly state: AuthorizationState;
  readonly reopened: readonly Reopened[];
}

/** Why a change set cannot be undone, and what to do instead. */
export type UndoObstacle =
  | { readonly refused: "UNDONE_ALREADY"; readonly by: string }
  | { readonly refused: "REGISTERED_BY_IT" }
  | { readonly refused: "NOT_ONLY_DUTY"; readonly what: readonly string[] }
  | { readonly refused: "SIGNED_IN_IT" }
  | { readonly refused: "SIGNED_SINCE" }
  /** `entry` null: by something that is no change set of authorizations, such as two people found to be one. */
  | { readonly refused: "CHANGED_SINCE"; readonly entry: string | null }
  | { readonly refused: "PERSON_GONE"; readonly personIds: readonly PersonId[] };

/**
 * The authorization as it was before the change, or everything that stands against it. An end that is taken back
 * needs a person whose work was never interrupted since: a return after a gap restores nothing (N8).
 */
export function undoChange(
  change: RecordedChange,
  now: { readonly state: AuthorizationState; readonly later: readonly LaterChange[] },
  frame: { readonly entry: string; readonly org: OrgView; readonly at: Instant },
): Restored | readonly UndoObstacle[] {
  const { before } = change;
  const { state } = now;
  if (before === null) return [{ refused: "REGISTERED_BY_IT" }];
  const inForce = lastInForce(frame.entry, now.later);
  if (inForce.undoneBy !== null) return [{ refused: "UNDONE_ALREADY", by: inForce.undoneBy }];
  // It was undone and brought back: the ends it made are those of the entry that brought it back.
  if (inForce.broughtBackBy !== null)
    return [{ refused: "CHANGED_SINCE", entry: inForce.broughtBackBy }];
  const obstacles: UndoObstacle[] = [];
  if (change.other.length > 0) obstacles.push({ refused: "NOT_ONLY_DUTY", what: change.other });
  if (change.signed.length > 0) obstacles.push({ refused: "SIGNED_IN_IT" });
  if (state.signatures.length > change.signatures) obstacles.push({ refused: "SIGNED_SINCE" });
  if (!isSameDuty(state, change.after)) {
    const entry = inForce.last === frame.entry ? null : inForce.last;
    return [...obstacles, { refused: "CHANGED_SINCE", entry }];
  }
  const { restored, gone } = restore(change, before, { state, ...frame });
  if (gone.length > 0) obstacles.push({ refused: "PERSON_GONE", personIds: gone });
  return obstacles.length > 0 ? obstacles : restored;
}

function restore(
  change: RecordedChange,
  before: DutyRecord,
  now: { readonly state: AuthorizationState; readonly org: OrgView; readonly at: Instant },
): { readonly restored: Restored; readonly gone: readonly PersonId[] } {
  const { state, org, at } = now;
  const reopened: Reopened[] = [];
  const gone: PersonId[] = [];
  const owners = before.owners.map((owner): Owner => {
    const { personId, since } = owner;
    const kept = state.owners.find((one) => one.personId === personId && one.since === since);
    // Where somebody sits is bookkeeping of today and stays.
    if (kept !== undefined)
      return { ...owner, ownershipId: kept.ownershipId, placement: kept.placement };
    const end = change.ended.find((one) => one.personId === personId && one.since === since);
    if (end !== undefined) reopened.push(end);
    const person = org.person(personId);
    const tenure = person === undefined ? null : tenureAt(person, at);
    if (tenure === null || !contains(tenure, end?.endedAt ?? at)) gone.push(personId);
    return { ...owner, ownershipId: null };
  });
  const versions = new Set(reopened.map((one) => one.versionId));
  const departedOwners = state.departedOwners.filter(
    ({ ownershipId }) => ownershipId === null || !versions.has(ownershipId),
  );
  const { standing, declinedBy } = before;
  return {
    restored: { state: { ...state, owners, departedOwners, standing, declinedBy }, reopened },
    gone,
  };
}

/** Whether the duty and the standing are the same; where owners sit and minted ids aside. */
export function isSameDuty(one: DutyRecord, other: DutyRecord): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
}

function comparable({ owners, standing, declinedBy }: DutyRecord): unknown {
  const { beneath, reasons, since, deadlineAt } = standing;
  const duties = owners
    .map((one) => [one.personId, one.since, one.role, one.basis, one.until, one.inheritedFrom])
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
  return [duties, [beneath, reasons, since, deadlineAt], declinedBy];
}

/**
 * Which entry about an authorization is the last in force, from one of them on. An undo takes a change off; undoing that
 * undo puts it back, and is then the entry that did so.
 */
export function lastInForce(
  entry: string,
  later: readonly LaterChange[],
): {
  readonly last: string;
  readonly undoneBy: string | null;
  readonly broughtBackBy: string | null;
} {
  /** Changes in force, each with the entry that put it on last. */
  const inForce = new Map([[entry, entry]]);
  /** What each entry put on or took off. */
  const did = new Map([[entry, { change: entry, on: true }]]);
  let undoneBy: string | null = null;
  for (const { id, undoes } of later) {
    const undone = undoes === null ? undefined : did.get(undoes);
    const change = undone?.change ?? id;
    const on = undone === undefined || !undone.on;
    did.set(id, { change, on });
    if (on) inForce.set(change, id);
    else inForce.delete(change);
    if (change === entry) undoneBy = on ? null : id;
  }
  const by = inForce.get(entry) ?? entry;
  const broughtBackBy = by === entry ? null : by;
  return { last: [...inForce.values()].at(-1) ?? entry, undoneBy, broughtBackBy };
}
