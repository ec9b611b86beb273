import type { EntryContent } from "../domain/ledger.js";
import type { ManagedTransaction } from "neo4j-driver";
import type { Graph, RunWriter } from "../graph/graph.js";
import {
  linkAccounts,
  readLinks,
  reprojectPeople,
  settleLinks,
  unprojectedAccounts,
  wakeAccounts,
  wakingAccounts,
  writeAccounts,
} from "../graph/queries/identity.js";
import { createAccounts } from "../graph/queries/identity-create.js";
import {
  type MembershipRow,
  beginMemberships,
  endMemberships,
  removeTeams,
} from "../graph/queries/memberships.js";
import { createMemberships } from "../graph/queries/org-create.js";
import { identify } from "../graph/queries/org-read.js";
import { markUnsettled, projectPersons, wakeWaiting } from "../graph/queries/org-write.js";
import { contentHash } from "../platform/ids.js";
import { type RecordRow, keysContent, recordsContent } from "../platform/ledger-content.js";
import type { AccountChange } from "./account-change.js";
import { CHUNK, createOrMerge, writeEmploymentChunk } from "./apply-organisation.js";
import { type CorrelatorFrame, Correlator, type LinkOutcome, asDecided } from "./correlator.js";
import { changedEmployments } from "./diff.js";
import type { EmploymentChange } from "./employment-change.js";
import { type FreshAccount, freshAccountRow, partedAccounts } from "./fresh-accounts.js";
import type { MembershipChange } from "./memberships.js";

/**
 * Writes one chunk of logins. Those that no read has told of and whose person is certain are created with
 * their link; of the others the claims are written, and whose they are is decided when all were read.
 */
export async function writeAccountChunk(
  run: RunWriter,
  changes: readonly AccountChange[],
  { graph, frame }: { readonly graph: Graph; readonly frame: CorrelatorFrame },
): Promise<void> {
  const keys = [...new Set(changes.flatMap(claimsOfNew))];
  const known = keys.length === 0 ? [] : await graph.read((tx) => identify.run(tx, { keys }));
  const people = new Map(known.map(({ key, personId }) => [key, personId]));
  const { fresh, others } = partedAccounts(changes, people, frame);
  const write = async (tx: ManagedTransaction, merge: boolean): Promise<void> => {
    if (!merge && fresh.length > 0) await createFreshAccounts(tx, run, fresh);
    const rows = (merge ? changes : others).map(({ key, claims }) => ({ key, claims }));
    if (rows.length > 0) await writeAccounts.run(tx, { run: run.number, at: run.at, rows });
  };
  await createOrMerge(run, write, () => accountsEntry(changes));
}

/** Each login with the hash of the version it replaces and of its new one. */
function accountsEntry(changes: readonly AccountChange[]): EntryContent {
  const records = changes.map(({ key, before, claims }): RecordRow => [
    key,
    before === null ? null : contentHash(before),
    claims.hash,
  ]);
  return recordsContent("organisation", changes[0]?.claims.source ?? null, records);
}

function claimsOfNew({ before, claims }: AccountChange): readonly string[] {
  return before === null ? claims.claims : [];
}

/** Creates logins with their links, and marks what depends on the people they belong to. */
async function createFreshAccounts(
  tx: ManagedTransaction,
  run: RunWriter,
  fresh: readonly FreshAccount[],
): Promise<void> {
  const frame = { run: run.number, at: run.at };
  const rows = fresh
    .map(freshAccountRow)
    .toSorted((a, b) => (a.account.key < b.account.key ? -1 : 1));
  const people = await createAccounts.run(tx, { ...frame, rows });
  const those = (mark: "incomplete" | "unled" | "bound"): string[] =>
    people.flatMap((person) => (person[mark] ? [person.id] : [])).toSorted();
  const [incomplete, unled, bound] = [those("incomplete"), those("unled"), those("bound")];
  if (incomplete.length > 0) await projectPersons.run(tx, { ...frame, ids: incomplete });
  if (unled.length > 0) await reprojectPeople.run(tx, { run: run.number, ids: unled });
  if (bound.length > 0) await markUnsettled.run(tx, { run: run.number, ids: bound });
  const identifierKeys = rows.flatMap(({ account, personId }) =>
    personId === null ? [] : [account.key],
  );
  if (identifierKeys.length > 0) await wakeWaiting.run(tx, { run: run.number, identifierKeys });
}

/** Writes one chunk of memberships that begin or end; those that begin were not on record when compared. */
export async function writeMembershipChunk(
  run: RunWriter,
  source: string,
  changes: readonly MembershipChange[],
): Promise<void> {
  const rows = changes
    .flatMap((change) => (change.kind === "begin" ? [change.row] : []))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const keys = changes.flatMap((change) => (change.kind === "end" ? [change.key] : []));
  const frame = { run: run.number, at: run.at };
  const write = async (tx: ManagedTransaction, merge: boolean): Promise<void> => {
    const begins = rows.length > 0 && (merge || !(await createAll(tx, run, rows)));
    if (begins) await beginMemberships.run(tx, { ...frame, source, rows });
    if (keys.length > 0) await endMemberships.run(tx, { ...frame, keys });
  };
  const done = { membersBegun: rows.map((row) => row.key), membersEnded: keys };
  await createOrMerge(run, write, () => keysContent("organisation", source, done));
}

