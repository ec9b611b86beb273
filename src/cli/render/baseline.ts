import type { DecisionLine, SyncReport } from "../../runs/report.js";
import { decisionLines } from "./decisions.js";
import type { Look } from "./look.js";
import { standingsInWords, type Leads } from "./standings.js";
import { indented, wrapped } from "./text.js";

/**
 * The first sync of a company: one report of what has no owner or signature, grouped by who has to
 * settle it, and how to hand in the signatures that exist. Nobody is alerted.
 */
export function baselineSection(report: SyncReport, leads: Leads, look: Look): string {
  const { bold } = look.colours;
  const when = report.plan ? "This will be the first sync" : "This was the first sync";
  const intro = wrapped(
    `${when}, so nobody is alerted. ${standingsInWords(report.standings)}`,
    look.width - 2,
  );
  const open = report.decisions.filter(
    (line) => line.standingAfter !== "valid" && line.standingAfter !== "revoked",
  );
  if (open.length === 0) return indented(intro, 2);
  const blocks = [indented(intro, 2)];
  if (leads.size === 0) {
    blocks.push(`  ${bold("What needs an owner or a signature")}\n${decisionLines(open, look)}`);
  } else {
    const groups = groupedByLead(open, leads).map(
      ([lead, lines]) => `    ${bold(lead)}\n${decisionLines(lines, look, 6)}`,
    );
    blocks.push(
      `  ${bold("What needs an owner or a signature, by governance lead")}\n${groups.join("\n")}`,
    );
  }
  if (!report.plan) blocks.push(indented(wrapped(HAND_IN, look.width - 2), 2));
  return blocks.join("\n\n");
}

const HAND_IN =
  "To hand in the signatures that exist: countersign attest --template > signatures.csv, let the leads fill it in, countersign attest signatures.csv";

const NO_LEAD = "No governance lead";

function groupedByLead(lines: readonly DecisionLine[], leads: Leads): [string, DecisionLine[]][] {
  const groups = new Map<string, DecisionLine[]>();
  for (const line of lines) {
    const lead = leads.get(line.key)?.name ?? NO_LEAD;
    groups.set(lead, [...(groups.get(lead) ?? []), line]);
  }
  return [...groups].toSorted(
    ([a], [b]) => Number(a === NO_LEAD) - Number(b === NO_LEAD) || a.localeCompare(b, "en"),
  );
}
