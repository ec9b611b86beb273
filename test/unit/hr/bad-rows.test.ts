import { describe, expect, test } from "vitest";
import { formatPlace } from "../../../src/platform/problem.js";
import {
  hrConfig,
  hrWorld,
  readHrFolder,
  writeHrFile,
  type HrReading,
} from "../../support/hr-files.js";

const HEADER =
  "Employee ID,Name,Hire Date,Termination Date,Leave From,Leave To,Manager ID,Time Zone";
const good = (id: string): string => `${id},Person ${id},2020-01-01,,,,,`;

async function readRows(rows: readonly string[], overrides = {}): Promise<HrReading> {
  const { baseDir, hr } = await hrWorld();
  await writeHrFile(`${hr}/people.csv`, `${[HEADER, ...rows].join("\n")}\n`);
  return readHrFolder(hrConfig(overrides), baseDir);
}

/** The one quarantined row as `place sentence`, after checking that the good rows went on. */
async function onlyFault(bad: string): Promise<{ id: string | null; at: string; said: string }> {
  const reading = await readRows([good("E1"), bad, good("E9")]);
  expect(reading.people.map((each) => each.workerId)).toEqual(["E1", "E9"]);
  expect(reading.quarantined).toHaveLength(1);
  const [only] = reading.quarantined;
  expect(only?.rawHash).toMatch(/^[0-9a-f]{32}$/);
  expect(reading.end.certificates[0]).toMatchObject({ complete: true, count: 3 });
  const { place, sentence } = only?.problem ?? { place: null, sentence: "" };
  return {
    id: only?.recordId ?? null,
    at: place === null ? "" : formatPlace(place),
    said: sentence,
  };
}

