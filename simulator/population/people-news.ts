import type { LocalDate } from "../../src/domain/time.js";
import { nextDay } from "../company.js";
import { plusDays } from "./days.js";
import type { Departure, LifeEvent } from "./events.js";
import type { StaffRecord } from "./model.js";
import { personName, renamed } from "./names.js";
import type { Population } from "./population.js";
import type { Rates } from "./rates.js";
import { assignManager, reportsIn } from "./reporting.js";
import { headOf, jobIn, openSeat, seatNewcomer, vacate } from "./seats.js";

/** After so many days an address of a leaver is nobody's: its accounts are purged by then. */
const ADDRESS_REST_DAYS = 45;
/** Nobody comes back earlier. */
const REHIRE_AFTER_DAYS = 20;

/** Somebody new, for a seat that somebody left or for a new one; entered days before they begin. */
export function hire(population: Population, rates: Rates): LifeEvent | null {
  const { random, addresses } = population;
  const seat = openSeat(population);
  if (seat === null) return null;
  const workerId = population.mintWorkerId();
  const reissued = random.chance(rates.recycled) ? addresses.recycle(workerId, random) : undefined;
  const { given, family, full, latin } = personName(random);
  const { title, zone } = jobIn(population, seat.team);
  const record = population.enter({
    workerId,
    given: reissued?.given ?? given,
    family: reissued?.family ?? family,
    name: reissued?.name ?? full,
    email: reissued?.email ?? addresses.mint(latin),
    title,
    team: seat.team,
    manager: null,
    position: seat.position,
    zone,
    workerType: random.chance(0.15) ? "contractor" : "employee",
    startDate: plusDays(population.today, random.int(1, 21)),
    endDate: null,
    leaveFrom: null,
    leaveTo: null,
  });
  seatNewcomer(population, record);
  const { recordId, startDate } = record;
  const addressOf = reissued?.workerId ?? null;
  return population.tell({ kind: "hire", workerId, recordId, startDate, addressOf });
}

/** Somebody who left comes back: the same worker with a new record (N8). */
export function rehire(population: Population): LifeEvent | null {
  const { random, addresses, gone, today, tree } = population;
  const longGone = plusDays(today, -REHIRE_AFTER_DAYS);
  const workerId = gone.draw(random, (one) => {
    const { endDate } = population.recordOf(one);
    // Whom a team still names as its head would report to their own report.
    const named = [...tree.vacant].some((team) => tree.team(team).formerHead === one);
    return endDate !== null && endDate < longGone && !named;
  });
  const seat = workerId === undefined ? null : openSeat(population);
  if (workerId === undefined || seat === null) return null;
  gone.delete(workerId);
  const former = population.recordOf(workerId);
  const { recordId: _, ...facts } = former;
  const { title } = jobIn(population, seat.team);
  const record = population.enter({
    ...facts,
    email: addresses.reclaim(former.email, workerId)
      ? former.email
      : addresses.mint(latinOf(former)),
    title,
    team: seat.team,
    manager: null,
    position: seat.position,
    workerType: "employee",
    startDate: plusDays(today, random.int(1, 10)),
    endDate: null,
    leaveFrom: null,
    leaveTo: null,
  });
  seatNewcomer(population, record);
  const { recordId, startDate } = record;
  return population.tell({ kind: "rehire", workerId, recordId, startDate });
}

/** Somebody's last day becomes known: weeks ahead, on the day itself, or weeks late. */
export function depart(population: Population, rates: Rates): LifeEvent | null {
  const { random, steady, today, agenda } = population;
  const workerId = steady.take(random);
  if (workerId === undefined) return null;
  const { recordId, startDate } = population.recordOf(workerId);
  const { how, lastDay } = lastDayOf(population, startDate);
  population.change(workerId, { endDate: lastDay });
  const end = nextDay(lastDay) > today ? nextDay(lastDay) : nextDay(today);
  agenda.add(end, { kind: "end", how, workerId, recordId, lastDay });
  if (how === "announced" && random.chance(rates.rescinded)) {
    const before = plusDays(today, random.int(1, 6));
    agenda.add(before, { kind: "rescind", workerId, recordId, lastDay });
  }
  return population.tell({ kind: "depart", how, workerId, recordId, lastDay });
}

function lastDayOf(
  { random, today }: Population,
  startDate: LocalDate,
): { readonly how: Departure; readonly lastDay: LocalDate } {
  const chance = random.next();
  const past = plusDays(today, -random.int(2, 21));
  if (chance < 0.1 && past > startDate) return { how: "back-dated", lastDay: past };
  if (chance < 0.25) return { how: "immediate", lastDay: today };
  return { how: "announced", lastDay: plusDays(today, random.int(7, 90)) };
}

