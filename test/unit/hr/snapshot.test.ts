import { describe, expect, test } from "vitest";
import { createHrSource } from "../../../src/sources/hr/source.js";
import {
  hrConfig,
  hrWorld,
  readHrFolder,
  writeHrFile,
  writePeopleCsv,
  writeTeamsCsv,
} from "../../support/hr-files.js";

const maya = {
  "Employee ID": "E1",
  Name: "Maya Okafor",
  "Work Email": "Maya.Okafor@Example.com",
  "Hire Date": "2019-03-04",
  "Termination Date": "2026-11-30",
  "Manager ID": "E2",
  "Department ID": "D7",
  "Position ID": "P3",
  "Time Zone": "Europe/Madrid",
};
const jon = { "Employee ID": "E2", Name: "Jon Reyes", "Hire Date": "2018-01-01" };

describe("a snapshot of people", () => {
  test("one row becomes one employment, and the end certifies the scope", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [maya, jon]);
    const reading = await readHrFolder(hrConfig(), baseDir);
    expect(reading.people[0]).toEqual({
      kind: "employment",
      recordId: "E1",
      workerId: "E1",
      name: "Maya Okafor",
      email: "maya.okafor@example.com",
      login: null,
      startDate: "2019-03-04",
      endDate: "2026-11-30",
      leaveFrom: null,
      leaveTo: null,
      zone: "Europe/Madrid",
      startsAt: Date.parse("2019-03-03T23:00:00Z"),
      endsAt: Date.parse("2026-11-30T23:00:00Z"),
      leaveStartsAt: null,
      leaveEndsAt: null,
      workerType: "employee",
      managerRef: "E2",
      teamRef: "D7",
      positionRef: "P3",
      effectiveAt: null,
      place: { file: "hr/people.csv", line: 2, column: 1 },
    });
    expect(reading.quarantined).toEqual([]);
    expect(reading.end.cursor).toBeNull();
    expect(reading.end.certificates).toEqual([
      {
        scope: "employments",
        complete: true,
        reason: null,
        count: 2,
        basis: "sweep",
        scopeHash: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      },
    ]);
  });

  test.each([
    ["Pacific/Kiritimati", "2026-11-30T10:00:00Z"],
    ["Etc/GMT+12", "2026-12-01T12:00:00Z"],
    ["America/Los_Angeles", "2026-12-01T08:00:00Z"],
    ["UTC", "2026-12-01T00:00:00Z"],
  ])("L1 L2 in %s the last day, included, ends at %s", async (zone, end) => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [{ ...maya, "Time Zone": zone }]);
    const { people } = await readHrFolder(hrConfig(), baseDir);
    expect(people[0]?.endsAt).toBe(Date.parse(end));
  });

  test("L2 the same days are other instants for people in other zones of one file", async () => {
    const { baseDir, hr } = await hrWorld();
    const leave = { "Leave From": "2026-06-01", "Leave To": "2026-06-30" };
    const zones = ["Asia/Tokyo", "UTC", "America/Lima"];
    const rows = zones.map((zone) => ({
      ...maya,
      ...leave,
      "Employee ID": zone,
      "Time Zone": zone,
    }));
    await writePeopleCsv(hr, rows);
    const { people } = await readHrFolder(hrConfig(), baseDir);
    const utc = people[1];
    for (const [index, hours] of [-9, 0, 5].entries()) {
      const shift = hours * 3_600_000;
      expect(people[index]).toMatchObject({
        startsAt: (utc?.startsAt ?? 0) + shift,
        endsAt: Date.parse("2026-12-01T00:00:00Z") + shift,
        leaveStartsAt: Date.parse("2026-06-01T00:00:00Z") + shift,
        leaveEndsAt: Date.parse("2026-07-01T00:00:00Z") + shift,
      });
    }
  });

  test("L2 a last day on which the clocks change ends when that day ends", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [
      { ...maya, "Termination Date": "2026-10-25" },
      { ...jon, "Termination Date": "2024-09-07", "Time Zone": "America/Santiago" },
    ]);
    const { people } = await readHrFolder(hrConfig(), baseDir);
    expect(people[0]?.endsAt).toBe(Date.parse("2026-10-25T23:00:00Z"));
    // In Chile midnight of 8 September 2024 does not exist: the day begins at 01:00, UTC-3.
    expect(people[1]?.endsAt).toBe(Date.parse("2024-09-08T04:00:00Z"));
  });

  test("N1 a leave has a first and a last day, both included", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [{ ...maya, "Leave From": "2026-06-01", "Leave To": "2026-06-30" }]);
    const { people } = await readHrFolder(hrConfig(), baseDir);
    expect(people[0]?.leaveStartsAt).toBe(Date.parse("2026-05-31T22:00:00Z"));
    expect(people[0]?.leaveEndsAt).toBe(Date.parse("2026-06-30T22:00:00Z"));
  });

  test("the zone of the config holds where a row names none", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [jon]);
    const { people } = await readHrFolder(hrConfig({ zone: "Asia/Tokyo" }), baseDir);
    expect(people[0]).toMatchObject({
      zone: "Asia/Tokyo",
      startsAt: Date.parse("2017-12-31T15:00:00Z"),
    });
  });

  test("N7 concurrent jobs: one worker, two records, where a record id is mapped", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [
      { ...maya, "Employment ID": "E1-a" },
      { ...maya, "Employment ID": "E1-b", "Termination Date": "" },
    ]);
    const { people, quarantined } = await readHrFolder(hrConfig(), baseDir);
    expect(people.map((each) => [each.workerId, each.recordId])).toEqual([
      ["E1", "E1-a"],
      ["E1", "E1-b"],
    ]);
    expect(quarantined).toEqual([]);
  });

  test("M5 M6 a manager who comes later, who is oneself or is not there stays as written", async () => {
    const { baseDir, hr } = await hrWorld();
    const row = (id: string, manager: string) => ({
      ...jon,
      "Employee ID": id,
      "Manager ID": manager,
    });
    await writePeopleCsv(hr, [row("E1", "E9"), row("E5", "E5"), row("E6", "gone"), row("E9", "")]);
    const { people, end } = await readHrFolder(hrConfig(), baseDir);
    expect(people.map((each) => each.managerRef)).toEqual(["E9", "E5", "gone", null]);
    expect(end.remarks.join("\n")).toContain('1 of 3 manager references in "Manager ID"');
  });

  test("the newest file is everything: by time of modification, then by name", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [maya, jon], { file: "people-2.csv", at: Date.UTC(2026, 0, 1) });
    await writePeopleCsv(hr, [jon], { file: "people-1.csv", at: Date.UTC(2026, 0, 2) });
    const first = await readHrFolder(hrConfig(), baseDir);
    expect(first.people.map((each) => each.workerId)).toEqual(["E2"]);
    await writePeopleCsv(hr, [maya], { file: "people-3.csv", at: Date.UTC(2026, 0, 2) });
    const second = await readHrFolder(hrConfig(), baseDir);
    expect(second.people.map((each) => each.workerId)).toEqual(["E1"]);
  });

  test("hidden and unfinished files are not taken for the newest; a spreadsheet is named", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [jon], { at: Date.UTC(2026, 0, 1) });
    for (const file of [".people.csv", "people.csv.part", "people.xlsx", "payroll.csv"]) {
      await writeHrFile(`${hr}/${file}`, "x", { at: Date.UTC(2026, 0, 9) });
    }
    const { people, end } = await readHrFolder(hrConfig(), baseDir);
    expect(people).toHaveLength(1);
    expect(end.remarks.join("\n")).toContain("people.xlsx");
    const byEnding = await readHrFolder(hrConfig({ people: "*eople.csv" }), baseDir);
    expect(byEnding.people).toHaveLength(1);
  });

  test("pages hold at most 1,000 observations", async () => {
    const { baseDir, hr } = await hrWorld();
    const rows = Array.from({ length: 2_500 }, (_, index) => ({
      ...jon,
      "Employee ID": `E${index}`,
    }));
    await writePeopleCsv(hr, rows);
    const { pageSizes, people } = await readHrFolder(hrConfig(), baseDir);
    expect(pageSizes).toEqual([1_000, 1_000, 500]);
    expect(new Set(people.map((each) => each.recordId)).size).toBe(2_500);
  });

  test("F41 what looks like a formula or a query is text", async () => {
    const { baseDir, hr } = await hrWorld();
    const nasty = `=HYPERLINK("http://x"), }) DETACH DELETE n //`;
    await writePeopleCsv(hr, [{ ...jon, Name: nasty, "Department ID": "@SUM(1)" }]);
    const { people } = await readHrFolder(hrConfig(), baseDir);
    expect(people[0]).toMatchObject({ name: nasty, teamRef: "@SUM(1)" });
  });

  test("what exports write for nothing is nothing", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [
      { ...jon, "Manager ID": "N/A", "Termination Date": "null", "Department ID": "-" },
    ]);
    const { people } = await readHrFolder(hrConfig(), baseDir);
    expect(people[0]).toMatchObject({ managerRef: null, endDate: null, teamRef: null });
  });
});

