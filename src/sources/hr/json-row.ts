import { FIELD_LIMIT, type RowFault, type TableRow } from "./table.js";

/** Where a JSON record stands. */
export interface RecordPlace {
  readonly line: number;
  readonly lastLine: number;
  readonly column: number;
}

/** Different names the records of one file may have; more is not a table. */
export const KEY_LIMIT = 2_000;

/**
 * The members of a record as text by name. A nested object gives `manager.id`, a list of plain values
 * joins with `;`; deeper lists are left out. Null when the text is no JSON object.
 */
export function flattenRecord(text: string): {
  readonly members: ReadonlyMap<string, string>;
  readonly inexact: string | null;
} | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const members = new Map<string, string>();
  const inexact = flattenInto(members, { prefix: "", depth: 0 }, value);
  return { members, inexact };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Objects inside objects that are looked into. */
const DEPTH_LIMIT = 4;

/** Returns the name of a number that JavaScript cannot hold exactly, if any. */
function flattenInto(
  members: Map<string, string>,
  within: { readonly prefix: string; readonly depth: number },
  value: Record<string, unknown>,
): string | null {
  let inexact: string | null = null;
  for (const [key, member] of Object.entries(value)) {
    const name = within.prefix + key;
    if (typeof member === "string") members.set(name, member);
    else if (isObject(member)) {
      const inner = { prefix: `${name}.`, depth: within.depth + 1 };
      if (inner.depth < DEPTH_LIMIT) inexact = flattenInto(members, inner, member) ?? inexact;
    } else {
      const parts: readonly unknown[] = Array.isArray(member) ? member : [member];
      if (parts.some(isInexact)) inexact ??= name;
      members.set(name, parts.filter(isPlain).map(String).join(";"));
    }
  }
  return inexact;
}

function isInexact(value: unknown): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** A JSON record as a row under `header` (name → index). Names that are not in the header are dropped. */
export function toRow(
  text: string | null,
  place: RecordPlace,
  header: ReadonlyMap<string, number>,
): TableRow {
  const cells = Array.from<string>({ length: header.size }).fill("");
  const flat = text === null ? null : flattenRecord(text);
  let fault: RowFault | null = null;
  if (flat === null) {
    fault =
      text === null
        ? { rule: "record-too-long", sentence: "The record is longer than 16 MB.", cell: null }
        : { rule: "not-json", sentence: "The record is not a JSON object.", cell: null };
  } else {
    for (const [name, value] of flat.members) {
      const cell = header.get(name);
      if (cell === undefined) continue;
      cells[cell] = value.slice(0, FIELD_LIMIT);
      if (value.length > FIELD_LIMIT) fault ??= tooLong(cell);
      if (name === flat.inexact) fault ??= inexactNumber(name, cell);
    }
  }
  return {
    line: place.line,
    lastLine: place.lastLine,
    cells,
    size: cells.length,
    columns: [place.column],
    lines: null,
    fault,
  };
}

function tooLong(cell: number): RowFault {
  const limit = FIELD_LIMIT.toLocaleString("en");
  return { rule: "value-too-long", sentence: `A value is longer than ${limit} characters.`, cell };
}

function inexactNumber(name: string, cell: number): RowFault {
  return {
    rule: "number-inexact",
    sentence: `The number in "${name}" is too large to be read exactly. Write it as text, in quotes.`,
    cell,
  };
}
