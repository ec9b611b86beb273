import { NO_REMOVALS, type RemovalCounts, type RemovalKind } from "../domain/gate.js";
import type { PersonId } from "../domain/person.js";
import { type Instant, latestEnd } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { type ReferringRecord, readReferences } from "../graph/queries/org-read.js";
import { batchesOf } from "../platform/batches.js";
import { canonicalJson } from "../platform/ids.js";
import { type AccountChange, isGone } from "./account-change.js";
import { type EmploymentChange, endsEarlier, isDehumanised } from "./employment-change.js";
import type { GoneTeam, MembershipChange } from "./memberships.js";
import { recordsAfter } from "./planned-person.js";

/** One thing that a read takes away. */
export interface Removal {
  readonly kind: Exclude<RemovalKind, "owners">;
  /** Key of the record, edge or team; of a departure the person's id. */
  readonly key: string;
  readonly name: string;
  /** Whose it is; null: nobody's, or not known. */
  readonly personId: PersonId | null;
  /** The person answers for an authorization now. */
  readonly owner: boolean;
  /** Missing for the first time: nothing goes by this run alone (L15). */
  readonly isCandidate: boolean;
  /** In words: "last day 2026-11-30", "manager none". */
  readonly detail: string;
  /** Canonical text of what is taken and from what it was: the release is bound to it. */
  readonly essence: string;
}

/** Changes of one source that may be applied as far as certificates go. */
export interface Changes {
  readonly employments: () => AsyncIterable<readonly EmploymentChange[]>;
  readonly accounts: () => AsyncIterable<readonly AccountChange[]>;
  readonly memberships: () => AsyncIterable<readonly MembershipChange[]>;
  readonly goneTeams: readonly GoneTeam[];
  /** What directories that decide who works here would tell of logins that close. */
  readonly tenuresOf: (closing: readonly AccountChange[]) => Promise<readonly EmploymentChange[]>;
}

/** People looked up together. */
const BATCH = 1_000;

/**
 * Everything that changes of a read would take away, in stable order. Costs one pass over what differs, and one
 * more over people where somebody leaves; memory holds what is taken away only.
 */
export async function removalsOf(graph: Graph, changes: Changes, at: Instant): Promise<Removal[]> {
  const found: Removal[] = [];
  const closing: AccountChange[] = [];
  const leavers = new Map<PersonId, EmploymentChange>();
  for await (const chunk of changes.employments()) {
    for (const change of chunk) {
      if (endsEarlier(change)) leavers.set(change.personId, change);
      if (isDehumanised(change)) found.push(dehumanised(change));
      found.push(...edgesOf(change), ...addressOf(change));
    }
  }
  for await (const chunk of changes.accounts()) {
    for (const change of chunk) {
      if (closes(change)) closing.push(change);
      found.push(...loginOf(change));
    }
  }
  for await (const chunk of changes.memberships()) {
    for (const change of chunk) if (change.kind === "end") found.push(membership(change));
  }
  found.push(...changes.goneTeams.map(team));
  const told = closing.length === 0 ? [] : await changes.tenuresOf(closing);
  // When a login was seen to close is no part of what is decided on: it would differ with every read.
  const first = new Set(closing.flatMap(({ key, absence }) => (absence === "first" ? key : [])));
  const tenures = told.map((change): EmploymentChange => {
    return { ...change, absence: first.has(change.identifierKey) ? "first" : "again" };
  });
  for (const change of tenures) if (endsEarlier(change)) leavers.set(change.personId, change);
  found.push(...(await departures(graph, { changes, tenures, leavers, at })));
  return withoutLeavers(found).toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ kind, key, essence }: Removal): string {
  return `${kind} ${key} ${essence}`;
}

/** Counted by kind; departures of owners once more as such. */
export function countRemovals(removals: readonly Removal[]): RemovalCounts {
  const counts = { ...NO_REMOVALS } as Record<RemovalKind, number>;
  for (const { kind, owner } of removals) {
    counts[kind] += 1;
    if (kind === "departures" && owner) counts.owners += 1;
  }
  return counts;
}

