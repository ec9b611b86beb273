import type { AuthorityLimit, PersonFacts, PersonId, TeamFacts } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import { type OrgReader, questionKey } from "../graph/org-reader.js";
import type { LinkFacts } from "../graph/queries/identity.js";
import type { AddressCandidate, ReferringRecord } from "../graph/queries/org-read.js";
import { canonicalJson } from "../platform/ids.js";
import type { TeamChange } from "./diff.js";
import type { EmploymentChange } from "./employment-change.js";
import type { LinkOutcome } from "./correlator.js";
import { PlannedLogins } from "./planned-logins.js";
import { inForce, personAfter, recordOf, recordsAfter } from "./planned-person.js";

/** What a plan asks the graph beside the organisation itself. */
export interface PlannedOrgReader {
  /** Whom references stand for. */
  readonly identify: (keys: readonly string[]) => Promise<ReadonlyMap<string, PersonId>>;
  /** All employments of these people. */
  readonly records: (
    ids: readonly PersonId[],
  ) => Promise<ReadonlyMap<PersonId, readonly ReferringRecord[]>>;
}

/** A limit of one person that a plan takes away or sets. */
export interface PlannedLimit {
  readonly personId: PersonId;
  readonly limit: AuthorityLimit;
}

/**
 * The organisation as it would be: the graph with the changes of a plan laid over it. Kept in memory,
 * so a plan costs what it changes; a run writes first and asks the graph.
 */
