import Table from "cli-table3";
import { indented } from "./text.js";
import type { Look } from "./look.js";

const GAP = 2;
/** Narrower than this a wrapped column is a tower of words; the terminal's own wrapping reads better. */
const LEAST = 24;

/** No lines between cells: white space separates, so a copied row is only its words. */
const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
} as const;

export interface TableOptions {
  readonly head?: readonly string[];
  readonly indent?: number;
  /** The column that is wrapped when the rows are too wide; the last unless said. */
  readonly flexible?: number;
}

/** Rows in aligned columns, no wider than the terminal where the words allow it. */
export function table(
  rows: readonly (readonly string[])[],
  look: Look,
  options: TableOptions = {},
): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  if (columns === 0) return "";
  const head = options.head?.map((title) => look.colours.bold(title));
  const all = head === undefined ? rows : [head, ...rows];
  const indent = options.indent ?? 0;
  const widths = fittingWidths(all, look.width - indent, options.flexible ?? columns - 1);
  return indented(drawn(all, widths).replaceAll(/ +$/gm, ""), indent);
}

function fittingWidths(
  rows: readonly (readonly string[])[],
  room: number,
  flexible: number,
): (number | null)[] {
  const natural = naturalWidths(rows);
  const excess = natural.reduce((sum, width) => sum + width, 0) - GAP - room;
  const own = natural[flexible];
  if (excess <= 0 || own === undefined) return natural;
  return natural.with(flexible, Math.max(own - excess, Math.min(own, LEAST)));
}

/** cli-table3 measures (wide characters, colours) while it draws and leaves the widths behind. */
function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const measured = build(rows, []);
  measured.toString();
  return measured.options.colWidths.map((width) => width ?? 0);
}

function drawn(rows: readonly (readonly string[])[], widths: (number | null)[]): string {
  return build(rows, widths).toString();
}

function build(rows: readonly (readonly string[])[], colWidths: (number | null)[]): Table.Table {
  const built = new Table({
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [], compact: true },
    colWidths,
    wordWrap: colWidths.length > 0,
    wrapOnWordBoundary: true,
  });
  built.push(...rows.map((row) => [...row]));
  return built;
}