describe("F12 F40 a row that cannot be believed is set aside with its place, the rest goes on", () => {
  test.each<[what: string, bad: string, told: [at: string, said: string]]>([
    [
      "an impossible day",
      "E2,Maya,2026-02-30,,,,,",
      ["3:9", 'Hire Date "2026-02-30" is not a day'],
    ],
    ["no start", "E2,Maya,,,,,,", ["3:9", "Hire Date is empty"]],
    ["an ambiguous day", "E2,Maya,03/04/2026,,,,,", ["3:9", "as month/day"]],
    [
      "an end before the start",
      "E2,Maya,2020-05-01,2020-04-30,,,,",
      ["3:20", "before the first day"],
    ],
    [
      "a leave that ends first",
      "E2,Maya,2020-05-01,,2026-03-02,2026-03-01,,",
      ["3:32", "of the leave"],
    ],
    ["a leave without a start", "E2,Maya,2020-05-01,,,2026-03-01,,", ["3:22", "has no first day"]],
    ["an unknown zone", "E2,Maya,2020-05-01,,,,,Madrid", ["3:24", "no IANA time zone"]],
    ["no name", "E2,,2020-05-01,,,,,", ["3:4", "Name is empty"]],
    [
      "too many values",
      "E2,Okafor, Maya,2020-05-01,,,,,",
      ["3:1", "has 9 values, the header has 8"],
    ],
    ["too few values", "E2,Maya,2020-05-01", ["3:1", "has 3 values, the header has 8"]],
    ["a quote inside", 'E2,"Maya" Okafor,2020-05-01,,,,,', ["3:4", "after its closing quote"]],
    ["a spreadsheet's error", "E2,Maya,2020-05-01,,,,#REF!,", ["3:23", "spreadsheet's error"]],
    ["an error for a date", "E2,Maya,#N/A,,,,,", ["3:9", "spreadsheet's error"]],
    ["an invisible character", "E2,Maya,2020-05-01,,,,E\u200B1,", ["3:23", "U+200B"]],
  ])("%s", async (_, bad, [at, said]) => {
    const fault = await onlyFault(bad);
    expect(fault).toMatchObject({ id: "E2", at: `hr/people.csv:${at}` });
    expect(fault.said).toContain(said);
  });

  test("F40 all problems of a row at once", async () => {
    const { said } = await onlyFault("E2,,2026-02-30,soon,,,,Mars");
    for (const part of ["Name is empty", "Hire Date", "Termination Date", "Time Zone"]) {
      expect(said).toContain(part);
    }
  });

  test("the same bad row has the same hash, another one another", async () => {
    const hashes = async (row: string) =>
      (await readRows([good("E1"), row])).quarantined.map((each) => each.rawHash);
    const first = await hashes("E2,Maya,soon,,,,,");
    expect(await hashes("E2,Maya,soon,,,,,")).toEqual(first);
    expect(await hashes("E2,Maya,later,,,,,")).not.toEqual(first);
  });

  test("F12 a value of 10 MB costs its row and nothing else", { timeout: 60_000 }, async () => {
    const { id, said } = await onlyFault(`E2,${"x".repeat(10_000_000)},2020-01-01,,,,,`);
    expect(id).toBe("E2");
    expect(said).toContain("longer than 65,536 characters");
  });

  test("a value of exactly 64 KB is a value", async () => {
    const { people } = await readRows([`E2,${"x".repeat(65_536)},2020-01-01,,,,,`]);
    expect(people[0]?.name).toHaveLength(65_536);
  });

  test("F12 bytes that are not UTF-8: in an id they cost the row, in a name they are remarked", async () => {
    const { baseDir, hr } = await hrWorld();
    const text = `${HEADER}\nE1,Jos\u00E9,2020-01-01,,,,,\nE\u00E9,Ana,2020-01-01,,,,,\n`;
    await writeHrFile(`${hr}/people.csv`, Buffer.from(text, "latin1"));
    const { people, quarantined, end } = await readHrFolder(hrConfig(), baseDir);
    expect(people.map((each) => each.workerId)).toEqual(["E1"]);
    expect(quarantined[0]?.problem.sentence).toContain("not UTF-8");
    expect(quarantined[0]?.recordId).toBeNull();
    expect(end.remarks.join("\n")).toContain("1 name holds bytes that are not UTF-8");
  });

  test("a day order is decided by the column, each column for itself", async () => {
    const { people, quarantined } = await readRows([
      "E1,Ana,03/04/2020,05/06/2026,,,,",
      "E2,Ben,31/12/2019,,,,,",
    ]);
    expect(people.map((each) => [each.workerId, each.startDate])).toEqual([["E2", "2019-12-31"]]);
    expect(quarantined[0]?.problem.sentence).toMatch(
      /^Termination Date "05\/06\/2026" can be read/,
    );
  });
});

