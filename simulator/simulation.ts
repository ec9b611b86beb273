import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { LocalDate } from "../src/domain/time.js";
import { Directory } from "./directory/directory.js";
import type { CrossGroups } from "./directory/group-keeper.js";
import type { Habits } from "./directory/identity-desk.js";
import { NativeIds } from "./directory/native-ids.js";
import { provision, type IdentityTeam } from "./directory/provision.js";
import { morningOf } from "./population/days.js";
import type { LifeEvent } from "./population/events.js";
import { foundPopulation, type FoundingOptions } from "./population/found.js";
import { peopleFile, teamsFile, type HrFormat } from "./population/hr-files.js";
import { hrRecords, hrTeams, type HrShape } from "./population/hr-shapes.js";
import { live } from "./population/live.js";
import type { Population } from "./population/population.js";
import type { Rates } from "./population/rates.js";
import { truthOf, type Truth } from "./truth.js";

export interface SimulationOptions extends Omit<FoundingOptions, "today"> {
  /** The day it is founded. */
  readonly start: LocalDate;
  /** Groups in each directory that cut across teams; left out: none. */
  readonly groups?: CrossGroups;
  /** How the identity teams of both directories work. */
  readonly habits?: Partial<Habits>;
}

/**
 * A company with its HR system and two directories, living through time: the same humans are in HR,
 * Okta and Entra under different ids. Deterministic: the same options and the same calls give the same
 * bytes everywhere.
 */
export class Simulation {
  readonly population: Population;
  readonly okta: Directory;
  readonly entra: Directory;
  readonly #teams: { readonly okta: IdentityTeam; readonly entra: IdentityTeam };

  /** @throws RangeError when the size is not possible. */
  constructor({ start, groups, habits, ...founding }: SimulationOptions) {
    const { seed } = founding;
    this.population = foundPopulation({ ...founding, today: start });
    this.okta = new Directory(new NativeIds("okta", seed + 1).mint("tenant"));
    this.entra = new Directory(new NativeIds("entra", seed + 1).mint("tenant"));
    const options = {
      seed,
      at: morningOf(start),
      ...(groups !== undefined && { groups }),
      ...(habits !== undefined && { habits }),
    };
    this.#teams = {
      okta: provision(this.population, this.okta, { kind: "okta", ...options }),
      entra: provision(this.population, this.entra, { kind: "entra", ...options }),
    };
  }

  get today(): LocalDate {
    return this.population.today;
  }

  /** Who keeps the directories: which account a worker, an agent or a guest has in them. */
  get identityTeams(): { readonly okta: IdentityTeam; readonly entra: IdentityTeam } {
    return this.#teams;
  }

  /** Lives on; the directories hear of it on the same day or a day or two late. */
  advance(days: number, rates: Partial<Rates> = {}): readonly LifeEvent[] {
    const lived: LifeEvent[] = [];
    const { okta, entra } = this.#teams;
    for (const { day, events } of live(this.population, days, rates)) {
      const at = morningOf(day);
      for (const team of [okta, entra]) {
        team.turn(at);
        for (const event of events) team.follow(event, at);
      }
      for (const event of events) lived.push(event);
    }
    return lived;
  }

  /**
   * Drops today's export as `people` and `teams` files into the folder, as HR systems do at night:
   * written beside and put in place with a rename.
   */
  async writeHr(folder: string, format: HrFormat = "csv"): Promise<void> {
    await mkdir(folder, { recursive: true });
    await put(join(folder, `teams.${format}`), teamsFile(this.population, format));
    await put(join(folder, `people.${format}`), peopleFile(this.population, format));
  }

  /** People as an HR system answers over HTTPS, one at a time. */
  hrRecords(shape: HrShape): Iterable<Record<string, unknown>> {
    return hrRecords(this.population, shape);
  }

  hrTeams(shape: HrShape): Iterable<Record<string, unknown>> {
    return hrTeams(this.population, shape);
  }

  /** The company as it is today, by `workerId`. */
  truth(): Truth {
    return truthOf(this.population, this.#teams);
  }
}

async function put(path: string, chunks: AsyncIterable<string>): Promise<void> {
  const beside = `${path}.part`;
  await pipeline(Readable.from(chunks), createWriteStream(beside));
  await rename(beside, path);
}
