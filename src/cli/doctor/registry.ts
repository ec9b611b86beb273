import type { Instant } from "../../domain/time.js";
import type { RegistrySourceConfig } from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import { formatProblem } from "../../platform/problem.js";
import { counted } from "../../platform/counted.js";
import type { DoctorLine } from "../../runs/checks.js";

/** A registry folder, by the same rules as `lint`. Its problems are shown in full there. */
export async function checkRegistry(
  source: RegistrySourceConfig,
  dir: string,
  at: Instant,
): Promise<DoctorLine[]> {
  const { lintFolder } = await import("../../sources/registry/lint.js");
  const line = (
    state: DoctorLine["state"],
    sentence: string,
    next: string | null = null,
  ): DoctorLine => ({
    subject: source.id,
    state,
    sentence,
    next,
  });
  try {
    const report = await lintFolder(source.folder, { baseDir: dir, at });
    const [first] = report.problems;
    const summary = `${source.folder}: ${counted(report.documents, "document")} in ${counted(report.files, "file")}`;
    const state =
      first === undefined
        ? line("ok", `${summary}, no problems`)
        : line(
            "failed",
            `${summary}, ${counted(report.problems.length, "problem")}; the first: ${formatProblem(first)}`,
            "countersign lint",
          );
    return [state, ...report.remarks.map((remark) => line("remark", remark))];
  } catch (error) {
    if (error instanceof CountersignError) return [line("failed", error.message, error.next)];
    throw error;
  }
}
