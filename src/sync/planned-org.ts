import type { EmploymentFacts, PersonFacts, PersonId, TeamFacts } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import { type OrgReader, questionKey } from "../graph/org-reader.js";
import type { AddressCandidate } from "../graph/queries/org-read.js";
import type { EmploymentClaims } from "../graph/queries/org-write.js";
import type { TeamChange } from "./diff.js";
import type { EmploymentChange } from "./employment-change.js";

/**
 * The organisation as it would be: the graph with the changes of a plan laid over it. Kept in memory,
 * so a plan costs what it changes; a run writes first and asks the graph.
 */
export class PlannedOrg implements OrgReader {
  readonly #base: OrgReader;
  readonly #at: Instant;
  readonly #byPerson = new Map<PersonId, EmploymentChange[]>();
  readonly #byIdentifier = new Map<string, PersonId>();
  readonly #byAddress = new Map<string, EmploymentChange[]>();
  readonly #byPosition = new Map<string, Set<PersonId>>();
  readonly #teams = new Map<string, TeamChange>();
  readonly #identify: (keys: readonly string[]) => Promise<ReadonlyMap<string, PersonId>>;

  constructor(
    base: OrgReader,
    at: Instant,
    identify: (keys: readonly string[]) => Promise<ReadonlyMap<string, PersonId>>,
  ) {
    this.#base = base;
    this.#at = at;
    this.#identify = identify;
  }

