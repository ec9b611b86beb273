import type { Driver } from "neo4j-driver";
import type { Problem } from "../../src/platform/problem.js";
import type { Letterbox } from "./living-source.js";
import type { SoakWorld } from "./world.js";

/** What must never be, found at one moment of a run, as sentences. */
export interface Wrongs {
  readonly departures: readonly string[];
  readonly authorizations: readonly string[];
  /** Whatever else is wrong: owned by a leaver, two standings, told twice. */
  readonly others: readonly string[];
}

const GONE = `
  MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment)
  WHERE p.activeUntil <= datetime({epochMillis: toInteger($at)})
  RETURN DISTINCT e.workerId AS workerId`;
const KEYS = "MATCH (a:Authorization) RETURN a.key AS key";
const STANDINGS = `
  MATCH (a:Authorization)
  WITH a, COUNT { (a)<-[:STANDING_OF]-(s:Standing) WHERE s.supersededIn IS NULL AND s.validTo IS NULL } AS open
  WHERE open <> 1 OR a.standing IS NULL
  RETURN a.key + ' is in ' + toString(open) + ' standings' AS wrong`;
const OWNED_BY_GONE = `
  MATCH (a:Authorization)-[:OWNED_BY]->(p:Person)
  WHERE p.activeUntil <= datetime({epochMillis: toInteger($at)})
  RETURN a.key + ' is owned by ' + p.name + ', who left' AS wrong`;
const UNOWNED = `
  MATCH (a:Authorization)
  WHERE a.standing IN ['valid', 'provisional'] AND NOT EXISTS { (a)-[:OWNED_BY]->(:Person) }
  RETURN a.key + ' is ' + a.standing + ' and nobody owns it' AS wrong`;
const DOUBLED = `
  MATCH (f:Finding {state: 'open'})
  WITH f.dedupKey AS key, count(*) AS open WHERE open > 1
  RETURN 'open twice: ' + key AS wrong`;

/** Guests are people by their login alone (Q6): theirs ends when it is deleted. */
function guestsOf({ company, plan }: SoakWorld): readonly (readonly [string, (number | null)[]])[] {
  if (!plan.systems.entra) return [];
  return [...company.simulation.entra.users.values()]
    .filter(({ nature }) => nature === "guest")
    .map(({ id, status, statusChangedAt }) => [id, [status === "active" ? null : statusChangedAt]]);
}

/**
 * The truth of one simulated company, to hold the graph against at any time. Somebody departed wrongly
 * when the graph says so, they work here, and HR never said anything else of that day.
 */
export class Truth {
  /** By worker: each state of their records that HR ever had, as the ends of them; null: no end known. */
  readonly #states = new Map<string, (readonly (number | null)[])[]>();
  readonly #seenKeys = new Set<string>();

  /** Takes note of what HR says today. */
  learn(world: SoakWorld): void {
    const { company } = world;
    const today = new Map<string, (number | null)[]>();
    for (const { workerId, endDate, zone } of company.simulation.population.records()) {
      const ends = today.get(workerId) ?? [];
      ends.push(endDate === null ? null : firstInstantAfter(endDate, zone));
      today.set(workerId, ends);
    }
    for (const [id, ends] of guestsOf(world)) today.set(id, ends);
    for (const [workerId, ends] of today) {
      this.#states.set(workerId, [...(this.#states.get(workerId) ?? []), ends]);
    }
  }

  /**
   * HR has left out records of today, and not so many that a gate could tell: of somebody whose contract
   * ended the new job, so that the old one is all that was said.
   */
  learnShorter({ company }: SoakWorld): void {
    for (const { workerId, endDate, zone } of company.simulation.population.records()) {
      if (endDate === null) continue;
      const states = this.#states.get(workerId) ?? [];
      this.#states.set(workerId, [...states, [firstInstantAfter(endDate, zone)]]);
    }
  }

  /**
   * Holds the graph against the truth.
   *
   * @param hasSettled at least one run came to its end at this instant: leavers must own nothing.
   */
  async judge(
    driver: Driver,
    world: SoakWorld,
    of: { readonly hasSettled: boolean; readonly letterbox: Letterbox },
  ): Promise<Wrongs> {
    const { at } = world;
    const gone = await column(driver, { query: GONE, name: "workerId", at });
    const keys = new Set(await column(driver, { query: KEYS, name: "key" }));
    const lost = [...this.#seenKeys].filter((key) => !keys.has(key));
    for (const key of keys) this.#seenKeys.add(key);
    const queries = [STANDINGS, UNOWNED, DOUBLED, ...(of.hasSettled ? [OWNED_BY_GONE] : [])];
    const others: string[] = [];
    for (const query of queries)
      others.push(...(await column(driver, { query, name: "wrong", at })));
    return {
      departures: gone.filter((workerId) => !this.#mayHaveLeft(workerId, at)),
      authorizations: lost.map((key) => `${key} is gone`),
      others: [...others, ...of.letterbox.doubled.map((alert) => `told twice: ${alert}`)],
    };
  }

  /**
   * Authorizations of documents that are not in the graph at the end of all.
   *
   * @param refused lines of documents that were said to be refused; each explains one of its document.
   */
  async missing(
    driver: Driver,
    { company }: SoakWorld,
    refused: readonly Problem[],
  ): Promise<readonly string[]> {
    const keys = new Set(await column(driver, { query: KEYS, name: "key" }));
    const owners = refused.filter(({ rule }) => rule.startsWith("person-"));
    const explained = owners.map(({ place }) => place.file);
    const missing = company.keys.filter((key) => {
      if (keys.has(key)) return false;
      const document = `registry/${key.slice(0, key.indexOf(":"))}.yaml`;
      const said = explained.indexOf(document);
      if (said >= 0) explained.splice(said, 1);
      return said < 0;
    });
    return missing.map((key) => `${key} was never registered`);
  }

  #mayHaveLeft(workerId: string, at: number): boolean {
    const states = this.#states.get(workerId) ?? [];
    return states.some((ends) => ends.every((end) => end !== null && end <= at));
  }
}

async function column(
  driver: Driver,
  { query, name, at = 0 }: { readonly query: string; readonly name: string; readonly at?: number },
): Promise<string[]> {
  const { records } = await driver.executeQuery(query, { at });
  return records.map((record) => String(record.get(name)));
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The first minute of the day after it, by the clocks of the zone. Found by looking, not by a rule. */
function firstInstantAfter(day: string, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
    formats.set(zone, format);
  }
  let [before, after] = [Date.parse(day) - DAY_MS, Date.parse(day) + 3 * DAY_MS];
  while (after - before > 60_000) {
    const middle = (before + after) / 2;
    if (format.format(middle) > day) after = middle;
    else before = middle;
  }
  return after;
}
