import type { EntryView } from "../../runs/ledger.js";
import type { LedgerVerdict } from "../../runs/ledger-verify.js";
import { moment } from "./dates.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { counted } from "../../platform/counted.js";
import { indented, json, wrapped } from "./text.js";

/** What verifying found, with the hash to keep elsewhere. */
export function verdictText(verdict: LedgerVerdict, look: Look): string {
  const { end, entries, from, keptAt, problems, waiting } = verdict;
  const whole = problems.length === 0;
  const range =
    entries === 0
      ? "no entry was read"
      : `${counted(entries, "entry", "entries")} read, positions ${from} to ${end.position}`;
  const lines = [
    whole
      ? `${look.colours.green("whole")}  ${range}`
      : `${look.colours.red("broken")}  ${range} until there`,
    ...problems.map((one) =>
      indented(wrapped([placeOf(one), one.sentence].join("  ").trim(), look.width - 4, 2), 2),
    ),
  ];
  if (waiting > 0)
    lines.push(
      `${counted(waiting, "entry waits", "entries wait")} for a place; whatever closes next gives it to them.`,
    );
  if (keptAt !== null)
    lines.push(
      `The hash kept elsewhere is that of position ${keptAt}: up to there nothing was rewritten.`,
    );
  if (whole) lines.push(`Keep this elsewhere, for --head: ${end.hash}`);
  return lines.join("\n");
}

function placeOf({ position, run, entry }: LedgerVerdict["problems"][number]): string {
  return [
    ...(position === null ? [] : [`position ${position}`]),
    ...(run === null ? [] : [`run ${run}`]),
    ...(entry === null ? [] : [`entry ${entry}`]),
  ].join(", ");
}

/** The last entries, one line each. */
export function entryList(views: readonly EntryView[], look: Look): string {
  if (views.length === 0) return "The ledger is empty: nothing was changed yet.";
  const rows = views.map((view) => {
    const { entry } = view;
    return [
      String(entry.position ?? "waits"),
      moment(entry.at),
      `run ${entry.run}`,
      whoOf(view),
      entry.why.join(", "),
      `${entry.kind} ${entry.subject ?? ""}`.trim(),
    ];
  });
  return table(rows, look, { head: ["", "when", "run", "who", "why", "what"] });
}

/** One entry in full, with names where people are known. */
export function entryText(view: EntryView, look: Look): string {
  const { entry } = view;
  const { before, after } = entry;
  const facts: readonly (readonly [string, string])[] = [
    ["entry", entry.id],
    ["position", entry.position === undefined ? "waits for its place" : String(entry.position)],
    ["when", `${moment(entry.at)}, run ${entry.run}`],
    ["who", whoOf(view)],
    ["why", entry.why.join(", ")],
    ["what", `${entry.kind} ${entry.subject ?? ""}`.trim()],
    ...(entry.undoes === null ? [] : [["undoes", entry.undoes] as const]),
    ...(entry.hash === undefined ? [] : [["hash", entry.hash] as const]),
  ];
  const parts = [
    table(
      facts.map((fact) => [...fact]),
      look,
    ),
  ];
  if (before !== null) parts.push(`before\n${indented(named(before, view), 2)}`);
  if (after !== null) parts.push(`after\n${indented(named(after, view), 2)}`);
  return parts.join("\n\n");
}

function named(data: unknown, { names }: EntryView): string {
  return json(data).replaceAll(/"([0-9a-f]{32})"/g, (text, id: string) =>
    names[id] === undefined ? text : `"${id} (${names[id]})"`,
  );
}

function whoOf({ entry, names }: EntryView): string {
  const id = entry.who.startsWith("person ") ? entry.who.slice("person ".length) : null;
  if (id !== null) return names[id] ?? id;
  return entry.who === "operator" ? "an operator (the run says who)" : entry.who;
}

/** What was exported, and where it ends. */
export function exportedText(view: {
  readonly file: string;
  readonly entries: number;
  readonly position: number;
  readonly hash: string | null;
}): string {
  const { file, entries, position, hash } = view;
  if (hash === null) return `Wrote ${file}: there is no entry from there on.`;
  return `Wrote ${counted(entries, "entry", "entries")} to ${file}, up to position ${position}.\nKeep its hash elsewhere: ${hash}`;
}
