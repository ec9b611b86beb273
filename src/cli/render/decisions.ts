import { DAY_MS } from "../../domain/time.js";
import { stripVTControlCharacters } from "node:util";
import type { StandingName } from "../../domain/authorization.js";
import type { Obstacle } from "../../domain/succession-trace.js";
import type { DecisionLine, PersonName } from "../../runs/report.js";
import { day } from "./dates.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { indented, listed, wrapped } from "./text.js";
import { OBSTACLE_WORDS, reasonsInWords, standingWord, STEP_WORDS } from "./words.js";

/** A screen or two; `--json` has them all. */
const MOST = 40;

/** A departure that became known within a day is ordinary; what took longer is said (L4). */
const EXPOSED_MS = DAY_MS;

/** What nobody answers for comes first. */
const URGENCY: Readonly<Record<StandingName, number>> = {
  orphaned: 0,
  lapsed: 1,
  suspended: 2,
  provisional: 3,
  valid: 4,
  revoked: 5,
};

/**
 * `agent  may decide  class   Maya Okafor → Jon Reyes (co-owner, has signed)   stays valid`, one
 * line each and, where nobody could be found, who was asked. Stacked on a narrow terminal.
 */
export function decisionLines(lines: readonly DecisionLine[], look: Look, indent = 4): string {
  const sorted = lines.toSorted((a, b) => URGENCY[a.standingAfter] - URGENCY[b.standingAfter]);
  const shown = sorted.slice(0, MOST);
  const rows = shown.map((line) => [
    look.colours.bold(line.agentId),
    "may decide",
    look.colours.bold(line.decisionClassId),
    holders(line),
    outcome(line, look),
  ]);
  const heads = table(rows, { ...look, width: Number.MAX_SAFE_INTEGER }).split("\n");
  const fits = heads.every((head) => stripVTControlCharacters(head).length + indent <= look.width);
  const blocks = shown.map((line, index) =>
    [fits ? heads[index] : stacked(line, look), ...remarks(line, look, indent)].join("\n"),
  );
  const rest = sorted.length - shown.length;
  if (rest > 0) blocks.push(`… and ${rest.toLocaleString("en-GB")} more; --json lists them all`);
  return indented(blocks.join("\n"), indent);
}

function stacked(line: DecisionLine, look: Look): string {
  const { bold } = look.colours;
  return [
    `${bold(line.agentId)} may decide ${bold(line.decisionClassId)}: ${outcome(line, look)}`,
    `  ${holders(line)}`,
  ].join("\n");
}

function remarks(line: DecisionLine, look: Look, indent: number): string[] {
  const texts: string[] = [];
  if (!ownersChanged(line) && line.standingAfter !== "valid" && line.reasons.length > 0) {
    texts.push(`because ${reasonsInWords(line.reasons)}`);
  }
  if (line.ownersAfter.length === 0 && line.standingAfter !== "revoked") {
    texts.push(`asked: ${askedInWords(line.asked)}`);
  }
  if (line.exposedSince !== null && look.now - line.exposedSince > EXPOSED_MS) {
    const since = day(line.exposedSince, look.now);
    texts.push(`nobody who works here answered for it from ${since} until now`);
  }
  return texts.map((text) => indented(wrapped(text, look.width - indent - 4, 7), 4));
}

/**
 * `Ines Duarte (over the load limit) · Tom Ek (built this agent)`: everybody who was considered, once
 * each however many steps led to them. Steps that had nobody to offer are in the JSON.
 */
export function askedInWords(asked: DecisionLine["asked"]): string {
  const people = new Map<string, { readonly name: string; readonly why: Set<Obstacle> }>();
  for (const { person, obstacles } of asked) {
    if (person === null) continue;
    const known = people.get(person.id) ?? { name: person.name, why: new Set() };
    for (const obstacle of obstacles) known.why.add(obstacle);
    people.set(person.id, known);
  }
  if (people.size === 0) return "nobody; no step of the successor order had anybody to offer";
  return [...people.values()]
    .map(({ name, why }) => {
      // Who has left is the one it is taken from, too; once is enough.
      if (why.has("departed")) why.delete("isLeaver");
      const words = [...why].map((obstacle) => OBSTACLE_WORDS[obstacle]).join(", ");
      return words === "" ? name : `${name} (${words})`;
    })
    .join(" · ");
}

function holders(line: DecisionLine): string {
  const had = new Set(line.ownersBefore.map((person) => person.id));
  const has = new Set(line.ownersAfter.map((person) => person.id));
  const lost = line.ownersBefore.filter((person) => !has.has(person.id));
  const gained = line.ownersAfter.filter((person) => !had.has(person.id));
  const kept = line.ownersAfter.filter((person) => had.has(person.id));
  if (line.ownersAfter.length === 0) {
    return lost.length === 0
      ? "nobody answers for it"
      : `${names(lost)} → nobody who may receive it`;
  }
  if (lost.length === 0 && gained.length === 0) return names(kept);
  const how = howFound(line, { signed: kept.length === 0 || gained.length === 0 });
  if (gained.length === 0) return `${names(lost)} → ${names(kept)}${how}`;
  const before = lost.length > 0 ? `${names(lost)} → ` : emptied(line) ? "nobody → " : "";
  return `${before}${names(gained)}${how}${kept.length > 0 ? `, with ${names(kept)}` : ""}`;
}

/** It existed and nobody answered for it. */
function emptied(line: DecisionLine): boolean {
  return line.standingBefore !== null && line.ownersBefore.length === 0;
}

/** Where somebody stays beside the new one, nobody can tell from here which of them has signed. */
function howFound(line: DecisionLine, { signed }: { readonly signed: boolean }): string {
  const isSigned = signed && line.standingAfter === "valid" && line.standingBefore !== null;
  const parts = [
    ...(line.step === null ? [] : [STEP_WORDS[line.step]]),
    ...(isSigned ? ["has signed"] : []),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function ownersChanged(line: DecisionLine): boolean {
  const ids = (people: readonly PersonName[]): string =>
    people
      .map((person) => person.id)
      .toSorted()
      .join(" ");
  return line.standingBefore !== null && ids(line.ownersBefore) !== ids(line.ownersAfter);
}

function names(people: readonly PersonName[]): string {
  return listed(people.map((person) => person.name));
}

/** `stays valid`, `provisional until 14 Dec`, `orphaned` */
function outcome(
  line: Pick<DecisionLine, "standingBefore" | "standingAfter" | "deadlineAt">,
  look: Look,
): string {
  const word = standingWord(line.standingAfter, look);
  const until = line.deadlineAt === null ? null : day(line.deadlineAt, look.now);
  switch (line.standingAfter) {
    case "valid":
      return line.standingBefore === "valid" ? `stays ${word}` : word;
    case "provisional":
      return until === null ? word : `${word} until ${until}`;
    case "orphaned":
      return until === null ? word : `${word}, lapses ${until}`;
    case "suspended":
    case "lapsed":
    case "revoked":
      return word;
  }
}
