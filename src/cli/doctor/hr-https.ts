import type { Instant } from "../../domain/time.js";
import type { HrHttpsSourceConfig } from "../../platform/config-sources.js";
import { CountersignError } from "../../platform/errors.js";
import type { DoctorLine } from "../../runs/checks.js";
import type { HrInspection } from "../../sources/hr/inspect.js";
import { SourceRefused } from "../../sources/remote/errors.js";
import { advised } from "./advice.js";
import { gapsOf, secretsOf } from "./gaps.js";
import { lineOf, mappingLine, summaryLine, type MakeLine } from "./hr.js";

interface ReportFrame {
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Instant;
  /** The whole look ends after this many milliseconds. */
  readonly limitMs?: number;
}

/** A report is read once as a whole, and a large company's takes its time; for ever it does not. */
const LIMIT_MS = 10 * 60_000;
const PATIENCE_MS = 5_000;

/**
 * HR reports as a sync would read them: what is still missing in the config and the environment; and
 * only when nothing is, what was guessed of their fields, and what is odd about them.
 */
export async function checkHrReports(
  source: HrHttpsSourceConfig,
  { env, now, limitMs = LIMIT_MS }: ReportFrame,
): Promise<DoctorLine[]> {
  const gaps = gapsOf(source, env);
  if (gaps.length > 0) return gaps;
  const { inspectHrReports } = await import("../../sources/hr/inspect.js");
  const line = lineOf(source.id);
  const signal = AbortSignal.timeout(limitMs);
  try {
    const found = await inspectHrReports(brief(source), env, { at: now(), signal });
    return reportLines(source, found, line);
  } catch (error) {
    if (error instanceof SourceRefused && error.status === 401) {
      return [line("failed", error.message, renewal(source))];
    }
    if (error instanceof CountersignError) {
      return [advised(line("failed", error.message, error.next))];
    }
    if (!signal.aborted) throw error;
    const sentence = `The report had not come to its end after ${Math.ceil(limitMs / 1_000)} s.`;
    return [line("failed", sentence, "See whether the HR system is slow, then try again.")];
  }
}

/** One attempt, for which the deadline of the config is the right one: a report takes time to begin. */
function brief(source: HrHttpsSourceConfig): HrHttpsSourceConfig {
  const { patienceMs } = source.remote;
  const remote = { ...source.remote, attempts: 1, patienceMs: Math.min(patienceMs, PATIENCE_MS) };
  return { ...source, remote };
}

/** What was refused, by its variables. */
function renewal(source: HrHttpsSourceConfig): string {
  const secrets = secretsOf(source);
  if (secrets.length === 0) return "It wants a login: say how under `auth:` in the config.";
  const names = secrets.map(({ name }) => name).join(" and ");
  return `See what ${names} holds. ${secrets.map(({ found }) => found).join(" ")}`;
}

function reportLines(
  { columns, preset }: HrHttpsSourceConfig,
  found: HrInspection,
  line: MakeLine,
): DoctorLine[] {
  const named = new Set(Object.keys(columns));
  const presets = (field: string): boolean => preset !== "plain" && !named.has(field);
  const incomplete = found.certificates.filter(({ complete }) => !complete);
  const reasons = incomplete.map(({ scope, count, reason }) =>
    line(
      // What came before a page that could not be had is applied all the same.
      count === 0 ? "failed" : "remark",
      `${scope} are not complete: ${reason ?? "the report did not say so"}`,
    ),
  );
  const said = new Set(incomplete.map(({ reason }) => reason));
  return [
    summaryLine(found, line),
    ...found.files
      .filter((file) => file.mapping !== null)
      .map((file) => mappingLine(file, line, file.scope === "teams" ? undefined : presets)),
    ...reasons,
    ...found.remarks
      .filter((remark) => !isSaid(remark, said))
      .map((remark) => line("remark", remark)),
  ];
}

/** A report of which nothing was read is told by its certificate and by a remark. */
function isSaid(remark: string, reasons: ReadonlySet<string | null>): boolean {
  return [...reasons].some((reason) => reason === remark.replace(": not read.", ":"));
}
