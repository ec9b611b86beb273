import { stripVTControlCharacters } from "node:util";

/** Bidirectional overrides and isolates reorder what a reader sees; line separators forge lines. */
const INVISIBLE = /[\p{Cc}\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Text from data (names, titles, reasons) as it may be shown in a terminal: no escape sequences, no
 * control characters, one line (F41).
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(INVISIBLE, " ").trim();
}

/** The same value with every string in it clean: no renderer can forget one. */
export function cleanAll<T>(value: T): T {
  // The cast states that cleaning keeps every type: strings stay strings, the rest is rebuilt as it was.
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cleaned(member)]));
}

/**
 * JSON for `--json`. JSON itself leaves DEL and the C1 controls as they are, and a terminal obeys
 * them; escaped they mean the same to a parser.
 */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(
    /[\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `A`, `A and B`, `A, B and C` */
export function listed(parts: readonly string[]): string {
  if (parts.length <= 1) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/**
 * A word of a command that a reader will paste into a shell: an id from a document must not be able
 * to end the command and begin another (F41).
 */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Each line with the same spaces before it; empty lines stay empty. */
export function indented(text: string, spaces: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(spaces));
}

/** Breaks plain text between words so that no line is wider than the terminal, where words allow. */
export function wrapped(text: string, width: number, hanging = 0): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/)) {
    const room = width - (lines.length === 0 ? 0 : hanging);
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((part, index) => (index === 0 ? part : " ".repeat(hanging) + part)).join("\n");
}
