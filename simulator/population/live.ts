import { isWeekend } from "../company.js";
import type { LocalDate } from "../../src/domain/time.js";
import type { LifeEvent } from "./events.js";
import {
  agentAppears,
  agentChangesHands,
  agentIsDisabled,
  guestIsDeleted,
  guestIsInvited,
  serviceIsCreated,
} from "./estate-news.js";
import {
  closeLoop,
  convert,
  depart,
  goOnLeave,
  hire,
  leaveForGood,
  move,
  rehire,
  releaseAddress,
  rename,
} from "./people-news.js";
import type { Plan, Population } from "./population.js";
import { USUAL, type Rates } from "./rates.js";
import { fillVacancy, reorganise } from "./team-news.js";

/** Days of a year on which somebody enters something. */
const WORKING_DAYS = 260;

/** What a company learnt on one day. */
export interface LivedDay {
  readonly day: LocalDate;
  readonly events: readonly LifeEvent[];
}

/**
 * Lets the company live that many days, one each time the generator is asked. When a day is yielded the
 * population is as it was in the evening of that day. Deterministic by the seed of the population; a
 * day costs as much as happened on it.
 */
export function* live(
  population: Population,
  days: number,
  rates: Partial<Rates> = {},
): Generator<LivedDay> {
  const all = { ...USUAL, ...rates };
  for (let lived = 0; lived < days; lived += 1) {
    population.turnDay();
    const { today } = population;
    const due = population.agenda.due(today).map((plan) => carryOut(population, plan));
    const news = isWeekend(today) ? [] : newsOf(population, all);
    yield { day: today, events: [...due, ...news].filter((event) => event !== null) };
  }
}

/** What was planned, unless it was taken back or overtaken since. */
function carryOut(population: Population, plan: Plan): LifeEvent | null {
  switch (plan.kind) {
    case "start": {
      const { workerId, recordId } = plan;
      if (population.recordOf(workerId).endDate === null) population.steady.add(workerId);
      return population.tell({ kind: "joined", workerId, recordId });
    }
    case "end": {
      const { recordId, endDate } = population.recordOf(plan.workerId);
      // Taken back and given again for the same day, a departure is planned twice.
      if (recordId !== plan.recordId || population.gone.has(plan.workerId)) return null;
      if (endDate !== plan.lastDay) return null;
      return leaveForGood(population, plan.how, plan.workerId);
    }
    case "rescind": {
      const { workerId, recordId, lastDay } = plan;
      population.change(workerId, { endDate: null });
      population.steady.add(workerId);
      return population.tell({ kind: "rescind", workerId, recordId, lastDay });
    }
    case "fill":
      return fillVacancy(population, plan.team);
    case "release":
      releaseAddress(population, plan.record);
      return null;
  }
}

function newsOf(population: Population, rates: Rates): readonly (LifeEvent | null)[] {
  const { steady, tree, estate } = population;
  const sources: readonly [perYear: number, make: () => LifeEvent | null][] = [
    [rates.depart * steady.size, () => depart(population, rates)],
    [rates.hire * steady.size, () => hire(population, rates)],
    [rates.rehire * steady.size, () => rehire(population)],
    [rates.leave * steady.size, () => goOnLeave(population)],
    [rates.move * steady.size, () => move(population)],
    [rates.rename * steady.size, () => rename(population)],
    [rates.convert * steady.size, () => convert(population)],
    [rates.reorganise * tree.pool.size, () => reorganise(population)],
    [rates.managerLoop * steady.size, () => closeLoop(population)],
    [rates.agent * steady.size, () => agentAppears(population)],
    [rates.agentHandover * estate.running.size, () => agentChangesHands(population)],
    [rates.agentDisabled * estate.running.size, () => agentIsDisabled(population)],
    [rates.service * steady.size, () => serviceIsCreated(population)],
    [rates.guest * steady.size, () => guestIsInvited(population)],
    [rates.guestDeleted * estate.invited.size, () => guestIsDeleted(population)],
  ];
  return sources.flatMap(([perYear, make]) => times(population, perYear / WORKING_DAYS, make));
}

/** As often as expected today: the whole part always, the rest by chance. */
function times<Made>({ random }: Population, expected: number, make: () => Made): readonly Made[] {
  const whole = Math.floor(expected);
  const count = whole + (random.chance(expected - whole) ? 1 : 0);
  return Array.from({ length: count }, make);
}
