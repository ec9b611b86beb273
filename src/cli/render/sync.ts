import type { SyncReport } from "../../runs/report.js";
import { baselineSection } from "./baseline.js";
import { decisionLines } from "./decisions.js";
import type { Look } from "./look.js";
import { organisationSection } from "./organisation.js";
import { problemLines } from "./problems.js";
import { sourceLines } from "./sources.js";
import { standingsInWords, type Leads } from "./standings.js";
import { counted } from "../../platform/counted.js";
import { listed } from "./text.js";

/** `countersign sync` and `sync --plan`: sources, organisation, decisions, problems, what next. */
export function syncReport(report: SyncReport, leads: Leads, look: Look): string {
  const problems = report.sources.flatMap((source) => source.problems);
  const sections = [
    sourceLines(report.sources, look),
    organisationSection(report, look),
    report.baseline ? baselineSection(report, leads, look) : decisionSection(report, look),
    problems.length === 0 ? "" : `  Problems\n${problemLines(problems, look, 4)}`,
    closing(report, look),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function decisionSection(report: SyncReport, look: Look): string {
  if (report.decisions.length === 0) return "";
  const title = look.colours.bold("What this means for decisions");
  return `  ${title}\n${decisionLines(report.decisions, look)}`;
}

function closing(report: SyncReport, look: Look): string {
  const lines = report.plan ? planClosing(report) : runClosing(report);
  return lines
    .map((line) => `  ${line}`)
    .join("\n")
    .replace(/countersign [^\n]*$/, (command) => look.colours.bold(command));
}

function planClosing(report: SyncReport): string[] {
  if (isUnchanged(report)) return ["Nothing would change. Nothing was written."];
  return ["Nothing was written. To apply: countersign sync"];
}

function runClosing(report: SyncReport): string[] {
  const run = `${report.runs.length === 1 ? "run" : "runs"} ${listed(report.runs.map(String))}`;
  const lines: string[] = [];
  if (report.writes.organisation + report.writes.authorizations === 0) {
    lines.push(`Nothing changed; nothing was written but the record of ${run}.`);
  } else {
    // The first sync has told the standings above.
    const standings = report.baseline ? "" : ` ${standingsInWords(report.standings)}`;
    lines.push(`Written as ${run}.${standings}`);
  }
  const { open, opened, cleared } = report.findings;
  if (open === 0) {
    lines.push(
      cleared > 0 ? `${counted(cleared, "finding")} cleared; none is open.` : "No finding is open.",
    );
    return lines;
  }
  const news = [
    ...(opened > 0 ? [`${opened} new`] : []),
    ...(cleared > 0 ? [`${cleared} cleared`] : []),
  ];
  const aside = news.length === 0 ? "" : ` (${news.join(", ")})`;
  lines.push(`${counted(open, "finding")} open${aside}. To see them: countersign findings`);
  return lines;
}

function isUnchanged(report: SyncReport): boolean {
  const changes = Object.values(report.organisation.counts).reduce(
    (sum, number) => sum + number,
    0,
  );
  const { opened, cleared } = report.findings;
  return changes + report.decisions.length + opened + cleared === 0;
}
