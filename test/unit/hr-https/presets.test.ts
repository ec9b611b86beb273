import { describe, expect, it } from "vitest";
import { explainMapping } from "../../../src/sources/hr/headers.js";
import { presetColumns } from "../../../src/sources/hr/https-presets.js";

type Preset = Parameters<typeof presetColumns>[0]["preset"];

/** Which header feeds which field; several headers joined with a plus. */
function mapped(
  preset: Preset,
  headers: readonly string[],
  configured: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const named = presetColumns({ preset, headers, configured });
  const { columns, faults } = explainMapping({ scope: "employments", headers, ...named });
  expect(faults).toEqual([]);
  return Object.fromEntries(columns.map((one) => [one.field, one.headers.join(" + ")]));
}

describe("workday", () => {
  it("reads the columns that worker reports have", () => {
    const headers = [
      ..."Employee_ID Worker Email_-_Work User_Name Hire_Date Termination_Date".split(" "),
      ..."First_Day_of_Leave Estimated_Last_Day_of_Leave Manager_ID Manager".split(" "),
      ..."Supervisory_Organization_ID Supervisory_Organization Position_ID Position".split(" "),
      ..."Business_Title Worker_Type Time_Zone Worker_Status".split(" "),
    ];
    expect(mapped("workday", headers)).toEqual({
      workerId: "Employee_ID",
      name: "Worker",
      email: "Email_-_Work",
      login: "User_Name",
      startDate: "Hire_Date",
      endDate: "Termination_Date",
      leaveFrom: "First_Day_of_Leave",
      leaveTo: "Estimated_Last_Day_of_Leave",
      manager: "Manager_ID",
      team: "Supervisory_Organization_ID",
      position: "Position_ID",
      workerType: "Worker_Type",
    });
  });

  it("reads instances with Descriptor and id, and takes worker and manager from the same kind of id", () => {
    const headers = [
      ..."Worker.Descriptor Worker.id Manager.Descriptor Manager.id Hire_Date".split(" "),
      ..."Supervisory_Organization.Descriptor Supervisory_Organization.id".split(" "),
      ..."Position.Descriptor Position.id Worker_Type.Descriptor".split(" "),
    ];
    expect(mapped("workday", headers)).toMatchObject({
      workerId: "Worker.id",
      name: "Worker.Descriptor",
      manager: "Manager.id",
      team: "Supervisory_Organization.id",
      position: "Position.id",
      workerType: "Worker_Type.Descriptor",
    });
    const both = [...headers, "Employee_ID"];
    // Employee_ID alone would make a stranger of every manager.
    expect(mapped("workday", both)).toMatchObject({ workerId: "Worker.id", manager: "Manager.id" });
    expect(mapped("workday", [...both, "Manager_group.Employee_ID"])).toMatchObject({
      workerId: "Employee_ID",
      manager: "Manager_group.Employee_ID",
    });
  });

  it("I11 never takes a name for an id, nor Workday's own zone for one of IANA", () => {
    const headers = ["Employee_ID", "Worker", "Hire_Date", "Manager", "Position", "Time_Zone"];
    const found = mapped("workday", headers);
    expect(Object.keys(found).toSorted()).toEqual(["name", "startDate", "workerId"]);
  });
});

describe("bamboohr", () => {
  const person = ["firstName", "lastName", "preferredName", "workEmail", "hireDate"];

  it("takes employeeNumber with supervisorId, which is one", () => {
    const headers = [
      ..."id employeeNumber supervisorId supervisorEId supervisor department".split(" "),
      ..."terminationDate jobTitle status".split(" "),
      ...person,
    ];
    expect(mapped("bamboohr", headers)).toEqual({
      workerId: "employeeNumber",
      recordId: "id",
      manager: "supervisorId",
      name: "firstName + lastName",
      email: "workEmail",
      startDate: "hireDate",
      endDate: "terminationDate",
      team: "department",
    });
  });

  it("takes id with supervisorEId, which is one", () => {
    const headers = ["id", "employeeNumber", "supervisorEId", "supervisor", ...person];
    expect(mapped("bamboohr", headers)).toMatchObject({ workerId: "id", manager: "supervisorEId" });
    expect(mapped("bamboohr", headers)).not.toHaveProperty("recordId");
  });

  it("takes a worker's id without a manager's when there is none, and no name for it", () => {
    const found = mapped("bamboohr", ["id", "displayName", "supervisor", "hireDate"]);
    expect(found).toEqual({ workerId: "id", name: "displayName", startDate: "hireDate" });
  });

  it("follows the config: what it names decides which manager fits", () => {
    const headers = ["id", "employeeNumber", "supervisorId", "supervisorEId", ...person];
    expect(mapped("bamboohr", headers, { workerId: "id" })).toMatchObject({
      workerId: "id",
      manager: "supervisorEId",
    });
    expect(mapped("bamboohr", headers, { manager: "supervisorEId" })).toMatchObject({
      workerId: "id",
      manager: "supervisorEId",
    });
    const own = [...headers, "Payroll No"];
    const payroll = mapped("bamboohr", own, { workerId: "Payroll No" });
    expect(payroll["workerId"]).toBe("Payroll No");
    expect(payroll).not.toHaveProperty("manager");
  });
});

it("plain guesses as for files", () => {
  const headers = ["Employee ID", "Full name", "Start date", "Manager ID"];
  expect(mapped("plain", headers)).toEqual({
    workerId: "Employee ID",
    name: "Full name",
    startDate: "Start date",
    manager: "Manager ID",
  });
});
