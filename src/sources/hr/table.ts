/** Characters one value may have; a longer one is cut and its record quarantined (F12). */
export const FIELD_LIMIT = 65_536;

/** Values one record may have before the rest are only counted. */
export const CELL_LIMIT = 4_096;

/** What is wrong with the form of one record. The file goes on after it. */
export interface RowFault {
  readonly rule: string;
  readonly sentence: string;
  /** Which value it is about; null: the record. */
  readonly cell: number | null;
}

/** One record of a file, whatever the format: values in the order of the header. */
export interface TableRow {
  /** Line it starts on and line it ends on, from 1. */
  readonly line: number;
  readonly lastLine: number;
  readonly cells: readonly string[];
  /** How many values the record has; more than `cells` when there were too many to keep. */
  readonly size: number;
  /** Column each value starts at; a single number when only the record's own is known. */
  readonly columns: readonly number[];
  /** Line each value starts on; null: all on `line`. */
  readonly lines: readonly number[] | null;
  readonly fault: RowFault | null;
}

/** What can be said of a file once its end was reached. */
export interface TableEnding {
  /** Whether the end is an end: nothing is cut off, swallowed or garbled. */
  readonly trusted: boolean;
  readonly reason: string | null;
  readonly holdsNul: boolean;
}

/** A stretch of records; the last one of a file carries the ending. */
export interface TableChunk {
  readonly rows: readonly TableRow[];
  /** Bytes of the file this stretch took. */
  readonly bytes: number;
  readonly ending: TableEnding | null;
}

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

/** An ending from what was found wrong, if anything; a hole of NULs is what a crash leaves. */
export function endingOf(fault: string | null, holdsNul: boolean): TableEnding {
  const nul = holdsNul ? "The file holds NUL bytes: it was not written to its end." : null;
  const reason = fault ?? nul;
  return { trusted: reason === null, reason, holdsNul };
}
