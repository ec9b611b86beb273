import type { LocalDate } from "../../src/domain/time.js";
import { streamOf, type Random } from "../random.js";
import { plusDays } from "./days.js";
import { addAgent, addGuest, addService } from "./estate-news.js";
import type { Team } from "./model.js";
import { personName } from "./names.js";
import { PLACES, type Place } from "./places.js";
import { Population } from "./population.js";
import { EXECUTIVE, TRADES, type Trade } from "./trades.js";
import { headTitle } from "./titles.js";

/** Fewest and most who report to one head in a company that was just founded. */
export const SPAN = { least: 5, most: 12 } as const;

/** A company with fewer people has no tree. */
const SMALLEST = 10;
const LARGEST = 1_000_000;
/** The smallest team: a head and the least span. */
const TEAM = SPAN.least + 1;
const YEARS = 15;

/** Shares of the people, 0 to 1. */
interface Shares {
  readonly contractors: number;
  /** Away today and for the next weeks. */
  readonly onLeave: number;
}

export interface FoundingOptions {
  readonly seed: number;
  /** 10 to 1,000,000. */
  readonly people: number;
  readonly today: LocalDate;
  readonly share?: Partial<Shares>;
  /** How many; by default about one for 200, 50 and 100 people. */
  readonly agents?: number;
  readonly guests?: number;
  readonly services?: number;
  readonly name?: string;
  /** Of its addresses. */
  readonly domain?: string;
}

/**
 * A company of any size: the same options give the same one on every machine. Every head has 5 to 12
 * people or heads who report to them; contractors never head a team.
 *
 * @throws RangeError when the size is not possible.
 */
export function foundPopulation(options: FoundingOptions): Population {
  const { seed, people, today, name = "Halden Group", domain = "halden.example" } = options;
  if (!Number.isInteger(people) || people < SMALLEST || people > LARGEST) {
    throw new RangeError(
      `a simulated company has ${String(SMALLEST)} to ${String(LARGEST)} people, not ${String(people)}`,
    );
  }
  const population = new Population({ seed, today, name, domain });
  new Founder(population, { contractors: 0.15, onLeave: 0.01, ...options.share }).found(people);
  furnish(population, options);
  population.beginLife();
  return population;
}

function furnish(population: Population, options: FoundingOptions): void {
  const { people } = options;
  const random = streamOf(options.seed, "estate");
  const times = (wanted: number | undefined, usual: number, add: () => unknown): void => {
    for (let n = wanted ?? Math.max(1, Math.round(usual)); n > 0; n -= 1) add();
  };
  times(options.agents, people / 200, () => addAgent(population, random));
  times(options.guests, people / 50, () => addGuest(population, random));
  times(options.services, people / 100, () => addService(population, random));
}

/** Where in the tree a team stands. */
interface Spot {
  readonly parent: string | null;
  readonly boss: string | null;
  readonly level: number;
  readonly place: Place;
  readonly trade: Trade;
  /** What its name is made of, below the second level. */
  readonly line: string;
}

class Founder {
  readonly #population: Population;
  readonly #share: Shares;
  readonly #random: Random;
  /** Days of the past by how long ago: built once, shared by everybody. */
  readonly #past: readonly LocalDate[];
  readonly #back: LocalDate;

  constructor(population: Population, share: Shares) {
    this.#population = population;
    this.#share = share;
    this.#random = streamOf(population.seed, "founding");
    this.#past = Array.from({ length: YEARS * 365 }, (_, ago) => plusDays(population.today, -ago));
    this.#back = plusDays(population.today, 60);
  }

  found(people: number): void {
    const place = this.#random.pick(PLACES);
    const line = EXECUTIVE.name;
    this.#team(people, { parent: null, boss: null, level: 0, place, trade: EXECUTIVE, line });
  }

