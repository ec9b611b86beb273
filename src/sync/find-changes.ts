import { contentHash } from "../platform/ids.js";
import { batchesOf } from "../platform/batches.js";
import { CountersignError } from "../platform/errors.js";
import { accountsIn } from "../graph/queries/identity.js";
import { membershipsIn, teamsOf } from "../graph/queries/memberships.js";
import { employmentsIn } from "../graph/queries/org-write.js";
import type { Certificate, SourceEnd } from "../sources/port.js";
import { type AccountChange, accountClaims } from "./account-change.js";
import type { Collected, ReadAccount } from "./collected.js";
import { compareChanges, compareSweep } from "./compare.js";
import { changedAccounts } from "./diff-accounts.js";
import type { Differ, TeamChange } from "./diff.js";
import { type EmploymentChange, sourceKey } from "./employment-change.js";
import { type MembershipChange, changeOf, changedMemberships, teamOf } from "./memberships.js";
import type { Kept } from "./partitions.js";
import type { ReadOptions } from "./read-options.js";
import { SpellingWatch } from "./reliability.js";
import { Spool } from "./spool.js";

/** What a read would change. */
export interface Found {
  readonly employments: Spool<EmploymentChange>;
  readonly accounts: Spool<AccountChange>;
  readonly memberships: Spool<MembershipChange>;
  readonly teams: readonly TeamChange[];
  readonly goneTeams: readonly { readonly key: string; readonly name: string }[];
  /** Records that are not listed any more and of which nothing was concluded yet. */
  readonly unsettledAbsences: number;
  readonly remarks: readonly string[];
}

interface Parts {
  readonly collected: Collected;
  readonly end: SourceEnd;
  readonly differ: Differ;
}

/** Logins that vanished and are asked for one by one in one run; the others wait for the next (F15). */
const POINT_READS = 2_000;
const POINT_BATCH = 100;

/** Compares everything that was collected with the graph; changes go to disk. */
export async function findChanges(options: ReadOptions, parts: Parts): Promise<Found> {
  const employments = new Spool<EmploymentChange>(options.spoolFolder);
  const accounts = new Spool<AccountChange>(options.spoolFolder);
  const memberships = new Spool<MembershipChange>(options.spoolFolder);
  try {
    const missing = await findEmployments(options, parts, employments);
    const vanished = await findAccounts(options, parts, accounts);
    await findMemberships(options, parts, memberships);
    const remarks = [
      ...(missing === 0 ? [] : [notListed(missing, "employments")]),
      ...(vanished === 0 ? [] : [notListed(vanished, "logins")]),
    ];
    return {
      employments,
      accounts,
      memberships,
      ...(await findTeams(options, parts)),
      unsettledAbsences: missing + vanished,
      remarks,
    };
  } catch (error) {
    await Promise.all([employments.discard(), accounts.discard(), memberships.discard()]);
    throw error;
  }
}

function notListed(count: number, what: string): string {
  return `${count} ${what} are not listed any more and were not said to have ended: nothing follows from that yet.`;
}

/**
 * Whether a scope was swept completely, so that what was not seen is absent. Where something else was
 * asked for than last time, what is missing fell out of the question and is not absent (L17).
 */
function isSwept({ known }: ReadOptions, { collected, end }: Parts, scope: string): boolean {
  const certified = certificate(end, scope);
  if (certified === undefined || !certified.complete || collected.anonymous) return false;
  const before = known?.scopes[scope];
  return before === undefined || before === certified.scopeHash;
}

function certificate(end: SourceEnd, scope: string): Certificate | undefined {
  return end.certificates.find((one) => one.scope === scope);
}

function isSweep(end: SourceEnd, scope: string): boolean {
  return certificate(end, scope)?.basis === "sweep";
}

async function findEmployments(
  options: ReadOptions,
  parts: Parts,
  spool: Spool<EmploymentChange>,
): Promise<number> {
  const { graph, source } = options;
  const { employments } = parts.collected;
  const compared = isSweep(parts.end, "employments")
    ? compareSweep({
        source: source.id,
        parts: employments,
        stored: options.known?.digests?.employments ?? null,
        inGraph: (names) => graph.read((tx) => employmentsIn.run(tx, { parts: names })),
        absence: isSwept(options, parts, "employments"),
      })
    : compareChanges(employments);
  const watch = new SpellingWatch();
  let missing = 0;
  for await (const { differing, absent } of compared) {
    const changes = await parts.differ.employments(rowsOf(differing));
    for (const { before, key } of changes) if (before === null) watch.fresh(key);
    for (const key of absent) watch.gone(key);
    await spool.add(changes);
    missing += absent.length;
  }
  watch.judge(source.id);
  return missing;
}

