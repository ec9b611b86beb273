import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  hrConfig,
  hrWorld,
  readHrFolder,
  writeHrFile,
  writePeopleCsv,
  writeTeamsCsv,
  type HrReading,
} from "../../support/hr-files.js";

const config = hrConfig({ mode: "changes" });
const row = (id: string, more = {}) => ({
  "Employee ID": id,
  Name: `Person ${id}`,
  "Hire Date": "2020-01-01",
  ...more,
});
const ids = (reading: HrReading): string[] =>
  reading.people.map((each) => each.recordId).toSorted();

describe("changes are applied once, in name order", () => {
  test("the cursor goes on after the last file; what was applied is not read again", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1"), row("E2")], { file: "people-01.csv" });
    const first = await readHrFolder(config, baseDir);
    expect(ids(first)).toEqual(["E1", "E2"]);
    const nothing = await readHrFolder(config, baseDir, { cursor: first.end.cursor });
    expect(nothing.people).toEqual([]);
    expect(nothing.end.certificates[0]).toMatchObject({ complete: true, count: 0 });
    expect(nothing.end.cursor).toBe(first.end.cursor);
    await writePeopleCsv(hr, [row("E3")], { file: "people-02.csv", at: Date.UTC(2001, 0, 1) });
    const second = await readHrFolder(config, baseDir, { cursor: first.end.cursor });
    expect(ids(second)).toEqual(["E3"]);
    expect(second.end.certificates[0]?.scopeHash).toBe(first.end.certificates[0]?.scopeHash);
  });

  test("an archived file and an empty folder are a quiet day, not a failure", async () => {
    const { baseDir, hr } = await hrWorld();
    const path = await writePeopleCsv(hr, [row("E1")], { file: "people-01.csv" });
    const { end } = await readHrFolder(config, baseDir);
    await rm(path);
    const quiet = await readHrFolder(config, baseDir, { cursor: end.cursor });
    expect(quiet.end.certificates[0]?.complete).toBe(true);
  });

  test("T a record is told once a read, as its last readable row tells it", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1", { Name: "Old" }), row("E2")], { file: "people-01.csv" });
    await writePeopleCsv(hr, [row("E1", { Name: "New" })], { file: "people-02.csv" });
    await writePeopleCsv(hr, [row("E1", { "Hire Date": "soon" })], { file: "people-03.csv" });
    const { people, quarantined } = await readHrFolder(config, baseDir);
    expect(people.map((each) => [each.recordId, each.name])).toEqual([
      ["E1", "New"],
      ["E2", "Person E2"],
    ]);
    expect(quarantined.map((each) => each.problem.place.file)).toEqual(["hr/people-03.csv"]);
  });

  test("L5 a termination that a later file takes back never shows", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1", { "Termination Date": "2026-11-01" })], {
      file: "people-01.csv",
    });
    await writePeopleCsv(hr, [row("E1")], { file: "people-02.csv" });
    const { people } = await readHrFolder(config, baseDir);
    expect(people.map((each) => each.endDate)).toEqual([null]);
  });

  test("Q7 two rows of one id in one file are bad, in two files they are news", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1"), row("E1"), row("E2")], { file: "people-01.csv" });
    await writePeopleCsv(hr, [row("E2")], { file: "people-02.csv" });
    const reading = await readHrFolder(config, baseDir);
    expect(ids(reading)).toEqual(["E2"]);
    expect(reading.quarantined.map((each) => each.recordId)).toEqual(["E1", "E1"]);
  });

  test("teams have a cursor of their own", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1")], { file: "people-01.csv" });
    await writeTeamsCsv(hr, [{ "Team ID": "D1", Name: "Claims" }], { file: "teams-01.csv" });
    const first = await readHrFolder(config, baseDir);
    await writeTeamsCsv(hr, [{ "Team ID": "D2", Name: "Other" }], { file: "teams-02.csv" });
    const second = await readHrFolder(config, baseDir, { cursor: first.end.cursor });
    expect([...first.teams, ...second.teams].map((each) => each.nativeId)).toEqual(["D1", "D2"]);
    expect(second.people).toEqual([]);
  });
});

