import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import type { LinkFacts } from "../graph/queries/identity.js";
import type { FreshAccountRow } from "../graph/queries/identity-create.js";
import type { AccountChange } from "./account-change.js";
import { Correlator, type CorrelatorFrame, type LinkOutcome } from "./correlator.js";

/** A login whose person is certain before it is written. */
export interface FreshAccount {
  readonly change: AccountChange;
  /** Null: nobody's, and nobody will be found for it in this run. */
  readonly link: { readonly personId: PersonId; readonly evidenceKey: string } | null;
}

/**
 * Logins that may be created as they are, apart from those that take the general way: known ones, those
 * that found a person, tell of an employment, are disputed or wait for somebody, and several of one person.
 *
 * What is certain here cannot depend on the order in which logins are decided about: every worker id that
 * such a login claims stands for somebody already, or it claims none.
 *
 * @param people whom claimed worker ids stand for
 */
export function partedAccounts(
  changes: readonly AccountChange[],
  people: ReadonlyMap<string, PersonId>,
  frame: CorrelatorFrame,
): { readonly fresh: readonly FreshAccount[]; readonly others: readonly AccountChange[] } {
  const correlator = new Correlator(frame);
  const certain = changes.map((change) => {
    const isNew = change.before === null && change.personId === null;
    if (!isNew || !change.claims.claims.every((claim) => people.has(claim))) return null;
    return linkOf(correlator.decide(factsOf(change, people, frame.at)), change);
  });
  const logins = new Map<PersonId, number>();
  for (const one of certain) {
    const personId = one?.link?.personId;
    if (personId !== undefined) logins.set(personId, (logins.get(personId) ?? 0) + 1);
  }
  const fresh = certain.filter(
    (one) => one !== null && (one.link === null || logins.get(one.link.personId) === 1),
  ) as FreshAccount[]; // the filter left no null
  const isFresh = new Set(fresh.map(({ change }) => change));
  return { fresh, others: changes.filter((change) => !isFresh.has(change)) };
}

/** Null: not certain, or more follows from it than a link. */
function linkOf({ decision, tenure }: LinkOutcome, change: AccountChange): FreshAccount | null {
  if (tenure !== null) return null;
  switch (decision.kind) {
    case "link": {
      const { personId, evidenceKey } = decision;
      return { change, link: { personId, evidenceKey } };
    }
    case "wait":
      return { change, link: null };
    case "keep":
    case "found":
    case "dispute":
      return null;
    default:
      return decision satisfies never;
  }
}

/** What read-links would say of the login, were it written already. */
function factsOf(
  { key, claims }: AccountChange,
  people: ReadonlyMap<string, PersonId>,
  at: Instant,
): LinkFacts {
  const { source, nativeId, name, email, login, statusSince, teamRef, managerRef } = claims;
  const { dormantSince, rank, status, nature, createdAt } = claims;
  const told = { source, nativeId, name, email, login, statusSince, teamRef, managerRef };
  return {
    ...told,
    key,
    dormantSince,
    rank,
    status,
    nature,
    since: createdAt ?? at,
    claims: claims.claims,
    recycledFrom: null,
    linkedTo: null,
    candidates: claims.claims.flatMap((claim) => {
      const personId = people.get(claim);
      return personId === undefined ? [] : [{ claim, personId }];
    }),
    refusedIds: [],
    unlinked: false,
    disputed: false,
    carries: false,
  };
}

/** The row that creates a login with its link: what the general statements would make of it. */
export function freshAccountRow({ change, link }: FreshAccount): FreshAccountRow {
  const { key, claims } = change;
  const waits = link === null && claims.nature !== "service";
  return {
    personId: link?.personId ?? null,
    evidenceKey: link?.evidenceKey ?? null,
    account: { ...claims, key, unlinked: waits ? true : null },
  };
}
