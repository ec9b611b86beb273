import type { HrFile } from "./files.js";
import type { HrScope } from "./header-names.js";
import { JsonLineScanner } from "./json-lines.js";
import { flattenRecord, KEY_LIMIT, toRow } from "./json-row.js";
import { JsonArrayScanner, type ElementScanner, type JsonElement } from "./json-scan.js";
import {
  endingOf,
  type TableChunk,
  type TableEnding,
  type TableHeader,
  type TableRow,
} from "./table.js";
import { readText } from "./text-stream.js";

/** Under which name a JSON object may hold the list of records. */
const LIST_NAMES: Readonly<Record<HrScope, readonly string[]>> = {
  employments: ["people", "employees", "workers"],
  teams: ["teams", "departments"],
};

/** All names that records of the file have: a record may leave some out, so all are read. */
export async function readJsonHeader(file: HrFile, signal: AbortSignal): Promise<TableHeader> {
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
  } else if (headers.size > 0) {
    fault = null;
  } else if (records > 0) {
    fault = "No record is a JSON object with members.";
  }
  const recordless = fault === null && records === 0;
  return { headers: [...headers], delimiter: "", fault, recordless };
}

/** The records of a JSON or JSON Lines file. */
export async function* readJson(
  file: HrFile,
  header: TableHeader,
  signal: AbortSignal,
): AsyncGenerator<TableChunk> {
  const index = new Map(header.headers.map((name, at) => [name, at]));
  let last: TableRow | null = null;
  for await (const { elements, bytes, ending } of readElements(file, signal)) {
    const rows = elements.map((element) => toRow(element.text, element, index));
    last = rows.at(-1) ?? last;
    const cut = file.format === "jsonl" ? cutOff(last) : null;
    const whole = ending === null ? null : endingOf(ending.reason ?? cut, ending.holdsNul);
    yield { rows, bytes, ending: whole };
  }
}

function cutOff(last: TableRow | null): string | null {
  if (last?.fault?.rule !== "not-json") return null;
  return `The last line (${last.line}) is no JSON object: the file is cut off.`;
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
