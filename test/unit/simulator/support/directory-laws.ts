import type { Directory, DirectoryUser } from "../../../../simulator/directory/directory.js";
import type { IdentityTeam } from "../../../../simulator/directory/provision.js";
import type { Population } from "../../../../simulator/population/population.js";
import { present } from "./hr-laws.js";

interface Watched {
  readonly population: Population;
  readonly directory: Directory;
  readonly team: IdentityTeam;
}

/** What is wrong with a directory at any time, late news or not. */
export function wrongAlways(watched: Watched): readonly string[] {
  return [...wrongLogins(watched), ...wrongLog(watched), ...wrongOwners(watched)];
}

function wrongLogins({ directory }: Watched): string[] {
  const wrong: string[] = [];
  const logins = new Map<string, string>();
  for (const { id, login } of directory.users.values()) {
    const other = logins.get(login);
    if (other !== undefined) wrong.push(`${id} and ${other} share the login ${login}`);
    logins.set(login, id);
  }
  return wrong;
}

/** Ids are never reused, time never goes back. */
function wrongLog({ directory }: Watched): string[] {
  const wrong: string[] = [];
  const purged = new Set<string>();
  let last = 0;
  for (const { at, sequence, what } of directory.log) {
    if (at < last) wrong.push(`change ${String(sequence)} is earlier than the one before it`);
    last = at;
    if (what.kind !== "member" && what.event === "purge") purged.add(what.id);
    else if (what.kind !== "member" && purged.has(what.id)) wrong.push(`${what.id} came back`);
  }
  return wrong;
}

function wrongOwners({ directory, team }: Watched): string[] {
  const wrong: string[] = [];
  for (const group of directory.groups.values()) {
    for (const id of group.memberIds) {
      if (!directory.users.has(id)) wrong.push(`${group.id} has the lost member ${id}`);
    }
  }
  for (const { id, nature, workerId } of directory.users.values()) {
    const worker = team.workerOf.get(id);
    if (nature !== "human" && worker !== undefined) wrong.push(`${id} is no person's`);
    if (nature === "human" && worker === undefined) wrong.push(`${id} is nobody's`);
    if (workerId !== null && workerId !== worker) wrong.push(`${id} has a wrong number`);
  }
  return wrong;
}

/** What a directory that has heard everything still has wrong. */
export function wrongInTheEnd(watched: Watched): readonly string[] {
  return [
    ...wrongAlways(watched),
    ...wrongPeople(watched),
    ...wrongGroups(watched),
    ...wrongAgents(watched),
    ...wrongServices(watched),
    ...wrongGuests(watched),
  ];
}

function wrongPeople({ population, directory, team }: Watched): string[] {
  const wrong: string[] = [];
  const here = new Map(present(population).map((record) => [record.workerId, record]));
  for (const record of here.values()) {
    const user = directory.users.get(team.accountOf(record.workerId) ?? "");
    if (user === undefined) {
      wrong.push(`${record.workerId} has no account`);
      continue;
    }
    const wanted = {
      login: record.email,
      email: record.email,
      givenName: record.given,
      familyName: record.family,
      department: population.tree.team(record.team).name,
      managerId: record.manager === null ? null : (team.accountOf(record.manager) ?? null),
      status: "active",
    } satisfies Partial<DirectoryUser>;
    for (const [field, value] of Object.entries(wanted)) {
      // The keys of `wanted` are fields of a user.
      const seen = user[field as keyof typeof wanted];
      if (seen !== value) wrong.push(`${record.workerId}: ${field} is ${seen}, not ${value}`);
    }
  }
  for (const [id, workerId] of team.workerOf) {
    const status = directory.users.get(id)?.status;
    const open = status === "active" || status === "staged" || status === "suspended";
    if (open && !here.has(workerId)) wrong.push(`${workerId} left and ${id} is ${status}`);
  }
  return wrong;
}

function wrongGroups({ population, directory, team }: Watched): string[] {
  const byName = new Map([...directory.groups.values()].map((group) => [group.name, group]));
  const accounts = (workerIds: Iterable<string>): string[] =>
    [...workerIds].flatMap((one) => team.accountOf(one) ?? []);
  return [...population.teams.values()].flatMap(({ name, head, deputies, members }) => {
    const group = byName.get(name);
    if (group === undefined) return [`the team ${name} has no group`];
    const owners = accounts(head === null ? deputies : [head, ...deputies]).join();
    const open = [...group.memberIds].filter((id) => {
      const status = directory.users.get(id)?.status;
      return status === "active" || status === "staged" || status === "suspended";
    });
    return [
      ...(group.ownerIds.join() === owners
        ? []
        : [`${name} has the owners ${group.ownerIds.join()}`]),
      ...(open.toSorted().join() === accounts(members).toSorted().join()
        ? []
        : [`${name} has other members than HR says`]),
    ];
  });
}

function wrongAgents({ population, directory, team }: Watched): string[] {
  const wrong: string[] = [];
  for (const { key, name, status } of population.estate.agents.values()) {
    const id = team.idOf(key);
    if (id === undefined) continue;
    const agent = directory.agents.get(id);
    if (agent?.status !== status || agent.name !== name) wrong.push(`${key} is not as it is`);
    if (agent?.ownerIds.length !== 1 || agent.sponsorIds.length !== 1) {
      wrong.push(`${key} has nobody behind it`);
    }
  }
  return wrong;
}

function wrongServices({ population, directory, team }: Watched): string[] {
  return [...population.estate.services.keys()].filter((key) => {
    const id = team.idOf(key);
    return id !== undefined && directory.users.get(id)?.nature !== "service";
  });
}

function wrongGuests({ population, directory, team }: Watched): string[] {
  return [...population.estate.guests.values()].flatMap(({ key, status }) => {
    const id = team.idOf(key);
    if (id === undefined) return [];
    const open = directory.users.get(id)?.status === "active";
    return open === (status === "invited") ? [] : [`${key} is ${status}`];
  });
}
