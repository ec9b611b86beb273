import type { PlanState } from "../../graph/queries/plans.js";
import type { PlanDecision, PlanLine, PlanView, RemovalView } from "../../runs/held-report.js";
import { moment } from "./dates.js";
import { decisionLines } from "./decisions.js";
import { meaningInWords, tripInWords } from "./held.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { counted } from "../../platform/counted.js";
import { capitalised, shellWord, wrapped } from "./text.js";

const MOST = 40;

/** Plans, one a block: what it means, why it waits, who decided. */
export function planList(lines: readonly PlanLine[], look: Look): string {
  if (lines.length === 0) return "Nothing is held.";
  return lines
    .map((line) =>
      [
        `${look.colours.bold(line.id)}  ${stateWord(line.state, look)}  ${line.source}, since ${moment(line.heldAt)}`,
        wrapped(`    ${meaningInWords(line.meaning)}`, look.width, 4),
        ...decided(line).map((text) => `    ${text}`),
      ].join("\n"),
    )
    .concat(`\nTo look at one: countersign plans show ${shellWord(lines[0]?.id ?? "")}`)
    .join("\n");
}

function stateWord(state: PlanState, look: Look): string {
  switch (state) {
    case "held":
    case "expired":
      return look.colours.yellow(state);
    case "approved":
    case "applying":
    case "applied":
      return look.colours.green(state);
    case "rejected":
      return look.colours.red(state);
    case "outdated":
    case "withdrawn":
      return look.colours.gray(state);
  }
}

function decided({ decidedBy, decidedAt, reason, state, expiresAt }: PlanLine): string[] {
  if (decidedBy === null || decidedAt === null) return [];
  const verb = state === "rejected" ? "rejected" : "approved";
  const until = state === "approved" && expiresAt !== null ? `, until ${moment(expiresAt)}` : "";
  return [`${verb} by ${decidedBy.name}, ${moment(decidedAt)}${until}: ${reason ?? ""}`];
}

/** First what it means, then why it waits, then everything it would take away, then the rest of the run. */
export function planView(view: PlanView, look: Look): string {
  const { bold } = look.colours;
  const { removals, decisions } = view;
  const sections = [
    [
      bold(wrapped(`${capitalised(meaningInWords(view.meaning))}.`, look.width)),
      `Plan ${view.id} of source ${view.source}, ${stateWord(view.state, look)} since ${moment(view.heldAt)} (run ${view.heldIn}).`,
      ...decided(view).map(capitalised),
    ].join("\n"),
    `${bold("Why it waits")}\n${view.trips.map((trip) => wrapped(`  ${capitalised(tripInWords(trip))}.`, look.width, 4)).join("\n")}`,
    decisions.length === 0
      ? ""
      : `${bold("What it means for decisions")}\n${decisionLines(decisions, look, 2)}`,
    `${bold("What it would take away")}\n${removalTable(removals, view, look)}`,
    rest(view, look),
    nextStep(view, look),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

const KIND_WORDS: Readonly<Record<RemovalView["kind"], string>> = {
  departures: "departs",
  managers: "loses a manager",
  memberships: "membership ends",
  teams: "team goes",
  logins: "login closes",
  identifiers: "address or id changes",
};

function removalTable(removals: readonly RemovalView[], view: PlanView, look: Look): string {
  const sorted = removals.toSorted((a, b) => Number(b.owner) - Number(a.owner));
  const rows = sorted
    .slice(0, MOST)
    .map(({ kind, name, owner, detail }) => [
      owner ? look.colours.bold(name) : name,
      KIND_WORDS[kind],
      owner ? `${detail} ${look.colours.gray("(owner)")}` : detail,
    ]);
  const { owners: _, ...kinds } = view.meaning.removals;
  const all = Object.values(kinds).reduce((sum, number) => sum + number, 0);
  const more = all - rows.length;
  const tail = more > 0 ? `\n  … and ${counted(more, "more", "more")}; --json lists them` : "";
  return `${table(rows, look, { indent: 2 })}${tail}`;
}

function rest({ organisation: { counts } }: PlanView, look: Look): string {
  const { join, move, manager, change, leave, agent } = counts;
  const parts = [
    ...(join > 0 ? [counted(join, "person joins", "people join")] : []),
    ...(move > 0 ? [counted(move, "person moves", "people move")] : []),
    ...(manager > 0 ? [counted(manager, "new manager")] : []),
    ...(change > 0 ? [counted(change, "record changes", "records change")] : []),
    ...(leave > 0 ? [`${leave} on leave`] : []),
    ...(agent > 0 ? [counted(agent, "agent")] : []),
  ];
  if (parts.length === 0) return "";
  return look.colours.gray(`The same read also brought: ${parts.join(", ")}. That was not held.`);
}

function nextStep({ id, state, source }: PlanView, look: Look): string {
  const { bold } = look.colours;
  const word = shellWord(id);
  switch (state) {
    case "held":
    case "expired":
    case "rejected":
      return `If it is right:  ${bold(`countersign plans approve ${word} --reason "…"`)}\nIf it is not:    correct it at its source, or ${bold(`countersign plans reject ${word} --reason "…"`)}`;
    case "approved":
      return `To apply it: ${bold(`countersign sync --source ${shellWord(source)}`)}`;
    case "applying":
    case "applied":
    case "outdated":
    case "withdrawn":
      return `There is nothing to decide: it is ${state}.`;
  }
}

/** What came of a decision, and what next. */
export function planDecision({ plan, refused }: PlanDecision, look: Look): string {
  if (plan === null) {
    const lines = refused.map(
      ({ refused: code, sentence }) => `${look.colours.red(code)}  ${sentence}`,
    );
    return ["Refused; nothing was changed.", ...lines].join("\n");
  }
  if (plan.state === "rejected")
    return `${plan.id} is rejected. It stays held; correct what it rests on at ${plan.source}.`;
  const until = plan.expiresAt === null ? "" : ` until ${moment(plan.expiresAt)}`;
  return `${plan.id} is approved${until}, once and for exactly this.\nTo apply it: ${look.colours.bold(`countersign sync --source ${shellWord(plan.source)}`)}`;
}