  /** A team with everything below it, that many people in all. */
  #team(people: number, spot: Spot): void {
    const { tree } = this.#population;
    const name = tree.freshName(nameOf(spot));
    const { parent, place, trade } = spot;
    const headPosition = this.#population.mintPosition();
    const id = tree.found({ name, parent, headPosition, place, trade });
    const team = tree.team(id);
    const head = this.#hire(team, { manager: spot.boss, head: true });
    tree.setHead(id, head);
    const below = people - 1;
    if (below <= SPAN.most) {
      const members = this.#members(team, head, below);
      if (below >= 7 && this.#random.chance(0.4)) tree.setDeputies(id, members.slice(0, 1));
      return;
    }
    const { staff, children } = this.#shape(below);
    const deputies = this.#members(team, head, staff).slice(0, 1);
    this.#parts(below - staff, children).forEach((size, index) =>
      this.#team(size, this.#spotBelow(spot, { parent: id, boss: head, index })),
    );
    if (deputies.length > 0) tree.setDeputies(id, deputies);
  }

  /** How many report to a head directly: members of the team itself, and heads of teams below. */
  #shape(below: number): { readonly staff: number; readonly children: number } {
    const direct = this.#random.int(SPAN.least, Math.min(SPAN.most, below - SPAN.least));
    const room = Math.floor((below - direct) / SPAN.least);
    const children = Math.min(Math.max(1, direct - this.#random.int(0, 2)), room);
    return { staff: direct - children, children };
  }

  /** Cuts into unequal parts, none smaller than a team. */
  #parts(total: number, count: number): readonly number[] {
    const weights = Array.from({ length: count }, () => 0.6 + this.#random.next());
    const sum = weights.reduce((one, other) => one + other, 0);
    const spare = total - count * TEAM;
    const parts = weights.map((weight) => TEAM + Math.floor((weight / sum) * spare));
    let left = total - parts.reduce((one, other) => one + other, 0);
    return parts.map((part) => {
      if (left === 0) return part;
      left -= 1;
      return part + 1;
    });
  }

  #spotBelow(
    { level, place, trade, line }: Spot,
    at: { readonly parent: string; readonly boss: string; readonly index: number },
  ): Spot {
    const random = this.#random;
    const below = level === 0 ? (TRADES[at.index % TRADES.length] ?? trade) : trade;
    return {
      parent: at.parent,
      boss: at.boss,
      level: level + 1,
      place: random.chance(level < 2 ? 0.6 : 0.15) ? random.pick(PLACES) : place,
      trade: below,
      line: level === 1 ? random.pick(below.specialties) : level === 0 ? below.name : line,
    };
  }

  #members(team: Team, manager: string, count: number): readonly string[] {
    return Array.from({ length: count }, () => this.#hire(team, { manager, head: false }));
  }

  #hire(team: Team, as: { readonly manager: string | null; readonly head: boolean }): string {
    const population = this.#population;
    const random = this.#random;
    const { given, family, full, latin } = personName(random);
    const workerId = population.mintWorkerId();
    const away = !as.head && random.chance(this.#share.onLeave);
    // About one in nine is a head, and heads are never contractors: the others are it more often.
    const contractor = !as.head && random.chance(this.#share.contractors * 1.13);
    population.enter({
      workerId,
      given,
      family,
      name: full,
      email: population.addresses.mint(latin),
      title: as.head ? headTitle(team) : random.pick(team.trade.titles),
      team: team.id,
      manager: as.manager,
      position: as.head ? team.headPosition : population.mintPosition(),
      zone: (random.chance(0.92) ? team.place : random.pick(PLACES)).zone,
      workerType: contractor ? "contractor" : "employee",
      startDate: this.#past[random.int(as.head ? 400 : 30, this.#past.length - 1)] ?? "2015-01-01",
      endDate: null,
      leaveFrom: away ? (this.#past[20] ?? null) : null,
      leaveTo: away ? this.#back : null,
    });
    population.tree.join(team.id, workerId);
    population.steady.add(workerId);
    return workerId;
  }
}

function nameOf({ level, line, place }: Spot): string {
  return level <= 2 ? line : `${line} ${place.city}`;
}
