import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { CsvTokenizer, detectDelimiter, isDelimiterLine } from "./csv.js";
import type { HrFile } from "./files.js";
import type { HrScope } from "./header-names.js";
import { flattenRecord, KEY_LIMIT, toRow } from "./json-row.js";
import { JsonLineScanner } from "./json-lines.js";
import { JsonArrayScanner, type ElementScanner, type JsonElement } from "./json-scan.js";
import type { TableChunk, TableEnding, TableRow } from "./table.js";
import { readText } from "./text-stream.js";

/** The header of a file: for JSON every name that any record has, in order of appearance. */
export interface TableHeader {
  readonly headers: readonly string[];
  /** CSV only. */
  readonly delimiter: string;
  /** Why the file is no table at all; null when it is one. */
  readonly fault: string | null;
  /** Whether it is a whole file of a format without a header line, with no record in it. */
  readonly recordless: boolean;
}

const LIST_NAMES: Readonly<Record<HrScope, readonly string[]>> = {
  employments: ["people", "employees", "workers"],
  teams: ["teams", "departments"],
};

/** A first line longer than this is no header. */
const HEAD_LIMIT = 1_000_000;

/** Reads as much as the header takes: one line of CSV, all of a JSON file. */
export async function readHeader(file: HrFile, signal: AbortSignal): Promise<TableHeader> {
  return file.format === "csv" ? readCsvHeader(file, signal) : readJsonHeader(file, signal);
}

async function readCsvHeader(file: HrFile, signal: AbortSignal): Promise<TableHeader> {
  let head = "";
  for await (const { text } of readText(file.path, signal)) {
    head += text;
    if (head.length > HEAD_LIMIT || /\S[^\r\n]*[\r\n]/.test(head.slice(0, HEAD_LIMIT))) {
      const header = csvHeaderIn(head.slice(0, HEAD_LIMIT), false);
      if (header !== null) return header;
    }
    if (head.length > HEAD_LIMIT) break;
  }
  const header = csvHeaderIn(head.slice(0, HEAD_LIMIT), true);
  return header ?? { headers: [], delimiter: ",", fault: "The file is empty.", recordless: false };
}

function csvHeaderIn(head: string, whole: boolean): TableHeader | null {
  const delimiter = detectDelimiter(head);
  const tokenizer = new CsvTokenizer(delimiter);
  const rows = tokenizer.write(head);
  if (whole) rows.push(...tokenizer.end());
  const row = rows.find((candidate) => !isDelimiterLine(candidate));
  if (row === undefined) return null;
  return { headers: row.cells, delimiter, fault: faultOfHeader(row), recordless: false };
}

function faultOfHeader(row: TableRow): string | null {
  const text = row.cells.join("");
  if (text.startsWith("PK\u0003\u0004")) {
    return "The file is a spreadsheet (xlsx), not text. Export it as CSV.";
  }
  if (text.includes("\u0000")) {
    return "The header holds NUL bytes: this is no text file, or UTF-16 without its mark. Export as UTF-8.";
  }
  if (text.includes("\uFFFD")) return "The header is not UTF-8. Export the file as UTF-8.";
  return row.fault === null ? null : `The header cannot be read. ${row.fault.sentence}`;
}

async function readJsonHeader(file: HrFile, signal: AbortSignal): Promise<TableHeader> {
  const headers = new Set<string>();
  let records = 0;
  let fault: string | null = null;
  for await (const { elements, ending } of readElements(file, signal)) {
    records += elements.length;
    for (const element of elements) {
      const flat = element.text === null ? null : flattenRecord(element.text);
      for (const name of flat?.members.keys() ?? []) headers.add(name);
    }
    fault = ending?.reason ?? null;
    if (headers.size > KEY_LIMIT) break;
  }
  if (headers.size > KEY_LIMIT) {
    fault = `The records have more than ${KEY_LIMIT} different names: this is no table.`;
  } else if (headers.size > 0) fault = null;
  else if (records > 0) fault = "No record is a JSON object with members.";
  return {
    headers: [...headers],
    delimiter: "",
    fault,
    recordless: fault === null && records === 0,
  };
}

export interface ReadTableOptions {
  readonly signal: AbortSignal;
}

