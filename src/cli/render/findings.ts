import type { FindingView, OrphanView } from "../../runs/report.js";
import { day } from "./dates.js";
import { askedInWords } from "./decisions.js";
import type { Look } from "./look.js";
import { counted } from "../../platform/counted.js";
import { indented, shellWord, wrapped } from "./text.js";
import { severityWord, standingWord } from "./words.js";

const RANK: Readonly<Record<FindingView["severity"], number>> = {
  critical: 0,
  warning: 1,
  info: 2,
};

/**
 * `countersign findings`: what needs a human, worst first. What is about one thing stands together,
 * with what to type next below it.
 */
export function findingList(findings: readonly FindingView[], look: Look): string {
  if (findings.length === 0) return "No finding is open: nothing needs a human.";
  const groups = new Map<string, FindingView[]>();
  for (const finding of findings.toSorted(byUrgency)) {
    const key = subjectOf(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const blocks = [...groups].map(([subject, about]) => block(subject, about, look));
  return `${blocks.join("\n\n")}\n\n${counted(findings.length, "finding")} about ${counted(groups.size, "thing")}.`;
}

function byUrgency(a: FindingView, b: FindingView): number {
  return RANK[a.severity] - RANK[b.severity] || a.openedAt - b.openedAt;
}

/** A document is about the authorization it holds. */
function subjectOf({ subject }: FindingView): string {
  return subject.kind === "document" ? subject.key.replace(/^Authorization\//, "") : subject.key;
}

function block(subject: string, about: readonly FindingView[], look: Look): string {
  const lead = about.find((finding) => finding.lead !== null)?.lead?.name;
  const head = look.colours.bold(subject) + (lead === undefined ? "" : `  lead ${lead}`);
  const lines = about.map((finding) => {
    const since =
      finding.clearedAt === null
        ? `since ${day(finding.openedAt, look.now)}`
        : `settled ${day(finding.clearedAt, look.now)}, open since ${day(finding.openedAt, look.now)}`;
    const title = `${severityWord(finding.severity, look)} ${finding.code} ${since}`;
    return `${title}\n${indented(wrapped(finding.sentence, look.width - 4), 2)}`;
  });
  const next = [...new Set(about.flatMap((finding) => finding.next ?? []))];
  return [head, indented([...lines, ...next.map((step) => `Next: ${step}`)].join("\n"), 2)].join(
    "\n",
  );
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
    const next = `Next: countersign reassign ${shellWord(orphan.agentId)} ${shellWord(orphan.decisionClassId)} --to <person> --reason "…"`;
    return [head, indented([text, next].filter((line) => line !== "").join("\n"), 2)].join("\n");
  });
  return `${blocks.join("\n")}\n\nNobody stands for ${counted(orphans.length, "decision right")}.`;
}