describe("Q7 Q8 keys", () => {
  test("Q7 two rows of one id: both are set aside, each names the other", async () => {
    const { people, quarantined } = await readRows([
      good("E1"),
      good("E2"),
      good("E3"),
      good("E2"),
    ]);
    expect(people.map((each) => each.workerId)).toEqual(["E1", "E3"]);
    expect(quarantined.map((each) => [each.recordId, each.problem.place.line])).toEqual([
      ["E2", 3],
      ["E2", 5],
    ]);
    expect(quarantined[0]?.problem.sentence).toContain("also on line 5");
    expect(quarantined[1]?.problem.sentence).toContain("also on line 3");
  });

  test("Q7 a good row whose twin is unreadable is set aside too", async () => {
    const { people, quarantined } = await readRows([good("E1"), "E1,Maya,soon,,,,,", good("E3")]);
    expect(people.map((each) => each.workerId)).toEqual(["E3"]);
    expect(quarantined).toHaveLength(2);
  });

  test.each([
    ["white space", " E2 "],
    ["a no-break space", "E2\u00A0"],
  ])("Q8 ids that differ by %s are the same id", async (_, other) => {
    const { people, quarantined } = await readRows([good("E1"), good("E2"), good(other)]);
    expect(people.map((each) => each.workerId)).toEqual(["E1"]);
    expect(quarantined.map((each) => each.recordId)).toEqual(["E2", "E2"]);
  });

  test("Q8 ids that differ by Unicode form are the same id", async () => {
    const { people, quarantined } = await readRows([good("E1"), good("\u00C92"), good("E\u03012")]);
    expect(people.map((each) => each.workerId)).toEqual(["E1"]);
    expect(quarantined.map((each) => each.recordId)).toEqual(["\u00C92", "\u00C92"]);
  });

  test("Q8 ids that differ only by case are set aside, and said so", async () => {
    const { people, quarantined } = await readRows([good("E1"), good("E2a"), good("E2A")]);
    expect(people.map((each) => each.workerId)).toEqual(["E1"]);
    expect(quarantined.map((each) => each.problem.rule)).toEqual([
      "id-differs-by-case",
      "id-differs-by-case",
    ]);
    expect(quarantined[0]?.problem.sentence).toContain("differs only by case");
  });

  test("Q8 so are worker ids, where records have ids of their own", async () => {
    const { baseDir, hr } = await hrWorld();
    const rows = [
      "R1,e1,A,2020-01-01",
      "R2,E1,A,2020-01-01",
      "R3,E2,B,2020-01-01",
      "R4,E2,B,2021-01-01",
    ];
    await writeHrFile(
      `${hr}/people.csv`,
      `Record ID,Employee ID,Name,Hire Date\n${rows.join("\n")}\n`,
    );
    const { people, quarantined } = await readHrFolder(hrConfig(), baseDir);
    expect(people.map((each) => each.recordId)).toEqual(["R3", "R4"]);
    expect(quarantined.map((each) => each.recordId)).toEqual(["R1", "R2"]);
  });

  test.each(["", "   ", "[]", "null", "N/A"])(
    "Q7 one row without a key (%j) is set aside; absence then proves nothing, and that is said",
    async (key) => {
      const { people, quarantined, end } = await readRows([good("E1"), good(key)]);
      expect(people.map((each) => each.workerId)).toEqual(["E1"]);
      expect(quarantined[0]?.recordId).toBeNull();
      expect(quarantined[0]?.problem.sentence).toBe("Employee ID is empty.");
      expect(end.remarks.join("\n")).toContain("absence from it proves nothing");
    },
  );

  test("Q7 a number that a spreadsheet has rounded is no key", async () => {
    const { quarantined } = await readRows([good("E1"), good("1.23457E+11")]);
    expect(quarantined[0]?.problem.sentence).toContain("rounded");
  });

  test("an id behind a stray delimiter is not believed: it would protect the wrong person", async () => {
    const { baseDir, hr } = await hrWorld();
    const text = "Name,Employee ID,Hire Date\nOkafor, Maya,E1,2020-01-01\nJon,E2,2020-01-01\n";
    await writeHrFile(`${hr}/people.csv`, text);
    const { quarantined } = await readHrFolder(hrConfig(), baseDir);
    expect(quarantined.map((each) => each.recordId)).toEqual([null]);
  });

  test("nor is one behind a value whose quotes do not fit, where one before it is", async () => {
    const { baseDir, hr } = await hrWorld();
    const text = 'Name,Employee ID,Hire Date\n"Okafor" M,E1,2020-01-01\nJon,E2,"2020"-01-01\n';
    await writeHrFile(`${hr}/people.csv`, `${text}Ana,E3,2020-01-01\n`);
    const { people, quarantined } = await readHrFolder(hrConfig(), baseDir);
    expect(people.map((each) => each.workerId)).toEqual(["E3"]);
    expect(quarantined.map((each) => each.recordId)).toEqual([null, "E2"]);
  });

  test("I11 one manager given as an address costs its row, not the manager", async () => {
    const { people, quarantined } = await readRows([
      "E1,Ana,2020-01-01,,,,E3,",
      "E2,Ben,2020-01-01,,,,ana@example.com,",
      "E3,Cy,2020-01-01,,,,E1,",
    ]);
    expect(people.map((each) => each.workerId)).toEqual(["E1", "E3"]);
    expect(quarantined[0]?.problem.sentence).toContain("an address is never an identity");
  });
});
