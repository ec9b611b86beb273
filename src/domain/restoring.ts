import type { AuthorizationState, DepartedOwner, Owner } from "./authorization.js";
import type { PlanContext } from "./context.js";
import type { Draft } from "./draft.js";
import { tenureAt } from "./employment-status.js";
import { mayHold } from "./holding.js";
import { type Interval, contains } from "./time.js";

/**
 * L5: an owner whose departure is no longer believed gets the duty back with its original start, and
 * whoever kept it for them is released. Not once somebody signed, or a person named another owner,
 * or when they may not hold it any more: then both are flagged (`returnedOwners`). A rehire after a gap restores nothing (N8).
 */
export function restoreRescinded(draft: Draft, context: PlanContext): Draft {
  let next = draft;
  for (const departed of draft.state.departedOwners) {
    if (rescindedTenure(departed, context) === null) continue;
    if (owns(next.state, departed) && !keepsForSelf(next.state, departed)) continue;
    const person = context.org.person(departed.personId);
    const holds = mayHold(person, next.state, context).length === 0;
    if (holds && !movedOn(next.state, departed)) next = restore(next, departed, context);
  }
  return next;
}

/** A departed owner who works here again and does not own it: offered back, never given back. */
export interface ReturnedOwner {
  readonly departed: DepartedOwner;
  /** The departure never happened (L5); otherwise they were hired again (N8). */
  readonly rescinded: boolean;
}

/**
 * L5 and N8: who is to be asked whether the duty goes back. A rehired person is offered it until an
 * owner of today signs after their return; a rescinded departure stays flagged.
 */
export function returnedOwners(state: AuthorizationState, context: PlanContext): ReturnedOwner[] {
  const found = new Map<string, ReturnedOwner>();
  for (const departed of state.departedOwners) {
    if (owns(state, departed)) continue;
    const rescinded = rescindedTenure(departed, context) !== null;
    const person = context.org.person(departed.personId);
    const tenure = person === undefined ? null : tenureAt(person, context.at);
    if (tenure === null) continue;
    const settled = !rescinded && signedSince(state, departed, tenure.from);
    if (settled) found.delete(departed.personId);
    else found.set(departed.personId, { departed, rescinded });
  }
  return [...found.values()];
}

/** Who left last; of several at one instant the owner before co-owners. */
export function lastDeparted(departedOwners: readonly DepartedOwner[]): DepartedOwner | null {
  let last: DepartedOwner | null = null;
  for (const one of departedOwners) {
    const later = last === null || one.endedAt > last.endedAt;
    if (later || (one.endedAt === last?.endedAt && one.role === "owner")) last = one;
  }
  return last;
}

/** The unbroken tenure that runs through the departure and now; null when there is none. */
function rescindedTenure(departed: DepartedOwner, { org, at }: PlanContext): Interval | null {
  const person = org.person(departed.personId);
  const tenure = person === undefined ? null : tenureAt(person, at);
  return tenure !== null && contains(tenure, departed.endedAt) ? tenure : null;
}

function owns(state: AuthorizationState, departed: DepartedOwner): boolean {
  return state.owners.some((one) => one.personId === departed.personId && one.role !== "acting");
}

/** They inherited their own duty: known as somebody else, until the two were found to be one (Q3). */
function keepsForSelf(state: AuthorizationState, { personId }: DepartedOwner): boolean {
  return state.owners
    .filter((one) => one.personId === personId && one.role !== "acting")
    .every((one) => one.basis === "inherited" && one.inheritedFrom === personId);
}

function movedOn(state: AuthorizationState, departed: DepartedOwner): boolean {
  const named = state.owners.some(
    (owner) =>
      owner.role === "owner" &&
      owner.inheritedFrom === null &&
      owner.personId !== departed.personId &&
      owner.since > departed.endedAt,
  );
  return named || signedSince(state, departed, departed.endedAt);
}

function signedSince(state: AuthorizationState, departed: DepartedOwner, since: number): boolean {
  const owners = new Set(state.owners.map((owner) => owner.personId));
  return state.signatures.some(
    ({ personId, signedAt }) =>
      personId !== departed.personId && owners.has(personId) && signedAt >= since,
  );
}

function restore(draft: Draft, departed: DepartedOwner, { at }: PlanContext): Draft {
  const { state } = draft;
  const gone = new Set(state.departedOwners.map((one) => one.personId));
  const keeps = (owner: Owner): boolean =>
    owner.basis === "inherited" &&
    owner.inheritedFrom !== null &&
    gone.has(owner.inheritedFrom) &&
    owner.since >= departed.endedAt;
  const caretakers = state.owners.filter(keeps);
  const { endedAt: _, ...duty } = departed;
  // A new ownership supersedes the ended one: nothing is edited in place.
  const owner: Owner = { ...duty, ownershipId: null, until: null, inheritedFrom: null };
  return {
    ...draft,
    state: {
      ...state,
      owners: [...state.owners.filter((one) => !caretakers.includes(one)), owner],
      departedOwners: state.departedOwners.filter((one) => one !== departed),
    },
    released: [
      ...draft.released,
      ...caretakers.map((one) => ({ owner: one, endedAt: at, because: "restored" as const })),
    ],
    refuted: [...draft.refuted, "OWNER_DEPARTED", "SUCCESSION_CYCLE", "SUCCESSION_FAILED"],
  };
}
