import type { WhoAnswer } from "../runs/report.js";
import { clean } from "./render/text.js";
import type { Session } from "./session.js";

/** What a lead fills in for one signature that is missing. */
export interface TemplateLine {
  readonly lead: string;
  readonly agent: string;
  readonly decisionClass: string;
  /** Who answers for it now, for the reader. */
  readonly owner: string;
  /** In words, so that nobody signs what they have not read. */
  readonly criteria: string;
  readonly threshold: string;
  readonly person: string;
}

const HEADER = [
  "lead",
  "agent",
  "decisionClass",
  "owner",
  "criteria",
  "threshold",
  "person",
  "on",
  "evidence",
];

/** What there is to fill in, and how much has nobody who could. */
export interface Template {
  readonly lines: readonly TemplateLine[];
  /** Decision rights that lack a signature and an owner: `reassign` comes first. */
  readonly ownerless: number;
}

/** One line for every owner of what lacks a signature that suffices, grouped by governance lead. */
export async function templateLines({
  runs,
  context,
}: Pick<Session, "runs" | "context">): Promise<Template> {
  const leads = new Map<string, string>();
  for (const finding of await runs.findings(context, {})) {
    if (finding.subject.kind === "authorization") {
      leads.set(finding.subject.key, finding.lead?.name ?? "");
    }
  }
  const lines: TemplateLine[] = [];
  let ownerless = 0;
  for (const [key, lead] of leads) {
    const [agentId = "", decisionClassId = ""] = key.split(":");
    const known = await runs.who(context, { agentId, decisionClassId });
    const { standing, owners } = known.now;
    if (standing === "valid" || standing === "revoked") continue;
    if (owners.length === 0) ownerless++;
    lines.push(...linesOf(known, { lead, agentId, decisionClassId }));
  }
  const sorted = lines.toSorted(
    (a, b) =>
      compare(a.lead, b.lead) ||
      compare(a.agent, b.agent) ||
      compare(a.decisionClass, b.decisionClass),
  );
  return { lines: sorted, ownerless };
}

function linesOf(
  known: WhoAnswer,
  name: { readonly lead: string; readonly agentId: string; readonly decisionClassId: string },
): TemplateLine[] {
  return known.now.owners.map((owner) => ({
    lead: name.lead,
    agent: name.agentId,
    decisionClass: name.decisionClassId,
    owner: owner.person.name,
    criteria: known.decisionClass.criteria,
    threshold: known.decisionClass.threshold,
    person: "",
  }));
}

/** The file to fill in: `on` and `evidence` are empty; a line that stays so is left out by `attest`. */
export function templateCsv(lines: readonly TemplateLine[]): string {
  const rows = lines.map((line) => [
    line.lead,
    line.agent,
    line.decisionClass,
    line.owner,
    line.criteria,
    line.threshold,
    line.person,
    "",
    "",
  ]);
  return [HEADER, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** A spreadsheet runs what begins like a formula; names come from data (F41). */
function cell(value: string): string {
  const text = clean(value);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",;\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en");
}