/** The last day is over: the seat is empty, and if it was a head's the team waits for the next. */
export function leaveForGood(population: Population, how: Departure, workerId: string): LifeEvent {
  const { agenda, today } = population;
  const record = population.recordOf(workerId);
  const { team, recordId, position } = record;
  const vacant = vacate(population, { workerId, team, position }) ? team : null;
  population.gone.add(workerId);
  agenda.add(plusDays(today, ADDRESS_REST_DAYS), { kind: "release", record });
  return population.tell({ kind: "left", how, workerId, recordId, vacant });
}

/** The address of a leaver, or of a former name, is free: unless the leaver came back meanwhile. */
export function releaseAddress(population: Population, record: StaffRecord): void {
  const { recordId, email } = population.recordOf(record.workerId);
  const left = record.endDate !== null;
  const inUse = left ? recordId !== record.recordId : email === record.email;
  if (!inUse) population.addresses.release(record);
}

export function goOnLeave(population: Population): LifeEvent | null {
  const { random, steady, today } = population;
  const here = (one: string): boolean => (population.recordOf(one).leaveTo ?? "") < today;
  const workerId = steady.draw(random, here);
  if (workerId === undefined) return null;
  const from = plusDays(today, random.int(1, 30));
  const to = plusDays(from, random.int(14, 240));
  population.change(workerId, { leaveFrom: from, leaveTo: to });
  return population.tell({ kind: "leave", workerId, from, to });
}

/** To another team, from today; heads stay where they are. */
export function move(population: Population): LifeEvent | null {
  const { random, steady, tree } = population;
  const workerId = steady.draw(random, (one) => headOf(population, one) === null);
  const seat = workerId === undefined ? null : openSeat(population);
  if (workerId === undefined || seat === null) return null;
  const { team: from, position } = population.recordOf(workerId);
  if (seat.team === from) {
    population.openings.add(seat);
    return null;
  }
  vacate(population, { workerId, team: from, position });
  tree.join(seat.team, workerId);
  const { title } = jobIn(population, seat.team);
  population.change(workerId, { team: seat.team, position: seat.position, title });
  assignManager(population, workerId);
  return population.tell({ kind: "move", workerId, from, to: seat.team });
}

/** Another family name, and the address with it (N10). */
export function rename(population: Population): LifeEvent | null {
  const { random, steady, addresses, agenda, today } = population;
  const workerId = steady.draw(random);
  if (workerId === undefined) return null;
  const record = population.recordOf(workerId);
  const { given, name: formerName, email: formerEmail } = record;
  const { family, full, latin } = renamed(given, latinOf({ email: formerEmail }), random);
  population.change(workerId, { family, name: full, email: addresses.mint(latin) });
  agenda.add(plusDays(today, ADDRESS_REST_DAYS), { kind: "release", record });
  return population.tell({ kind: "rename", workerId, formerName, formerEmail });
}

/** A contractor is employed: the old record ends yesterday, a new one begins today (N6). */
export function convert(population: Population): LifeEvent | null {
  const { random, steady, today } = population;
  const yesterday = plusDays(today, -1);
  const workerId = steady.draw(random, (one) => {
    const { workerType, startDate } = population.recordOf(one);
    return workerType === "contractor" && startDate <= yesterday;
  });
  if (workerId === undefined) return null;
  const { recordId: endedRecordId, ...facts } = population.recordOf(workerId);
  population.change(workerId, { endDate: yesterday });
  const { recordId } = population.enter({ ...facts, workerType: "employee", startDate: today });
  return population.tell({ kind: "convert", workerId, endedRecordId, recordId });
}

/** A head is entered as reporting to one of their own people (M5). */
export function closeLoop(population: Population): LifeEvent | null {
  const { random, tree } = population;
  const id = tree.pool.draw(random, (one) => tree.team(one).head !== null);
  if (id === undefined) return null;
  const team = tree.team(id);
  const [report] = reportsIn(population, team);
  if (team.head === null || report === undefined) return null;
  population.change(team.head, { manager: report });
  return population.tell({ kind: "manager-loop", workerId: team.head, manager: report });
}

function latinOf({ email }: Pick<StaffRecord, "email">): string {
  return email.slice(0, email.indexOf("@")).replace(/\d+$/, "");
}
