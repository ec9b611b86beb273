import { CountersignError } from "../platform/errors.js";
import { contentHash } from "../platform/ids.js";
import { type SourceRanks, precedenceOf } from "../platform/ranks.js";
import type {
  AgentObservation,
  Certificate,
  DocumentObservation,
  Quarantined,
  SourceEnd,
  UnsaidField,
} from "../sources/port.js";
import type { AccountChange } from "./account-change.js";
import { Collected } from "./collected.js";
import type { AbsenceKeys } from "./absence.js";
import { type CollectFrame, Cut } from "./cut.js";
import { type TeamChange, Differ } from "./diff.js";
import type { EmploymentChange } from "./employment-change.js";
import { type Found, findChanges, nothingFound } from "./find-changes.js";
import { isToldToWait, keepInterrupted, takeInterrupted } from "./interrupted.js";
import type { GoneTeam, MembershipChange } from "./memberships.js";
import { judgeRead } from "./reliability.js";
import type { Checkpoint, ReadOptions, SourceDigests } from "./read-options.js";
import type { Spool } from "./spool.js";

/** Everything one read found, before anything of it is applied. */
export interface SourceRead {
  readonly source: string;
  /** Of the adapter that read it; part of every content hash. */
  readonly converterHash: string;
  readonly ranks: SourceRanks;
  readonly certificates: readonly Certificate[];
  /** To be stored when the read was applied. */
  readonly checkpoint: Checkpoint;
  readonly remarks: readonly string[];
  readonly records: number;
  readonly quarantined: readonly Quarantined[];
  readonly quarantinedCount: number;
  /** Identifier keys of people of whom a record could not be believed: they stay as they are (F12). */
  readonly doubted: ReadonlySet<string>;
  readonly employments: Spool<EmploymentChange>;
  readonly accounts: Spool<AccountChange>;
  readonly memberships: Spool<MembershipChange>;
  readonly teams: readonly TeamChange[];
  readonly goneTeams: readonly GoneTeam[];
  /** Records that were missing before and are there again (L15). */
  readonly returned: AbsenceKeys;
  readonly agents: readonly AgentObservation[];
  readonly goneAgentIds: readonly string[];
  readonly documents: readonly DocumentObservation[];
  discard(): Promise<void>;
}

/**
 * Reads a source to its end, then compares what it told with the graph, part by part. People, logins and
 * memberships go to disk, so memory does not grow with their number; teams, agents and documents are few.
 *
 * @throws CountersignError when nothing useful could be read, or the source broke its contract
 */
export async function readSource(options: ReadOptions): Promise<SourceRead> {
  const { source, ranks, at } = options;
  const frame = {
    source: source.id,
    converterHash: source.converterHash,
    rank: ranks.employment ?? ranks.guests ?? 0,
    ranks,
    at,
  };
  const place = { folder: options.spoolFolder, frame, cursor: options.cursor };
  const interrupted = options.resumable ? await takeInterrupted(place) : null;
  const collected = interrupted?.collected ?? Collected.in(options.spoolFolder, frame);
  let isKept = false;
  const keep = async (resume: string): Promise<void> => {
    if (!options.resumable) return;
    await keepInterrupted(place, collected, resume);
    isKept = true;
  };
  try {
    const end = await collectPages(options, collected, { from: interrupted?.resume ?? null, keep });
    const { known: last, keyFillRate } = options;
    judgeRead(source.id, { end, gauge: collected.gauge, last, keyFillRate });
    const compared = isSame(end, collected, last)
      ? sameAgain(options)
      : await compareRead(options, { collected, end, frame });
    return describe(options, { collected, end, compared });
  } finally {
    if (!isKept) await collected.discard();
  }
}

/** What a comparison came to. */
interface Comparison {
  readonly found: Found;
  readonly digests: SourceDigests | null;
  /** How many records keep something that the source has no column for (any more), by field. */
  readonly kept: ReadonlyMap<UnsaidField, number>;
}

/** Whether complete sweeps told, page by page, what the last applied read did: there is nothing to compare. */
function isSame(end: SourceEnd, { log }: Collected, last: Checkpoint | null): boolean {
  return end.certificates.every(isWhole) && last?.digests?.whole === log.digest;
}

function sameAgain({ spoolFolder, known }: ReadOptions): Comparison {
  const digests = known?.digests ?? null;
  return { found: nothingFound(spoolFolder), digests, kept: new Map() };
}

async function compareRead(
  options: ReadOptions,
  read: {
    readonly collected: Collected;
    readonly end: SourceEnd;
    readonly frame: CollectFrame;
  },
): Promise<Comparison> {
  const { collected, end, frame } = read;
  const cut = new Cut(options.spoolFolder, frame);
  try {
    await cut.addAll(collected.log);
    const differ = new Differ(options.graph, frame);
    const found = await findChanges(options, { collected, cut, end, differ });
    const { kept } = differ;
    const reliable = isReliable(end.certificates, { collected, kept, found });
    const digests = reliable ? { whole: collected.log.digest, ...cut.digests() } : null;
    return { found, digests, kept };
  } finally {
    await cut.discard();
  }
}

async function collectPages(
  options: ReadOptions,
  collected: Collected,
  resuming: {
    readonly from: string | null;
    /** Keeps what was collected when the source says to wait. */
    readonly keep: (resume: string) => Promise<void>;
  },
): Promise<SourceEnd> {
  const { source, cursor, at, signal } = options;
  let end: SourceEnd | null = null;
  let resume = resuming.from;
  try {
    for await (const page of source.read({ cursor, at, signal, resume })) {
      signal.throwIfAborted();
      if (page.kind === "end") {
        end = page;
        continue;
      }
      await collected.add(page);
      resume = page.resume ?? null;
      options.onPage(collected.records, page.progress);
    }
  } catch (error) {
    if (resume !== null && isToldToWait(error)) await resuming.keep(resume);
    throw error;
  }
  if (end === null) throw endMissing(source.id);
  return end;
}