export class PlannedOrg implements OrgReader {
  readonly #base: OrgReader;
  readonly #at: Instant;
  readonly #reader: PlannedOrgReader;
  readonly #byPerson = new Map<PersonId, EmploymentChange[]>();
  readonly #byRecord = new Map<string, EmploymentChange>();
  readonly #byIdentifier = new Map<string, PersonId>();
  readonly #byAddress = new Map<string, EmploymentChange[]>();
  readonly #byPosition = new Map<string, Set<PersonId>>();
  readonly #logins = new PlannedLogins();
  #news = { identifierKeys: new Set<string>(), addresses: new Set<string>() };
  readonly #teams = new Map<string, TeamChange>();
  readonly #limits: { readonly dropped: PlannedLimit[]; readonly set: PlannedLimit[] } = {
    dropped: [],
    set: [],
  };

  constructor(base: OrgReader, at: Instant, reader: PlannedOrgReader) {
    this.#base = base;
    this.#at = at;
    this.#reader = reader;
  }

  /** People whom the plan changes and who were there before. */
  get changedIds(): PersonId[] {
    const known = [...this.#byPerson]
      .filter(([, changes]) => changes.some((one) => one.known))
      .map(([id]) => id);
    return [...new Set([...known, ...this.#logins.people])];
  }

  /**
   * Identifiers that the plan makes somebody's, and addresses that it gives to somebody, since this was last
   * asked: a run wakes logins source by source.
   */
  takeNews(): { readonly identifierKeys: string[]; readonly addresses: string[] } {
    const { identifierKeys, addresses } = this.#news;
    this.#news = { identifierKeys: new Set(), addresses: new Set() };
    return { identifierKeys: [...identifierKeys], addresses: [...addresses] };
  }

  /** A login as an earlier source of the plan leaves it; undefined: as the graph has it. */
  plannedLogin(key: string): LinkFacts | undefined {
    return this.#logins.facts(key);
  }

  /** Whether the plan has this very change already. */
  isPlanned({ key, claims }: EmploymentChange): boolean {
    return this.#byRecord.get(key)?.claims.hash === claims.hash;
  }

  addEmployments(changes: readonly EmploymentChange[]): void {
    for (const change of changes) {
      const { claims } = change;
      push(this.#byPerson, change.personId, change);
      this.#byRecord.set(change.key, change);
      this.#byIdentifier.set(change.identifierKey, change.personId);
      if (!change.known) this.#news.identifierKeys.add(change.identifierKey);
      const { email } = claims;
      if (email !== null && email !== change.before?.email) this.#news.addresses.add(email);
      for (const address of new Set([claims.email, claims.login])) {
        if (address !== null) push(this.#byAddress, address, change);
      }
      if (claims.positionRef !== null && inForce([recordOf(change)], this.#at).length > 0) {
        const holders = this.#byPosition.get(claims.positionRef) ?? new Set();
        this.#byPosition.set(claims.positionRef, holders.add(change.personId));
      }
    }
  }

  /** Logins as they would be linked; a person founded by one is known by its strong keys from then on. */
  addLogins(outcomes: readonly LinkOutcome[]): void {
    for (const outcome of outcomes) {
      const { facts, personId, pins } = outcome;
      this.#logins.add(outcome);
      if (personId === null) continue;
      for (const key of [facts.key, ...pins]) {
        this.#byIdentifier.set(key, personId);
        this.#news.identifierKeys.add(key);
      }
    }
  }

  /** Somebody else than `personId` whose employment, as planned, carries the address for good (Q1). */
  holderOf(address: string, personId: PersonId): PersonId | null {
    const holders = (this.#byAddress.get(address) ?? [])
      .filter((one) => one.claims.endsAt === null && one.personId !== personId)
      .map((one) => one.personId);
    return holders.toSorted()[0] ?? null;
  }

  addTeams(changes: readonly TeamChange[]): void {
    for (const change of changes) this.#teams.set(change.key, change);
  }

  /** A changed limit document: what it said before goes, what it says now comes. */
  addLimit(before: PlannedLimit | null, after: PlannedLimit): void {
    if (before !== null) this.#limits.dropped.push(before);
    this.#limits.set.push(after);
  }

  /** Addresses that planned people would have, in order. */
  addressesLike(prefix: string): string[] {
    return [...this.#byAddress.keys()].filter((one) => one.startsWith(prefix)).toSorted();
  }

  async persons(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonFacts>> {
    const people = new Map(await this.#base.persons(ids));
    const records = await this.#recordsOf(ids);
    const refs = [...records.values()].flat().map((record) => record.managerRef);
    const managers = await this.people(refs);
    for (const [id, all] of records) {
      const accounts = this.#logins.accountsOf(id, people.get(id)?.accounts ?? []);
      const own = this.#byPerson.get(id) ?? [];
      const change = { own, accounts, records: all, managers, at: this.#at };
      people.set(id, personAfter(id, people.get(id), change));
    }
    for (const [id, person] of people) people.set(id, this.#limited(person));
    return people;
  }

  async teams(keys: readonly string[]): Promise<ReadonlyMap<string, TeamFacts>> {
    const teams = new Map(await this.#base.teams(keys));
    const changed = keys.flatMap((key) => this.#teams.get(key) ?? []);
    const refs = changed.flatMap(({ claims }) => [claims.headRef, ...claims.deputyRefs]);
    const people = await this.people(refs);
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
    const records = await this.#recordsOf([...known.values()].flat());
    const stays = (id: PersonId, key: string): boolean => {
      const all = records.get(id);
      return all === undefined || inForce(all, this.#at).some((one) => one.positionRef === key);
    };
    return new Map(
      keys.map((key) => {
        const before = (known.get(key) ?? []).filter((id) => stays(id, key));
        const all = new Set([...before, ...(this.#byPosition.get(key) ?? [])]);
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
        const before = known.get(questionKey(question)) ?? [];
        const planned = this.#byAddress.get(question.address) ?? [];
        return [
          questionKey(question),
          [...before.flatMap((one) => this.#heldUntil(one)), ...planned.map(candidateOf)],
        ];
      }),
    );
  }

  /** A record that changes held its address until the change, with the tenure as believed then. */
  #heldUntil(one: AddressCandidate): AddressCandidate[] {
    const change = one.validTo === null ? this.#byRecord.get(one.record) : undefined;
    if (change === undefined) return [one];
    const { startsAt, endsAt } = change.claims;
    if (change.validFrom <= one.validFrom) return [];
    return [{ ...one, startsAt, endsAt, validTo: change.validFrom }];
  }

  /** All employments, as they would be, of those of these people who change. */
  async #recordsOf(ids: readonly PersonId[]): Promise<Map<PersonId, readonly ReferringRecord[]>> {
    const changed = [...new Set(ids)].filter(
      (id) => this.#byPerson.has(id) || this.#logins.concerns(id),
    );
    if (changed.length === 0) return new Map();
    const before = await this.#reader.records(changed);
    return new Map(
      changed.map((id) => {
        const records = this.#logins.recordsOf(id, before.get(id) ?? []);
        return [id, recordsAfter(records, this.#byPerson.get(id) ?? [])];
      }),
    );
  }

  #limited(person: PersonFacts): PersonFacts {
    const of = (limits: readonly PlannedLimit[]) =>
      limits.filter((one) => one.personId === person.id).map((one) => one.limit);
    const set = of(this.#limits.set);
    const dropped = of(this.#limits.dropped).map(canonicalJson);
    if (set.length + dropped.length === 0) return person;
    const kept = person.authorityLimits.filter((limit) => {
      const index = dropped.indexOf(canonicalJson(limit));
      if (index >= 0) dropped.splice(index, 1);
      return index < 0;
    });
    return { ...person, authorityLimits: [...kept, ...set] };
  }

  /** Whom references mean, as planned. */
  async people(refs: readonly (string | null)[]): Promise<ReadonlyMap<string, PersonId>> {
    const wanted = [...new Set(refs.filter((ref) => ref !== null))];
    const unknown = wanted.filter((ref) => !this.#byIdentifier.has(ref));
    const known =
      unknown.length === 0 ? new Map<string, PersonId>() : await this.#reader.identify(unknown);
    return new Map(
      wanted.flatMap((ref): [string, PersonId][] => {
        const id = this.#byIdentifier.get(ref) ?? known.get(ref);
        return id === undefined ? [] : [[ref, id]];
      }),
    );
  }
}

function candidateOf(change: EmploymentChange): AddressCandidate {
  const { name, startsAt, endsAt, workerType } = change.claims;
  const { personId, validFrom, key } = change;
  return { personId, record: key, name, startsAt, endsAt, workerType, validFrom, validTo: null };
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}
