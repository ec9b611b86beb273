import type { FindingView, OrphanView } from "../../runs/report.js";
import { day } from "./dates.js";
import { askedInWords } from "./decisions.js";
import type { Look } from "./look.js";
import { count, indented, wrapped } from "./text.js";
import { severityWord, standingWord } from "./words.js";

const RANK: Readonly<Record<FindingView["severity"], number>> = {
  critical: 0,
  warning: 1,
  info: 2,
};

/** `countersign findings`: what needs a human, worst first, each with what to type next. */
export function findingList(findings: readonly FindingView[], look: Look): string {
  if (findings.length === 0) return "No finding is open: nothing needs a human.";
  const sorted = findings.toSorted(
    (a, b) => RANK[a.severity] - RANK[b.severity] || a.openedAt - b.openedAt,
  );
  const blocks = sorted.map((finding) => {
    const lead = finding.lead === null ? "" : `, lead ${finding.lead.name}`;
    const head = `${severityWord(finding.severity, look)}  ${look.colours.bold(finding.code)}  ${finding.subject.key}  since ${day(finding.openedAt, look.now)}${lead}`;
    return [head, indented(body(finding.sentence, finding.next, look), 2)].join("\n");
  });
  return `${blocks.join("\n")}\n\n${count(findings.length, "finding")} open.`;
}

/** `countersign orphans`: what still decides while nobody stands for it. */
export function orphanList(orphans: readonly OrphanView[], look: Look): string {
  if (orphans.length === 0) return "Somebody stands for every decision right.";
  const blocks = orphans.map((orphan) => {
    const { bold } = look.colours;
    const head = `${bold(orphan.agentId)} may decide ${bold(orphan.decisionClassId)}  ${standingWord(orphan.standing, look)} since ${day(orphan.since, look.now)}`;
    const facts = [
      ...(orphan.lastOwner === null ? [] : [`last owner: ${orphan.lastOwner.name}`]),
      ...(orphan.lead === null ? [] : [`governance lead: ${orphan.lead.name}`]),
    ];
    const asked = orphan.asked.length === 0 ? [] : [`asked: ${askedInWords(orphan.asked)}`];
    const text = [...(facts.length > 0 ? [facts.join(" · ")] : []), ...asked]
      .map((line) => wrapped(line, look.width - 2, 7))
      .join("\n");
    const next = `Next: countersign reassign ${orphan.agentId} ${orphan.decisionClassId} --to <person> --reason "…"`;
    return [head, indented([text, next].filter((line) => line !== "").join("\n"), 2)].join("\n");
  });
  return `${blocks.join("\n")}\n\nNobody stands for ${count(orphans.length, "decision right")}.`;
}

function body(sentence: string, next: string | null, look: Look): string {
  const text = wrapped(sentence, look.width - 2);
  return next === null ? text : `${text}\nNext: ${next}`;
}