describe("worker types", () => {
  test("Q5 employees, contractors and what is no person are told apart", async () => {
    const { baseDir, hr } = await hrWorld();
    const types = ["Regular", "Contingent Worker", "freelancer", "Shared Mailbox", "Room", ""];
    await writePeopleCsv(
      hr,
      types.map((type, index) => ({ ...jon, "Employee ID": `E${index}`, "Worker Type": type })),
    );
    const { people, end } = await readHrFolder(hrConfig(), baseDir);
    expect(people.map((each) => each.workerType)).toEqual([
      "employee",
      "contractor",
      "contractor",
      "service",
      "service",
      "employee",
    ]);
    expect(end.remarks.join("\n")).not.toContain("worker type");
  });

  test("F13 an unknown type is an employee who goes on, and is told with at most five examples", async () => {
    const { baseDir, hr } = await hrWorld();
    const rows = Array.from({ length: 7 }, (_, index) => ({
      ...jon,
      "Employee ID": `E${index}`,
      "Worker Type": `Terminated-${index}`,
    }));
    await writePeopleCsv(hr, rows);
    const { people, quarantined, end } = await readHrFolder(hrConfig(), baseDir);
    expect(people.map((each) => each.workerType)).toEqual(rows.map(() => "employee"));
    expect(people.every((each) => each.endsAt === null)).toBe(true);
    expect(quarantined).toEqual([]);
    const remark = end.remarks.find((each) => each.includes("worker type")) ?? "";
    expect(remark).toContain("7 rows");
    expect(remark.match(/Terminated-\d/g)).toHaveLength(5);
  });
});