/** False when an end of one of them is not there yet. */
async function createAll(
  tx: ManagedTransaction,
  run: RunWriter,
  memberships: readonly MembershipRow[],
): Promise<boolean> {
  const rows = memberships.map(({ key, accountKey, teamKey, part }) => {
    return { key, accountKey, teamKey, part };
  });
  const [done] = await createMemberships.run(tx, { run: run.number, at: run.at, rows });
  return done?.created === rows.length;
}

/** Teams that are gone at their source stay on record, without taking anything with them (O11). */
export async function writeGoneTeams(run: RunWriter, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const frame = { run: run.number, at: run.at, keys: [...keys] };
  await run.write(
    "organisation",
    (tx) => removeTeams.run(tx, frame),
    () => keysContent("organisation", null, { teamsGone: keys }),
  );
}

/** What correlating needs besides the graph and the run. */
export interface CorrelateOptions extends CorrelatorFrame {
  readonly onEmployments: (changes: readonly EmploymentChange[]) => void;
  readonly onOutcomes: (outcomes: readonly LinkOutcome[]) => Promise<void>;
}

/**
 * Decides about every login that is marked, whoever marked it: this run, a person that appeared, or a run
 * that died. The mark goes last, so a crash anywhere decides again.
 */
export async function correlateAccounts(
  graph: Graph,
  run: RunWriter,
  options: CorrelateOptions,
): Promise<void> {
  const waking = await graph.read((tx) => wakingAccounts.run(tx, { at: run.at }));
  if (waking.length > 0)
    await run.write(
      "organisation",
      (tx) => wakeAccounts.run(tx, { run: run.number, at: run.at }),
      () => null,
    );
  const correlator = new Correlator(options);
  for (;;) {
    const marked = await graph.read((tx) => unprojectedAccounts.run(tx, { limit: CHUNK }));
    if (marked.length === 0) return;
    const keys = marked.map((row) => row.key);
    const facts = await graph.read((tx) => readLinks.run(tx, { keys }));
    const outcomes = facts.map((one) => correlator.decide(one));
    await writeLinks(run, outcomes);
    options.onEmployments(await writeTenures(graph, run, outcomes));
    // Findings before the mark goes: a crash in between decides again and raises nothing twice.
    await options.onOutcomes(outcomes);
    await finish(run, outcomes);
  }
}

/** Links of people who are found or matched; both they and whom they leave are looked at again. */
async function writeLinks(run: RunWriter, outcomes: readonly LinkOutcome[]): Promise<void> {
  const rows = outcomes.flatMap(({ facts, decision, personId, pins }) => {
    if ((decision.kind !== "link" && decision.kind !== "found") || personId === null) return [];
    const evidence = decision.kind === "link" ? ("workerId" as const) : ("founded" as const);
    const evidenceKey = decision.kind === "link" ? decision.evidenceKey : facts.key;
    const link = { evidence, evidenceKey, by: null, reason: null, expiresAt: null };
    return { key: facts.key, personId, ...link, claims: [...pins] };
  });
  if (rows.length === 0) return;
  await run.write(
    "organisation",
    async (tx) => {
      await linkAccounts.run(tx, { run: run.number, at: run.at, rows });
      const identifierKeys = rows.flatMap((row) => [row.key, ...row.claims]);
      await wakeWaiting.run(tx, { run: run.number, identifierKeys });
    },
    () => recordsContent("identity", null, outcomes.flatMap(linkRow)),
  );
}

/** A login with the person it was linked to before and the one it is linked to now. */
function linkRow({ facts, decision, personId }: LinkOutcome): RecordRow[] {
  if ((decision.kind !== "link" && decision.kind !== "found") || personId === null) return [];
  return [[facts.key, facts.linkedTo?.personId ?? null, personId]];
}

/** What directories tell of employment, compared and written like that of HR. */
async function writeTenures(
  graph: Graph,
  run: RunWriter,
  outcomes: readonly LinkOutcome[],
): Promise<EmploymentChange[]> {
  const read = outcomes.flatMap(({ tenure }) => (tenure === null ? [] : [tenure]));
  const changes = await changedEmployments(graph, read, run.at);
  if (changes.length > 0) await writeEmploymentChunk(run, changes);
  return asDecided(changes, outcomes);
}

/** People are projected anew with their logins, their authorizations marked, and the marks go last. */
async function finish(run: RunWriter, outcomes: readonly LinkOutcome[]): Promise<void> {
  const rows = outcomes.map(({ facts, decision, personId }) => ({
    key: facts.key,
    unlinked: personId === null && facts.nature !== "service",
    disputed: decision.kind === "dispute",
  }));
  const people = outcomes.flatMap(({ facts, personId }) => [
    ...(personId === null ? [] : [personId]),
    ...(facts.linkedTo === null ? [] : [facts.linkedTo.personId]),
  ]);
  const ids = [...new Set(people)].toSorted();
  const frame = { run: run.number, at: run.at };
  await run.write(
    "organisation",
    async (tx) => {
      if (ids.length > 0) {
        await projectPersons.run(tx, { ...frame, ids });
        await reprojectPeople.run(tx, { run: run.number, ids });
        await markUnsettled.run(tx, { run: run.number, ids });
      }
      await settleLinks.run(tx, { rows });
    },
    () => {
      const of = (chosen: readonly (typeof rows)[number][]) => chosen.map((row) => row.key);
      const [unlinked, disputed] = [
        rows.filter((row) => row.unlinked),
        rows.filter((row) => row.disputed),
      ];
      return keysContent("identity", null, {
        decided: of(rows),
        unlinked: of(unlinked),
        disputed: of(disputed),
        people: ids,
      });
    },
  );
}
