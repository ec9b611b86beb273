import type { Graph } from "../graph/graph.js";
import { batchesOf } from "../platform/batches.js";
import { counted } from "../platform/counted.js";
import { contentHash } from "../platform/ids.js";
import { accountsIn } from "../graph/queries/identity.js";
import { membershipsIn, membershipsOf, teamsOf } from "../graph/queries/memberships.js";
import { employmentsIn } from "../graph/queries/org-write.js";
import type { Certificate, SourceEnd } from "../sources/port.js";
import {
  type AbsenceKeys,
  NOTHING_ABSENT,
  absentEmployments,
  missingBefore,
  vanishedAccounts,
} from "./absence.js";
import type { AccountChange } from "./account-change.js";
import type { Collected } from "./collected.js";
import type { Cut, ReadAccount } from "./cut.js";
import { type Absent, compareChanges, compareSweep } from "./compare.js";
import { changedAccounts } from "./diff-accounts.js";
import type { Differ, TeamChange } from "./diff.js";
import { type EmploymentChange, sourceKey } from "./employment-change.js";
import {
  type GoneTeam,
  type MembershipChange,
  changeOf,
  changedMemberships,
  teamOf,
} from "./memberships.js";
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
  readonly goneTeams: readonly GoneTeam[];
  /** Records that are not listed any more and of which nothing is concluded yet. */
  readonly unsettledAbsences: number;
  /** Records that were missing before and are there: the marks of their absence go. */
  readonly returned: AbsenceKeys;
  readonly remarks: readonly string[];
}

/** Groups whose members are looked up together. */
const TEAM_BATCH = 100;

interface Parts {
  readonly collected: Collected;
  readonly cut: Cut;
  readonly end: SourceEnd;
  readonly differ: Differ;
}

/** Of a read that told the same as the last applied one. */
export function nothingFound(spoolFolder: string): Found {
  return {
    employments: new Spool(spoolFolder),
    accounts: new Spool(spoolFolder),
    memberships: new Spool(spoolFolder),
    teams: [],
    goneTeams: [],
    unsettledAbsences: 0,
    returned: NOTHING_ABSENT,
    remarks: [],
  };
}

/** Compares everything that was collected with the graph; changes go to disk. */
export async function findChanges(options: ReadOptions, parts: Parts): Promise<Found> {
  const employments = new Spool<EmploymentChange>(options.spoolFolder);
  const accounts = new Spool<AccountChange>(options.spoolFolder);
  const memberships = new Spool<MembershipChange>(options.spoolFolder);
  try {
    const people = await findEmployments(options, parts, employments);
    const logins = await findAccounts(options, parts, accounts);
    const teams = await findTeams(options, parts);
    const goneTeams = new Map(teams.goneTeams.map((team) => [team.key, team.is]));
    const missing = teams.goneTeams.filter((team) => team.is === "missing").length;
    const unsaid = await findMemberships(options, { ...parts, goneTeams }, memberships);
    const remarks = [
      ...(people.unsettled === 0 ? [] : [notListed(people.unsettled, "employment")]),
      ...(logins.unsettled === 0 ? [] : [notListed(logins.unsettled, "login")]),
      ...(missing === 0 ? [] : [notListed(missing, "group")]),
    ];
    return {
      employments,
      accounts,
      memberships,
      teams: teams.teams,
      goneTeams: teams.goneTeams,
      unsettledAbsences: people.unsettled + logins.unsettled + unsaid + missing,
      returned: {
        employments: people.returned,
        accounts: logins.returned,
        teams: teams.returned,
      },
      remarks,
    };
  } catch (error) {
    await Promise.all([employments.discard(), accounts.discard(), memberships.discard()]);
    throw error;
  }
}

function notListed(count: number, what: string): string {
  const [are, were, them] = count === 1 ? ["is", "was", "it"] : ["are", "were", "them"];
  return `${counted(count, what)} ${are} not listed any more and ${were} not said to have ended: nothing follows from that until the next complete read lacks ${them} too.`;
}

/** What a scope's absences come to. */
interface Missing {
  readonly unsettled: number;
  readonly returned: string[];
}

