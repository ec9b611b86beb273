import type { AuthorizationState, DepartedOwner, Owner } from "./authorization.js";
import type { PersonFacts, PersonId } from "./person.js";
import { placementOf } from "./placement.js";
import type { ReasonCode } from "./reason.js";
import type { EndCause, Released } from "./settled.js";
import type { TraceEntry } from "./succession-trace.js";
import type { Instant } from "./time.js";

/** An authorization on its way through a settlement, with what happened to it so far. */
export interface Draft {
  readonly state: AuthorizationState;
  readonly released: readonly Released[];
  /** Why a holder was lost in this settlement. */
  readonly causes: readonly ReasonCode[];
  /** Kept reasons that this settlement took the ground from. */
  readonly refuted: readonly ReasonCode[];
  readonly trace: readonly TraceEntry[] | null;
}

/** A draft to which nothing happened yet. */
export function draftOf(state: AuthorizationState): Draft {
  return { state, released: [], causes: [], refuted: [], trace: null };
}

/** Ends one ownership; the cause becomes a reason when it is one and the owner held the duty. */
export function release(
  draft: Draft,
  owner: Owner,
  end: { readonly at: Instant; readonly because: EndCause; readonly reason?: ReasonCode },
): Draft {
  return {
    ...draft,
    state: { ...draft.state, owners: draft.state.owners.filter((other) => other !== owner) },
    released: [...draft.released, { owner, endedAt: end.at, because: end.because }],
    causes: end.reason === undefined ? draft.causes : [...draft.causes, end.reason],
  };
}

/** Gives the duty, never a signature: the basis is inherited. */
export function grant(
  draft: Draft,
  person: { readonly id: PersonId; readonly facts: PersonFacts | undefined },
  duty: Pick<Owner, "role" | "since" | "until" | "inheritedFrom">,
): Draft {
  const owner: Owner = {
    ownershipId: null,
    personId: person.id,
    basis: "inherited",
    placement: placementOf(person.facts),
    ...duty,
  };
  // Who stood in for an owner and now receives the duty stands in no longer.
  const stoodIn = draft.state.owners.find((other) => other.personId === person.id);
  const free =
    stoodIn === undefined
      ? draft
      : release(draft, stoodIn, { at: duty.since, because: "leaveEnded" });
  return { ...free, state: { ...free.state, owners: [...free.state.owners, owner] } };
}

/** Adds what a search looked at to the trace. */
export function withTrace(draft: Draft, trace: readonly TraceEntry[]): Draft {
  return { ...draft, trace: [...(draft.trace ?? []), ...trace] };
}

/** What a rescinded departure would restore (L5). */
export function departedOwner(owner: Owner, endedAt: Instant): DepartedOwner {
  const { ownershipId, personId, role, basis, since, placement } = owner;
  return { ownershipId, personId, role, basis, since, endedAt, placement };
}
