import type { LocalDate } from "../src/domain/time.js";
import type { WorkerType } from "../src/domain/person.js";

/** One employee as the HR department of the simulated company keeps them. */
export interface Employee {
  /** Never reused. */
  readonly workerId: string;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly team: string;
  /** `workerId`; null for who reports to nobody. */
  readonly manager: string | null;
  readonly zone: string;
  readonly workerType: WorkerType;
  readonly startDate: LocalDate;
  /** Last day, inclusive; known from the day it is announced. */
  readonly endDate: LocalDate | null;
  readonly leaveFrom: LocalDate | null;
  /** Last day of the leave, inclusive. */
  readonly leaveTo: LocalDate | null;
}

export interface CompanyTeam {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly head: string | null;
  readonly deputies: readonly string[];
}

/** A company on one day. Everything it does is a new value; nothing is changed in place. */
export interface Company {
  readonly name: string;
  readonly today: LocalDate;
  readonly employees: readonly Employee[];
  readonly teams: readonly CompanyTeam[];
}

/** Something that the HR department learns on a day. */
export type CompanyEvent =
  | { readonly kind: "hire"; readonly employee: Employee }
  | { readonly kind: "depart"; readonly workerId: string; readonly lastDay: LocalDate }
  | {
      readonly kind: "leave";
      readonly workerId: string;
      readonly from: LocalDate;
      readonly to: LocalDate;
    }
  | {
      readonly kind: "move";
      readonly workerId: string;
      readonly team: string;
      readonly manager: string | null;
    };

/** The company after one more piece of news. */
export function after(company: Company, event: CompanyEvent): Company {
  switch (event.kind) {
    case "hire":
      return { ...company, employees: [...company.employees, event.employee] };
    case "depart":
      return changed(company, event.workerId, { endDate: event.lastDay });
    case "leave":
      return changed(company, event.workerId, { leaveFrom: event.from, leaveTo: event.to });
    case "move":
      return changed(company, event.workerId, { team: event.team, manager: event.manager });
  }
}

/** Employed on that day, on leave or not. */
export function isEmployed(employee: Employee, day: LocalDate): boolean {
  return employee.startDate <= day && (employee.endDate === null || employee.endDate >= day);
}

/** The next calendar day. */
export function nextDay(day: LocalDate): LocalDate {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** Saturday and Sunday: nobody enters anything. */
export function isWeekend(day: LocalDate): boolean {
  return [0, 6].includes(new Date(Date.parse(day)).getUTCDay());
}

function changed(company: Company, workerId: string, change: Partial<Employee>): Company {
  return {
    ...company,
    employees: company.employees.map((employee) =>
      employee.workerId === workerId ? { ...employee, ...change } : employee,
    ),
  };
}
