import { join } from "node:path";
import type { Instant } from "../domain/time.js";
import type { SourceConfig } from "../platform/config-sources.js";
import { counted } from "../platform/counted.js";
import { CountersignError } from "../platform/errors.js";
import type { Problem } from "../platform/problem.js";
import { precedenceOf, ranksOf } from "../platform/ranks.js";
import type { Checkpoint } from "../sync/read-options.js";
import { type SourceRead, readSource } from "../sync/read-source.js";
import type { Context } from "./context.js";
import type { HeldView } from "./held-view.js";
import type { SourceReport } from "./report.js";
import { openSource } from "./sources.js";

/** How far a command has come; for progress bars. */
export interface Progress {
  readonly source: string;
  readonly phase: "read" | "apply" | "decide";
  readonly done: number;
  /** Null while the whole is not known. */
  readonly of: number | null;
}

/** What a sync, or the plan of one, is asked to do. */
export interface SyncOptions {
  /** Left out: all sources of the config, in its order. */
  readonly source?: string;
  /** Nothing is written; the report says what would be. */
  readonly plan: boolean;
  /** Everything is read and compared, also what has not changed since the last read by all that is known. */
  readonly full?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** Told of a source that could not be read: a worker tries it again as the error says. */
  readonly onFailure?: (error: CountersignError) => void;
  /** Left out: the adapter of the kind that is configured. A measurement reads prepared pages. */
  readonly openSource?: typeof openSource;
}

/**
 * Reads one configured source to its end, comparing as it goes; from its start when that is asked for, when
 * its word counts otherwise than before (Q4), or when its cursor is no longer of use (F7): what is the same
 * is not written, so reading too much is safe.
 */
export async function readConfigured(
  context: Context,
  config: SourceConfig,
  frame: {
    readonly at: Instant;
    readonly known: Checkpoint | null;
    readonly options: Pick<SyncOptions, "onProgress" | "signal" | "plan" | "full" | "openSource">;
  },
): Promise<SourceRead> {
  const { onProgress, signal } = frame.options;
  const ranks = ranksOf(context.config, config.id);
  const isFull = frame.options.full === true || frame.known?.precedence !== precedenceOf(ranks);
  const known = isFull ? distrusted(frame.known) : frame.known;
  const cursor = isFull ? null : (known?.cursor ?? null);
  const readFrom = async (from: string | null) =>
    await readSource({
      graph: context.graph,
      source: (frame.options.openSource ?? openSource)(config, context),
      ranks,
      cursor: from,
      known,
      resumable: !frame.options.plan,
      keyFillRate: context.config.identity.keyFillRate,
      graceDays: context.config.absence.graceDays,
      at: frame.at,
      signal: signal ?? new AbortController().signal,
      spoolFolder: join(context.dataDir, "spool"),
      onPage: (done, progress) => {
        const of = progress === null || progress === 0 ? null : Math.round(done / progress);
        onProgress?.({ source: config.id, phase: "read", done, of });
      },
    });
  try {
    return await readFrom(cursor);
  } catch (error) {
    const isStale = error instanceof CountersignError && error.disposition === "resync";
    if (!isStale || cursor === null) throw error;
    return await readFrom(null);
  }
}

/** Without what spares comparing; by the rest of it a read is judged as always. */
function distrusted(known: Checkpoint | null): Checkpoint | null {
  return known === null ? null : { ...known, digests: null };
}

/** What a source brought, for people. */
export function sourceReport(
  read: SourceRead,
  found: {
    readonly problems: readonly Problem[];
    readonly withheld: number;
    readonly held: HeldView | null;
  },
): SourceReport {
  const complete = read.certificates.every((one) => one.complete);
  const withheld =
    found.withheld === 0 || found.held !== null ? [] : [leftOut(found.withheld, complete)];
  return {
    source: read.source,
    status: complete ? "complete" : "partial",
    certificates: read.certificates,
    records: read.records,
    quarantined: read.quarantinedCount,
    problems: [...read.quarantined.map((one) => one.problem), ...found.problems],
    remarks: [...read.remarks, ...withheld],
    failure: null,
    held: found.held,
  };
}

/** Of a complete read only those stay as they are of whom a record could not be believed (F12). */
function leftOut(changes: number, complete: boolean): string {
  const were = changes === 1 ? "was" : "were";
  const why = complete
    ? "another record of the same person could not be believed"
    : "the read was not complete";
  return `${counted(changes, "change")} that would take something away ${were} left out, because ${why}.`;
}

/** A source that could not be read or applied, for people: what went wrong and what to do. */
export function failedReport(
  source: string,
  { code, message, next }: CountersignError,
): SourceReport {
  return {
    source,
    status: "failed",
    certificates: [],
    records: 0,
    quarantined: 0,
    problems: [],
    remarks: [],
    failure: { code, message, next },
    held: null,
  };
}