describe("what is dated", () => {
  const at = Date.parse("2026-11-22T12:00:00Z");

  test("L1 an end or a leave may lie in the future, an effective date may not", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(
      hr,
      [
        row("E1", { "Effective Date": "2026-11-20", "Termination Date": "2027-01-31" }),
        row("E2", { "Effective Date": "2026-11-23" }),
        row("E3", { "Leave From": "2027-01-01", "Effective Date": "" }),
      ],
      { file: "people-01.csv" },
    );
    const { people, quarantined } = await readHrFolder(config, baseDir, { at });
    expect(people.map((each) => [each.recordId, each.effectiveAt])).toEqual([
      ["E1", Date.parse("2026-11-20T00:00:00Z")],
      ["E3", null],
    ]);
    expect(quarantined[0]).toMatchObject({
      recordId: "E2",
      problem: { rule: "not-yet-effective" },
    });
    expect(quarantined[0]?.problem.sentence).toContain("2026-11-23 lies in the future");
  });

  test("L2 the future begins where the worker is", async () => {
    const { baseDir, hr } = await hrWorld();
    const change = { "Effective Date": "2026-11-23" };
    await writePeopleCsv(hr, [
      row("E1", { ...change, "Time Zone": "Pacific/Kiritimati" }),
      row("E2", { ...change, "Time Zone": "America/Los_Angeles" }),
    ]);
    expect(ids(await readHrFolder(config, baseDir, { at }))).toEqual(["E1"]);
  });
});

describe("F6 a file that cannot be trusted stops the line", () => {
  test("files before it are applied, it and those after it wait", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1")], { file: "people-01.csv" });
    await writeHrFile(
      join(hr, "people-02.csv"),
      "Employee ID,Name,Hire Date\nE2,Ben,2020-01-01\nE3,C",
    );
    await writePeopleCsv(hr, [row("E4")], { file: "people-03.csv" });
    const first = await readHrFolder(config, baseDir);
    expect(ids(first)).toEqual(["E1", "E2"]);
    expect(first.end.certificates[0]?.complete).toBe(false);
    expect(first.end.certificates[0]?.reason).toMatch(/people-02.csv.*cut off.*1 later file waits/);
    await writePeopleCsv(hr, [row("E2"), row("E3")], { file: "people-02.csv" });
    const second = await readHrFolder(config, baseDir, { cursor: first.end.cursor });
    expect(ids(second)).toEqual(["E2", "E3", "E4"]);
    expect(second.end.certificates[0]?.complete).toBe(true);
  });

  test("so does one that is refused", async () => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(join(hr, "people-01.csv"), "foo\n1\n");
    await writePeopleCsv(hr, [row("E4")], { file: "people-02.csv" });
    const reading = await readHrFolder(config, baseDir);
    expect(reading.people).toEqual([]);
    expect(reading.end.certificates[0]?.complete).toBe(false);
    expect(JSON.parse(reading.end.cursor ?? "")).toMatchObject({ employments: null });
  });

  test("a day without changes is none: a header without rows is applied", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [], { file: "people-01.csv" });
    await writeHrFile(join(hr, "people-02.json"), "[]");
    await writePeopleCsv(hr, [row("E1")], { file: "people-03.csv" });
    const reading = await readHrFolder(config, baseDir);
    expect(ids(reading)).toEqual(["E1"]);
    expect(reading.end.certificates[0]?.complete).toBe(true);
  });
});

describe("what the operator should know", () => {
  test("a file that sorts before an applied one came too late", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1")], { file: "people-01.csv" });
    await writePeopleCsv(hr, [row("E2")], { file: "people-03.csv" });
    const first = await readHrFolder(config, baseDir);
    expect(first.end.remarks.join("\n")).not.toContain("sorts before");
    await writePeopleCsv(hr, [row("E3")], { file: "people-02.csv" });
    const second = await readHrFolder(config, baseDir, { cursor: first.end.cursor });
    expect(second.people).toEqual([]);
    expect(second.end.remarks.join("\n")).toMatch(/people-02.csv: came after people-03.csv/);
  });

  test("a file that was changed after it had been applied", async () => {
    const { baseDir, hr } = await hrWorld();
    const path = await writePeopleCsv(hr, [row("E1")], { file: "people-01.csv" });
    const { end } = await readHrFolder(config, baseDir);
    await writeFile(path, "Employee ID,Name,Hire Date\nE9,New,2020-01-01\n");
    const second = await readHrFolder(config, baseDir, { cursor: end.cursor });
    expect(second.people).toEqual([]);
    expect(second.end.remarks.join("\n")).toContain("was changed after it had been applied");
  });

  test("a cursor that is not ours", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [row("E1")]);
    await expect(readHrFolder(config, baseDir, { cursor: "{}" })).rejects.toMatchObject({
      code: "HR_CURSOR_UNREADABLE",
      disposition: "resync",
    });
  });
});
