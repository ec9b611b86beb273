import { CountersignError } from "../platform/errors.js";
import type {
  Certificate,
  DocumentObservation,
  EmploymentObservation,
  Observation,
  Quarantined,
  Source,
  SourceEnd,
  TeamObservation,
  UnsaidField,
} from "../sources/port.js";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { type TeamChange, Differ } from "./diff.js";
import type { EmploymentChange } from "./employment-change.js";
import { Spool } from "./spool.js";

/** Everything one read found, before anything of it is applied. */
export interface SourceRead {
  readonly source: string;
  /** Of the adapter that read it; part of every content hash. */
  readonly converterHash: string;
  readonly certificates: readonly Certificate[];
  readonly cursor: string | null;
  readonly remarks: readonly string[];
  readonly records: number;
  readonly quarantined: readonly Quarantined[];
  readonly quarantinedCount: number;
  readonly employments: Spool<EmploymentChange>;
  readonly teams: readonly TeamChange[];
  readonly documents: readonly DocumentObservation[];
}

/** What one read of a source needs. */
export interface ReadOptions {
  readonly graph: Graph;
  readonly source: Source;
  readonly cursor: string | null;
  readonly at: Instant;
  readonly signal: AbortSignal;
  readonly spoolFolder: string;
  readonly onPage: (records: number, progress: number | null) => void;
}

/** Quarantined records are shown one by one up to this many; counted always. */
const SHOWN_PROBLEMS = 1_000;

/**
 * Reads a source to its end and compares it with the graph as it goes. Changes of people go to disk,
 * so memory does not grow with their number; teams and documents are few.
 *
 * @throws CountersignError when nothing useful could be read, or the source broke its contract
 */
export async function readSource(options: ReadOptions): Promise<SourceRead> {
  const { source, graph, at } = options;
  const differ = new Differ(graph, { source: source.id, converterHash: source.converterHash, at });
  const employments = new Spool<EmploymentChange>(options.spoolFolder);
  const found = { records: 0, quarantinedCount: 0 };
  const quarantined: Quarantined[] = [];
  const teams: TeamChange[] = [];
  const documents: DocumentObservation[] = [];
  let end: SourceEnd | null = null;
  try {
    for await (const page of source.read({ cursor: options.cursor, at, signal: options.signal })) {
      options.signal.throwIfAborted();
      if (page.kind === "end") {
        end = page;
        continue;
      }
      await employments.add(
        await differ.employments(page.observations.filter(isEmployment), page.unsaid),
      );
      teams.push(...(await differ.teams(page.observations.filter(isTeam), page.unsaid)));
      documents.push(...page.observations.filter(isDocument));
      quarantined.push(...page.quarantined.slice(0, SHOWN_PROBLEMS - quarantined.length));
      found.quarantinedCount += page.quarantined.length;
      found.records += page.observations.length + page.quarantined.length;
      options.onPage(found.records, page.progress);
    }
    if (end === null) throw endMissing(source.id);
  } catch (error) {
    await employments.discard();
    throw error;
  }
  return {
    source: source.id,
    converterHash: source.converterHash,
    certificates: end.certificates.map((one) => withoutEnds(one, differ.kept)),
    cursor: end.cursor,
    remarks: [...end.remarks, ...keptRemarks(source.id, differ.kept)],
    ...found,
    quarantined,
    employments,
    teams,
    documents,
  };
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
export function isCertified(read: SourceRead, scope: string): boolean {
  return read.certificates.some((one) => one.scope === scope && one.complete);
}

function endMissing(source: string): CountersignError {
  return new CountersignError({
    code: "SOURCE_CONTRACT_BROKEN",
    message: `Source "${source}" stopped without saying that it had reached its end.`,
    next: "Nothing was applied. This is a defect of the source's adapter.",
  });
}

function isEmployment(one: Observation): one is EmploymentObservation {
  return one.kind === "employment";
}

function isTeam(one: Observation): one is TeamObservation {
  return one.kind === "team";
}

function isDocument(one: Observation): one is DocumentObservation {
  return one.kind === "document";
}
