import type { LocalDate } from "../src/domain/time.js";
import type { IdentityTeam } from "./directory/provision.js";
import type { Population } from "./population/population.js";

/** What is so of one worker, whatever any source says. */
export interface WorkerTruth {
  /** Works here today, on leave or not. */
  readonly employed: boolean;
  readonly onLeave: boolean;
  /** `workerId`; of somebody who left while the seat is vacant; of a leaver: their last. */
  readonly manager: string | null;
  /** Id of a team at HR; null once they left. */
  readonly team: string | null;
}

/** The company as it is, to hold against what a graph makes of its sources. */
export interface Truth {
  readonly today: LocalDate;
  /** Everybody who ever worked here or is about to, by `workerId`. */
  readonly workers: ReadonlyMap<string, WorkerTruth>;
  /** Native id → `workerId` of every account of a worker that ever was, by directory. */
  readonly accounts: {
    readonly okta: ReadonlyMap<string, string>;
    readonly entra: ReadonlyMap<string, string>;
  };
}

/** A copy: it stays as it is when the company lives on. Costs as much as the company is large. */
export function truthOf(
  population: Population,
  teams: { readonly okta: IdentityTeam; readonly entra: IdentityTeam },
): Truth {
  const workers = new Map<string, WorkerTruth>();
  for (const { workerId } of population.records()) {
    if (!workers.has(workerId)) workers.set(workerId, truthOfWorker(population, workerId));
  }
  const accounts = {
    okta: new Map(teams.okta.workerOf),
    entra: new Map(teams.entra.workerOf),
  };
  return { today: population.today, workers, accounts };
}

function truthOfWorker(population: Population, workerId: string): WorkerTruth {
  const { team, manager, endDate, leaveFrom, leaveTo } = population.recordOf(workerId);
  const { today } = population;
  const employed = population.isEmployed(workerId);
  const away = leaveFrom !== null && leaveFrom <= today && (leaveTo === null || leaveTo >= today);
  const left = endDate !== null && endDate < today;
  return { employed, onLeave: employed && away, manager, team: left ? null : team };
}
