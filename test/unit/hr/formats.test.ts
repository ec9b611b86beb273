import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonArrayScanner } from "../../../src/sources/hr/json-scan.js";
import type { EmploymentObservation } from "../../../src/sources/port.js";
import {
  csvText,
  hrConfig,
  hrWorld,
  PEOPLE_HEADERS,
  readHrFolder,
  writeHrFile,
  type HrReading,
} from "../../support/hr-files.js";

/** Under a second alone; on a machine that does ten other things not. */
const SLOW = { timeout: 60_000 };

async function readFileOf(content: string | Uint8Array, file: string): Promise<HrReading> {
  const { baseDir, hr } = await hrWorld();
  await writeHrFile(join(hr, file), content);
  return readHrFolder(hrConfig(), baseDir);
}

/** Observations without the place, which differs between formats. */
const facts = (reading: HrReading): Omit<EmploymentObservation, "place">[] =>
  reading.people.map(({ place, ...rest }) => (place.line === null ? { ...rest, name: "?" } : rest));

const TABLE = [
  ["Employee ID", "Name", "Hire Date", "Manager ID"],
  ["E1", "Okafor, Maya", "2020-01-01", "E2"],
  ["E2", 'Jon "JR" Reyes', "2019-05-01", ""],
  ["E3", "Zoë 日本; |x|", "2018-05-01", "E1"],
];
const RECORDS = TABLE.slice(1).map((row) =>
  Object.fromEntries(row.map((cell, index) => [TABLE[0]?.[index] ?? "", cell])),
);

describe("every format tells the same", () => {
  test.each<[string, string, string | Uint8Array]>([
    ["semicolons and CRLF", "people.csv", csvText(TABLE, { delimiter: ";", lineEnd: "\r\n" })],
    ["tabs and CR", "people.tsv", csvText(TABLE, { delimiter: "\t", lineEnd: "\r" })],
    ["pipes and a mark", "people.txt", csvText(TABLE, { delimiter: "|", bom: true })],
    ["sep=; on the first line", "people.csv", `sep=;\n${csvText(TABLE, { delimiter: ";" })}`],
    ["rows of delimiters at the end", "people.csv", `${csvText(TABLE)},,,\n,,,\n`],
    [
      "UTF-16 with its mark",
      "people.csv",
      Buffer.from(csvText(TABLE, { delimiter: "\t", bom: true }), "utf16le"),
    ],
    ["JSON Lines", "people.jsonl", RECORDS.map((each) => JSON.stringify(each)).join("\n")],
    [
      "JSON Lines, CRLF",
      "people.ndjson",
      RECORDS.map((each) => `${JSON.stringify(each)}\r\n\r\n`).join(""),
    ],
    ["a JSON array", "people.json", JSON.stringify(RECORDS)],
    [
      "a JSON array over many lines, with a mark",
      "people.json",
      `\uFEFF${JSON.stringify(RECORDS, null, 2)}\n`,
    ],
    [
      "a JSON object",
      "people.json",
      JSON.stringify({ made: { by: ["}", "]"], people: 3 }, employees: RECORDS, more: [[1], {}] }),
    ],
  ])("%s", async (_, file, content) => {
    const plain = await readFileOf(csvText(TABLE), "people.csv");
    const reading = await readFileOf(content, file);
    expect(plain.people).toHaveLength(3);
    expect(facts(reading)).toEqual(facts(plain));
    expect(reading.quarantined).toEqual([]);
    expect(reading.end.certificates[0]).toMatchObject({ complete: true, count: 3 });
  });
});

