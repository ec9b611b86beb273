import type { Team } from "./model.js";
import type { Population } from "./population.js";

/** A chain longer than this is a loop that somebody asked for. */
const LONGEST_CHAIN = 64;

/**
 * Lets the worker report to the head of their team, or of the nearest team above that has one; a head
 * reports to one above. Whoever reports to the worker in the end is passed over: no loop is closed.
 */
export function assignManager(population: Population, workerId: string): void {
  const record = population.recordOf(workerId);
  let manager: string | null = null;
  for (const leader of leadersFor(population, record.team)) {
    if (leader === workerId || leadsTo(population, leader, workerId)) continue;
    manager = leader;
    break;
  }
  if (manager !== record.manager) population.change(workerId, { manager });
}

/** Lets everybody whom the head of the team leads report to them. */
export function assignReports(population: Population, teamId: string): void {
  for (const workerId of reportsIn(population, population.tree.team(teamId))) {
    assignManager(population, workerId);
  }
}

/** Members of the team but its head, and heads of the teams below. */
export function* reportsIn(population: Population, team: Team): Generator<string> {
  for (const workerId of team.members) if (workerId !== team.head) yield workerId;
  for (const child of team.children) {
    const { head } = population.tree.team(child);
    if (head !== null) yield head;
  }
}

/** Who reports to this worker, or did until their seat became vacant. */
export function* reportsOf(population: Population, workerId: string): Generator<string> {
  const record = population.find(workerId);
  const own = record === undefined ? undefined : population.teams.get(record.team);
  if (own?.head === workerId) yield* reportsIn(population, own);
  for (const id of population.tree.vacant) {
    const team = population.tree.team(id);
    if (team.formerHead === workerId) yield* reportsIn(population, team);
  }
}

/** From the team's own head up to that of the whole company. */
function* leadersFor(population: Population, teamId: string): Generator<string> {
  const { head } = population.tree.team(teamId);
  if (head !== null) yield head;
  for (const above of population.tree.above(teamId)) if (above.head !== null) yield above.head;
}

function leadsTo(population: Population, from: string, workerId: string): boolean {
  let at: string | null = from;
  for (let steps = 0; at !== null && steps < LONGEST_CHAIN; steps += 1) {
    if (at === workerId) return true;
    at = population.recordOf(at).manager;
  }
  return false;
}
