import type {
  AccountObservation,
  EmploymentObservation,
  Observation,
} from "../../src/sources/port.js";
import { type PreparedState, observationsOf } from "./pages.js";

/** The rows of one state as the rival loads them: those who left, and closed logins, are no rows of it. */
export interface HandRows {
  readonly people: {
    readonly id: string;
    readonly person: object;
    readonly recordId: string;
    readonly employment: object;
  }[];
  readonly teams: { readonly key: string }[];
  readonly places: { readonly recordId: string; readonly team: string }[];
  readonly managers: { readonly id: string; readonly manager: string }[];
  readonly logins: {
    readonly key: string;
    readonly props: object;
    readonly person: string | null;
  }[];
  readonly groups: { readonly key: string; readonly props: object }[];
  readonly memberships: { readonly login: string; readonly group: string }[];
}

/** From the same pages that our sync reads. */
export function rowsByHand(state: PreparedState): HandRows {
  const rows: HandRows = {
    people: [],
    teams: [],
    places: [],
    managers: [],
    logins: [],
    groups: [],
    memberships: [],
  };
  for (const one of observationsOf(state)) addRow(rows, one, state.at);
  const teams = new Set(rows.places.map(({ team }) => team));
  rows.teams.push(...[...teams].map((key) => ({ key })));
  return rows;
}

function addRow(rows: HandRows, one: Observation, at: number): void {
  switch (one.kind) {
    case "employment":
      if (one.endsAt === null || one.endsAt > at) addPerson(rows, one);
      break;
    case "account":
      if (one.status !== "deprovisioned") rows.logins.push(loginRow(one));
      break;
    case "team":
      rows.groups.push({ key: one.nativeId, props: { name: one.name } });
      break;
    case "members":
      rows.memberships.push(...one.memberIds.map((login) => ({ login, group: one.teamId })));
      break;
    default:
      throw new Error(`a measured company has no ${one.kind}`);
  }
}

function addPerson({ people, places, managers }: HandRows, one: EmploymentObservation): void {
  const { workerId: id, recordId, name, email, login, startDate, endDate, zone, workerType } = one;
  const { teamRef: team, positionRef: position, managerRef: manager } = one;
  const employment = { startDate, endDate, zone, workerType, team, position };
  people.push({ id, person: { name, email, login }, recordId, employment });
  if (team !== null) places.push({ recordId, team });
  if (manager !== null) managers.push({ id, manager });
}

function loginRow(one: AccountObservation): HandRows["logins"][number] {
  const { nativeId: key, name, email, login, status, statusSince, nature, createdAt } = one;
  const person = one.workerIds[0]?.value ?? null;
  const since = { statusSince: iso(statusSince), createdAt: iso(createdAt) };
  const props = { name, email, login, status, ...since, nature, workerId: person };
  return { key, props, person };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
