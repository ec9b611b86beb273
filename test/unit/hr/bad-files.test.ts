import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHrSource } from "../../../src/sources/hr/source.js";
import {
  hrConfig,
  hrWorld,
  readHrFolder,
  writeHrFile,
  type HrReading,
} from "../../support/hr-files.js";

const HEADER = "Employee ID,Name,Hire Date,Manager ID";
const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join("");
const good = (index: number): string => `E${index},Person,2020-01-01,E${(index + 1) % 10}`;

async function readFileOf(
  content: string | Uint8Array,
  options: { readonly file?: string; readonly config?: object } = {},
): Promise<HrReading> {
  const { baseDir, hr } = await hrWorld();
  await writeHrFile(join(hr, options.file ?? "people.csv"), content);
  return readHrFolder(hrConfig({ ...options.config }), baseDir);
}

/** Nothing of the file was believed and nothing is certified; returns why. */
function refused(reading: HrReading): string {
  expect(reading.people).toEqual([]);
  const [certificate] = reading.end.certificates;
  expect(certificate?.complete).toBe(false);
  expect(certificate?.reason).toMatch(/^hr\/people/);
  expect(reading.quarantined.length).toBeGreaterThan(0);
  for (const { problem } of reading.quarantined)
    expect(certificate?.reason).toContain(problem.sentence);
  return certificate?.reason ?? "";
}

/** The good rows went on, but nothing is certified; returns why. */
function uncertified(reading: HrReading, people: number): string {
  expect(reading.people).toHaveLength(people);
  expect(reading.end.certificates[0]?.complete).toBe(false);
  return reading.end.certificates[0]?.reason ?? "";
}

describe("Q7 a file whose key cannot be right is refused before anything is compared", () => {
  test("empty keys in more than 0.5 % of rows", async () => {
    const reading = await readFileOf(
      `${HEADER}\n${rows(500, (index) => (index < 3 ? ",Person,2020-01-01," : good(index)))}`,
    );
    expect(refused(reading)).toContain("Employee ID is empty in 3 of 500 rows");
  });

  test("empty keys in 0.5 % of rows cost those rows only", async () => {
    const reading = await readFileOf(
      `${HEADER}\n${rows(600, (index) => (index < 3 ? ",Person,2020-01-01," : good(index)))}`,
    );
    expect(reading.people).toHaveLength(597);
    expect(reading.end.certificates[0]?.complete).toBe(true);
  });

  test("wg-portal 571: every key parsed as []", async () => {
    const reading = await readFileOf(`${HEADER}\n${rows(20, () => "[],Person,2020-01-01,")}`);
    expect(refused(reading)).toContain("is empty in 20 of 20 rows");
  });

  test("a key that repeats throughout", async () => {
    const reading = await readFileOf(`${HEADER}\n${rows(40, (index) => good(index % 20))}`);
    expect(refused(reading)).toContain("repeats in 20 of 40 rows");
  });

  test("no header that can be a key: all missing fields at once", async () => {
    const reason = refused(await readFileOf("Full Name,Telephone\nMaya,1\n"));
    expect(reason).toContain("workerId, startDate");
    expect(reason).toContain("columns: {workerId: <header>, startDate: <header>}");
  });

  test("F40 a mapping that names a header that is not there", async () => {
    const config = { columns: { manager: "Boss", email: "Mail" } };
    const reading = await readFileOf(`${HEADER}\n${good(1)}\n`, { config });
    expect(refused(reading)).toContain('"Boss"');
    expect(reading.quarantined).toHaveLength(2);
  });

  test.each([
    ["manager", "E1,Ana,2020-01-01,ben@example.com\nE2,Ben,2020-01-01,ana@example.com\n"],
    ["workerId", "ana@example.com,Ana,2020-01-01,\nben@example.com,Ben,2020-01-01,\n"],
  ])("I11 M7 addresses as %s: refused, so that no manager is blanked", async (field, body) => {
    const reason = refused(await readFileOf(`${HEADER}\n${body}`));
    expect(reason).toContain(`${field} is read from`);
    expect(reason).toContain("employee number");
  });

  test.each([
    ["a spreadsheet", Buffer.from("PK\u0003\u0004\u0014\u0000abc\u0000\n\u0001", "latin1"), "xlsx"],
    ["UTF-16 without its mark", Buffer.from(`${HEADER}\n${good(1)}\n`, "utf16le"), "UTF-16"],
    ["Latin-1 in the header", Buffer.from("Employee ID,Name,Pr\u00E9nom\n", "latin1"), "not UTF-8"],
    ["an open quote in the header", 'Employee ID,"Name,Hire Date\n', "never closed"],
  ])("a header that cannot be read: %s", async (_, content, why) => {
    expect(refused(await readFileOf(content))).toContain(why);
  });
});

