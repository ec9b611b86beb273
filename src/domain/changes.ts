import type {
  AuthorizationState,
  DepartedOwner,
  Owner,
  Signature,
  Standing,
} from "./authorization.js";
import type { EndCause, Released, Settled } from "./settled.js";
import type { Instant } from "./time.js";

/** An ownership that ended. `endedAt` null: at the instant of the run or act that writes it. */
export interface EndedOwner extends Owner {
  readonly endedAt: Instant | null;
  readonly because: EndCause;
}

/** What the store writes for one authorization. */
export interface AuthorizationChanges {
  readonly ended: readonly EndedOwner[];
  readonly begun: readonly Owner[];
  /** The same ownership with another role, basis, placement or end. */
  readonly altered: readonly { readonly before: Owner; readonly after: Owner }[];
  /** Departures that are no longer believed (L5): one in `begun` supersedes the ended ownership. */
  readonly restored: readonly DepartedOwner[];
  /** New signatures, their id null; those on record never change (I7). */
  readonly signed: readonly Signature[];
  readonly standing: { readonly before: Standing; readonly after: Standing } | null;
  /** Whether declinedBy, stop, retired, successors, binding, lead, tier, revisions or builder changed. */
  readonly other: boolean;
}

/**
 * What turns one state into the other; empty when nothing changed (I4). `released` is what `settle`
 * says about the ends it made; without it the causes are read from the two states.
 */
export function changesBetween(
  before: AuthorizationState,
  after: AuthorizationState,
  released: readonly Released[] = [],
): AuthorizationChanges {
  const kept = (list: readonly Owner[], one: Owner) => list.find((it) => isSameDuty(it, one));
  return {
    ended: before.owners
      .filter((owner) => kept(after.owners, owner) === undefined)
      .map((owner) => ended(owner, { before, after, released })),
    begun: after.owners.filter((owner) => kept(before.owners, owner) === undefined),
    altered: before.owners.flatMap((owner) => {
      const now = kept(after.owners, owner);
      return now === undefined || isEqual(now, owner) ? [] : [{ before: owner, after: now }];
    }),
    restored: before.departedOwners.filter(
      (one) => !after.departedOwners.some((other) => isEqual(one, other)),
    ),
    signed: after.signatures.slice(before.signatures.length),
    standing: isEqual(before.standing, after.standing)
      ? null
      : { before: before.standing, after: after.standing },
    other: !isEqual(restOf(before), restOf(after)),
  };
}

/** Whether there is nothing to write (I4). */
export function isUnchanged(changes: AuthorizationChanges): boolean {
  return (
    changes.ended.length === 0 &&
    changes.begun.length === 0 &&
    changes.altered.length === 0 &&
    changes.restored.length === 0 &&
    changes.signed.length === 0 &&
    changes.standing === null &&
    !changes.other
  );
}

/** One person's unbroken time is one ownership, whatever its role and basis become. */
function isSameDuty(a: Owner, b: Owner): boolean {
  return a.personId === b.personId && a.since === b.since;
}

function ended(
  owner: Owner,
  { before, after, released }: Pick<Settled, "before" | "after" | "released">,
): EndedOwner {
  const known = released.find((one) => isSameDuty(one.owner, owner));
  if (known !== undefined) return { ...owner, endedAt: known.endedAt, because: known.because };
  const departed = after.departedOwners.find(
    (one) => one.personId === owner.personId && one.since === owner.since,
  );
  if (departed !== undefined) {
    return { ...owner, endedAt: departed.endedAt, because: "OWNER_DEPARTED" };
  }
  return { ...owner, endedAt: null, because: causeFrom(owner, before, after) };
}

function causeFrom(owner: Owner, before: AuthorizationState, after: AuthorizationState): EndCause {
  const { personId } = owner;
  if (after.declinedBy.includes(personId) && !before.declinedBy.includes(personId))
    return "declined";
  return owner.role === "acting" ? "leaveEnded" : "byAct";
}

/** What changed besides who answers, who declined and the standing: nothing of it is a duty. */
export function otherChanges(before: AuthorizationState, after: AuthorizationState): string[] {
  const [one, other] = [restOf(before), restOf(after)];
  const fields = Object.keys(other) as (keyof typeof other)[];
  return fields.filter((name) => name !== "declinedBy" && !isEqual(one[name], other[name]));
}

function restOf(
  state: AuthorizationState,
): Omit<AuthorizationState, "owners" | "departedOwners" | "signatures" | "standing" | "revision"> {
  const {
    owners: _o,
    departedOwners: _d,
    signatures: _s,
    standing: _t,
    revision: _r,
    ...rest
  } = state;
  return rest;
}

/** Structural equality of plain data; the order of keys does not matter. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return keys.every((key) => right.has(key) && isEqual(left.get(key), right.get(key)));
}
