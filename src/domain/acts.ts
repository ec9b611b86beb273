import { type ActResult, done, mayNotHold, notAnOwner, refuse, revoked } from "./act-result.js";
import type {
  AuthorizationState,
  Binding,
  ImpactTier,
  Owner,
  OwnershipBasis,
  OwnershipRole,
  Revisions,
  Signature,
} from "./authorization.js";
import type { PlanContext } from "./context.js";
import { mayHold } from "./holding.js";
import type { PersonId } from "./person.js";
import { placementOf } from "./placement.js";
import { type SignAct, sign } from "./signing.js";
import { STANDING_TABLE, tableStateOf } from "./standing.js";
import type { Instant } from "./time.js";

/** An act of a named person (or of the registry document they edited) on one authorization. */
export type Act =
  | SignAct
  | { readonly kind: "decline"; readonly personId: PersonId }
  | { readonly kind: "reassign"; readonly toPersonId: PersonId }
  | { readonly kind: "stop"; readonly orderedBy: string; readonly reason: string }
  | { readonly kind: "resume" }
  | { readonly kind: "retire" }
  | { readonly kind: "proposeOwner"; readonly personId: PersonId }
  | { readonly kind: "addCoOwner"; readonly personId: PersonId }
  | { readonly kind: "releaseOwner"; readonly personId: PersonId }
  | { readonly kind: "setSuccessors"; readonly personIds: readonly PersonId[] }
  | { readonly kind: "setBinding"; readonly binding: Binding }
  | { readonly kind: "setLead"; readonly leadId: PersonId | null }
  | {
      readonly kind: "revise";
      readonly inForce: Revisions;
      readonly tier: ImpactTier;
      readonly builderId: PersonId | null;
    };

/** What is known of an authorization that is registered for the first time. */
export interface NewAuthorization {
  readonly agentId: string;
  readonly decisionClassId: string;
  readonly tier: ImpactTier;
  readonly inForce: Revisions;
  readonly builderId: PersonId | null;
  readonly binding: Binding;
  readonly namedSuccessorIds: readonly PersonId[];
  readonly leadId: PersonId | null;
  readonly owners: readonly {
    readonly personId: PersonId;
    readonly role: Exclude<OwnershipRole, "acting">;
  }[];
  readonly signatures: readonly Signature[];
}

/**
 * The first state: provisional, nobody has signed. `settle` sets its clock and everything else, and
 * makes it valid when a signature that came with it stands.
 */
export function newAuthorization(facts: NewAuthorization, at: Instant): AuthorizationState {
  const { owners, ...rest } = facts;
  return {
    ...rest,
    key: `${facts.agentId}:${facts.decisionClassId}`,
    owners: owners.map(({ personId, role }) => ({
      ownershipId: null,
      personId,
      role,
      basis: "proposed",
      since: at,
      until: null,
      inheritedFrom: null,
      placement: null,
    })),
    departedOwners: [],
    declinedBy: [],
    standing: {
      beneath: "provisional",
      reasons: ["SIGNATURE_MISSING"],
      since: at,
      deadlineAt: null,
    },
    stop: null,
    retired: false,
    revision: 0,
  };
}

/**
 * An act does its own part only: who owns, what is signed, what is ordered. The caller runs `settle`
 * on the result, which folds the standing and finds whoever has to be found. A refusal changes
 * nothing and says what to do instead.
 */
