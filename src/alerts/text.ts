import type { Severity } from "../domain/finding.js";
import type { ReasonCode } from "../domain/reason.js";
import type { Instant } from "../domain/time.js";
import { counted } from "../platform/counted.js";
import { sentenceOf } from "./sentences.js";
import { clean, momentOf, shellWord, zoneOr } from "./words.js";
import type { AlertView, DigestMessage, MessageEntry, MessageGroup } from "./view.js";

/** A message is read on a phone before the first coffee: what does not fit is counted, not shown. */
const MOST_LINES = 20;

type GroupName = Severity | "settled";

const GROUPS: readonly {
  readonly name: GroupName;
  readonly heading: string;
  readonly mark: string;
}[] = [
  { name: "critical", heading: "Needs you now", mark: "●" },
  { name: "warning", heading: "To settle", mark: "○" },
  { name: "info", heading: "To know", mark: "·" },
  { name: "settled", heading: "Settled", mark: "✓" },
];

/**
 * A digest in words: grouped by severity, most severe first, in each group what is due first; at most
 * about twenty lines, then a count. Pure; names in it are not escaped yet.
 */
export function digestMessage(
  alerts: readonly AlertView[],
  facts: { readonly now: Instant; readonly zone: string | null },
): DigestMessage {
  const zone = zoneOr(facts.zone);
  const told = mostTelling(alerts);
  // Headline and the line that counts the rest are there in any case.
  let room = MOST_LINES - 2;
  let shown = 0;
  const groups: MessageGroup[] = [];
  for (const { name, heading, mark } of GROUPS) {
    const entries: MessageEntry[] = [];
    for (const view of told.filter((one) => groupOf(one) === name).toSorted(byDeadline)) {
      const commands = commandsOf(view);
      const lines = 1 + Math.min(commands.length, 1) + (entries.length === 0 ? 1 : 0);
      // Nothing less severe is shown once something more severe had no room.
      if (lines > room && shown > 0) {
        room = 0;
        break;
      }
      room -= lines;
      entries.push({ mark, sentence: sentenceOf(view, facts.now, zone), commands });
      shown += 1;
    }
    if (entries.length > 0) groups.push({ heading, entries });
  }
  return {
    headline: headlineOf(told),
    writtenAt: momentOf(facts.now, zone),
    groups,
    more: told.length - shown,
  };
}

/** What says most about an authorization, first; codes not named here come after, in any order. */
const TELLING: readonly ReasonCode[] = [
  "OWNER_DEPARTED",
  "OWNER_IS_BUILDER",
  "OWNER_NOT_HUMAN",
  "OWNER_OVER_LIMIT",
  "OWNER_MOVED",
  "AGENT_CHANGED",
  "THRESHOLD_RAISED",
  "CRITERIA_CHANGED",
  "SIGNATURE_INSUFFICIENT",
  "SIGNATURE_MISSING",
  "SUCCESSION_FAILED",
];

/**
 * One entry a decision right and group: a right that is orphaned because its owner left, with nobody
 * to take over, has three findings and one story.
 */
function mostTelling(alerts: readonly AlertView[]): AlertView[] {
  const best = new Map<string, AlertView>();
  for (const view of alerts) {
    const about = view.subject.kind === "authorization" ? view.subject.key : view.alertId;
    const story = `${groupOf(view)} ${about}`;
    const other = best.get(story);
    if (other === undefined || telling(view) < telling(other)) best.set(story, view);
  }
  return [...best.values()];
}

function telling({ code }: AlertView): number {
  const rank = TELLING.indexOf(code);
  return rank === -1 ? TELLING.length : rank;
}

function groupOf(view: AlertView): GroupName {
  return view.kind === "cleared" || view.isSettled ? "settled" : view.severity;
}

function byDeadline(a: AlertView, b: AlertView): number {
  const gap = (a.deadlineAt ?? Infinity) - (b.deadlineAt ?? Infinity);
  if (gap !== 0 && !Number.isNaN(gap)) return gap;
  return a.subject.key < b.subject.key ? -1 : a.subject.key > b.subject.key ? 1 : 0;
}

function headlineOf(alerts: readonly AlertView[]): string {
  const open = alerts.filter((view) => groupOf(view) !== "settled");
  const settled = alerts.length - open.length;
  if (open.length === 0) return `${counted(settled, "finding")} settled`;
  const keys = new Set(open.map((view) => view.subject.key));
  const isAllRights = open.every((view) => view.subject.kind === "authorization");
  const what = isAllRights ? counted(keys.size, "decision right") : counted(open.length, "finding");
  const verb = (isAllRights ? keys.size : open.length) === 1 ? "needs" : "need";
  return `${what} ${verb} you${settled === 0 ? "" : `, ${settled} settled`}`;
}

/** Conditions that are not about one authorization, and the command that settles them. */
const OTHER_COMMANDS: Partial<Record<ReasonCode, (view: AlertView) => string>> = {
  MASS_CHANGE_HELD: ({ facts }) =>
    typeof facts["plan"] === "string"
      ? `countersign plans show ${shellWord(facts["plan"])}`
      : "countersign plans",
  GOVERNANCE_LEAD_VACANT: (view) =>
    `name a governanceLead for ${view.subject.key} in the registry, then: countersign sync`,
  IDENTITY_DISPUTED: (view) =>
    `countersign identity link ${shellWord(view.subject.key)} <person> --reason "…"`,
  IDENTIFIER_RECYCLED: (view) =>
    view.subject.kind === "account"
      ? `countersign identity show ${shellWord(view.subject.key)}`
      : "countersign findings",
  AGENT_UNREGISTERED: (view) => `countersign adopt ${shellWord(view.subject.key)}`,
};

/** What to type, complete but for what only the reader knows. Safe to paste into a shell. */
export function commandsOf(view: AlertView): readonly string[] {
  if (groupOf(view) === "settled") return [];
  const other = OTHER_COMMANDS[view.code];
  if (other !== undefined) return [other(view)];
  if (view.agent === null || view.decisionClass === null) return ["countersign findings"];
  const right = `${shellWord(view.agent.id)} ${shellWord(view.decisionClass.id)}`;
  const who = `countersign who ${right}`;
  const reassign = `countersign reassign ${right} --to <person> --reason "…"`;
  const sign = `countersign sign ${right}`;
  if (view.owners.length === 0) return [who, reassign];
  return view.standing === "valid" ? [who, reassign] : [who, sign, reassign];
}

/** The message as plain text: e-mail, and what Slack shows in a notification. */
export function plainText(message: DigestMessage, organisation: string): string {
  const lines = [`${message.headline}   ${clean(organisation)} · ${message.writtenAt}`];
  for (const group of message.groups) {
    lines.push("", group.heading);
    for (const entry of group.entries) {
      lines.push(`${entry.mark} ${entry.sentence}`);
      if (entry.commands.length > 0) lines.push(`  ${entry.commands.join("  |  ")}`);
    }
  }
  if (message.more > 0) lines.push("", moreLine(message));
  return `${lines.join("\n")}\n`;
}

/** `and 491 more: countersign findings` */
export function moreLine(message: DigestMessage): string {
  return `and ${message.more} more: countersign findings`;
}