describe("remarks", () => {
  const bare = (extra: string) => `Employee ID,Name,Hire Date${extra}\nE1,Maya,2019-03-04`;

  test("L15 a feed without any end is said to list only active people", async () => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(`${hr}/people.csv`, `${bare("")}\n`);
    const { end } = await readHrFolder(hrConfig(), baseDir);
    expect(end.remarks.join("\n")).toMatch(/only active people.*absence is not a departure/);
  });

  test("L15 so is a long feed whose end column is empty, but not one with a leaver", async () => {
    const { baseDir, hr } = await hrWorld();
    const rows = Array.from({ length: 150 }, (_, index) => ({
      ...jon,
      "Employee ID": `E${index}`,
    }));
    await writePeopleCsv(hr, rows);
    const without = await readHrFolder(hrConfig(), baseDir);
    expect(without.end.remarks.join("\n")).toContain("only active people");
    await writePeopleCsv(hr, [
      ...rows,
      { ...maya, "Employee ID": "X1", "Termination Date": "2026-11-01" },
    ]);
    const withLeaver = await readHrFolder(hrConfig(), baseDir);
    expect(withLeaver.end.remarks.join("\n")).not.toContain("only active people");
  });

  test("F13 a status column is not read, and that is said when no end is mapped", async () => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(`${hr}/people.csv`, `${bare(",Employment Status")},Terminated\n`);
    const { people, end } = await readHrFolder(hrConfig(), baseDir);
    expect(people[0]?.endsAt).toBeNull();
    expect(end.remarks.join("\n")).toContain('"Employment Status" looks like a status');
  });

  test("job titles in the position column are noticed", async () => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(`${hr}/people.csv`, `${bare(",Position")},Head of Claims\n`);
    const { end } = await readHrFolder(hrConfig(), baseDir);
    expect(end.remarks.join("\n")).toContain("job titles");
  });

  test("Q8 managers and teams that nothing answers to are counted", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [{ ...maya, "Manager ID": "e2" }, jon]);
    await writeTeamsCsv(hr, [{ "Team ID": "D8", Name: "Claims" }]);
    const said = (await readHrFolder(hrConfig(), baseDir)).end.remarks.join("\n");
    expect(said).toContain("if capitals did not count");
    expect(said).toContain('1 of 1 team reference in "Department ID"');
    expect(said).toContain("None of the 1 manager");
  });
});

