import { toDateTime } from "../../src/graph/values.js";
import type {
  AccountObservation,
  EmploymentObservation,
  Observation,
} from "../../src/sources/port.js";
import type { LoaderRows } from "./loader.js";
import { type PreparedState, observationsOf } from "./pages.js";

const [HR, OKTA] = ["hr", "okta"] as const;

/** The rows of the rival that keeps the same facts, from the pages that our sync reads. */
export function rowsOf(state: PreparedState): LoaderRows {
  const rows = new SameRows();
  for (const one of observationsOf(state)) rows.add(one);
  return rows.all;
}

class SameRows {
  readonly #teams = new Set<string>();
  readonly #rows = {
    people: [] as object[],
    places: [] as object[],
    seats: [] as object[],
    managers: [] as object[],
    logins: [] as object[],
    groups: [] as object[],
    memberships: [] as object[],
  };

  get all(): LoaderRows {
    return { ...this.#rows, teams: [...this.#teams].map((id) => teamRow(HR, id, id)) };
  }

  add(one: Observation): void {
    const { logins, groups, memberships } = this.#rows;
    if (one.kind === "employment") this.#employment(one);
    else if (one.kind === "account") logins.push(loginRow(one));
    else if (one.kind === "team") groups.push(teamRow(OKTA, one.nativeId, one.name));
    else if (one.kind === "members") {
      const group = `${OKTA}/${one.teamId}`;
      for (const id of one.memberIds) memberships.push({ login: `${OKTA}/${id}`, group });
    } else throw new Error(`a measured company has no ${one.kind}`);
  }

  #employment(one: EmploymentObservation): void {
    const { people, places, seats, managers } = this.#rows;
    const { workerId: id, managerRef: manager, teamRef: team, positionRef: position } = one;
    const key = `${HR}/${one.recordId}`;
    people.push(personRow(one, key));
    if (team !== null) {
      this.#teams.add(team);
      places.push({ key, team: `${HR}/${team}` });
    }
    if (position !== null) seats.push(seatRow(id, position));
    if (manager !== null) managers.push({ id, manager, key });
  }
}

function personRow(one: EmploymentObservation, key: string): object {
  const { kind: _kind, place: _place, effectiveAt: _effectiveAt, ...told } = one;
  const [startsAt, endsAt] = [at(one.startsAt), at(one.endsAt)];
  const { workerId: id, name, email, login } = one;
  return {
    id,
    identifier: `${HR}/${id}`,
    key,
    person: {
      name,
      email,
      login,
      activeFrom: startsAt,
      activeUntil: endsAt,
      human: one.workerType !== "service",
    },
    employment: {
      ...told,
      source: HR,
      startsAt,
      endsAt,
      leaveStartsAt: at(one.leaveStartsAt),
      leaveEndsAt: at(one.leaveEndsAt),
    },
  };
}

function loginRow(one: AccountObservation): object {
  const { kind: _kind, place: _place, workerIds, manager, ...told } = one;
  const claims = workerIds.map(({ source, value }) => `${source}/${value}`);
  const boss = manager === null || manager.by === "account" ? null : manager.claim.value;
  const [statusSince, createdAt] = [at(one.statusSince), at(one.createdAt)];
  const [dormantSince, version] = [at(one.dormantSince), at(one.version)];
  const since = { statusSince, createdAt, dormantSince, version };
  return {
    key: `${OKTA}/${one.nativeId}`,
    claim: claims[0] ?? null,
    props: { ...told, ...since, source: OKTA, claims, managerRef: boss },
  };
}

function seatRow(id: string, nativeId: string): object {
  return { id, position: `${HR}/${nativeId}`, props: { source: HR, nativeId } };
}

function teamRow(source: string, nativeId: string, name: string): object {
  return { key: `${source}/${nativeId}`, props: { name, source, nativeId } };
}

function at(instant: number | null): object | null {
  return instant === null ? null : toDateTime(instant);
}
