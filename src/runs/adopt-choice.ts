import type { IdentityDescription, UnregisteredRow } from "../graph/queries/agents.js";
import { CountersignError } from "../platform/errors.js";
import { nearest } from "../platform/nearest.js";

/** Most agents named in one sentence. */
const NAMED = 10;

/**
 * The unregistered agent that a word means: its key (`source/id`, also with another of its ids), its id
 * alone, or its name.
 *
 * @param known agents of directories that go by the word as a key, registered ones included
 * @throws CountersignError AGENT_UNKNOWN with the nearest one, AGENT_AMBIGUOUS with the keys,
 * ADOPT_REFUSED when it is known and there is nothing to adopt
 */
export function chooseAgent(
  rows: readonly UnregisteredRow[],
  word: string,
  known: readonly IdentityDescription[],
): UnregisteredRow {
  for (const isMeant of [byKey, byOtherKey, byId, byName]) {
    const found = rows.filter((row) => isMeant(row, word));
    const [first, ...others] = found;
    if (first === undefined) continue;
    if (others.length === 0) return first;
    throw ambiguous(word, found);
  }
  const [registered] = known;
  if (registered !== undefined) throw nothingToAdopt(registered);
  throw unknown(word, rows);
}

function byKey(row: UnregisteredRow, word: string): boolean {
  return row.key === word;
}

function byOtherKey({ source, otherIds }: UnregisteredRow, word: string): boolean {
  return otherIds.some((id) => `${source}/${id}` === word);
}

function byId(row: UnregisteredRow, word: string): boolean {
  return row.nativeId === word;
}

function byName(row: UnregisteredRow, word: string): boolean {
  return folded(row.name) === folded(word);
}

function folded(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
}

/** There is nothing to adopt, or no file to be written. */
export function refused(message: string, next: string, cause?: unknown): CountersignError {
  return new CountersignError({
    code: "ADOPT_REFUSED",
    message,
    next,
    audience: "caller",
    ...(cause !== undefined && { cause }),
  });
}

function ambiguous(word: string, rows: readonly UnregisteredRow[]): CountersignError {
  const keys = rows.slice(0, NAMED).map((row) => row.key);
  return new CountersignError({
    code: "AGENT_AMBIGUOUS",
    message: `"${word}" is what ${rows.length} agents are called.`,
    next: `Name one by its key: ${keys.join(", ")}${rows.length > NAMED ? ", …" : ""}.`,
    audience: "caller",
  });
}

function unknown(word: string, rows: readonly UnregisteredRow[]): CountersignError {
  const near = nearest(word, [...rows.map((row) => row.key), ...rows.map((row) => row.name)]);
  const hint = near === null ? "" : ` Did you mean "${near}"?`;
  return new CountersignError({
    code: "AGENT_UNKNOWN",
    message: `No unregistered agent is called "${word}".${hint}`,
    next: "To see them: countersign adopt. An agent is known after the sync of its directory.",
    audience: "caller",
  });
}

function nothingToAdopt({ key, name, source, ...found }: IdentityDescription): CountersignError {
  const agent = `"${name}" (${key})`;
  if (found.agentId !== null)
    return refused(
      `${agent} is registered already, as ${found.agentId}.`,
      "There is nothing to adopt.",
    );
  if (found.gone) return refused(`${agent} is gone at ${source}.`, "There is nothing to adopt.");
  if (found.status === "disabled" || found.status === "deleted")
    return refused(
      `${agent} is ${found.status} at ${source}.`,
      "When it is active again, countersign sync finds it.",
    );
  return refused(
    `${agent} is a blueprint: other agents are made from it, and it decides nothing itself.`,
    "Adopt those that were made from it.",
  );
}
