import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/platform/package-root.js";

/** A statement of `cypher/` as its header and its text say it. */
export interface CypherSource {
  /** Below `cypher/`, such as `runs/open-run.cypher`. */
  readonly file: string;
  /** Sections of the header by their word, such as `Why` or `params`; continued lines joined. */
  readonly header: Readonly<Record<string, string>>;
  /** The statement without comments and without the contents of strings. */
  readonly code: string;
}

/** Every file under `cypher/`, by path. */
export function cypherSources(): CypherSource[] {
  const folder = join(packageRoot(), "cypher");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".cypher"))
    .toSorted()
    .map((file) => sourceOf(file, readFileSync(join(folder, file), "utf8")));
}

/** Reads one text; for trees that a test makes up too. */
export function sourceOf(file: string, text: string): CypherSource {
  const code = text.replace(/^\s*\/\/.*$/gm, "").replace(/'[^']*'/g, "''");
  return { file, header: headerOf(text), code };
}

function headerOf(text: string): Record<string, string> {
  const header: Record<string, string> = {};
  let section: string | null = null;
  for (const line of text.split("\n")) {
    const comment = /^\/\/ ?(.*)$/.exec(line)?.[1];
    if (comment === undefined) break;
    const begun = /^(Why|Guarantee|Hazard|params|returns|access): (.*)$/.exec(comment);
    if (begun !== null) {
      section = begun[1] ?? "";
      header[section] = begun[2] ?? "";
    } else if (section !== null && /^ {2}\S/.test(comment)) {
      header[section] = `${header[section]} ${comment.trim()}`;
    } else {
      section = null;
    }
  }
  return header;
}

/** A name of a header's list with the names of its rows, if it is a list of maps. */
export interface HeaderName {
  readonly name: string;
  readonly members: readonly string[] | null;
}

/** `run, rows [{key, dueAt}], now (epoch ms)` as names; `none` is no name. */
export function headerNames(list: string): HeaderName[] {
  if (list === "none") return [];
  return splitTop(list.replace(/\([^)]*\)/g, "")).map((one) => {
    const [, name = one, members] = /^(\w+)(?: \[\{(.*)\}\])?$/.exec(one) ?? [];
    return { name, members: members === undefined ? null : splitTop(members) };
  });
}

/** Names of the parameters that the statement uses, each once, sorted. */
export function parametersOf(code: string): string[] {
  return [...new Set([...code.matchAll(/\$(\w+)/g)].map((match) => match[1] ?? ""))].toSorted();
}

/** Names of the columns of the last RETURN that is in no sub-query, in order. */
export function columnsOf(code: string): string[] {
  const flat = atTop(code);
  const start = flat.lastIndexOf("RETURN ");
  if (start === -1) return [];
  const end = /\b(ORDER BY|LIMIT|SKIP)\b/.exec(flat.slice(start));
  const list = code.slice(start + "RETURN ".length, end === null ? undefined : start + end.index);
  return splitTop(list.replace(/^DISTINCT /, "")).map(
    (column) => /\bAS\s+(\w+)$/.exec(column)?.[1] ?? column,
  );
}

/** The keywords of the statement that write. */
export function writingWords(code: string): string[] {
  const words = code.match(/\b(CREATE|MERGE|SET|DELETE|REMOVE|FOREACH|DROP)\b/g) ?? [];
  return [...new Set(words)].filter((word) => word !== "FOREACH").toSorted();
}

/** The same text with everything inside brackets blanked, so that places stay the same. */
function atTop(text: string): string {
  let depth = 0;
  let flat = "";
  for (const sign of text) {
    if ("{[(".includes(sign)) depth += 1;
    flat += depth > 0 && sign !== "\n" ? " " : sign;
    if ("}])".includes(sign)) depth -= 1;
  }
  return flat;
}

function splitTop(list: string): string[] {
  const flat = atTop(list);
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at <= flat.length; at += 1) {
    if (at < flat.length && flat[at] !== ",") continue;
    parts.push(list.slice(start, at).trim());
    start = at + 1;
  }
  return parts.filter((part) => part !== "");
}
