import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvTokenizer, detectDelimiter } from "../../../src/sources/hr/csv.js";
import { FIELD_LIMIT, type TableRow } from "../../../src/sources/hr/table.js";
import { csvText } from "../../support/hr-files.js";

function tokenise(text: string, delimiter = ",", cuts: readonly number[] = []): TableRow[] {
  const tokenizer = new CsvTokenizer(delimiter);
  const rows: TableRow[] = [];
  let from = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), text.length]) {
    rows.push(...tokenizer.write(text.slice(from, cut)));
    from = cut;
  }
  return [...rows, ...tokenizer.end()];
}

const cells = (rows: readonly TableRow[]): (readonly string[])[] => rows.map((row) => row.cells);

describe("CSV text is cut into records", () => {
  test.each([
    ["LF", "a,b\n1,2\n"],
    ["CRLF", "a,b\r\n1,2\r\n"],
    ["CR, as old Macs write", "a,b\r1,2\r"],
    ["no line end after the last line", "a,b\n1,2"],
    ["blank lines between", "\na,b\n\n\n1,2\n\n"],
  ])("with %s", (_, text) => {
    expect(cells(tokenise(text))).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("a quoted value holds delimiters, line ends and doubled quotes", () => {
    expect(cells(tokenise('x,"a,b\r\n""c"""\r\ny,z'))).toEqual([
      ["x", 'a,b\r\n"c"'],
      ["y", "z"],
    ]);
  });

  test("every value knows its line and column, after values of several lines too", () => {
    const [first, second] = tokenise('ab,"c\r\nd",e\r\nf,g,h');
    expect(first).toMatchObject({ line: 1, lastLine: 2, columns: [1, 4, 4], lines: [1, 1, 2] });
    expect(second).toMatchObject({ line: 3, lastLine: 3, columns: [1, 3, 5], lines: null });
  });

  test("an empty last value is a value", () => {
    expect(cells(tokenise("a,\nb,\n,"))).toEqual([
      ["a", ""],
      ["b", ""],
      ["", ""],
    ]);
  });

  test("F12 a value of 10 MB is cut to the limit and the next record is whole", () => {
    const tokenizer = new CsvTokenizer(",");
    const rows = tokenizer.write("a,b\n1,");
    for (let piece = 0; piece < 160; piece += 1) rows.push(...tokenizer.write("x".repeat(65_536)));
    rows.push(...tokenizer.write(",3\n4,5\n"));
    expect(rows[1]?.cells.map((cell) => cell.length)).toEqual([1, FIELD_LIMIT, 1]);
    expect(rows[1]?.fault?.rule).toBe("value-too-long");
    expect(rows[1]?.fault?.cell).toBe(1);
    expect(rows[2]?.cells).toEqual(["4", "5"]);
  });

  test("F6 a quote that is never closed is said with the line it was opened on", () => {
    const last = tokenise('a,b\n1,2\n3,"four\n5,6\n').at(-1);
    expect(last?.fault?.rule).toBe("quote-not-closed");
    expect(last?.fault?.sentence).toContain("line 3");
  });

  test("text after a closing quote is a fault of that record only", () => {
    const rows = tokenise('"a"b,c\nd,e\n');
    expect(rows.map((row) => row.fault?.rule ?? null)).toEqual(["quote-inside", null]);
  });
});

const anyCell = fc.string({
  unit: fc.constantFrom("a", "é", "1", ",", ";", "\t", "|", '"', " ", "\n", "\r\n", "=", "日", "x"),
  maxLength: 8,
});
// A row of one empty value is a blank line, which both readers leave out.
const anyTable = fc.array(fc.array(anyCell, { minLength: 2, maxLength: 5 }), { minLength: 1 });

describe("whatever the text", () => {
  test("cells, delimiter, line end and cuts between chunks change nothing", () => {
    const anyCase = fc.record({
      table: anyTable,
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
      places: fc.array(fc.nat(200), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(anyCase, ({ table, delimiter, lineEnd, places }) => {
        const text = csvText(table, { delimiter, lineEnd });
        const cuts = places.filter((place) => place <= text.length);
        expect(cells(tokenise(text, delimiter, cuts))).toEqual(table);
      }),
      { numRuns: 500 },
    );
  });

  test("lines and columns point at where the value begins in the text", () => {
    fc.assert(
      fc.property(anyTable, fc.constantFrom("\n", "\r\n"), (table, lineEnd) => {
        const text = csvText(table, { lineEnd });
        const lines = text.split(/\r\n|\n/);
        for (const row of tokenise(text)) {
          row.cells.forEach((cell, index) => {
            const line = row.lines?.[index] ?? row.line;
            const rest = lines[line - 1]?.slice((row.columns[index] ?? 1) - 1) ?? "";
            const start = cell.split(/\r\n|\n/)[0]?.replaceAll('"', '""') ?? "";
            expect(rest.startsWith(start) || rest.startsWith(`"${start}`)).toBe(true);
          });
        }
      }),
    );
  });

  test("csv-parse reads the same from well-formed text", () => {
    fc.assert(
      fc.property(anyTable, fc.constantFrom("\n", "\r\n"), (table, lineEnd) => {
        const text = csvText(table, { lineEnd });
        const theirs = parse(text, { relax_column_count: true, skip_empty_lines: true });
        expect(cells(tokenise(text))).toEqual(theirs);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the delimiter is found in the first line", () => {
  test.each([
    ["a,b,c\n1;2;3;4;5", ","],
    ["a;b;c\n", ";"],
    ["a\tb\tc\r\n", "\t"],
    ["a|b|c", "|"],
    ['"a,b,c";d\n', ";"],
    ["\r\n\r\na;b\n", ";"],
    ["sep=|\na,b|c,d\n", "|"],
    ["alone\n", ","],
  ])("%j", (text, delimiter) => {
    expect(detectDelimiter(text)).toBe(delimiter);
  });
});
