import type { Instant } from "../../domain/time.js";
import { systemClock } from "../../platform/clock.js";
import type { Problem } from "../../platform/problem.js";
import { readRegistry } from "./read.js";

/** What `countersign lint` says about a folder. */
export interface LintReport {
  readonly files: number;
  /** Documents seen, those with problems included. */
  readonly documents: number;
  /** All of them, in the order of files and lines. */
  readonly problems: readonly Problem[];
  /** Files with at least one problem. */
  readonly badFiles: number;
  /** What the writer should know though it refuses nothing. */
  readonly remarks: readonly string[];
}

/**
 * Checks a registry folder by the same rules as a sync, without any directory at hand.
 * @throws CountersignError REGISTRY_FOLDER_MISSING, REGISTRY_FOLDER_UNREADABLE
 */
export async function lintFolder(
  folder: string,
  options: { readonly baseDir: string; readonly at?: Instant },
): Promise<LintReport> {
  const reading = await readRegistry(folder, {
    baseDir: options.baseDir,
    at: options.at ?? systemClock.now(),
  });
  const problems = reading.quarantined.map((each) => each.problem);
  return {
    files: reading.files,
    documents: reading.documents,
    problems,
    badFiles: new Set(problems.map((problem) => problem.place.file)).size,
    remarks: reading.remarks,
  };
}
