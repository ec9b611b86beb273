import { morningOf, plusDays } from "../../simulator/population/days.js";
import { leaveForGood } from "../../simulator/population/people-news.js";
import { QUIET } from "../../simulator/population/rates.js";
import { Simulation } from "../../simulator/simulation.js";
import type { Instant } from "../../src/domain/time.js";
import type { State } from "./phases.js";

/** A Monday: the day after it is one on which people are renamed and moved. */
const START = "2026-03-02";
const SEED = 20_260_302;
const HOUR_MS = 3_600_000;
/** Of the people, in each of the two later states. */
const SHARE = 0.01;
/** Rates of the simulator are per year of so many days on which something happens. */
const WORKING_DAYS = 260;

/** Groups that cut across teams: 500 of 50 people; fewer in a company with fewer than 2,500. */
function groupsFor(people: number): { readonly count: number; readonly size: number } {
  return { count: Math.min(500, Math.ceil(people / 5)), size: 50 };
}

/**
 * The measured company: people with managers at HR, and a login each at Okta with a group for every
 * team and groups across them. A leaver's login is closed and out of its groups on the same day.
 */
export function foundMeasured(people: number): Simulation {
  return new Simulation({
    seed: SEED,
    start: START,
    people,
    agents: 0,
    guests: 0,
    services: 0,
    groups: groupsFor(people),
    habits: { late: 0, suspendedFirst: 0 },
  });
}

/** Lets the company become what the state says; call it for each state, in their order. */
export function become(company: Simulation, state: State): void {
  switch (state) {
    case "first":
      return;
    case "changed": {
      const perYear = (SHARE / 2) * WORKING_DAYS;
      company.advance(1, { ...QUIET, rename: perYear, move: perYear });
      return;
    }
    case "gone":
      leave(company);
      return;
    default:
      state satisfies never;
  }
}

/** Today at noon UTC: wherever somebody works, yesterday is over. */
export function noonOf(company: Simulation): Instant {
  return morningOf(company.today) + 7 * HOUR_MS;
}

/** On the next day 1 % of the people have left, all of them the day before. */
function leave(company: Simulation): void {
  const { population, identityTeams } = company;
  const leavers = Math.round(population.steady.size * SHARE);
  population.turnDay();
  const at = morningOf(population.today);
  identityTeams.okta.turn(at);
  for (let left = 0; left < leavers; left += 1) {
    const workerId = population.steady.take(population.random);
    if (workerId === undefined) throw new Error("nobody is left to leave");
    population.change(workerId, { endDate: plusDays(population.today, -1) });
    identityTeams.okta.follow(leaveForGood(population, "immediate", workerId), at);
  }
}