function describe(
  { source, ranks, known }: ReadOptions,
  parts: {
    readonly collected: Collected;
    readonly end: SourceEnd;
    readonly compared: Comparison;
  },
): SourceRead {
  const { collected, end, compared } = parts;
  const { found, digests, kept } = compared;
  const certificates = end.certificates.map((one) => withoutEnds(one, kept));
  const { employments, accounts, memberships } = found;
  const unbelieved = unbelievedOf(collected);
  const askAgain = isAskedAgain(end, unbelieved, known);
  return {
    source: source.id,
    converterHash: source.converterHash,
    ranks,
    certificates,
    checkpoint: {
      cursor: askAgain ? (known?.cursor ?? null) : end.cursor,
      unbelieved,
      tenant: end.tenant ?? null,
      precedence: precedenceOf(ranks),
      keyFill: collected.gauge.fill,
      scopes: {
        ...known?.scopes,
        ...scopesOf(certificates, kept.size > 0 && known !== null),
      },
      counts: { ...known?.counts, ...countsOf(end.certificates) },
      digests,
    },
    remarks: [...end.remarks, ...keptRemarks(source.id, kept), ...found.remarks],
    records: collected.records,
    quarantined: collected.quarantined,
    quarantinedCount: collected.quarantinedCount,
    doubted: collected.doubted,
    employments,
    accounts,
    memberships,
    teams: found.teams,
    goneTeams: found.goneTeams,
    returned: found.returned,
    agents: collected.agents,
    goneAgentIds: [...collected.removed].flatMap(([id, of]) => (of === "agent" ? id : [])),
    documents: collected.documents,
    discard: async () => {
      await employments.discard();
      await accounts.discard();
      await memberships.discard();
    },
  };
}

/** Only a whole sweep, of which everything was believed as it stands, may be relied on next time. */
function isReliable(
  certificates: readonly Certificate[],
  { collected, kept, found }: { readonly collected: Collected } & Omit<Comparison, "digests">,
): boolean {
  return (
    certificates.every(isWhole) &&
    !collected.anonymous &&
    kept.size === 0 &&
    found.unsettledAbsences === 0
  );
}

function isWhole({ complete, basis }: Certificate): boolean {
  return complete && basis === "sweep";
}

/**
 * Whether a service told records that could not be believed: after a sweep and between sweeps it tells a record only
 * when it changes, so the next read asks for the same again (F12). What is then told as it was before is how it is
 * there: reading goes on, and when somebody mends it the change is told. A file is read again when it is written again.
 */
function isAskedAgain(
  end: SourceEnd,
  unbelieved: string | null,
  known: Checkpoint | null,
): boolean {
  const remote = (end.tenant ?? null) !== null;
  return remote && unbelieved !== null && unbelieved !== known?.unbelieved;
}

function unbelievedOf({ quarantined, quarantinedCount }: Collected): string | null {
  if (quarantinedCount === 0) return null;
  return contentHash([quarantinedCount, quarantined.map((one) => one.rawHash).toSorted()]);
}

/**
 * What was asked for, of scopes that were read completely. A list that lost a column for a while was asked
 * the same as before.
 */
function scopesOf(
  certificates: readonly Certificate[],
  lacksColumns: boolean,
): Record<string, string> {
  if (lacksColumns) return {};
  const complete = certificates.filter((one) => one.complete);
  return Object.fromEntries(complete.map((one) => [one.scope, one.scopeHash]));
}

/** Of complete sweeps: fewer records next time are a reason to look (F9). */
function countsOf(certificates: readonly Certificate[]): Record<string, number> {
  const swept = certificates.filter(
    ({ complete, basis, scope }) => complete && basis === "sweep" && !scope.includes("/"),
  );
  return Object.fromEntries(swept.map((one) => [one.scope, one.count]));
}

const COLUMNS: Readonly<Record<UnsaidField, string>> = {
  name: "name",
  email: "email",
  login: "login",
  endDate: "endDate",
  leaveFrom: "leaveFrom",
  leaveTo: "leaveTo",
  zone: "zone",
  workerType: "workerType",
  managerRef: "manager",
  teamRef: "team",
  positionRef: "position",
  parentRef: "parent",
  headRef: "head",
  deputyRefs: "deputies",
};

function keptRemarks(source: string, kept: ReadonlyMap<UnsaidField, number>): string[] {
  return [...kept].map(
    ([field, count]) =>
      `Source "${source}" has no column for ${COLUMNS[field]} any more: what was known of it stays for ${count} records. Bring the column back to the export, or map ${COLUMNS[field]} to the one that holds it now.`,
  );
}

/** A list that lost the column of last days cannot tell who is here: it certifies nothing (I5). */
function withoutEnds(one: Certificate, kept: ReadonlyMap<UnsaidField, number>): Certificate {
  if (one.scope !== "employments" || !one.complete || !kept.has("endDate")) return one;
  const reason =
    "The column with the last day of work is missing: nobody who left is back for that.";
  return { ...one, complete: false, reason };
}

/** Whether a scope was read completely: only then may anything be taken away from anybody (I5). */
export function isCertified(read: Pick<SourceRead, "certificates">, scope: string): boolean {
  return read.certificates.some((one) => one.scope === scope && one.complete);
}

function endMissing(source: string): CountersignError {
  return new CountersignError({
    code: "SOURCE_CONTRACT_BROKEN",
    message: `Source "${source}" stopped without saying that it had reached its end.`,
    next: "Nothing was applied. This is a defect of the source's adapter.",
  });
}