/** The people whose departure is among them. */
export function departing(removals: readonly Removal[]): ReadonlySet<PersonId> {
  return new Set(
    removals.flatMap(({ kind, personId }) => (kind === "departures" ? (personId ?? []) : [])),
  );
}

/** What goes with a departing person's records is part of the departure. */
function withoutLeavers(removals: readonly Removal[]): Removal[] {
  const gone = departing(removals);
  return removals.filter(
    ({ kind, personId }) => kind === "departures" || personId === null || !gone.has(personId),
  );
}

/**
 * People whose work ends, or ends earlier than was known. Somebody with another job that goes on, also
 * one that begins in this read (N6, N7), does not depart; nor does one who had left already.
 */
async function departures(
  graph: Graph,
  of: {
    readonly changes: Changes;
    readonly tenures: readonly EmploymentChange[];
    readonly leavers: ReadonlyMap<PersonId, EmploymentChange>;
    readonly at: Instant;
  },
): Promise<Removal[]> {
  const { leavers, at } = of;
  if (leavers.size === 0) return [];
  const own = await allOf(of);
  const found: Removal[] = [];
  for (const ids of batchesOf([...leavers.keys()], BATCH)) {
    for (const { id, records } of await graph.read((tx) => readReferences.run(tx, { ids }))) {
      const change = leavers.get(id);
      const before = workEnds(records);
      const after = workEnds(recordsAfter(records, own.get(id) ?? []));
      if (change === undefined || !shortens(before, after, at)) continue;
      found.push(departure(change, before));
    }
  }
  return found;
}

/** All changes of those who may depart, those that give them another job included. */
async function allOf({
  changes,
  tenures,
  leavers,
}: {
  readonly changes: Changes;
  readonly tenures: readonly EmploymentChange[];
  readonly leavers: ReadonlyMap<PersonId, EmploymentChange>;
}): Promise<ReadonlyMap<PersonId, EmploymentChange[]>> {
  const own = new Map<PersonId, EmploymentChange[]>();
  const note = (change: EmploymentChange): void => {
    if (!leavers.has(change.personId)) return;
    own.set(change.personId, [...(own.get(change.personId) ?? []), change]);
  };
  for await (const chunk of changes.employments()) chunk.forEach(note);
  tenures.forEach(note);
  return own;
}

function workEnds(records: readonly ReferringRecord[]): Instant | null | undefined {
  return latestEnd(records.filter((one) => one.kind === "employment").map((one) => one.endsAt));
}

function shortens(
  before: Instant | null | undefined,
  after: Instant | null | undefined,
  at: Instant,
): boolean {
  if (after === null || before === undefined) return false;
  if (before === null) return true;
  return before > at && (after === undefined || after < before);
}

function dehumanised({ key, personId, claims, roles, before }: EmploymentChange): Removal {
  return {
    kind: "departures",
    key: personId,
    name: claims.name,
    personId,
    owner: roles > 0,
    isCandidate: false,
    detail: "is a service account now",
    essence: canonicalJson([key, before?.workerType ?? null, claims.workerType]),
  };
}

function departure(change: EmploymentChange, before: Instant | null | undefined): Removal {
  const { personId, claims, roles, absence } = change;
  const end = absence === null ? claims.endsAt : "missing";
  return {
    kind: "departures",
    key: personId,
    name: claims.name,
    personId,
    owner: roles > 0,
    isCandidate: absence === "first",
    detail:
      absence === null
        ? `last day ${claims.endDate ?? "unknown"}`
        : "not listed any more, or without a login",
    essence: canonicalJson([change.key, before ?? null, end]),
  };
}

function edgesOf(change: EmploymentChange): Removal[] {
  const { before, claims } = change;
  if (before === null) return [];
  const lost = (kind: "managers" | "memberships", was: string | null, word: string): Removal[] =>
    was === null
      ? []
      : [
          edge(change, {
            kind,
            key: `${change.key}|${word}`,
            detail: `${word} ${was} → none`,
            was,
          }),
        ];
  return [
    ...lost("managers", claims.managerRef === null ? before.managerRef : null, "manager"),
    ...lost("memberships", claims.teamRef === null ? before.teamRef : null, "team"),
    ...lost("memberships", claims.positionRef === null ? before.positionRef : null, "position"),
  ];
}