/**
 * Whether a scope was swept completely, so that what was not seen is absent. Where something else was
 * asked for than last time, the gate holds what would follow (L17).
 */
function isSwept({ collected, end }: Parts, scope: string): boolean {
  const certified = certificate(end, scope);
  return certified !== undefined && certified.complete && !collected.anonymous;
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
): Promise<Missing> {
  const { graph, source, at } = options;
  const { employments } = parts.cut;
  const compared = isSweep(parts.end, "employments")
    ? compareSweep({
        source: source.id,
        parts: employments,
        stored: options.known?.digests?.employments ?? null,
        inGraph: (names) => graph.read((tx) => employmentsIn.run(tx, { parts: names, at })),
        absence: isSwept(parts, "employments"),
      })
    : compareChanges(employments);
  const watch = new SpellingWatch();
  const returned: string[] = [];
  let unsettled = 0;
  for await (const one of compared) {
    const changes = await parts.differ.employments(rowsOf(one.differing));
    const gone = await absentEmployments(graph, one.absent, at);
    for (const { before, key } of changes) if (before === null) watch.fresh(key);
    for (const { key } of one.absent) watch.gone(key);
    await spool.add(changes);
    await spool.add(gone);
    returned.push(...one.returned);
    unsettled += gone.filter(({ absence }) => absence === "first").length;
  }
  watch.judge(source.id);
  return { unsettled, returned };
}

async function findAccounts(
  options: ReadOptions,
  parts: Parts,
  spool: Spool<AccountChange>,
): Promise<Missing> {
  const { graph, source, at } = options;
  const { accounts } = parts.cut;
  const sweep = isSweep(parts.end, "accounts");
  const compared = sweep
    ? compareSweep({
        source: source.id,
        parts: accounts,
        stored: options.known?.digests?.accounts ?? null,
        inGraph: (names) => graph.read((tx) => accountsIn.run(tx, { parts: names })),
        absence: isSwept(parts, "accounts"),
        choose: newer,
      })
    : compareChanges(accounts, newer);
  const absent: Absent[] = [];
  const returned: string[] = [];
  const told = new Set<string>();
  const watch = new SpellingWatch();
  for await (const one of compared) {
    const changes = await changedAccounts(graph, rowsOf(one.differing), { at, sweep });
    for (const { before, key } of changes) if (before === null) watch.fresh(key);
    for (const { key } of one.absent) watch.gone(key);
    if (!sweep) for (const { key } of one.differing) told.add(key);
    await spool.add(changes);
    absent.push(...one.absent);
    returned.push(...one.returned);
  }
  watch.judge(source.id);
  if (!sweep) {
    const before = await missingBefore(options, told);
    absent.push(...before.absent);
    returned.push(...before.returned);
  }
  const gone = await vanishedAccounts(options, absent);
  await spool.add(gone.changes);
  const first = gone.changes.filter(({ absence }) => absence === "first").length;
  return { unsettled: first + gone.unsettled, returned: [...returned, ...gone.returned] };
}

/** Of two tellings of one login the newer version counts, else the later one (F8). */
function newer(before: Kept<ReadAccount>, after: Kept<ReadAccount>): Kept<ReadAccount> {
  const [was, is] = [before.row?.claims.version ?? null, after.row?.claims.version ?? null];
  return was !== null && is !== null && is < was ? before : after;
}

/**
 * Who is in a group and who is not any more; of a group that is gone, nobody is.
 *
 * @returns of how many memberships the read, a sweep, said nothing
 */
async function findMemberships(
  options: ReadOptions,
  parts: Parts & { readonly goneTeams: ReadonlyMap<string, GoneTeam["is"]> },
  spool: Spool<MembershipChange>,
): Promise<number> {
  const { graph } = options;
  const { goneTeams } = parts;
  let unsaid = 0;
  const stays = (key: string): boolean => !goneTeams.has(teamOf(key));
  const found = isSweep(parts.end, "members")
    ? sweptMemberships(options, parts, (count) => (unsaid += count))
    : toldMemberships(graph, parts.cut);
  for await (const changes of found) {
    await spool.add(changes.filter((one) => one.kind === "begin" || stays(one.key)));
  }
  for (const teams of batchesOf([...goneTeams.keys()], TEAM_BATCH)) {
    const members = await graph.read((tx) => membershipsOf.run(tx, { teams }));
    await spool.add(members.map(({ key }) => endOf(key, goneTeams.get(teamOf(key)) ?? "stands")));
  }
  return unsaid;
}

