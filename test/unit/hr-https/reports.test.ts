import { describe, expect, it } from "vitest";
import { configOf, failureOf, ids, people, read, serve } from "./reading.js";

describe("presets", () => {
  it("workday: Report_Entry, instances and groups, with places and dates in the worker's zone", async () => {
    const rows = [
      {
        Employee_ID: "1001",
        Worker: { Descriptor: "Maya Stone", id: "w1" },
        Email_Work: "Maya.Stone@Example.com",
        Hire_Date: "2019-03-04",
        Termination_Date: "2026-11-30",
        Worker_s_Manager_group: [{ Employee_ID: "1002", Manager: "Ines Roth" }],
        Supervisory_Organization: [{ Descriptor: "Claims (Ines Roth)", id: "org-7" }],
        Position: { Descriptor: "P-7 Claims Lead", id: "pos-7" },
        Worker_Type: "Employee",
      },
      {
        Employee_ID: "1002",
        Worker: { Descriptor: "Ines Roth", id: "w2" },
        Hire_Date: "2015-01-01",
        Manager: "Maya Stone",
      },
    ];
    const server = await serve({ people: () => rows, shape: "workday" });
    const reading = await read(configOf(server, { preset: "workday", zone: "Europe/Madrid" }));
    expect(reading.people[0]).toMatchObject({
      recordId: "1001",
      workerId: "1001",
      name: "Maya Stone",
      email: "maya.stone@example.com",
      endsAt: Date.UTC(2026, 10, 30, 23),
      managerRef: "1002",
      teamRef: "org-7",
      positionRef: "pos-7",
      workerType: "employee",
      place: { file: `${new URL(server.url).host}/people record 1`, line: null, column: null },
    });
    expect(reading.people[1]).toMatchObject({ name: "Ines Roth", managerRef: null });
    expect(reading.certificate("employments")).toMatchObject({
      complete: true,
      reason: null,
      count: 2,
      basis: "sweep",
    });
    expect(reading.end.cursor).toBeNull();
  });

  it("bamboohr: employees, an empty date of zeros, worker and supervisor by the same id", async () => {
    const person = { hireDate: "2020-01-02", terminationDate: "0000-00-00", status: "Active" };
    const rows = [
      { id: "11", employeeNumber: "E1", firstName: "Maya", lastName: "Stone", supervisorEId: "12" },
      { id: "12", employeeNumber: "E2", firstName: "Ines", lastName: "Roth", supervisor: "Nobody" },
    ].map((row) => ({ ...row, ...person, department: "Claims", jobTitle: "Lead" }));
    const server = await serve({ people: () => rows, shape: "bamboohr" });
    const reading = await read(configOf(server, { preset: "bamboohr" }));
    expect(reading.people).toMatchObject([
      { workerId: "11", name: "Maya Stone", managerRef: "12", teamRef: "Claims", endDate: null },
      { workerId: "12", name: "Ines Roth", managerRef: null, positionRef: null },
    ]);
    expect(reading.certificate("employments")?.complete).toBe(true);
  });

  it("teams are read from their own report and people are compared with them", async () => {
    const teams = [{ teamId: "T1", name: "Claims", headId: "E1" }];
    const rows = [...people(2, { teamId: "T1" }), ...people(3, { teamId: "T9" }).slice(2)];
    const server = await serve({ people: () => rows, teams: () => teams });
    const reading = await read(configOf(server, { teamsUrl: server.teamsUrl }));
    expect(reading.teams).toMatchObject([{ nativeId: "T1", headRef: "E1" }]);
    expect(reading.people.map((one) => one.teamRef)).toEqual(["T1", "T1", "T9"]);
    expect(reading.end.certificates.map((one) => one.scope)).toEqual(["employments", "teams"]);
    expect(reading.end.remarks.join()).toContain("1 of 3 team references");
  });

  it("L17 another address, filter or preset is another scope", async () => {
    const server = await serve();
    const hash = async (overrides: Readonly<Record<string, unknown>>): Promise<unknown> =>
      (await read(configOf(server, overrides))).certificate("employments")?.scopeHash;
    const usual = await hash({});
    expect(await hash({})).toBe(usual);
    expect(await hash({ url: `${server.peopleUrl}?active=true` })).not.toBe(usual);
    expect(await hash({ columns: { login: "name" } })).not.toBe(usual);
  });
});

