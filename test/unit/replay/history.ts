import type { Instant } from "../../../src/domain/time.js";
import type { ApproverTenure, LeadTenure, Tenure } from "../../../scripts/replay/tenures.js";

/** `2019-03-05` or `2019-03-05T10:00:00Z` as an instant; null stays null. */
export function at(day: string): Instant {
  return Date.parse(day.includes("T") ? day : `${day}T12:00:00Z`);
}

/** First and last moment; without the second it still holds. */
type Span = readonly [from: string, to?: string];

export function member(login: string, ...span: Span): Tenure {
  const [from, to] = span;
  return { login, from: at(from), to: to === undefined ? null : at(to) };
}

export function lead(team: string, login: string, ...span: Span): LeadTenure {
  return { team, ...member(login, ...span) };
}

/** A row of `repo/tool`. */
export function approver(path: string, login: string, ...span: Span): ApproverTenure {
  return { src: "repo/tool", path, ...member(login, ...span) };
}