describe("F6 F9 a file without a trustworthy end certifies nothing", () => {
  test.each([
    ["no byte at all", ""],
    ["blank lines only", "\n\n\n"],
  ])("%s", async (_, content) => {
    expect(refused(await readFileOf(content))).toContain("The file is empty");
  });

  test("F9 a header and no rows is taken for a failed export", async () => {
    expect(uncertified(await readFileOf(`${HEADER}\n`), 0)).toContain("no rows");
  });

  test("F6 the last line has fewer values: cut off; the rows before go on", async () => {
    const reading = await readFileOf(`${HEADER}\n${rows(5, good)}E7,Maya,20`);
    expect(uncertified(reading, 5)).toContain("The last line (7) has 3 of 4 values");
    expect(reading.quarantined.map((each) => each.recordId)).toEqual(["E7"]);
  });

  test("F6 a quote that swallows the rest: cut off", async () => {
    const reading = await readFileOf(
      `${HEADER}\n${rows(5, good)}E7,"Maya,2020-01-01,\n${rows(5, good)}`,
    );
    expect(uncertified(reading, 5)).toContain("The quote opened on line 7 is never closed");
    expect(reading.quarantined).toHaveLength(1);
  });

  test("F6 a stray quote that swallows rows up to the next quote: they are missing, so not certified", async () => {
    const reading = await readFileOf(
      `${HEADER}\n${good(1)}\nE2,"Maya,2020-01-01,\n${good(3)}\nE4,"Okafor, O",2020-01-01,\n${good(5)}\n`,
    );
    expect(uncertified(reading, 2)).toMatch(/lines 3 to 5/);
  });

  test("F6 NUL bytes, as a crash leaves them: the row is set aside and the file not certified", async () => {
    const reading = await readFileOf(
      `${HEADER}\n${good(1)}\nE2,Ma\u0000ya,2020-01-01,\n${good(3)}\n`,
    );
    expect(uncertified(reading, 2)).toContain("NUL");
    expect(reading.quarantined[0]?.problem.sentence).toContain("NUL");
  });

  test("F6 a file that grows while it is read", async () => {
    const { baseDir, hr } = await hrWorld();
    const path = await writeHrFile(join(hr, "people.csv"), `${HEADER}\n${rows(3_000, good2)}`);
    const source = createHrSource(hrConfig(), { baseDir });
    const request = { cursor: null, at: 0, signal: new AbortController().signal };
    let grown = false;
    for await (const part of source.read(request)) {
      if (!grown) await appendFile(path, `${good2(9_999)}\n`);
      grown = true;
      if (part.kind === "page") continue;
      expect(part.certificates[0]?.complete).toBe(false);
      expect(part.certificates[0]?.reason).toContain("changed while it was being read");
    }
  });

  const good2 = (index: number): string => `E${index},Person,2020-01-01,`;

  test.each([
    [
      "people.json",
      '[{"Employee ID":"E1","Name":"A","Hire Date":"2020-01-01"},{"Employee ID":"E2","Na',
      1,
    ],
    ["people.json", '{"people":[{"Employee ID":"E1","Name":"A","Hire Date":"2020-01-01"}', 1],
    [
      "people.jsonl",
      '{"Employee ID":"E1","Name":"A","Hire Date":"2020-01-01"}\n{"Employee ID":"E2","Na',
      1,
    ],
  ])("F6 %s that stops in the middle", async (file, content, people) => {
    expect(uncertified(await readFileOf(content, { file }), people)).toContain("cut off");
  });

  test.each([
    ["people.json", "", "is empty"],
    ["people.jsonl", "\n", "is empty"],
    ["people.json", '{"vacations":[]}', "no list of records"],
    ["people.json", "Employee ID,Name\n", "is not JSON"],
    ["people.jsonl", "Employee ID,Name\n", "No record is a JSON object"],
  ])("F9 %s that holds no record: %j", async (file, content, why) => {
    expect(refused(await readFileOf(content, { file }))).toContain(why);
  });

  test("F9 an empty list", async () => {
    expect(uncertified(await readFileOf("[]", { file: "people.json" }), 0)).toContain("no rows");
  });
});

describe("a missing folder or file is a failure that says what to do", () => {
  const read = async (config: object, baseDir: string): Promise<unknown> =>
    readHrFolder(hrConfig({ ...config }), baseDir).catch((error: unknown) => error);

  test("no folder", async () => {
    const { baseDir, hr } = await hrWorld();
    await rm(hr, { recursive: true });
    expect(await read({}, baseDir)).toMatchObject({
      code: "HR_FILE_MISSING",
      message: expect.stringContaining(hr) as unknown,
      next: expect.stringContaining("folder:") as unknown,
    });
  });

  test("no file that fits, and the one that was meant", async () => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(join(hr, "people.xlsx"), "x");
    expect(await read({}, baseDir)).toMatchObject({
      code: "HR_FILE_MISSING",
      message: expect.stringMatching(/people\*.*people\.xlsx/) as unknown,
    });
  });
});

describe("an abort ends the read promptly", () => {
  test("before and between pages, with the reason given", async () => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(
      join(hr, "people.csv"),
      `${HEADER}\n${rows(20_000, (index) => `E${index},P,2020-01-01,`)}`,
    );
    const reason = new Error("stop");
    await expect(
      readHrFolder(hrConfig(), baseDir, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    const controller = new AbortController();
    const source = createHrSource(hrConfig(), { baseDir });
    let pages = 0;
    const reading = async (): Promise<void> => {
      for await (const part of source.read({ cursor: null, at: 0, signal: controller.signal })) {
        pages += part.kind === "page" ? 1 : 0;
        controller.abort(reason);
      }
    };
    await expect(reading()).rejects.toBe(reason);
    expect(pages).toBe(1);
  });
});
