import type { DecisionLine, PersonName } from "../../runs/report.js";
import type { PlanView } from "../../runs/held-report.js";
import { meaningInWords, tripInWords } from "./held.js";
import { capitalised, listed } from "./text.js";

/** A ticket is read, not scrolled; the JSON has everything. */
const MOST = 200;

/** A held plan for a ticket or a pull request: GitHub-flavoured Markdown, names escaped. */
export function planMarkdown(view: PlanView): string {
  const { id, source, state, heldAt, heldIn, hash, trips, decisions, removals } = view;
  const held = new Date(heldAt).toISOString().slice(0, 16).replace("T", " ");
  const sections = [
    `## Held: ${escaped(capitalised(meaningInWords(view.meaning)))}`,
    `Plan \`${id}\` of source \`${source}\`, ${state}, held ${held} UTC in run ${heldIn}. Hash \`${hash.slice(0, 16)}\`.`,
    `### Why it waits\n\n${trips.map((trip) => `- ${escaped(capitalised(tripInWords(trip)))}`).join("\n")}`,
    decisions.length === 0 ? "" : `### Decisions\n\n${decisionTable(decisions)}`,
    `### What it would take away\n\n${removalTable(removals)}`,
    `To approve: \`countersign plans approve ${id} --reason "…"\``,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function decisionTable(decisions: readonly DecisionLine[]): string {
  const rows = decisions
    .slice(0, MOST)
    .map(({ key, ownersBefore, ownersAfter, standingBefore, standingAfter }) => [
      key,
      names(ownersBefore),
      names(ownersAfter),
      standingBefore === standingAfter
        ? standingAfter
        : `${standingBefore ?? "new"} → ${standingAfter}`,
    ]);
  return tableOf(
    ["Authorization", "Answers now", "Would answer", "Standing"],
    rows,
    decisions.length,
  );
}

function names(people: readonly PersonName[]): string {
  return people.length === 0 ? "nobody" : listed(people.map((person) => person.name));
}

function removalTable(removals: PlanView["removals"]): string {
  const rows = removals
    .slice(0, MOST)
    .map(({ kind, name, detail, owner }) => [kind, name, detail, owner ? "yes" : ""]);
  return tableOf(["Kind", "Who or what", "Detail", "Owner"], rows, removals.length);
}

function tableOf(head: readonly string[], rows: readonly string[][], all: number): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  const more = all - rows.length;
  return [
    line(head),
    line(head.map(() => "---")),
    ...rows.map(line),
    ...(more > 0 ? ["", `… and ${more} more.`] : []),
  ].join("\n");
}

/** Text from data cannot end a cell, begin a link or a tag, or mention anybody (F41). */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#@!]/g, (character) => `\\${character}`);
}
