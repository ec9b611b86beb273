import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import type { LocalDate } from "../domain/time.js";
import { CountersignError } from "../platform/errors.js";
import { didYouMean } from "../platform/nearest.js";
import { formatPlace, type Place, type Problem } from "../platform/problem.js";
import { readYaml } from "../platform/yaml-text.js";

/** One filled-in line of an attestation file. */
export interface AttestLine {
  readonly agent: string;
  readonly decisionClass: string;
  readonly person: string;
  readonly on: LocalDate;
  readonly evidence: string | null;
  /** `file:line`, for refusals. */
  readonly place: string;
}

export interface AttestFile {
  readonly lines: readonly AttestLine[];
  /** Lines that nobody has filled in yet: no date. */
  readonly open: number;
  readonly problems: readonly Problem[];
}

/** One line as it was written. Keys are folded: `Decision class` is `decisionclass`. */
interface RawLine {
  readonly values: ReadonlyMap<string, string>;
  readonly place: Place;
}

const NEEDED = ["agent", "decisionClass", "person", "on"] as const;

/**
 * Reads a filled-in attestation file: CSV with a header, or YAML with a list. Columns that are not
 * ours (the ones the template adds for people) are left alone; a line without a date is not filled
 * in yet; a line with a problem holds up no other.
 *
 * @throws CountersignError ATTEST_FILE_UNREADABLE when it cannot be read at all.
 */
export function readAttestFile(file: string, cwd: string): AttestFile {
  const shown = relative(cwd, resolve(cwd, file)) || file;
  const text = read(resolve(cwd, file), shown);
  const raw = /\.ya?ml$/i.test(file) ? yamlLines(text, shown) : csvLines(text, shown);
  const lines: AttestLine[] = [];
  const problems = [...raw.problems];
  let open = 0;
  for (const line of raw.lines) {
    if (valueOf(line, "on") === "") {
      open++;
      continue;
    }
    const found = problemsOf(line);
    problems.push(...found);
    if (found.length === 0) lines.push(lineOf(line));
  }
  return { lines, open, problems };
}

function read(path: string, shown: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw unreadable(`${shown} cannot be read.`, cause);
  }
}

function unreadable(message: string, cause?: unknown): CountersignError {
  return new CountersignError({
    code: "ATTEST_FILE_UNREADABLE",
    message,
    next: "Write one to fill in with: countersign attest --template > signatures.csv",
    audience: "caller",
    cause,
  });
}

interface RawFile {
  readonly lines: readonly RawLine[];
  readonly problems: readonly Problem[];
}

function csvLines(text: string, file: string): RawFile {
  const records = csvRecords(text, file);
  const [head, ...rows] = records;
  const header = (head?.record ?? []).map(fold);
  const missing = NEEDED.filter((name) => !header.includes(fold(name)));
  if (missing.length > 0) {
    const near = didYouMean(missing[0] ?? "", head?.record ?? []);
    const verb = missing.length === 1 ? "column is" : "columns are";
    const sentence = `The ${verb} missing: ${missing.join(", ")}.${near} The first line must name agent, decisionClass, person, on and, if there is any, evidence.`;
    return {
      lines: [],
      problems: [{ place: { file, line: 1, column: null }, rule: "column-missing", sentence }],
    };
  }
  const lines = rows.map(({ record, line }) => ({
    values: new Map(header.map((name, index) => [name, (record[index] ?? "").trim()])),
    place: { file, line, column: null },
  }));
  return { lines, problems: [] };
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly line: number;
}

function csvRecords(text: string, file: string): CsvRecord[] {
  const [first = ""] = text.split(/\r?\n/, 1);
  // Spreadsheets write what their country uses.
  const delimiter =
    [";", "\t"].find((candidate) => first.split(candidate).length > first.split(",").length) ?? ",";
  try {
    const parsed: unknown = parse(text, {
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    });
    // With `info` and without `columns` csv-parse gives each record with where it ended.
    return (parsed as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(`${file} is not CSV: ${why}.`, cause);
  }
}

function yamlLines(text: string, file: string): RawFile {
  const { value, places, problems } = readYaml(text, file);
  if (problems.length > 0) return { lines: [], problems };
  if (!Array.isArray(value)) {
    const sentence = "This must be a list: each signature begins with `- agent:`.";
    return { lines: [], problems: [places.problem(0, "list", sentence)] };
  }
  const lines = value.map((item: unknown, index) => ({
    values: new Map(
      Object.entries(isObject(item) ? item : {}).map(([key, each]) => [fold(key), scalar(each)]),
    ),
    place: places.placeAt(places.offsetOf([index])),
  }));
  return { lines, problems: [] };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function scalar(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

function problemsOf(line: RawLine): Problem[] {
  const missing = NEEDED.filter((name) => valueOf(line, name) === "");
  const problems = missing.map((name) => ({
    place: line.place,
    rule: `${name}-missing`,
    sentence: `${name} is missing. ${WHAT_TO_WRITE[name]}`,
  }));
  const on = valueOf(line, "on");
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(on) &&
    !Number.isNaN(Date.parse(on)) &&
    new Date(on).toISOString().startsWith(on);
  if (!isDay) {
    const sentence = `on "${on.slice(0, 40)}" is not a day of the calendar. ${WHAT_TO_WRITE.on}`;
    problems.push({ place: line.place, rule: "on", sentence });
  }
  return problems;
}

const WHAT_TO_WRITE: Readonly<Record<(typeof NEEDED)[number], string>> = {
  agent: "Write the id of the agent.",
  decisionClass: "Write the id of the decision class.",
  person: "Write the e-mail address or login of who signed.",
  on: "Write the day it was signed as 2026-02-03.",
};

function lineOf(line: RawLine): AttestLine {
  return {
    agent: valueOf(line, "agent"),
    decisionClass: valueOf(line, "decisionClass"),
    person: valueOf(line, "person"),
    on: valueOf(line, "on"),
    evidence: valueOf(line, "evidence") || null,
    place: formatPlace(line.place),
  };
}

function valueOf(line: RawLine, name: string): string {
  return line.values.get(fold(name)) ?? "";
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, "");
}
