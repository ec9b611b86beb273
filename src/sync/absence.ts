import { DAY_MS, type Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { type AbsentEmployment, absentAccounts, readAbsent } from "../graph/queries/absence.js";
import { batchesOf } from "../platform/batches.js";
import { CountersignError } from "../platform/errors.js";
import { localDateIn } from "../platform/zone.js";
import type { AccountObservation } from "../sources/port.js";
import { tombstone } from "../sources/tombstone.js";
import { type AccountChange, accountClaims, isGone } from "./account-change.js";
import type { Absent } from "./compare.js";
import { changedAccounts } from "./diff-accounts.js";
import { type EmploymentChange, sealed, sourceKey, versionBegins } from "./employment-change.js";
import type { ReadOptions } from "./read-options.js";

/** Logins that are asked for one by one in one run; the others wait for the next (F15). */
const POINT_READS = 2_000;
const POINT_BATCH = 100;

/** Part of the content hash of what nobody tells of any more: a return always differs from it. */
const ABSENT = "absent-1";

/** Keys of records, by what they are. */
export interface AbsenceKeys {
  readonly employments: readonly string[];
  readonly accounts: readonly string[];
  readonly teams: readonly string[];
}

export const NOTHING_ABSENT: AbsenceKeys = { employments: [], accounts: [], teams: [] };

/** What follows from logins that are missing. */
export interface Vanished {
  readonly changes: readonly AccountChange[];
  /** Their directory shows them when asked: they were never gone (F15), and may be missing for a first time again. */
  readonly returned: readonly string[];
  /** Nothing was concluded about so many. */
  readonly unsettled: number;
}

/**
 * Employments that a certified sweep lacks, as they would be written with their end: the moment of the
 * first sweep without them. The first time it is a candidate only (L15); an HR list cannot be asked for
 * one record, so the second certified sweep decides.
 */
export async function absentEmployments(
  graph: Graph,
  absent: readonly Absent[],
  at: Instant,
): Promise<EmploymentChange[]> {
  if (absent.length === 0) return [];
  const since = new Map(absent.map((one) => [one.key, one.since]));
  const rows = await graph.read((tx) => readAbsent.run(tx, { keys: [...since.keys()] }));
  return rows.map((row) => withEnd(row, since.get(row.key) ?? null, at));
}

function withEnd(row: AbsentEmployment, since: Instant | null, at: Instant): EmploymentChange {
  const { key, source, recordId, workerId, personId, roles, before } = row;
  const { validFrom: _from, recordedIn: _in, ...told } = before;
  const endsAt = Math.max(since ?? at, before.startsAt);
  const endDate = localDateIn(endsAt, before.zone);
  const claims = sealed(
    { ...told, key, source, recordId, workerId, endDate, endsAt },
    { converterHash: ABSENT, at },
  );
  return {
    key,
    identifierKey: sourceKey(source, workerId),
    personId,
    known: true,
    roles,
    before,
    claims,
    validFrom: versionBegins(before, claims, { effectiveAt: null, at }),
    absence: since === null ? "first" : "again",
  };
}

/** Logins that were missing before, where the read itself is no sweep. */
export async function missingBefore(
  { graph, source }: ReadOptions,
  told: ReadonlySet<string>,
): Promise<{ readonly absent: Absent[]; readonly returned: string[] }> {
  const rows = await graph.read((tx) => absentAccounts.run(tx, { source: source.id }));
  return {
    absent: rows.filter((row) => !told.has(row.key)),
    returned: rows.flatMap((row) => (told.has(row.key) ? row.key : [])),
  };
}

/**
 * What follows from logins that a complete sweep does not list. The first time: a candidate. The second
 * time: the directory is asked for each, where it can be (F15, L15); one that cannot be asked
 * stays as it is until the days of grace have passed.
 */
export async function vanishedAccounts(
  options: ReadOptions,
  absent: readonly Absent[],
): Promise<Vanished> {
  const first = absent.filter((one) => one.since === null);
  const again = absent.filter((one) => one.since !== null);
  const candidates = await asGone(
    options,
    first.map((one) => one.key),
  );
  const settled = await settleAgain(options, again);
  return {
    ...settled,
    changes: [
      ...candidates.map((one): AccountChange => ({ ...one, absence: "first" })),
      ...settled.changes,
    ],
  };
}

async function settleAgain(options: ReadOptions, again: readonly Absent[]): Promise<Vanished> {
  const { source, at, graceDays } = options;
  if (source.readAccounts === undefined) {
    return {
      changes: await asGone(
        options,
        again.map((one) => one.key),
      ),
      returned: [],
      unsettled: 0,
    };
  }
  const changes: AccountChange[] = [];
  const returned: string[] = [];
  const unanswered: Absent[] = again.slice(POINT_READS);
  for (const batch of batchesOf(again.slice(0, POINT_READS), POINT_BATCH)) {
    const answers = await askFor(options, batch);
    if (answers === null) unanswered.push(...batch);
    else {
      changes.push(...(await compared(options, answers)));
      // One that a list leaves out day after day is asked for each time; its mark is renewed once a day.
      const old = new Set(
        batch.flatMap(({ key, since }) => (at - (since ?? at) > DAY_MS ? key : [])),
      );
      const shown = answers.filter((one) => !isGone(one.status));
      returned.push(
        ...shown.map((one) => sourceKey(source.id, one.nativeId)).filter((key) => old.has(key)),
      );
    }
  }
  const overdue = unanswered.filter((one) => (one.since ?? at) + graceDays * DAY_MS <= at);
  changes.push(
    ...(await asGone(
      options,
      overdue.map((one) => one.key),
    )),
  );
  return { changes, returned, unsettled: unanswered.length - overdue.length };
}

/** What the directory says of each; null: it cannot be asked now, which says nothing about them. */
async function askFor(
  { source, signal }: ReadOptions,
  batch: readonly Absent[],
): Promise<readonly AccountObservation[] | null> {
  const ids = batch.map((one) => one.key.slice(source.id.length + 1));
  try {
    return (await source.readAccounts?.(ids, signal)) ?? null;
  } catch (error) {
    if (!(error instanceof CountersignError) || error.disposition === "wait") throw error;
    return null;
  }
}

async function asGone(options: ReadOptions, keys: readonly string[]): Promise<AccountChange[]> {
  const ids = keys.map((key) => key.slice(options.source.id.length + 1));
  return await compared(
    options,
    ids.map((id) => tombstone(id, { file: options.source.id, line: null, column: null })),
  );
}

async function compared(
  { source, graph, ranks, at }: ReadOptions,
  answers: readonly AccountObservation[],
): Promise<AccountChange[]> {
  const frame = { source: source.id, converterHash: source.converterHash, ranks };
  const rows = answers.map((one) => ({ claims: accountClaims(one, frame), managersUnsaid: true }));
  return await changedAccounts(graph, rows, { at, sweep: true });
}