  /** People whom the plan changes and who were there before. */
  get changedIds(): PersonId[] {
    return [...this.#byPerson]
      .filter(([, changes]) => changes.some((one) => one.known))
      .map(([id]) => id);
  }

  addEmployments(changes: readonly EmploymentChange[]): void {
    for (const change of changes) {
      const { claims } = change;
      push(this.#byPerson, change.personId, change);
      this.#byIdentifier.set(change.identifierKey, change.personId);
      for (const address of [claims.email, claims.login]) {
        if (address !== null) push(this.#byAddress, address, change);
      }
      if (claims.positionRef !== null && isInForce(claims, this.#at)) {
        const holders = this.#byPosition.get(claims.positionRef) ?? new Set();
        this.#byPosition.set(claims.positionRef, holders.add(change.personId));
      }
    }
  }

  addTeams(changes: readonly TeamChange[]): void {
    for (const change of changes) this.#teams.set(change.key, change);
  }

  async persons(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonFacts>> {
    const people = new Map(await this.#base.persons(ids));
    const changes = ids.flatMap((id) => this.#byPerson.get(id) ?? []);
    const managers = await this.#people(changes.map((change) => change.claims.managerRef));
    for (const id of ids) {
      const own = this.#byPerson.get(id);
      if (own !== undefined) people.set(id, this.#after(id, people.get(id), { own, managers }));
    }
    return people;
  }

  async teams(keys: readonly string[]): Promise<ReadonlyMap<string, TeamFacts>> {
    const teams = new Map(await this.#base.teams(keys));
    const changed = keys.flatMap((key) => this.#teams.get(key) ?? []);
    const refs = changed.flatMap(({ claims }) => [claims.headRef, ...claims.deputyRefs]);
    const people = await this.#people(refs);
    for (const { key, claims } of changed) {
      teams.set(key, {
        key,
        name: claims.name,
        headId: claims.headRef === null ? null : (people.get(claims.headRef) ?? null),
        deputyIds: claims.deputyRefs.flatMap((ref) => people.get(ref) ?? []).toSorted(),
        parentKey: claims.parentRef,
        memberIds: teams.get(key)?.memberIds ?? [],
      });
    }
    return teams;
  }

  async incumbents(keys: readonly string[]): Promise<ReadonlyMap<string, readonly PersonId[]>> {
    const known = await this.#base.incumbents(keys);
    return new Map(
      keys.map((key) => {
        const all = new Set([...(known.get(key) ?? []), ...(this.#byPosition.get(key) ?? [])]);
        return [key, [...all].toSorted()];
      }),
    );
  }

  async candidates(
    questions: Parameters<OrgReader["candidates"]>[0],
  ): Promise<ReadonlyMap<string, readonly AddressCandidate[]>> {
    const known = await this.#base.candidates(questions);
    return new Map(
      questions.map((question) => {
        const changes = this.#byAddress.get(question.address) ?? [];
        const planned = changes.map(candidateOf);
        const replaced = new Set(changes.filter((one) => one.known).map((one) => one.personId));
        const kept = (known.get(questionKey(question)) ?? []).filter(
          (one) => one.validTo !== null || !replaced.has(one.personId),
        );
        return [questionKey(question), [...kept, ...planned]];
      }),
    );
  }

  async #people(refs: readonly (string | null)[]): Promise<ReadonlyMap<string, PersonId>> {
    const wanted = [...new Set(refs.filter((ref) => ref !== null))];
    const unknown = wanted.filter((ref) => !this.#byIdentifier.has(ref));
    const known =
      unknown.length === 0 ? new Map<string, PersonId>() : await this.#identify(unknown);
    return new Map(
      wanted.flatMap((ref): [string, PersonId][] => {
        const id = this.#byIdentifier.get(ref) ?? known.get(ref);
        return id === undefined ? [] : [[ref, id]];
      }),
    );
  }

  #after(id: PersonId, before: PersonFacts | undefined, { own, managers }: Planned): PersonFacts {
    const main = own
      .filter((change) => isInForce(change.claims, this.#at))
      .toSorted((a, b) => b.claims.startsAt - a.claims.startsAt)[0]?.claims;
    const known = before ?? unknownPerson(id);
    return {
      ...known,
      name: own.at(-1)?.claims.name ?? known.name,
      employments: employmentsAfter(known.employments, own),
      ...managersAfter(known, main, { own, managers }),
      teams: placesOf(
        main?.teamRef,
        known.teams,
        own.map((one) => one.claims.teamRef),
      ),
      positions: placesOf(
        main?.positionRef,
        known.positions,
        own.map((one) => one.claims.positionRef),
      ),
    };
  }
}

/** What a plan changes about one person, and whom its references to managers mean. */
interface Planned {
  readonly own: readonly EmploymentChange[];
  readonly managers: ReadonlyMap<string, PersonId>;
}

/** A person of whom the graph holds nothing yet. */
function unknownPerson(id: PersonId): PersonFacts {
  return {
    id,
    name: id,
    recordedIn: 0,
    employments: [],
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

/** The manager by the record in force, and who it was last for somebody who has none any more. */
function managersAfter(
  before: PersonFacts,
  main: EmploymentClaims | undefined,
  { own, managers }: Planned,
): Pick<PersonFacts, "managerId" | "managerAtDepartureId"> {
  const managerId = managerOf(main?.managerRef ?? null, managers);
  return {
    managerId,
    managerAtDepartureId:
      managerId ??
      before.managerId ??
      before.managerAtDepartureId ??
      managerOf(lastManagerRef(own), managers),
  };
}

function managerOf(ref: string | null, managers: ReadonlyMap<string, PersonId>): PersonId | null {
  return ref === null ? null : (managers.get(ref) ?? null);
}

function lastManagerRef(changes: readonly EmploymentChange[]): string | null {
  return changes.findLast((change) => change.claims.managerRef !== null)?.claims.managerRef ?? null;
}

/** In force: what the record says now. Otherwise: where the person last was. */
function placesOf(
  now: string | null | undefined,
  before: readonly string[],
  claimed: readonly (string | null)[],
): readonly string[] {
  if (now !== undefined) return now === null ? [] : [now];
  if (before.length > 0) return before;
  return claimed.filter((one) => one !== null);
}

function factsOf({ claims }: EmploymentChange): EmploymentFacts {
  const { key, startsAt, endsAt, leaveStartsAt, leaveEndsAt, workerType } = claims;
  return { key, startsAt, endsAt, leaveStartsAt, leaveEndsAt, workerType };
}

function candidateOf(change: EmploymentChange): AddressCandidate {
  const { name, startsAt, endsAt, workerType } = change.claims;
  const { personId, validFrom } = change;
  return { personId, name, startsAt, endsAt, workerType, validFrom, validTo: null };
}

function isInForce(
  claims: { readonly startsAt: Instant; readonly endsAt: Instant | null },
  at: Instant,
): boolean {
  return claims.startsAt <= at && (claims.endsAt === null || claims.endsAt > at);
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}
