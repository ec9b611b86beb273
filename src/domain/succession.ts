import type { AuthorizationState } from "./authorization.js";
import type { BatchContext } from "./context.js";
import { mayReceive } from "./holding.js";
import { resolveLead, superiorOf } from "./lead.js";
import type { PersonId } from "./person.js";
import type { SuccessionStep } from "./policy.js";
import type { Obstacle, TraceEntry } from "./succession-trace.js";

/** The answer of a search. `trace` holds every candidate in the order they were considered. */
export interface Succession {
  readonly successorId: PersonId | null;
  readonly trace: TraceEntry[];
  /** The reporting line or a line of parent teams came back to where it had been (M5). */
  readonly cycle: boolean;
}

interface Search extends BatchContext {
  readonly state: AuthorizationState;
  readonly leaverId: PersonId | null;
}

/** What a step offers, in order. A loop met after the last of them is reported with `loopAt`. */
interface Offer {
  readonly candidates: readonly PersonId[];
  readonly loopAt: PersonId | null;
  readonly cycle: boolean;
}

/**
 * Who receives the duty of a leaver, in the policy's order (PRODUCT.md §5). The organisation is the
 * one after the whole batch (L10), so nobody inherits from a leaver who is a leaver too. The search
 * stops at the first who may receive it; it ends on any graph (I10). A loop in the reporting line
 * ends the climb and everything up to the governance lead is skipped, visibly (M5, L9).
 *
 * @param leaverId whose duty it is; null when nobody ever had it
 */
export function findSuccessor(
  state: AuthorizationState,
  leaverId: PersonId | null,
  context: BatchContext,
): Succession {
  const search: Search = { ...context, state, leaverId };
  const trace: TraceEntry[] = [];
  let lineLoops = false;
  let cycle = false;
  for (const step of context.policy.successionOrder) {
    if (lineLoops && step !== "governanceLead") {
      trace.push({ step, personId: null, mayReceive: false, obstacles: ["cycle"] });
      continue;
    }
    const offer = offerOf(step, search);
    for (const personId of offer.candidates) {
      const obstacles = obstaclesOf(personId, search);
      trace.push({ step, personId, mayReceive: obstacles.length === 0, obstacles });
      if (obstacles.length === 0) return { successorId: personId, trace, cycle };
    }
    cycle ||= offer.cycle;
    if (offer.loopAt !== null) {
      lineLoops = true;
      trace.push({ step, personId: offer.loopAt, mayReceive: false, obstacles: ["cycle"] });
    } else if (offer.candidates.length === 0) {
      trace.push({ step, personId: null, mayReceive: false, obstacles: [] });
    }
  }
  return { successorId: null, trace, cycle };
}

function obstaclesOf(personId: PersonId, search: Search): Obstacle[] {
  const obstacles = mayReceive(search.org.person(personId), search.state, search);
  return personId === search.leaverId ? ["isLeaver", ...obstacles] : obstacles;
}

function offerOf(step: SuccessionStep, search: Search): Offer {
  switch (step) {
    case "namedSuccessor":
      return plain(search.state.namedSuccessorIds);
    case "coOwner":
      return plain(others(search, coOwners(search.state)));
    case "samePosition":
      return plain(
        others(
          search,
          positionsOf(search).flatMap((key) => search.org.incumbents(key)),
        ),
      );
    case "actingHeadOrDeputy":
      return plain(
        others(
          search,
          owningTeams(search).flatMap((key) => search.org.team(key)?.deputyIds ?? []),
        ),
      );
    case "manager":
      return climb(search, 1, 1);
    case "reportingLine":
      return climb(search, 2, search.policy.climbLimit);
    case "teamHead":
      return headsUpwards(search);
    case "governanceLead":
      return plain(leads(search));
    default:
      return step satisfies never;
  }
}

function plain(candidates: Iterable<PersonId>): Offer {
  return { candidates: [...new Set(candidates)], loopAt: null, cycle: false };
}

/** Seats and teams list the leaver themselves; they are no candidate there. */
function others(search: Search, ids: readonly PersonId[]): PersonId[] {
  return ids.filter((id) => id !== search.leaverId);
}

function coOwners(state: AuthorizationState): PersonId[] {
  return state.owners.filter((owner) => owner.role === "coOwner").map((owner) => owner.personId);
}

function positionsOf({ state, leaverId, org }: Search): readonly string[] {
  const held = leaverId === null ? [] : (org.person(leaverId)?.positions ?? []);
  return state.binding.kind === "position" ? [state.binding.positionKey, ...held] : held;
}

function owningTeams({ state, leaverId, org }: Search): readonly string[] {
  if (state.binding.kind === "team") return [state.binding.teamKey];
  return leaverId === null ? [] : (org.person(leaverId)?.teams ?? []);
}

/**
 * The managers from level `from` to level `to` above the leaver, the direct one being level 1.
 * Passes through people who left, by the manager they had then; stops at whoever was met before.
 */
function climb({ leaverId, org, at }: Search, from: number, to: number): Offer {
  const candidates: PersonId[] = [];
  if (leaverId === null) return plain(candidates);
  const met = new Set<PersonId>([leaverId]);
  let next = superiorOf(org.person(leaverId), at);
  for (let level = 1; level <= to && next !== null; level += 1) {
    if (met.has(next)) return { candidates, loopAt: next, cycle: true };
    met.add(next);
    if (level >= from) candidates.push(next);
    next = superiorOf(org.person(next), at);
  }
  return { candidates, loopAt: null, cycle: false };
}

/** Heads of the owning teams, then of their parents, level by level. */
function headsUpwards(search: Search): Offer {
  const candidates = new Set<PersonId>();
  const met = new Set<string>();
  let cycle = false;
  let level: readonly (readonly string[])[] = owningTeams(search).map((key) => [key]);
  while (level.length > 0) {
    const above: (readonly string[])[] = [];
    for (const path of level) {
      const key = path[path.length - 1];
      const team = key === undefined || met.has(key) ? undefined : search.org.team(key);
      if (key === undefined || team === undefined) continue;
      met.add(key);
      if (team.headId !== null && team.headId !== search.leaverId) candidates.add(team.headId);
      if (team.parentKey === null) continue;
      if (path.includes(team.parentKey)) cycle = true;
      else above.push([...path, team.parentKey]);
    }
    level = above;
  }
  return { candidates: [...candidates], loopAt: null, cycle };
}

/** The lead the class names, whoever serves in that lead's place, then the configured last resort. */
function leads({ state, ...context }: Search): PersonId[] {
  const { personId } = resolveLead(state.leadId, context);
  return [state.leadId, personId, ...context.policy.lastResortIds].filter((id) => id !== null);
}