/** All records of a file, a stretch at a time; the last stretch carries the ending. */
export async function* readTable(
  file: HrFile,
  header: TableHeader,
  options: ReadTableOptions,
): AsyncGenerator<TableChunk> {
  const guard = new FileGuard(file);
  const rows = file.format === "csv" ? readCsv : readJson;
  for await (const chunk of rows(file, header, options)) {
    if (chunk.ending === null || !chunk.ending.trusted) yield chunk;
    else yield { ...chunk, ending: await guard.check(chunk.ending) };
  }
}

/** Somebody who writes the file while we read it makes a mixture of two files (F6). */
class FileGuard {
  readonly #file: HrFile;

  constructor(file: HrFile) {
    this.#file = file;
  }

  async check(ending: TableEnding): Promise<TableEnding> {
    const now = await stat(this.#file.path).catch(() => null);
    const same = now !== null && now.size === this.#file.size && now.mtimeMs === this.#file.mtimeMs;
    if (same) return ending;
    const reason = "The file was changed while it was being read. Put it in place with a rename.";
    return { ...ending, trusted: false, reason };
  }
}

async function* readCsv(
  file: HrFile,
  header: TableHeader,
  options: ReadTableOptions,
): AsyncGenerator<TableChunk> {
  const tokenizer = new CsvTokenizer(header.delimiter);
  let headerSeen = false;
  let last: TableRow | null = null;
  let holdsNul = false;
  for await (const { text, raw } of readText(file.path, options.signal)) {
    holdsNul ||= text.includes("\u0000");
    let rows =
      raw === null ? [...tokenizer.write(text), ...tokenizer.end()] : tokenizer.write(text);
    while (!headerSeen && rows.length > 0) {
      headerSeen = !rows.slice(0, 1).every(isDelimiterLine);
      rows = rows.slice(1);
    }
    last = rows.at(-1) ?? last;
    yield { rows, bytes: raw?.length ?? 0, ending: null };
  }
  yield { rows: [], bytes: 0, ending: endingOf(faultAtEnd(last, header.headers.length), holdsNul) };
}

function endingOf(fault: string | null, holdsNul: boolean): TableEnding {
  const nul = holdsNul ? "The file holds NUL bytes: it was not written to its end." : null;
  const reason = fault ?? nul;
  return { trusted: reason === null, reason, holdsNul };
}

function faultAtEnd(last: TableRow | null, width: number): string | null {
  if (last?.fault?.rule === "quote-not-closed") return last.fault.sentence;
  if (last === null || last.size >= width) return null;
  return `The last line (${last.line}) has ${last.size} of ${width} values: the file is cut off.`;
}

async function* readJson(
  file: HrFile,
  header: TableHeader,
  options: ReadTableOptions,
): AsyncGenerator<TableChunk> {
  const index = new Map(header.headers.map((name, at) => [name, at]));
  let last: TableRow | null = null;
  for await (const chunk of readElements(file, options.signal)) {
    const rows = chunk.elements.map((element) => toRow(element.text, element, index));
    last = rows.at(-1) ?? last;
    const cut =
      file.format === "jsonl" && last?.fault?.rule === "not-json"
        ? `The last line (${last.line}) is no JSON object: the file is cut off.`
        : null;
    const { ending } = chunk;
    yield {
      rows,
      bytes: chunk.bytes,
      ending: ending === null ? null : endingOf(ending.reason ?? cut, ending.holdsNul),
    };
  }
}

interface ElementChunk {
  readonly elements: readonly JsonElement[];
  readonly bytes: number;
  readonly ending: TableEnding | null;
}

async function* readElements(file: HrFile, signal: AbortSignal): AsyncGenerator<ElementChunk> {
  const scanner: ElementScanner =
    file.format === "json" ? new JsonArrayScanner(LIST_NAMES[file.scope]) : new JsonLineScanner();
  let holdsNul = false;
  for await (const { text, raw } of readText(file.path, signal)) {
    holdsNul ||= text.includes("\u0000");
    yield { elements: scanner.write(text), bytes: raw?.length ?? 0, ending: null };
  }
  const rest = scanner.end();
  yield { elements: rest.elements, bytes: 0, ending: endingOf(rest.fault, holdsNul) };
}

/** A hash of the bytes of a file. */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const { raw } of readText(path, signal)) if (raw !== null) hash.update(raw);
  return hash.digest("hex").slice(0, 32);
}
