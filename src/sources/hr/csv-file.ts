import { CsvTokenizer, detectDelimiter, isDelimiterLine } from "./csv.js";
import type { HrFile } from "./files.js";
import { endingOf, type TableChunk, type TableHeader, type TableRow } from "./table.js";
import { readText } from "./text-stream.js";

/** A first line longer than this is no header. */
const HEAD_LIMIT = 1_000_000;

/** The first line of a CSV file that is not blank, and the delimiter it uses. */
export async function readCsvHeader(file: HrFile, signal: AbortSignal): Promise<TableHeader> {
  let head = "";
  for await (const { text } of readText(file.path, signal)) {
    head = (head + text).slice(0, HEAD_LIMIT);
    const header = /\S[^\r\n]*[\r\n]/.test(head) ? headerIn(head, false) : null;
    if (header !== null) return header;
    if (head.length === HEAD_LIMIT) break;
  }
  const header = headerIn(head, true);
  return header ?? { headers: [], delimiter: ",", fault: "The file is empty.", recordless: false };
}

function headerIn(head: string, whole: boolean): TableHeader | null {
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
    return "The header holds NUL bytes: this is no text, or UTF-16 without its mark. Export as UTF-8.";
  }
  if (text.includes("\uFFFD")) return "The header is not UTF-8. Export the file as UTF-8.";
  return row.fault === null ? null : `The header cannot be read. ${row.fault.sentence}`;
}

/** The records of a CSV file after its header. */
export async function* readCsv(
  file: HrFile,
  header: TableHeader,
  signal: AbortSignal,
): AsyncGenerator<TableChunk> {
  const tokenizer = new CsvTokenizer(header.delimiter);
  const width = header.headers.length;
  let headerSeen = false;
  let holdsNul = false;
  let last: TableRow | null = null;
  let swallowed: string | null = null;
  for await (const { text, raw } of readText(file.path, signal)) {
    holdsNul ||= text.includes("\u0000");
    let rows = tokenizer.write(text);
    if (raw === null) rows = [...rows, ...tokenizer.end()];
    while (!headerSeen && rows.length > 0) {
      headerSeen = !rows.slice(0, 1).every(isDelimiterLine);
      rows = rows.slice(1);
    }
    // Spreadsheets leave rows of nothing but delimiters behind the last one.
    rows = rows.filter((row) => !row.cells.every(isBlank));
    last = rows.at(-1) ?? last;
    for (const row of rows) swallowed ??= swallowedRows(row, width);
    yield { rows, bytes: raw?.length ?? 0, ending: null };
  }
  yield { rows: [], bytes: 0, ending: endingOf(swallowed ?? cutOff(last, width), holdsNul) };
}

function isBlank(cell: string): boolean {
  return cell === "" || cell.trim() === "";
}

/** A stray quote makes one record of several, and nobody knows whose they were. */
function swallowedRows(row: TableRow, width: number): string | null {
  if (row.fault?.rule === "quote-not-closed") return row.fault.sentence;
  if (row.lastLine === row.line) return null;
  if (row.fault === null && row.size === width) return null;
  return (
    `The quotes on lines ${row.line} to ${row.lastLine} do not fit: a stray one has swallowed ` +
    "the rows in between."
  );
}

function cutOff(last: TableRow | null, width: number): string | null {
  if (last === null || last.size >= width) return null;
  return `The last line (${last.line}) has ${last.size} of ${width} values: the file is cut off.`;
}