async function findAccounts(
  options: ReadOptions,
  parts: Parts,
  spool: Spool<AccountChange>,
): Promise<number> {
  const { graph, source, at } = options;
  const { accounts } = parts.collected;
  const sweep = isSweep(parts.end, "accounts");
  const compared = sweep
    ? compareSweep({
        source: source.id,
        parts: accounts,
        stored: options.known?.digests?.accounts ?? null,
        inGraph: async (names) => {
          const rows = await graph.read((tx) => accountsIn.run(tx, { parts: names }));
          return rows.filter((row) => !row.isGone);
        },
        absence: isSwept(options, parts, "accounts"),
        choose: newer,
      })
    : compareChanges(accounts, newer);
  const vanished: string[] = [];
  const watch = new SpellingWatch();
  let waiting = 0;
  for await (const { differing, absent } of compared) {
    const changes = await changedAccounts(graph, rowsOf(differing), { at, sweep });
    for (const { before, key } of changes) if (before === null) watch.fresh(key);
    for (const key of absent) watch.gone(key);
    await spool.add(changes);
    const room = POINT_READS - vanished.length;
    vanished.push(...absent.slice(0, room));
    waiting += Math.max(0, absent.length - room);
  }
  watch.judge(source.id);
  const unconfirmed = await askForVanished(options, vanished, spool);
  return waiting + unconfirmed;
}

/** Logins that a complete sweep did not list are asked for one by one before anything follows (F15, L15). */
async function askForVanished(
  options: ReadOptions,
  keys: readonly string[],
  spool: Spool<AccountChange>,
): Promise<number> {
  const { source, graph, ranks, at } = options;
  if (source.readAccounts === undefined) return keys.length;
  const frame = { source: source.id, converterHash: source.converterHash, rank: ranks.account };
  let unconfirmed = 0;
  for (const batch of batchesOf(keys, POINT_BATCH)) {
    const ids = batch.map((key) => key.slice(source.id.length + 1));
    try {
      const answers = await source.readAccounts(ids, options.signal);
      const rows = answers.map((one) => ({
        claims: accountClaims(one, frame),
        managersUnsaid: true,
      }));
      await spool.add(await changedAccounts(graph, rows, { at, sweep: true }));
    } catch (error) {
      // A source that cannot be asked now says nothing about them: they stay as they are.
      if (!(error instanceof CountersignError) || error.disposition === "wait") throw error;
      unconfirmed += batch.length;
    }
  }
  return unconfirmed;
}

/** Of two tellings of one login the newer version counts, else the later one (F8). */
function newer(before: Kept<ReadAccount>, after: Kept<ReadAccount>): Kept<ReadAccount> {
  const [was, is] = [before.row?.claims.version ?? null, after.row?.claims.version ?? null];
  return was !== null && is !== null && is < was ? before : after;
}

async function findMemberships(
  options: ReadOptions,
  parts: Parts,
  spool: Spool<MembershipChange>,
): Promise<void> {
  const { graph, source } = options;
  const { collected, end } = parts;
  if (!isSweep(end, "members")) {
    for await (const { differing } of compareChanges(collected.memberships)) {
      await spool.add(await changedMemberships(graph, rowsOf(differing)));
    }
    return;
  }
  const unread = new Set(
    end.certificates
      .filter((one) => one.scope.startsWith("members/") && !one.complete)
      .map((one) => sourceKey(source.id, one.scope.slice("members/".length))),
  );
  const compared = compareSweep({
    source: source.id,
    parts: collected.memberships,
    stored: options.known?.digests?.memberships ?? null,
    inGraph: async (names) => {
      const rows = await graph.read((tx) => membershipsIn.run(tx, { parts: names }));
      return rows.map(({ key }) => ({ key, hash: contentHash(key) }));
    },
    // A list without any member is no statement that everybody left (F9).
    absence: isSwept(options, parts, "members") && collected.memberships.count > 0,
  });
  for await (const { differing, absent } of compared) {
    const ended = absent.filter((key) => !unread.has(teamOf(key)));
    await spool.add(rowsOf(differing).map(changeOf));
    await spool.add(ended.map((key) => ({ kind: "end", key })));
  }
}

async function findTeams(
  options: ReadOptions,
  parts: Parts,
): Promise<Pick<Found, "teams" | "goneTeams">> {
  const { graph, source } = options;
  const { collected, end, differ } = parts;
  const teams: TeamChange[] = [];
  for (const page of collected.teams) teams.push(...(await differ.teams(page.teams, page.unsaid)));
  const told = new Set(
    [...collected.removed].flatMap(([id, of]) => (of === "team" ? sourceKey(source.id, id) : [])),
  );
  // Files name teams that they do not describe; a directory lists every group it has.
  const swept =
    isSwept(options, parts, "teams") && isSweep(end, "teams") && isSweep(end, "members");
  if (told.size === 0 && !swept) return { teams, goneTeams: [] };
  const seen = new Set(
    collected.teams.flatMap((page) => page.teams.map((one) => sourceKey(source.id, one.nativeId))),
  );
  for (const { recordId } of collected.quarantined) {
    if (recordId !== null) seen.add(sourceKey(source.id, recordId));
  }
  const known = await graph.read((tx) => teamsOf.run(tx, { source: source.id }));
  // A list without any team is no statement that all of them are gone (F9).
  const believed = swept && seen.size > 0;
  const goneTeams = known.filter(({ key }) => told.has(key) || (believed && !seen.has(key)));
  return { teams, goneTeams };
}

function rowsOf<Row>(records: readonly Kept<Row>[]): Row[] {
  return records.flatMap((record) => (record.row === null ? [] : [record.row]));
}
