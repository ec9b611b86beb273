import type { Instant, LocalDate } from "../../src/domain/time.js";
import { plusDays } from "../population/days.js";
import type { DirectoryKind, StaffRecord } from "../population/model.js";
import type { Population } from "../population/population.js";
import { streamOf, type Random } from "../random.js";
import type { Directory } from "./directory.js";
import { NativeIds } from "./native-ids.js";
import { Ticker } from "./ticker.js";

/** How an identity team does its work. Shares are 0 to 1. */
export interface Habits {
  /** Of workers: who also has an administrator's account, half of them with their employee number. */
  readonly admins: number;
  /** Of ordinary accounts: how many hold no employee number. */
  readonly unnumbered: number;
  /** Of accounts at the founding: how many nobody signed in to for months; of the others nothing is known. */
  readonly dormant: number;
  /** Of HR's news: how much is heard a day or two late. */
  readonly late: number;
  /** Of leavers: whose account is suspended for a week before it is closed. */
  readonly suspendedFirst: number;
}

const USUAL_HABITS: Habits = {
  admins: 0.02,
  unnumbered: 0.01,
  dormant: 0.01,
  late: 0.4,
  suspendedFirst: 0.2,
};

/** What the people who keep one directory share: what HR says, the directory, chance and the clock. */
export class IdentityDesk {
  readonly population: Population;
  readonly directory: Directory;
  readonly kind: DirectoryKind;
  readonly habits: Habits;
  readonly ids: NativeIds;
  readonly random: Random;
  readonly ticker: Ticker;
  /** When the directory was filled; accounts of that day were created earlier. */
  readonly filledOn: LocalDate;

  constructor(
    population: Population,
    directory: Directory,
    options: {
      readonly kind: DirectoryKind;
      readonly seed: number;
      readonly at: Instant;
      readonly habits?: Partial<Habits>;
    },
  ) {
    this.population = population;
    this.directory = directory;
    this.kind = options.kind;
    this.habits = { ...USUAL_HABITS, ...options.habits };
    this.ids = new NativeIds(options.kind, options.seed);
    this.random = streamOf(options.seed, options.kind);
    this.ticker = new Ticker(options.at);
    this.filledOn = population.today;
  }
}

/** Where somebody stands today, by what HR says of them. */
export function phaseOf(record: StaffRecord, today: LocalDate): "future" | "employed" | "gone" {
  if (record.endDate !== null && record.endDate < today) return "gone";
  return record.startDate > today ? "future" : "employed";
}

/** Days after which a closed account is purged. */
export const PURGE_AFTER_DAYS = 30;

/** Whether an account that was closed then has been closed long enough. */
export function isPurgeDue(closedAt: Instant, today: LocalDate): boolean {
  return new Date(closedAt).toISOString().slice(0, 10) <= plusDays(today, -PURGE_AFTER_DAYS);
}
