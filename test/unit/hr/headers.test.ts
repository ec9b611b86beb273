import { describe, expect, test } from "vitest";
import { explainMapping, type ColumnMapping } from "../../../src/sources/hr/headers.js";

const people = (headers: readonly string[], configured = {}): ColumnMapping =>
  explainMapping({ scope: "employments", configured, headers });

const fed = (mapping: ColumnMapping): Record<string, string> =>
  Object.fromEntries(mapping.columns.map((each) => [each.field, each.headers.join(" + ")]));

describe("headers are guessed", () => {
  test("as Workday writes them", () => {
    const headers = [
      "Employee ID",
      "Worker",
      "Legal Name",
      "Work Email",
      "Hire Date",
      "Termination Date",
      "Manager ID",
      "Supervisory Organization",
      "Position ID",
      "Worker Type",
      "Worker Status",
    ];
    const mapping = people(headers);
    expect(mapping.faults).toEqual([]);
    expect(fed(mapping)).toEqual({
      workerId: "Employee ID",
      name: "Legal Name",
      email: "Work Email",
      startDate: "Hire Date",
      endDate: "Termination Date",
      manager: "Manager ID",
      team: "Supervisory Organization",
      position: "Position ID",
      workerType: "Worker Type",
    });
    expect(mapping.ignored).toEqual(["Worker", "Worker Status"]);
    expect(mapping.statuses).toEqual(["Worker Status"]);
    expect(new Set(mapping.columns.map((column) => column.by))).toEqual(new Set(["guessed"]));
  });

  test("as BambooHR writes them, with the name in two columns", () => {
    const headers =
      "Employee Number,First Name,Last Name,Work Email,Hire Date,Supervisor ID,Department,Job Title";
    const mapping = people(headers.split(","));
    expect(fed(mapping)).toMatchObject({
      workerId: "Employee Number",
      name: "First Name + Last Name",
      manager: "Supervisor ID",
      team: "Department",
    });
    expect(mapping.ignored).toEqual(["Job Title"]);
  });

  test.each([
    ["SAP", ["PERNR", "Full Name", "Begin Date", "End Date", "Org Unit", "Position"]],
    ["Personio", ["Personalnummer", "Vorname", "Nachname", "Hire date", "Abteilung"]],
    ["plain snake case", ["employee_id", "name", "start_date", "manager_id", "cost_center"]],
    ["camel case", ["employeeId", "displayName", "startDate", "endDate", "managerId"]],
  ])("as %s writes them", (_, headers) => {
    const mapping = people(headers);
    expect(mapping.faults).toEqual([]);
    expect(mapping.ignored).toEqual([]);
  });

  test("a private address, a manager's name or address and a title are never taken", () => {
    const headers = ["ID no", "Personal Email", "Manager Email", "Manager Name", "Job Title"];
    expect(people(headers).columns).toEqual([]);
  });

  test("teams", () => {
    const mapping = explainMapping({
      scope: "teams",
      configured: {},
      headers: ["Team ID", "Team Name", "Parent", "Head", "Deputies", "Colour"],
    });
    expect(fed(mapping)).toEqual({
      teamId: "Team ID",
      name: "Team Name",
      parent: "Parent",
      head: "Head",
      deputies: "Deputies",
    });
    expect(mapping.ignored).toEqual(["Colour"]);
  });
});

describe("the config decides", () => {
  const headers = ["Nr", "Name", "From", "Employee ID", "Hire Date"];

  test("a configured header wins over a guess, the rest is guessed", () => {
    const mapping = people(headers, { workerId: "Nr", startDate: "From" });
    expect(fed(mapping)).toEqual({ workerId: "Nr", name: "Name", startDate: "From" });
    expect(mapping.columns.find((each) => each.field === "workerId")?.by).toBe("configured");
    expect(mapping.ignored).toEqual(["Employee ID", "Hire Date"]);
  });

  test("one header may feed two fields when the config says so", () => {
    expect(fed(people(headers, { workerId: "Nr", recordId: "Nr" }))).toMatchObject({
      workerId: "Nr",
      recordId: "Nr",
    });
  });

  test("a header that the config has given away is guessed for nothing else", () => {
    const mapping = people(["User ID", "Name", "Hire Date"], { workerId: "User ID" });
    expect(fed(mapping)).toEqual({ workerId: "User ID", name: "Name", startDate: "Hire Date" });
  });

  test("a name may be told as two headers", () => {
    const mapping = people(["Nr", "A", "B", "Hire Date"], { workerId: "Nr", name: "A + B" });
    expect(mapping.columns.find((each) => each.field === "name")?.indexes).toEqual([1, 2]);
  });

  test("F40 every fault at once: unknown header with the nearest, missing field, what to write", () => {
    const mapping = people(["name", "hire date"], { name: "Name", manager: "Boss" });
    expect(mapping.faults.map((fault) => fault.rule)).toEqual([
      "column-unknown",
      "column-unknown",
      "column-missing",
    ]);
    const said = mapping.faults.map((fault) => fault.sentence).join("\n");
    expect(said).toContain('Did you mean "name"?');
    expect(said).toContain('manager is in "Boss", but no header is called that');
    expect(said).toContain("columns: {workerId: <header>}");
    expect(said).toContain('The headers are "name", "hire date".');
  });

  test("Q7 all missing columns are named in one sentence", () => {
    const [fault, ...more] = people(["foo", "bar"]).faults;
    expect(more).toEqual([]);
    expect(fault?.sentence).toContain("workerId, name, startDate");
    expect(fault?.sentence).toContain('"foo", "bar"');
  });

  test("Q7 a header that stands there twice cannot feed a field", () => {
    const mapping = people(["Employee ID", "Employee ID", "Name", "Hire Date"]);
    expect(mapping.faults.map((fault) => fault.rule)).toEqual(["column-twice"]);
  });
});
