import type { Quarantined } from "../port.js";
import { contentHash } from "../../platform/ids.js";
import type { Place, Problem } from "../../platform/problem.js";
import type { RowGround } from "./ground.js";
import type { HrField } from "./header-names.js";
import type { TableRow } from "./table.js";
import { cleanText, faultOfId } from "./text.js";

/** One thing wrong with a row, before it has a place. */
export interface RowProblem {
  readonly rule: string;
  readonly sentence: string;
  /** Index of the value it is about; null: the row. */
  readonly cell: number | null;
}

/** The raw text of a field; of a name in two columns, both. Empty where there is no column. */
export function rawField(row: TableRow, field: HrField, ground: RowGround): string {
  const column = ground.columns.get(field);
  if (column === undefined) return "";
  const [index, second] = column.indexes;
  const text = row.cells[index ?? -1] ?? "";
  return second === undefined ? text : `${text.trim()} ${(row.cells[second] ?? "").trim()}`;
}

/** What is wrong with the form of a row, before anybody asks what it says. */
export function faultOfForm(row: TableRow, ground: RowGround): RowProblem | null {
  if (row.fault !== null) return row.fault;
  const { width } = ground;
  if (width === null || row.size === width) return null;
  const has = `The row has ${row.size} values, the header has ${width}`;
  return row.size > width
    ? {
        rule: "too-many-values",
        sentence: `${has}: a stray delimiter or an unquoted one.`,
        cell: null,
      }
    : {
        rule: "too-few-values",
        sentence: `${has}: a delimiter is missing, or the line is broken.`,
        cell: null,
      };
}

/**
 * The id of a record as far as it can be believed. Of a row whose values may have been shifted only
 * what stands before the fault is believed: a wrong id would protect the wrong person (F12).
 */
export function readableId(row: TableRow, ground: RowGround): string | null {
  return readable(row, ground.key, ground);
}

function readable(row: TableRow, field: HrField, ground: RowGround): string | null {
  const index = ground.columns.get(field)?.indexes[0] ?? -1;
  if (!aligned(row, index, ground.width)) return null;
  const id = cleanText(row.cells[index] ?? "");
  return id === "" || faultOfId(id) !== null ? null : id;
}

function aligned(row: TableRow, index: number, width: number | null): boolean {
  const { fault } = row;
  if (fault !== null) {
    if (fault.cell === null || fault.cell === index) return false;
    const onlyItself = fault.rule === "value-too-long" || fault.rule === "number-inexact";
    if (!onlyItself && index > fault.cell) return false;
  }
  return width === null || row.size === width || index === 0;
}

/** A problem of one field: its sentence begins with the header as the author of the file knows it. */
export function about(
  ground: RowGround,
  field: HrField,
  said: { readonly rule: string; readonly rest: string },
): RowProblem {
  const column = ground.columns.get(field);
  const header = column?.headers.join(" + ") ?? field;
  return { rule: said.rule, sentence: `${header} ${said.rest}`, cell: column?.indexes[0] ?? null };
}

/** Where a value stands; the row when no value is meant. */
export function placeOf(row: TableRow, cell: number | null, ground: RowGround): Place {
  const at = cell ?? 0;
  const { report, shown } = ground.file;
  if (report !== undefined) {
    return { file: `${shown} ${report.where(row.line)}`, line: null, column: null };
  }
  return {
    file: shown,
    line: row.lines?.[at] ?? row.line,
    column: row.columns[at] ?? row.columns[0] ?? null,
  };
}

/** Where another row stands, for a sentence about this one. */
export function whereIs(line: number, ground: RowGround): string {
  const { report } = ground.file;
  return report === undefined ? `on line ${line}` : `at ${report.where(line)}`;
}

/** A row set aside with all its problems: the place is that of the first. */
export function quarantine(
  row: TableRow,
  problems: readonly [RowProblem, ...RowProblem[]],
  ground: RowGround,
): Quarantined {
  const [first] = problems;
  const problem: Problem = {
    place: placeOf(row, first.cell, ground),
    rule: first.rule,
    sentence: problems.map((each) => each.sentence).join(" "),
  };
  const keyMissing =
    ground.columns.has("workerId") && rawField(row, "workerId", ground).trim() === "";
  const workerId = readable(row, "workerId", ground);
  return {
    recordId: readableId(row, ground),
    rawHash: contentHash(row.cells),
    problem,
    ...(keyMissing && { keyMissing }),
    ...(workerId !== null && { workerId }),
  };
}