describe("teams", () => {
  test("id, name, parent, head and deputies, with their own certificate", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [jon]);
    await writeTeamsCsv(hr, [
      {
        "Team ID": "D1",
        Name: "Claims",
        "Parent ID": "D0",
        "Head ID": "E2",
        Deputies: "E3; E4|E3",
      },
      { "Team ID": "D0", Name: "Company" },
    ]);
    const { teams, end } = await readHrFolder(hrConfig(), baseDir);
    expect(teams).toEqual([
      {
        kind: "team",
        nativeId: "D1",
        name: "Claims",
        parentRef: "D0",
        headRef: "E2",
        deputyRefs: ["E3", "E4"],
        place: { file: "hr/teams.csv", line: 2, column: 1 },
      },
      {
        kind: "team",
        nativeId: "D0",
        name: "Company",
        parentRef: null,
        headRef: null,
        deputyRefs: [],
        place: { file: "hr/teams.csv", line: 3, column: 1 },
      },
    ]);
    expect(end.certificates.map((each) => [each.scope, each.complete, each.count])).toEqual([
      ["employments", true, 1],
      ["teams", true, 2],
    ]);
  });

  test("a bad teams file leaves the people certified", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [jon]);
    await writeHrFile(`${hr}/teams.csv`, "foo,bar\n1,2\n");
    const { teams, people, end } = await readHrFolder(hrConfig(), baseDir);
    expect([teams.length, people.length]).toEqual([0, 1]);
    expect(end.certificates.map((each) => [each.scope, each.complete])).toEqual([
      ["employments", true],
      ["teams", false],
    ]);
  });

  test("I11 a head given as an e-mail address refuses the file", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [jon]);
    await writeTeamsCsv(hr, [{ "Team ID": "D1", Name: "Claims", "Head ID": "maya@example.com" }]);
    const { teams, quarantined } = await readHrFolder(hrConfig(), baseDir);
    expect(teams).toEqual([]);
    expect(quarantined[0]?.problem.rule).toBe("address-as-id");
  });
});

describe("hashes", () => {
  const scopeHash = async (header: string, overrides = {}): Promise<string | undefined> => {
    const { baseDir, hr } = await hrWorld();
    await writeHrFile(`${hr}/people.csv`, `${header}\nE1,Maya,2019-03-04\n`);
    const { end } = await readHrFolder(hrConfig(overrides), baseDir);
    return end.certificates[0]?.scopeHash;
  };

  test("L17 the scope hash changes with the mapping, the pattern and the mode, and with nothing else", async () => {
    const usual = await scopeHash("Employee ID,Name,Hire Date");
    expect(await scopeHash("Employee ID,Name,Hire Date")).toBe(usual);
    const changed = [
      await scopeHash("Worker ID,Name,Hire Date"),
      await scopeHash("Employee ID,Name,Hire Date", { people: "people.*" }),
      await scopeHash("Employee ID,Name,Hire Date", { mode: "changes" }),
    ];
    expect(new Set([usual, ...changed]).size).toBe(4);
  });

  test("the converter hash changes with the mapping config", () => {
    const hash = (overrides: object) =>
      createHrSource(hrConfig({ ...overrides }), { baseDir: "/" }).converterHash;
    expect(hash({})).toBe(hash({ schedule: { cron: "0 2 * * *" } }));
    expect(hash({ columns: { name: "Who" } })).not.toBe(hash({}));
    expect(hash({ zone: "Asia/Tokyo" })).not.toBe(hash({}));
  });
});
