import type { AuthorizationState } from "../domain/authorization.js";
import type { OrgView } from "../domain/org.js";
import type { PersonFacts, PersonId, TeamFacts } from "../domain/person.js";
import type { Policy } from "../domain/policy.js";
import type { OrgReader } from "../graph/org-reader.js";

/** Parents of teams that are asked for a head; bounds the climb on a cyclic team tree (I10). */
const TEAM_CLIMB = 10;

/**
 * Loads as much of the organisation as the planner can reach from these authorizations: whoever holds
 * or held them, named successors, leads, builders, the last resort; from them the reporting line up to
 * the climb limit, their teams with heads, deputies and parents, and the other holders of their
 * positions. The planner itself does no IO.
 */
export async function loadOrgSlice(
  states: readonly AuthorizationState[],
  extraIds: readonly PersonId[],
  { reader, policy }: { readonly reader: OrgReader; readonly policy: Policy },
): Promise<OrgView> {
  const slice = new Slice(reader);
  const first = new Set([...states.flatMap(peopleOf), ...extraIds, ...policy.lastResortIds]);
  await slice.people([...first]);
  await slice.teamsAbove([
    ...states.flatMap(({ binding }) => (binding.kind === "team" ? binding.teamKey : [])),
    ...slice.placesOf(first, (person) => person.teams),
  ]);
  await slice.positions([
    ...states.flatMap(({ binding }) => (binding.kind === "position" ? binding.positionKey : [])),
    ...slice.placesOf(first, (person) => person.positions),
  ]);
  await slice.line(policy.climbLimit + 1);
  return slice;
}

function peopleOf(state: AuthorizationState): PersonId[] {
  return [
    ...state.owners.map((owner) => owner.personId),
    ...state.owners.flatMap((owner) => owner.inheritedFrom ?? []),
    ...state.departedOwners.map((owner) => owner.personId),
    ...state.namedSuccessorIds,
    ...[state.leadId, state.builderId].filter((id) => id !== null),
  ];
}

class Slice implements OrgView {
  readonly #reader: OrgReader;
  readonly #people = new Map<PersonId, PersonFacts>();
  readonly #teams = new Map<string, TeamFacts>();
  readonly #incumbents = new Map<string, readonly PersonId[]>();

  constructor(reader: OrgReader) {
    this.#reader = reader;
  }

  person(id: PersonId): PersonFacts | undefined {
    return this.#people.get(id);
  }

  team(key: string): TeamFacts | undefined {
    return this.#teams.get(key);
  }

  incumbents(positionKey: string): readonly PersonId[] {
    return this.#incumbents.get(positionKey) ?? [];
  }

  async people(ids: readonly PersonId[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#people.has(id));
    if (missing.length === 0) return;
    for (const [id, person] of await this.#reader.persons(missing)) this.#people.set(id, person);
  }

  placesOf(ids: Iterable<PersonId>, of: (person: PersonFacts) => readonly string[]): string[] {
    return [...ids].flatMap((id) => {
      const person = this.#people.get(id);
      return person === undefined ? [] : of(person);
    });
  }

  /** The teams and their parents, with heads and deputies. */
  async teamsAbove(keys: readonly string[]): Promise<void> {
    let frontier = [...new Set(keys)];
    for (let climbed = 0; climbed <= TEAM_CLIMB && frontier.length > 0; climbed += 1) {
      const found = await this.#reader.teams(frontier);
      for (const [key, team] of found) this.#teams.set(key, team);
      const parents = [...found.values()].flatMap((team) => team.parentKey ?? []);
      frontier = [...new Set(parents)].filter((key) => !this.#teams.has(key));
    }
    await this.people(
      [...this.#teams.values()].flatMap((team) => [
        ...(team.headId === null ? [] : [team.headId]),
        ...team.deputyIds,
        ...team.memberIds,
      ]),
    );
  }

  async positions(keys: readonly string[]): Promise<void> {
    const wanted = [...new Set(keys)];
    if (wanted.length === 0) return;
    const found = await this.#reader.incumbents(wanted);
    for (const [key, holders] of found) this.#incumbents.set(key, holders);
    await this.people([...found.values()].flat());
  }

  /** Managers of everybody loaded so far, so many steps up. */
  async line(steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      const managers = [...this.#people.values()].flatMap(({ managerId, managerAtDepartureId }) =>
        [managerId, managerAtDepartureId].filter((id) => id !== null),
      );
      const before = this.#people.size;
      await this.people(managers);
      if (this.#people.size === before) return;
    }
  }
}
