import type { DecisionLine, PersonName, SyncReport } from "../../runs/report.js";
import { day } from "./dates.js";
import type { Look } from "./look.js";
import { counted } from "../../platform/counted.js";
import { indented, listed, wrapped } from "./text.js";
import { OBSTACLE_WORDS, standingWord } from "./words.js";

/** `1  Monday 2 March 2026: the first sync`, with a line under it. */
export function chapterTitle(number: number, title: string, look: Look): string {
  const text = `${String(number)}  ${title}`;
  const line = "─".repeat(Math.min(text.length, look.width));
  return `\n${look.colours.bold(text)}\n${look.colours.gray(line)}`;
}

/** One paragraph of the story. */
export function told(text: string, look: Look): string {
  return wrapped(text, look.width);
}

/** A list of the story, one line each. */
export function toldList(items: readonly string[], look: Look): string {
  return items.map((item) => `  · ${wrapped(item, look.width - 4, 4)}`).join("\n");
}

/** What a person would type to see what follows. */
export function typed(command: string, look: Look): string {
  return look.colours.cyan(`$ ${command}`);
}

/**
 * What a run means, in the words of a governance lead: per outcome, which decision rights and why.
 * `quiet` is what the run left alone.
 */
export function meaning(report: SyncReport, look: Look): string {
  const groups = OUTCOMES.map(({ standing, title }) => ({
    title,
    standing,
    lines: report.decisions.filter((line) => line.standingAfter === standing),
  })).filter(({ lines }) => lines.length > 0);
  const blocks = groups.map(({ title, standing, lines }) => {
    const head = `${standingWord(standing, look)}: ${title}`;
    return `${head}\n${toldList(
      lines.map((line) => sentence(line, look)),
      look,
    )}`;
  });
  const total = Object.values(report.standings).reduce((sum, number) => sum + number, 0);
  const untouched = total - report.decisions.length;
  blocks.push(
    told(
      `untouched: ${counted(untouched, "decision right")}. Whoever signed for them still works here, so nobody is asked anything.`,
      look,
    ),
  );
  return blocks.join("\n");
}

const OUTCOMES = [
  { standing: "orphaned", title: "an agent still decides and nobody answers for it" },
  { standing: "suspended", title: "the impact is critical, so it waits for a signature" },
  { standing: "lapsed", title: "nobody signed in time" },
  { standing: "provisional", title: "somebody answers for it now and has not signed yet" },
  { standing: "valid", title: "somebody who works here has signed it" },
] as const;

function sentence(line: DecisionLine, look: Look): string {
  const right = look.colours.bold(`${line.agentId} ${line.decisionClassId}`);
  const before = new Set(line.ownersBefore.map(({ id }) => id));
  const after = new Set(line.ownersAfter.map(({ id }) => id));
  const gone = line.ownersBefore.filter(({ id }) => !after.has(id));
  const came = line.ownersAfter.filter(({ id }) => !before.has(id));
  return `${right}: ${changeInWords({ line, gone, came }, look)}`;
}

interface Change {
  readonly line: DecisionLine;
  readonly gone: readonly PersonName[];
  readonly came: readonly PersonName[];
}

function changeInWords({ line, gone, came }: Change, look: Look): string {
  const lost = gone.length === 0 ? "" : `${names(gone)} left. `;
  if (line.ownersAfter.length === 0) return `${lost}Asked in vain: ${askedInVain(line.asked)}.`;
  const holders = names(line.ownersAfter);
  if (came.length === 0 && gone.length > 0) {
    return `${lost}${holders} answered for it too and has signed.`;
  }
  if (gone.length === 0 && came.length > 0) {
    const others = line.ownersAfter.filter(({ id }) => came.every((one) => one.id !== id));
    return `${names(others)} keeps it; ${names(came)} acts meanwhile.`;
  }
  const due = line.deadlineAt === null ? "" : ` until ${day(line.deadlineAt, look.now)}`;
  return gone.length === 0
    ? `${holders} keeps it.`
    : `${lost}${names(came)} answers for it now and has${due} to sign, narrow or decline.`;
}

/** Everybody who was asked, once, together with whom the same keeps from it. */
function askedInVain(asked: DecisionLine["asked"]): string {
  const byReason = new Map<string, Set<string>>();
  for (const { person, obstacles } of asked) {
    if (person === null) continue;
    const why = obstacles.map((obstacle) => OBSTACLE_WORDS[obstacle]).join(", ");
    byReason.set(why, (byReason.get(why) ?? new Set()).add(person.name));
  }
  return [...byReason].map(([why, people]) => `${listed([...people])} (${why})`).join("; ");
}

function names(people: readonly PersonName[]): string {
  return listed(people.map(({ name }) => name));
}

/** What to type next, each with what it is for. */
export function nextSteps(
  steps: readonly (readonly [command: string, purpose: string])[],
  look: Look,
): string {
  return steps
    .map(([command, purpose]) => `  ${look.colours.bold(command)}\n${indented(purpose, 6)}`)
    .join("\n");
}
