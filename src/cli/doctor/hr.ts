import type { Instant } from "../../domain/time.js";
import type { HrSourceConfig } from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import { formatProblem } from "../../platform/problem.js";
import type { HrInspection, InspectedFile } from "../../sources/hr/inspect.js";
import { counted } from "../../platform/counted.js";
import type { DoctorLine } from "../../runs/checks.js";

/** An HR folder as a sync would read it: what was guessed of its headers, and what is odd about it. */
export async function checkHr(
  source: HrSourceConfig,
  dir: string,
  at: Instant,
): Promise<DoctorLine[]> {
  const { inspectHrFolder } = await import("../../sources/hr/inspect.js");
  const line = lineOf(source.id);
  try {
    const found = await inspectHrFolder(source, dir, { at });
    return [
      summaryLine(found, line),
      ...found.files.filter((file) => file.mapping !== null).map((file) => mappingLine(file, line)),
      ...found.remarks.map((remark) => line("remark", remark)),
    ];
  } catch (error) {
    if (error instanceof CountersignError) return [line("failed", error.message, error.next)];
    throw error;
  }
}

export type MakeLine = (
  state: DoctorLine["state"],
  sentence: string,
  next?: string | null,
) => DoctorLine;

export function lineOf(subject: string): MakeLine {
  return (state, sentence, next = null) => ({ subject, state, sentence, next });
}

/** How many records of what, and the first problem. */
export function summaryLine(found: HrInspection, line: MakeLine): DoctorLine {
  const [first] = found.problems;
  const scopes = found.certificates.map((each) => `${each.count} ${each.scope}`);
  const what = `${found.folder}: ${scopes.length === 0 ? "nothing" : scopes.join(", ")}`;
  if (first === undefined) return line("ok", `${what}, all of them readable`);
  const many = counted(Math.max(found.quarantined, found.problems.length), "problem");
  // Bad rows are set aside and the rest goes on; without a good row there is nothing to go on with.
  const state = found.observations > 0 ? "remark" : "failed";
  return line(state, `${what}; ${many}, the first: ${formatProblem(first)}`);
}

/**
 * `hr/people.csv: workerId from "Employee ID", …; not read: "Title"`
 *
 * @param presets fields whose column no config names: a preset knew it.
 */
export function mappingLine(
  { file, mapping: found, scope }: InspectedFile,
  line: MakeLine,
  presets: (field: string) => boolean = () => false,
): DoctorLine {
  const columns = found?.columns ?? [];
  const parts = columns.map(({ field, headers, by }) => {
    const from = headers.map((header) => `"${header}"`).join(" + ");
    const known = presets(field) ? " (by the preset)" : " (as configured)";
    return `${field} from ${from}${by === "configured" ? known : ""}`;
  });
  const ignored = found?.ignored ?? [];
  const rest =
    ignored.length === 0 ? "" : `; not read: ${ignored.map((header) => `"${header}"`).join(", ")}`;
  const guessed = columns.some((column) => column.by === "guessed");
  const key = scope === "teams" ? "teamColumns" : "columns";
  const how = guessed ? ` Guessed; to correct it, name them under ${key}: in the config.` : "";
  return line("ok", `${file}: ${parts.join(", ")}${rest}.${how}`);
}
