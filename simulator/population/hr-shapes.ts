import { mapped, plainPeople, plainTeams } from "./hr-files.js";
import type { StaffRecord, Team } from "./model.js";
import type { Population } from "./population.js";

/** How an HR system shapes its answers; `plain` names fields as the config does. */
export type HrShape = "workday" | "bamboohr" | "plain";

/**
 * People as an HR system would answer them over HTTPS, one record at a time.
 *
 * `workday`: columns of a custom report as RaaS puts them in `Report_Entry`; what is empty is left out.
 * `bamboohr`: fields of a custom report in `employees`: one row for each employee, so that of several
 * employments only the newest shows; its own ids beside employee numbers; a missing date is `0000-00-00`.
 */
export function hrRecords(
  population: Population,
  shape: HrShape,
): Iterable<Record<string, unknown>> {
  switch (shape) {
    case "plain":
      return plainPeople(population);
    case "workday":
      return mapped(population.records(), workdayPerson);
    case "bamboohr":
      return bambooPeople(population);
  }
}

/** Teams as an HR system would answer them over HTTPS. BambooHR has no such report: plain. */
export function hrTeams(population: Population, shape: HrShape): Iterable<Record<string, unknown>> {
  return shape === "workday"
    ? mapped(population.teams.values(), workdayTeam)
    : plainTeams(population);
}

function workdayPerson(record: StaffRecord): Record<string, unknown> {
  return filled({
    Employee_ID: record.workerId,
    Employment_ID: record.recordId,
    Worker: record.name,
    "Email_-_Work": record.email,
    Business_Title: record.title,
    Supervisory_Organization_ID: record.team,
    Position_ID: record.position,
    Manager_ID: record.manager,
    Worker_Type: record.workerType === "contractor" ? "Contingent Worker" : "Employee",
    IANA_Time_Zone: record.zone,
    Hire_Date: record.startDate,
    Termination_Date: record.endDate,
    First_Day_of_Leave: record.leaveFrom,
    Estimated_Last_Day_of_Leave: record.leaveTo,
  });
}

function workdayTeam(team: Team): Record<string, unknown> {
  return filled({
    Organization_ID: team.id,
    Organization_Name: team.name,
    Superior_Organization_ID: team.parent,
    Manager_ID: team.head,
    Deputies: team.deputies.join(";"),
  });
}

function filled(record: Record<string, string | null>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== ""),
  );
}

function* bambooPeople(population: Population): Generator<Record<string, unknown>> {
  for (const record of population.records()) {
    if (population.recordOf(record.workerId) === record) yield bambooPerson(record, population);
  }
}

function bambooPerson(record: StaffRecord, { teams }: Population): Record<string, unknown> {
  return {
    id: internalId(record.workerId),
    employeeNumber: record.workerId,
    displayName: record.name,
    firstName: record.given,
    lastName: record.family,
    workEmail: record.email,
    jobTitle: record.title,
    department: teams.get(record.team)?.name ?? null,
    departmentId: record.team,
    positionId: record.position,
    supervisorId: record.manager,
    supervisorEId: record.manager === null ? null : internalId(record.manager),
    employmentType: record.workerType === "contractor" ? "Contractor" : "Full-Time",
    timeZone: record.zone,
    hireDate: record.startDate,
    terminationDate: record.endDate ?? "0000-00-00",
    leaveFrom: record.leaveFrom ?? "0000-00-00",
    leaveTo: record.leaveTo ?? "0000-00-00",
  };
}

/** BambooHR counts its employees. */
function internalId(workerId: string): string {
  return String(Number(workerId.slice(1)));
}
