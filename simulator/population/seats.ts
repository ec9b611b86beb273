import { plusDays } from "./days.js";
import type { StaffRecord } from "./model.js";
import type { Opening, Population } from "./population.js";
import { assignManager } from "./reporting.js";
import { headTitle } from "./titles.js";

/**
 * Takes somebody out of their team and leaves the seat open.
 *
 * @returns whether the team has lost its head.
 */
export function vacate(population: Population, seat: Opening & { workerId: string }): boolean {
  const { tree, agenda, random, today } = population;
  const headed = tree.team(seat.team).head === seat.workerId;
  tree.quit(seat.team, seat.workerId);
  if (headed) agenda.add(plusDays(today, random.int(1, 15)), { kind: "fill", team: seat.team });
  else population.openings.add({ team: seat.team, position: seat.position });
  return headed;
}

/** The id of the team that somebody heads; null for everybody else. */
export function headOf(population: Population, workerId: string): string | null {
  const { team } = population.recordOf(workerId);
  return population.teams.get(team)?.head === workerId ? team : null;
}

/** A seat that somebody left, or now and then a new one. */
export function openSeat(population: Population): Opening | null {
  const { random, openings, teams, tree } = population;
  for (;;) {
    const seat = random.chance(0.9) ? openings.take(random) : undefined;
    if (seat === undefined) break;
    if (teams.has(seat.team)) return seat;
  }
  const small = (one: string): boolean => tree.team(one).members.size < 11;
  const team = tree.pool.draw(random, small) ?? tree.pool.draw(random);
  return team === undefined ? null : { team, position: population.mintPosition() };
}

/** Lets somebody whose record was just entered begin in their team on their first day. */
export function seatNewcomer(
  population: Population,
  { workerId, recordId, ...at }: StaffRecord,
): void {
  population.tree.join(at.team, workerId);
  population.agenda.add(at.startDate, { kind: "start", workerId, recordId });
  assignManager(population, workerId);
}

/** What people in a team are called and where most of them work. */
export function jobIn(
  { random, tree }: Population,
  teamId: string,
): { readonly title: string; readonly zone: string } {
  const team = tree.team(teamId);
  return { title: random.pick(team.trade.titles), zone: team.place.zone };
}

/** Makes somebody the head of a team that has none; whoever they report to follows from it. */
export function seatHead(population: Population, workerId: string, teamId: string): void {
  const { tree, openings } = population;
  const team = tree.team(teamId);
  const { team: from, position } = population.recordOf(workerId);
  if (from === teamId) openings.add({ team: from, position });
  else vacate(population, { workerId, team: from, position });
  tree.join(teamId, workerId);
  tree.setHead(teamId, workerId);
  const title = headTitle(team);
  population.change(workerId, { team: teamId, position: team.headPosition, title });
  assignManager(population, workerId);
}
