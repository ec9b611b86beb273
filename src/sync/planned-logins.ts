import type { AccountFacts, PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { LinkFacts } from "../graph/queries/identity.js";
import type { ReferringRecord } from "../graph/queries/org-read.js";
import type { AccountChange } from "./account-change.js";
import type { LinkOutcome } from "./correlator.js";

/** Logins as a plan would leave them, laid over those of the graph. */
export class PlannedLogins {
  readonly #byKey = new Map<string, LinkOutcome>();
  readonly #byPerson = new Map<PersonId, Set<string>>();
  readonly #left = new Set<PersonId>();

  add(outcome: LinkOutcome): void {
    const { facts, personId } = outcome;
    this.#byKey.set(facts.key, outcome);
    if (personId !== null) {
      const keys = this.#byPerson.get(personId) ?? new Set();
      this.#byPerson.set(personId, keys.add(facts.key));
    }
    const before = facts.linkedTo?.personId ?? null;
    if (before !== null && before !== personId) this.#left.add(before);
  }

  /** As a run would read it after what is planned; undefined: nothing is planned about it. */
  facts(key: string): LinkFacts | undefined {
    const outcome = this.#byKey.get(key);
    if (outcome === undefined) return undefined;
    const { facts, personId, tenure } = outcome;
    const carries = facts.carries || tenure !== null;
    return { ...facts, carries, linkedTo: personId === null ? null : linkOf(outcome, personId) };
  }

  /** People whose logins would change or move. */
  get people(): PersonId[] {
    return [...new Set([...this.#byPerson.keys(), ...this.#left])];
  }

  /** Whether anything is planned about a login of this person. */
  concerns(id: PersonId): boolean {
    return this.#byPerson.has(id) || this.#left.has(id);
  }

  /** The logins of a person as they would be. */
  accountsOf(id: PersonId, before: readonly AccountFacts[]): AccountFacts[] {
    const kept = before.filter((one) => !this.#byKey.has(one.key));
    const planned = this.#of(id).map(factsOf);
    return [...kept, ...planned].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** What a person's logins would say about their manager, with the other records. */
  recordsOf(id: PersonId, records: readonly ReferringRecord[]): ReferringRecord[] {
    const kept = records.filter((one) => one.kind === "employment" || !this.#byKey.has(one.key));
    return [...kept, ...this.#of(id).flatMap(recordOf)];
  }

  #of(id: PersonId): LinkOutcome[] {
    return [...(this.#byPerson.get(id) ?? [])].flatMap((key) => {
      const outcome = this.#byKey.get(key);
      return outcome?.personId === id ? [outcome] : [];
    });
  }
}

function linkOf({ facts, decision }: LinkOutcome, personId: PersonId): LinkFacts["linkedTo"] {
  switch (decision.kind) {
    case "link":
      return { personId, evidence: "workerId", evidenceKey: decision.evidenceKey, expiresAt: null };
    case "found":
      return { personId, evidence: "founded", evidenceKey: facts.key, expiresAt: null };
    case "keep":
    case "dispute":
    case "wait":
      return facts.linkedTo;
    default:
      return decision satisfies never;
  }
}

function factsOf({ facts }: LinkOutcome): AccountFacts {
  const { key, status, statusSince, nature, dormantSince, rank } = facts;
  return { key, status, statusSince, nature, dormantSince, rank };
}

const USABLE: ReadonlySet<LinkFacts["status"]> = new Set(["staged", "active", "suspended"]);

function recordOf({ facts }: LinkOutcome): ReferringRecord[] {
  const { key, managerRef, rank, since, status } = facts;
  if (managerRef === null || !USABLE.has(status)) return [];
  const record = { key, kind: "account" as const, rank, managerRef };
  return [{ ...record, startsAt: since ?? 0, endsAt: null, teamRef: null, positionRef: null }];
}

/** A login that no read has described yet, as its first claims find it. */
const UNKNOWN = {
  linkedTo: null,
  candidates: [],
  recycledFrom: null,
  refusedIds: [],
  unlinked: false,
  disputed: false,
  carries: false,
} satisfies Partial<LinkFacts>;

/** The facts of a login after a planned change of its claims; links and candidates are as they were. */
export function factsAfter(
  { key, claims }: AccountChange,
  { before, at }: { readonly before: LinkFacts | undefined; readonly at: Instant },
): LinkFacts {
  const { hash: _hash, part: _part, version: _version, tenureRank: _, createdAt, ...told } = claims;
  return { ...UNKNOWN, ...before, ...told, key, since: createdAt ?? before?.since ?? at };
}