async function* toldMemberships(
  graph: Graph,
  { memberships }: Cut,
): AsyncGenerator<MembershipChange[]> {
  for await (const { differing } of compareChanges(memberships)) {
    yield await changedMemberships(graph, rowsOf(differing));
  }
}

async function* sweptMemberships(
  options: ReadOptions,
  parts: Parts,
  onUnsaid: (memberships: number) => void,
): AsyncGenerator<MembershipChange[]> {
  const { graph, source } = options;
  const { cut, end } = parts;
  const unread = new Set(
    end.certificates
      .filter((one) => one.scope.startsWith("members/") && !one.complete)
      .map((one) => sourceKey(source.id, one.scope.slice("members/".length))),
  );
  const compared = compareSweep({
    source: source.id,
    parts: cut.memberships,
    stored: options.known?.digests?.memberships ?? null,
    inGraph: async (names) => {
      const rows = await graph.read((tx) => membershipsIn.run(tx, { parts: names }));
      return rows.map(({ key }) => ({
        key,
        hash: contentHash(key),
        absentSince: null,
        isGone: false,
      }));
    },
    // A list without any member is no statement that everybody left (F9).
    absence: isSwept(parts, "members") && cut.memberships.count > 0,
  });
  for await (const { differing, absent } of compared) {
    // Of a team that the read said nothing of, nobody's absence follows: one list has it, the other lags (F15).
    const isTold = (team: string): boolean => cut.membersTold.has(team) && !unread.has(team);
    const ended = absent.map(({ key }) => key).filter((key) => isTold(teamOf(key)));
    onUnsaid(absent.length - ended.length);
    yield [...rowsOf(differing).map(changeOf), ...ended.map((key) => endOf(key, "stands"))];
  }
}

function endOf(key: string, group: "stands" | GoneTeam["is"]): MembershipChange {
  return { kind: "end", key, group };
}

/** What a read tells of teams. */
interface FoundTeams extends Pick<Found, "teams" | "goneTeams"> {
  readonly returned: string[];
}

async function findTeams(options: ReadOptions, parts: Parts): Promise<FoundTeams> {
  const { graph, source } = options;
  const { collected, end, differ } = parts;
  const teams: TeamChange[] = [];
  for (const page of collected.teams) teams.push(...(await differ.teams(page.teams, page.unsaid)));
  const told = new Set(
    [...collected.removed].flatMap(([id, of]) => (of === "team" ? sourceKey(source.id, id) : [])),
  );
  // Files name teams that they do not describe; a directory lists every group it has.
  const swept = isSwept(parts, "teams") && isSweep(end, "teams") && isSweep(end, "members");
  if (told.size === 0 && !swept) return { teams, goneTeams: [], returned: [] };
  const seen = new Set(
    collected.teams.flatMap((page) => page.teams.map((one) => sourceKey(source.id, one.nativeId))),
  );
  for (const { recordId } of collected.quarantined) {
    if (recordId !== null) seen.add(sourceKey(source.id, recordId));
  }
  const known = await graph.read((tx) => teamsOf.run(tx, { source: source.id }));
  // A list without any team is no statement that all of them are gone (F9).
  const believed = swept && seen.size > 0;
  return {
    teams,
    goneTeams: known.flatMap(({ key, name, absentSince }): GoneTeam[] => {
      if (told.has(key)) return [{ key, name, is: "gone" }];
      if (!believed || seen.has(key)) return [];
      return [{ key, name, is: absentSince === null ? "missing" : "gone" }];
    }),
    returned: known.flatMap(({ key, absentSince }) =>
      absentSince !== null && seen.has(key) ? key : [],
    ),
  };
}

function rowsOf<Row>(records: readonly Kept<Row>[]): Row[] {
  return records.flatMap((record) => (record.row === null ? [] : [record.row]));
}
