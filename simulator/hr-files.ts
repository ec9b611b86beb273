import { isEmployed, type Company, type Employee } from "./company.js";

/** The people export of the HR system: everybody who ever worked there, with headers as it has them. */
export function peopleExport(company: Company): string {
  const header =
    "Employee ID,Full name,Work email,Job title,Department ID,Manager ID,Worker type,Time zone,Start date,Last day,Leave from,Leave to";
  const rows = company.employees.map((one: Employee) =>
    [
      one.workerId,
      one.name,
      one.email,
      one.title,
      one.team,
      one.manager ?? "",
      one.workerType,
      one.zone,
      one.startDate,
      one.endDate ?? "",
      one.leaveFrom ?? "",
      one.leaveTo ?? "",
    ].join(","),
  );
  return [header, ...rows, ""].join("\n");
}

/** The teams export: a head or deputy who no longer works there leaves the seat empty. */
export function teamsExport({ teams, employees, today }: Company): string {
  const employed = new Set(
    employees.filter((one) => isEmployed(one, today)).map(({ workerId }) => workerId),
  );
  const rows = teams.map(({ id, name, parent, head, deputies }) =>
    [
      id,
      name,
      parent ?? "",
      head !== null && employed.has(head) ? head : "",
      deputies.filter((deputy) => employed.has(deputy)).join(";"),
    ].join(","),
  );
  return ["Team ID,Name,Parent team,Head,Deputies", ...rows, ""].join("\n");
}
