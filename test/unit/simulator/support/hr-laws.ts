import type { StaffRecord } from "../../../../simulator/population/model.js";
import type { Population } from "../../../../simulator/population/population.js";

/** Everything that is wrong with what HR knows, as sentences; empty when no law is broken. */
export function wrongInHr(population: Population): readonly string[] {
  return [
    ...wrongRecords(population),
    ...wrongTree(population),
    ...wrongRoles(population),
    ...wrongManagers(population),
    ...wrongAddresses(population),
  ];
}

/** Newest records of those who work here or are about to. */
export function present(population: Population): readonly StaffRecord[] {
  const { today } = population;
  return [...population.records()].filter(
    (record) =>
      population.recordOf(record.workerId) === record &&
      (record.endDate === null || record.endDate >= today),
  );
}

function wrongRecords(population: Population): string[] {
  const seen = new Set<string>();
  const lastDays = new Map<string, string | null>();
  const wrong: string[] = [];
  for (const { recordId, workerId, startDate, endDate } of population.records()) {
    if (seen.has(recordId)) wrong.push(`${recordId} is there twice`);
    seen.add(recordId);
    const before = lastDays.get(workerId);
    if (before === null || (before !== undefined && before >= startDate)) {
      wrong.push(`${recordId} of ${workerId} begins before the record before it ended`);
    }
    lastDays.set(workerId, endDate);
    if (endDate !== null && endDate < startDate) wrong.push(`${recordId} ends before it begins`);
  }
  const positions = new Map<string, string>();
  for (const { position, workerId } of present(population)) {
    const other = positions.get(position);
    if (other !== undefined) wrong.push(`${workerId} and ${other} both hold ${position}`);
    positions.set(position, workerId);
  }
  return wrong;
}

function wrongTree(population: Population): string[] {
  const wrong: string[] = [];
  const names = new Set<string>();
  let roots = 0;
  for (const team of population.teams.values()) {
    if (names.has(team.name)) wrong.push(`two teams are called ${team.name}`);
    names.add(team.name);
    if (team.parent === null) roots += 1;
    else if (!population.teams.has(team.parent)) wrong.push(`${team.id} is part of nothing`);
    for (const child of team.children) {
      if (population.teams.get(child)?.parent !== team.id) wrong.push(`${child} is a stray child`);
    }
  }
  if (roots !== 1) wrong.push(`there are ${String(roots)} roots`);
  return wrong;
}

function wrongRoles(population: Population): string[] {
  const wrong: string[] = [];
  for (const team of population.teams.values()) {
    if (team.head !== null && !team.members.has(team.head)) {
      wrong.push(`${team.head} heads ${team.id} from outside`);
    }
    for (const deputy of team.deputies) {
      const home = population.recordOf(deputy).team;
      if (home !== team.id && !team.children.has(home)) {
        wrong.push(`${deputy} of ${home} is deputy of ${team.id}`);
      }
    }
    for (const member of team.members) {
      if (population.recordOf(member).team !== team.id) wrong.push(`${member} is in two teams`);
    }
  }
  for (const { workerId, team } of present(population)) {
    if (population.teams.get(team)?.members.has(workerId) !== true) {
      wrong.push(`${workerId} is not in ${team}`);
    }
  }
  return wrong;
}

/** Every manager is or was an employee; every chain of managers ends (M5, I10). */
function wrongManagers(population: Population): string[] {
  const wrong: string[] = [];
  for (const { workerId, manager } of present(population)) {
    if (manager !== null && population.recordOf(manager).startDate > population.today) {
      wrong.push(`${manager} manages before their first day`);
    }
    const chain = new Set<string>();
    for (let at: string | null = workerId; at !== null; at = population.recordOf(at).manager) {
      if (chain.has(at)) {
        wrong.push(`${workerId} reports to a loop of ${[...chain].join()}`);
        break;
      }
      chain.add(at);
    }
  }
  return wrong;
}

/** One address belongs to one person at a time (Q1). */
function wrongAddresses(population: Population): string[] {
  const holders = new Map<string, string>();
  return present(population).flatMap(({ workerId, email }) => {
    const other = holders.get(email);
    holders.set(email, workerId);
    return other === undefined ? [] : [`${workerId} and ${other} share ${email}`];
  });
}
