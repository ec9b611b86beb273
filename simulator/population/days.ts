import { DAY_MS, type Instant, type LocalDate } from "../../src/domain/time.js";

/** The calendar day this many days later; earlier when negative. */
export function plusDays(day: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** When the nightly jobs of the simulated company run on a day: 05:00 UTC. */
export function morningOf(day: LocalDate): Instant {
  return Date.parse(day) + 5 * 3_600_000;
}

/** What is planned for which day; a day's plans come out once, in the order they were made. */
export class Agenda<Plan> {
  readonly #plans = new Map<LocalDate, Plan[]>();

  add(day: LocalDate, plan: Plan): void {
    const plans = this.#plans.get(day);
    if (plans === undefined) this.#plans.set(day, [plan]);
    else plans.push(plan);
  }

  /** Takes out everything planned for the day. */
  due(day: LocalDate): readonly Plan[] {
    const plans = this.#plans.get(day) ?? [];
    this.#plans.delete(day);
    return plans;
  }
}