export function applyAct(state: AuthorizationState, act: Act, context: PlanContext): ActResult {
  switch (act.kind) {
    case "sign":
      return sign(state, act, context);
    case "decline":
      return decline(state, act.personId);
    case "reassign":
      return give(state, ownedSince(act.toPersonId, "inherited", context), context);
    case "proposeOwner":
      return give(state, ownedSince(act.personId, "proposed", context), context);
    case "addCoOwner":
      return addCoOwner(state, act.personId, context);
    case "releaseOwner":
      return releaseOwner(state, act.personId);
    case "stop":
      return stop(state, act, context);
    case "resume":
      return resume(state);
    case "retire":
      return done({ ...state, retired: true });
    case "setSuccessors":
      return done({ ...state, namedSuccessorIds: act.personIds });
    case "setBinding":
      return done({ ...state, binding: act.binding });
    case "setLead":
      return done({ ...state, leadId: act.leadId });
    case "revise":
      return done({ ...state, inForce: act.inForce, tier: act.tier, builderId: act.builderId });
    default:
      return act satisfies never;
  }
}

/** The duty goes to the next; who declined is not asked again until somebody has signed. */
function decline(state: AuthorizationState, personId: PersonId): ActResult {
  const released = releaseOwner(state, personId);
  if (!released.ok) return released;
  const others = state.declinedBy.filter((id) => id !== personId);
  return done({ ...released.state, declinedBy: [...others, personId] });
}

/**
 * A named person (reassign) or the registry (a proposal) says who answers from now on. It gives the
 * duty, never the signature: a person who was no owner before has to sign. Co-owners stay.
 */
function give(state: AuthorizationState, fresh: Owner, context: PlanContext): ActResult {
  const { personId } = fresh;
  if (isRevoked(state)) return revoked();
  const obstacles = mayHold(context.org.person(personId), state, context);
  if (obstacles.length > 0) return mayNotHold(obstacles);
  const held = state.owners.find((one) => one.personId === personId && one.role !== "acting");
  const given = held ?? fresh;
  const staying = state.owners.filter(
    (owner) => owner.role === "coOwner" && owner.personId !== personId,
  );
  return done({
    ...state,
    owners: [...staying, { ...given, role: "owner" }],
    declinedBy: state.declinedBy.filter((id) => id !== personId),
  });
}

function addCoOwner(
  state: AuthorizationState,
  personId: PersonId,
  context: PlanContext,
): ActResult {
  if (isRevoked(state)) return revoked();
  const obstacles = mayHold(context.org.person(personId), state, context);
  if (obstacles.length > 0) return mayNotHold(obstacles);
  if (state.owners.some((one) => one.personId === personId && one.role !== "acting")) {
    return done(state);
  }
  const others = state.owners.filter((owner) => owner.personId !== personId);
  return done({
    ...state,
    owners: [...others, { ...ownedSince(personId, "proposed", context), role: "coOwner" }],
    declinedBy: state.declinedBy.filter((id) => id !== personId),
  });
}

function releaseOwner(state: AuthorizationState, personId: PersonId): ActResult {
  if (isRevoked(state)) return revoked();
  const owners = state.owners.filter((owner) => owner.personId !== personId);
  return owners.length === state.owners.length ? notAnOwner() : done({ ...state, owners });
}

/** An order that is in force already stays as it was given. */
function stop(
  state: AuthorizationState,
  { orderedBy, reason }: Extract<Act, { kind: "stop" }>,
  { at }: PlanContext,
): ActResult {
  const stops = "to" in STANDING_TABLE[tableStateOf(state)].stop;
  return done(stops ? { ...state, stop: { orderedBy, at, reason } } : state);
}

function resume(state: AuthorizationState): ActResult {
  const outcome = STANDING_TABLE[tableStateOf(state)].resume;
  if ("refused" in outcome) {
    return refuse(isRevoked(state) ? "REVOKED" : "NOT_STOPPED", outcome.why);
  }
  return done("beneath" in outcome ? { ...state, stop: null } : state);
}

function ownedSince(personId: PersonId, basis: OwnershipBasis, { org, at }: PlanContext): Owner {
  return {
    ownershipId: null,
    personId,
    role: "owner",
    basis,
    since: at,
    until: null,
    inheritedFrom: null,
    placement: placementOf(org.person(personId)),
  };
}

function isRevoked(state: AuthorizationState): boolean {
  return state.retired || state.standing.beneath === "revoked";
}