describe("records", () => {
  it("F12 a poisoned one is set aside with its place, and the rest goes on", async () => {
    const rows: Record<string, unknown>[] = people(7);
    rows[2] = { ...rows[2], startDate: "soon" };
    rows[4] = { ...rows[4], name: "x".repeat(200_000) };
    const server = await serve({ people: () => rows, paging: "offset", pageSize: 2 });
    const change = (body: unknown): unknown => [null, ...(body as unknown[])];
    server.faults.on(/offset=6/, { kind: "rewrite", change });
    const reading = await read(configOf(server, { paging: { how: "offset" } }));
    const host = new URL(server.url).host;
    const places = reading.quarantined.map((one) => [one.recordId, one.problem.place.file]);
    expect(places).toEqual([
      ["E3", `${host}/people page 2 record 1`],
      ["E5", `${host}/people page 3 record 1`],
      [null, `${host}/people page 4 record 1`],
    ]);
    expect(ids(reading)).toEqual(["E1", "E2", "E4", "E6", "E7"]);
    expect(reading.certificate("employments")).toMatchObject({ complete: true, count: 8 });
    expect(reading.end.remarks.join()).toContain("missing from this report");
  });

  it("F8 one that is on two pages is believed on neither, and its person is unchanged", async () => {
    const rows = [...people(30), ...people(3).slice(2)];
    const server = await serve({ people: () => rows, paging: "next", pageSize: 10 });
    const reading = await read(configOf(server, { paging: { how: "next" } }));
    expect(reading.quarantined.map((one) => one.recordId)).toEqual(["E3", "E3"]);
    const [first] = reading.quarantined;
    expect(first?.problem.sentence).toContain("is also at page 4 record 1");
    expect(reading.people).toHaveLength(29);
  });

  it("F13 a status or type that nobody knows ends nobody", async () => {
    const rows = people(3, { status: "Vanished", workerType: "Wizard" });
    const server = await serve({ people: () => rows });
    const reading = await read(configOf(server));
    expect(reading.people.map((one) => one.workerType)).toEqual(Array(3).fill("employee"));
    expect(reading.people.map((one) => one.endDate)).toEqual(["2026-11-30", null, null]);
    expect(reading.end.remarks.join()).toContain('worker type that is not known ("Wizard")');
  });

  it("F9 a report of nobody certifies nothing", async () => {
    const server = await serve({ people: () => [] });
    const reading = await read(configOf(server));
    expect(reading.certificate("employments")).toMatchObject({ complete: false, count: 0 });
    expect(reading.certificate("employments")?.reason).toContain("report of nobody");
  });

  it("F9 a report that looks like the first of several pages is told of", async () => {
    const first = async (count: number, how: string): Promise<string> => {
      const server = await serve({ people: () => people(count), shape: "workday" });
      const config = configOf(server, { preset: "workday", paging: { how } });
      return (await read(config)).end.remarks.join();
    };
    expect(await first(50, "none")).toContain("exactly 50 records, which looks like the first");
    expect(await first(100, "next")).toContain('exactly 100 records and no "next"');
    expect(await first(51, "none")).not.toContain("exactly");
  });

  it("Q7 a report whose key is empty is refused as a whole", async () => {
    const rows = people(20).map((row, index) => (index < 5 ? { ...row, employeeId: "" } : row));
    const server = await serve({ people: () => rows });
    const reading = await read(configOf(server));
    expect(reading.people).toEqual([]);
    expect(reading.certificate("employments")?.complete).toBe(false);
  });

  it("F43 a report without an end is given up", async () => {
    const server = await serve({ paging: "next" });
    const config = configOf(server, { paging: { how: "next" } });
    const error = await failureOf(read(config, { limitBytes: 100 }));
    expect(error).toMatchObject({ code: "SOURCE_GARBLED" });
    expect(String(error)).toContain("larger than 100 bytes");
    const some = await read(config, { limitBytes: 350 });
    expect(some.certificate("employments")?.complete).toBe(false);
  });
});