type Owned = Pick<AccountChange, "personId" | "roles" | "absence"> & {
  readonly claims: { readonly name: string };
};

function edge(
  { personId, roles, claims, absence }: Owned,
  of: Pick<Removal, "kind" | "key" | "detail"> & { readonly was: unknown },
): Removal {
  const { kind, key, detail, was } = of;
  const essence = canonicalJson([key, was]);
  const isCandidate = absence === "first";
  return { kind, key, detail, essence, name: claims.name, personId, owner: roles > 0, isCandidate };
}

/** An address that somebody had and that is another now, or none (O7). */
function addressOf(change: EmploymentChange): Removal[] {
  const { before, claims, key } = change;
  if (before === null || !changesAddress(change)) return [];
  const was = [before.email, before.login];
  return [identifiers(change, { key, was, is: [claims.email, claims.login] })];
}

/** Whether an address that was told of is another now, or none. */
export function changesAddress({ before, claims, absence }: EmploymentChange): boolean {
  if (before === null || absence !== null) return false;
  const differs = (was: string | null, is: string | null) => was !== null && was !== is;
  return differs(before.email, claims.email) || differs(before.login, claims.login);
}

function identifiers(
  change: Owned,
  { key, was, is }: { readonly key: string; readonly was: unknown[]; readonly is: unknown[] },
): Removal {
  const detail = `${was.filter(Boolean).join(", ")} → ${is.filter(Boolean).join(", ") || "none"}`;
  return edge(change, { kind: "identifiers", key, detail, was: [was, is] });
}

/** Whether a login that was open is closed, or suspended, by this. */
function closes({ before, claims }: Pick<AccountChange, "before" | "claims">): boolean {
  if (before === null || before.status === claims.status || isGone(before.status)) return false;
  return isGone(claims.status) || (claims.status === "suspended" && before.status !== "staged");
}

function loginOf(change: AccountChange): Removal[] {
  const { key, personId, roles, before, claims, absence } = change;
  if (before === null) return [];
  const owned: Owned = { personId, roles, absence, claims: { name: before.name } };
  if (closes(change)) {
    const detail = absence === null ? claims.status : "not listed any more";
    const end = absence === null ? claims.status : "missing";
    return [edge(owned, { kind: "logins", key, detail, was: [before.status, end] })];
  }
  const found: Removal[] = [];
  if (before.managerRef !== null && claims.managerRef === null) {
    const detail = `manager ${before.managerRef} → none`;
    found.push(
      edge(owned, { kind: "managers", key: `${key}|manager`, detail, was: before.managerRef }),
    );
  }
  if (changesIdentifiers(change)) {
    found.push(identifiers(owned, { key, was: knownBy(before), is: knownBy(claims) }));
  }
  return found;
}

/** Whether a login that stays loses a name, an address or a worker id that it was known by. */
export function changesIdentifiers({ before, claims }: AccountChange): boolean {
  if (before === null || isGone(claims.status)) return false;
  const is = knownBy(claims);
  return knownBy(before).some((one) => one !== null && !is.includes(one));
}

function knownBy({
  login,
  email,
  claims,
}: Pick<AccountChange["claims"], "login" | "email" | "claims">): (string | null)[] {
  return [login, email, ...claims];
}

const NOBODY = { personId: null, owner: false } as const;

function membership({ key, group }: Extract<MembershipChange, { kind: "end" }>): Removal {
  const [account = "", groupKey = ""] = key.split("|");
  const detail = `no longer in ${groupKey}`;
  const isCandidate = group === "missing";
  return { kind: "memberships", key, detail, essence: key, name: account, isCandidate, ...NOBODY };
}

function team({ key, name, is }: GoneTeam): Removal {
  const detail = "gone at its source";
  const isCandidate = is === "missing";
  return { kind: "teams", key, detail, essence: key, name: name || key, isCandidate, ...NOBODY };
}