describe("JSON", () => {
  test("names may be left out, nested, numbers or null", async () => {
    const { people, end } = await readFileOf(
      JSON.stringify([
        {
          employeeId: 17,
          name: "Ana",
          startDate: "2020-01-01",
          manager: { id: 18 },
          endDate: null,
        },
        { employeeId: "18", name: "Ben", startDate: "2020-01-01", department: "D1" },
      ]),
      "people.json",
    );
    expect(people.map((each) => [each.workerId, each.managerRef, each.teamRef])).toEqual([
      ["17", "18", null],
      ["18", null, "D1"],
    ]);
    expect(end.certificates[0]?.complete).toBe(true);
  });

  test("F12 records that are none are set aside with their place, the rest goes on", async () => {
    const good = (id: string) => `{"employeeId":"${id}","name":"A","startDate":"2020-01-01"}`;
    const { people, quarantined, end } = await readFileOf(
      `[${good("E1")},\n  {"employeeId":"E2","name":oops},\n  7, ${good("E3")}]`,
      "people.json",
    );
    expect(people.map((each) => [each.workerId, each.place.line, each.place.column])).toEqual([
      ["E1", 1, 2],
      ["E3", 3, 6],
    ]);
    expect(quarantined.map(({ problem }) => [problem.rule, problem.place.line])).toEqual([
      ["not-json", 2],
      ["not-json", 3],
    ]);
    expect(end.remarks.join("\n")).toContain("absence from it proves nothing");
  });

  test("Q7 a number too large to be exact is no id", async () => {
    const { people, quarantined } = await readFileOf(
      '[{"employeeId":12345678901234567890,"name":"A","startDate":"2020-01-01"},{"employeeId":1,"name":"B","startDate":"2020-01-01"}]',
      "people.json",
    );
    expect(people.map((each) => each.workerId)).toEqual(["1"]);
    expect(quarantined[0]).toMatchObject({ recordId: null, problem: { rule: "number-inexact" } });
  });

  test("F12 a value of 10 MB costs its record, whose id is still read", SLOW, async () => {
    const { people, quarantined } = await readFileOf(
      `[{"employeeId":"E1","name":"${"x".repeat(10_000_000)}","startDate":"2020-01-01"},{"employeeId":"E2","name":"B","startDate":"2020-01-01"}]`,
      "people.json",
    );
    expect(people.map((each) => each.workerId)).toEqual(["E2"]);
    expect(quarantined[0]).toMatchObject({ recordId: "E1", problem: { rule: "value-too-long" } });
  });

  test("F12 a record over 16 MB is passed over without being held", SLOW, async () => {
    const { people, quarantined } = await readFileOf(
      `{"employeeId":"E1","name":"${"x".repeat(17_000_000)}"}\n{"employeeId":"E2","name":"B","startDate":"2020-01-01"}\n`,
      "people.jsonl",
    );
    expect(people.map((each) => each.workerId)).toEqual(["E2"]);
    expect(quarantined[0]).toMatchObject({ recordId: null, problem: { rule: "record-too-long" } });
  });

  test("two texts in one file are not taken for one", async () => {
    const { end } = await readFileOf(`${JSON.stringify(RECORDS)}\n[]`, "people.json");
    expect(end.certificates[0]?.reason).toContain("goes on after its end on line 2");
  });

  test("two lists of people in one file certify nothing", async () => {
    const text = JSON.stringify({ people: RECORDS.slice(0, 1), employees: RECORDS.slice(1) });
    const { people, end } = await readFileOf(text, "people.json");
    expect(people).toHaveLength(3);
    expect(end.certificates[0]?.reason).toContain("A second list of records begins on line 1");
  });

  test.each(["\n", "\r\n", "\r"])("lines that end with %j are counted once", async (lineEnd) => {
    const text = JSON.stringify(RECORDS, null, 1).replaceAll("\n", lineEnd);
    const { people } = await readFileOf(text, "people.json");
    expect(people.map(({ place }) => [place.line, place.column])).toEqual([
      [2, 2],
      [8, 2],
      [14, 2],
    ]);
  });

  test("teams from JSON: a list of deputies", async () => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(join(hr, "people.json"), JSON.stringify(RECORDS));
    const teams = { teams: [{ id: "D1", name: "Claims", deputies: ["E1", "E2"] }] };
    await writeHrFile(join(hr, "teams.json"), JSON.stringify(teams));
    const reading = await readHrFolder(hrConfig(), baseDir);
    expect(reading.teams[0]).toMatchObject({ nativeId: "D1", deputyRefs: ["E1", "E2"] });
  });

  test("whatever the values and the cuts between chunks, the elements are those of JSON.parse", () => {
    const anyCase = fc.record({
      list: fc.array(fc.jsonValue({ maxDepth: 3 })),
      other: fc.jsonValue(),
      shape: fc.constantFrom("array", "object", "indented"),
      places: fc.array(fc.nat(300), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(anyCase, ({ list, other, shape, places }) => {
        const wrapped = { before: other, people: list, after: other };
        const text =
          shape === "array"
            ? JSON.stringify(list)
            : JSON.stringify(wrapped, null, shape === "indented" ? 2 : 0);
        const scanner = new JsonArrayScanner(["people"]);
        const cuts = places.filter((place) => place < text.length).toSorted((a, b) => a - b);
        const found = [...cuts, text.length].flatMap((cut, index) =>
          scanner.write(text.slice(cuts[index - 1] ?? 0, cut)),
        );
        expect(scanner.end()).toEqual({ elements: [], fault: null });
        const parsed = found.map((each) => JSON.parse(each.text ?? "") as unknown);
        // JSON has no -0: compared with what JSON makes of the list.
        expect(parsed).toEqual(JSON.parse(JSON.stringify(list)));
      }),
      { numRuns: 300 },
    );
  });

  test("F6 whatever is cut off at the end, the file has no trusted end", () => {
    const text = JSON.stringify({ people: RECORDS });
    for (let length = 0; length < text.length; length += 1) {
      const scanner = new JsonArrayScanner(["people"]);
      const found = scanner.write(text.slice(0, length));
      const end = scanner.end();
      expect(end.fault).not.toBeNull();
      expect([...found, ...end.elements].length).toBeLessThanOrEqual(RECORDS.length);
    }
  });
});

const id = fc
  .string({
    unit: fc.constantFrom("A", "z", "0", "7", "-", "_", "/", "é", "日"),
    minLength: 1,
    maxLength: 16,
  })
  .filter((text) => !["-", "--"].includes(text) && text.normalize("NFC") === text);
const day = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const anyPerson = fc.record({
  "Employee ID": id,
  Name: fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((text) => /^\P{C}+$/u.test(text) && text.trim() !== "" && !text.startsWith("#")),
  "Work Email": fc.oneof(fc.constant(""), fc.emailAddress()),
  "Hire Date": day("1970-01-01", "2020-01-01"),
  "Termination Date": fc.oneof(fc.constant(""), day("2020-01-02", "2100-01-01")),
  "Leave From": fc.constant(""),
  "Leave To": fc.constant(""),
  "Manager ID": fc.oneof(fc.constant(""), id),
  "Department ID": fc.oneof(fc.constant(""), id),
  "Position ID": fc.oneof(fc.constant(""), id),
  "Time Zone": fc.constantFrom("", "Europe/Madrid", "Asia/Kolkata", "Pacific/Apia"),
  "Worker Type": fc.constantFrom("", "Employee", "Contractor", "Room"),
});

const anyFile = fc.record({
  people: fc.uniqueArray(anyPerson, {
    selector: (person) => person["Employee ID"].toLowerCase(),
    minLength: 1,
    maxLength: 6,
  }),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  bom: fc.boolean(),
});

describe("whatever the people", () => {
  test(
    "delimiter, line end, mark and format change nothing about what is observed",
    SLOW,
    async () => {
      await fc.assert(
        fc.asyncProperty(anyFile, async ({ people, ...manner }) => {
          const rows = people.map((each) => PEOPLE_HEADERS.map((name) => each[name]));
          const csv = await readFileOf(
            csvText([[...PEOPLE_HEADERS], ...rows], manner),
            "people.csv",
          );
          expect(csv.quarantined).toEqual([]);
          const written = people.map((each) => [
            each["Employee ID"],
            each.Name.normalize("NFC").trim(),
            each["Work Email"].toLowerCase(),
            each["Hire Date"],
            each["Termination Date"],
            each["Manager ID"],
            each["Department ID"],
            each["Position ID"],
          ]);
          const observed = csv.people.map((each) => [
            each.workerId,
            each.name,
            each.email ?? "",
            each.startDate,
            each.endDate ?? "",
            each.managerRef ?? "",
            each.teamRef ?? "",
            each.positionRef ?? "",
          ]);
          expect(observed).toEqual(written);
          const json = await readFileOf(JSON.stringify(people), "people.json");
          expect(facts(json)).toEqual(facts(csv));
        }),
        { numRuns: 60 },
      );
    },
  );
});
