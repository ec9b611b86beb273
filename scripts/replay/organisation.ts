import type { Instant, LocalDate } from "../../src/domain/time.js";
import { dayOf } from "./months.js";
import { isOpenAt, type LeadTenure, type Tenure } from "./tenures.js";

/** One line of the people file. */
export interface EmploymentRow {
  readonly workerId: string;
  readonly recordId: string;
  readonly startDate: LocalDate;
  /** Last day, inclusive; empty while the membership stands. */
  readonly endDate: LocalDate | null;
}

/** One line of the teams file. */
export interface TeamRow {
  readonly teamId: string;
  readonly head: string;
  readonly deputies: readonly string[];
}

/**
 * The people file as it stood when a month closed: everybody who was ever seen until then, each
 * membership one employment of the same worker (a login that came back has several). An end that lies
 * in the future is not known yet.
 *
 * The last day is the UTC day in which the membership ended. It ends for good at the next midnight,
 * which is never later than the closing of that month: departure lands in the first sync after the
 * end, and nobody is ended before they left.
 */
export function employmentsAt(members: readonly Tenure[], at: Instant): readonly EmploymentRow[] {
  const seen = members.filter((member) => member.from < at).toSorted(byLoginThenStart);
  const counts = new Map<string, number>();
  return seen.map((member) => {
    const number = (counts.get(member.login) ?? 0) + 1;
    counts.set(member.login, number);
    return {
      workerId: member.login,
      recordId: `${member.login}#${String(number)}`,
      startDate: dayOf(member.from),
      endDate: member.to === null || member.to >= at ? null : dayOf(member.to),
    };
  });
}

/**
 * The teams file as it stood: every group with at least one lead. Of several chairs and technical
 * leads (the history does not tell them apart) the longest-serving one is written as head, the others
 * as deputies. A group without a lead is not listed any more.
 */
export function teamsAt(leads: readonly LeadTenure[], at: Instant): readonly TeamRow[] {
  const open = leads.filter((lead) => isOpenAt(lead, at)).toSorted(byStartThenLogin);
  const byTeam = new Map<string, Set<string>>();
  for (const { team, login } of open) {
    byTeam.set(team, (byTeam.get(team) ?? new Set()).add(login));
  }
  return [...byTeam]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([teamId, logins]) => {
      const [head = "", ...deputies] = logins;
      return { teamId, head, deputies };
    });
}

/** The people file as text. No field needs quoting: logins and dates hold no comma. */
export function peopleCsv(rows: readonly EmploymentRow[]): string {
  const lines = rows.map(({ workerId, recordId, startDate, endDate }) =>
    [workerId, recordId, workerId, workerId, startDate, endDate ?? ""].join(","),
  );
  return ["workerId,recordId,name,login,startDate,endDate", ...lines, ""].join("\n");
}

/** The teams file as text; deputies are separated by semicolons. */
export function teamsCsv(rows: readonly TeamRow[]): string {
  const lines = rows.map(({ teamId, head, deputies }) =>
    [teamId, teamId, head, deputies.join(";")].join(","),
  );
  return ["teamId,name,head,deputies", ...lines, ""].join("\n");
}

function byLoginThenStart(a: Tenure, b: Tenure): number {
  return compare(a.login, b.login) || a.from - b.from;
}

function byStartThenLogin(a: Tenure, b: Tenure): number {
  return a.from - b.from || compare(a.login, b.login);
}

/** By code unit: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
