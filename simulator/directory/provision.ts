import type { Instant, LocalDate } from "../../src/domain/time.js";
import { Agenda, plusDays } from "../population/days.js";
import type { LifeEvent } from "../population/events.js";
import type { DirectoryKind } from "../population/model.js";
import type { Population } from "../population/population.js";
import { reportsOf } from "../population/reporting.js";
import { AccountKeeper, type Settled } from "./account-keeper.js";
import type { Directory } from "./directory.js";
import { EstateKeeper } from "./estate-keeper.js";
import { GroupKeeper, type CrossGroups } from "./group-keeper.js";
import { IdentityDesk, PURGE_AFTER_DAYS, phaseOf, type Habits } from "./identity-desk.js";

export interface ProvisionOptions {
  readonly kind: DirectoryKind;
  readonly seed: number;
  /** When it is filled; nothing that happens later is dated earlier. */
  readonly at: Instant;
  /** Groups that cut across teams; left out: none. */
  readonly groups?: CrossGroups;
  readonly habits?: Partial<Habits>;
}

/** Work for a later day. */
type Task =
  | {
      readonly kind: "people";
      readonly people: readonly string[];
      readonly teams: readonly string[];
    }
  | { readonly kind: "finalise"; readonly workerId: string }
  | { readonly kind: "purge"; readonly workerId: string }
  | { readonly kind: "agent"; readonly agent: string }
  | { readonly kind: "purge-guest"; readonly guest: string };

/** Days an account stays suspended before it is closed. */
const SUSPENDED_DAYS = 7;

/** Fills a directory with everybody and everything the company has, and returns who keeps it. */
export function provision(
  population: Population,
  directory: Directory,
  options: ProvisionOptions,
): IdentityTeam {
  const team = new IdentityTeam(new IdentityDesk(population, directory, options));
  team.fill(options.groups ?? null, options.at);
  return team;
}

/**
 * Keeps one directory in step with HR, as an identity team does: some news is heard late, then the
 * account is made as HR has it by then, so that late and repeated news does no harm.
 */
export class IdentityTeam {
  readonly #desk: IdentityDesk;
  readonly #accounts: AccountKeeper;
  readonly #groups: GroupKeeper;
  readonly #estate: EstateKeeper;
  readonly #agenda = new Agenda<Task>();

  constructor(desk: IdentityDesk) {
    this.#desk = desk;
    this.#accounts = new AccountKeeper(desk);
    this.#groups = new GroupKeeper(desk, this.#accounts);
    this.#estate = new EstateKeeper(desk, this.#accounts);
  }

  /** Account → `workerId`, of every account of a worker that ever was here, purged ones included. */
  get workerOf(): ReadonlyMap<string, string> {
    return this.#accounts.workerOf;
  }

  /** The account somebody works with here; undefined when there is none, or none that is open. */
  accountOf(workerId: string): string | undefined {
    return this.#accounts.usable(workerId);
  }

  /** Native id of an agent, service or guest of the company; undefined when it is not in here. */
  idOf(key: string): string | undefined {
    return this.#estate.idOf(key);
  }

  fill(groups: CrossGroups | null, at: Instant): void {
    const { population } = this.#desk;
    const newest = function* () {
      for (const record of population.records()) {
        const gone = phaseOf(record, population.today) === "gone";
        if (!gone && population.recordOf(record.workerId) === record) yield record;
      }
    };
    for (const { workerId } of newest()) this.#accounts.mint(workerId);
    for (const record of newest()) {
      const file = this.#accounts.of(record.workerId);
      if (file !== undefined) this.#accounts.open(record, file, at);
    }
    this.#groups.foundTeams(at);
    if (groups !== null) this.#groups.foundCross(groups, at);
    this.#estate.found(at);
  }

  /** Does what is due on the company's today. Call it once a day, before the day's events. */
  turn(at: Instant): void {
    this.#desk.ticker.set(at);
    for (const task of this.#agenda.due(this.#desk.population.today)) this.#do(task);
  }

  /** Hears of one event: at once, or a day or two later. */
  follow(event: LifeEvent, at: Instant): void {
    const { ticker, random, habits } = this.#desk;
    ticker.set(at);
    this.#followEstate(event);
    if (event.people.length + event.teams.length === 0) return;
    const { people, teams } = event;
    const urgent = event.kind === "left" && event.how === "immediate";
    const late = random.chance(habits.late) ? random.int(1, 2) : 0;
    if (urgent || late === 0) this.#settlePeople(people, teams);
    else this.#later(late, { kind: "people", people, teams });
  }

  #followEstate(event: LifeEvent): void {
    const { kind, population, ticker } = this.#desk;
    const { estate } = population;
    switch (event.kind) {
      case "agent-appeared":
      case "agent-handed-over":
      case "agent-disabled":
        if (estate.agent(event.agent).home === kind) {
          this.#do({ kind: "agent", agent: event.agent });
        }
        return;
      case "service-created":
        if (estate.service(event.service).home === kind) {
          this.#estate.addService(event.service, ticker.next());
        }
        return;
      case "guest-invited":
        if (kind === "entra") this.#estate.addGuest(event.guest, ticker.next());
        return;
      case "guest-deleted":
        this.#estate.deleteGuest(event.guest, ticker.next());
        this.#later(PURGE_AFTER_DAYS, { kind: "purge-guest", guest: event.guest });
        return;
      default:
        return;
    }
  }

  #do(task: Task): void {
    const { ticker } = this.#desk;
    switch (task.kind) {
      case "people":
        this.#settlePeople(task.people, task.teams);
        return;
      case "finalise":
        this.#close(task.workerId, this.#accounts.finalise(task.workerId));
        return;
      case "purge":
        this.#accounts.purge(task.workerId);
        return;
      case "agent":
        // Whoever it was given to may have no account yet.
        if (!this.#estate.settleAgent(task.agent, ticker.next())) this.#later(1, task);
        return;
      case "purge-guest":
        this.#estate.purgeGuest(task.guest, ticker.next());
        return;
    }
  }

  #settlePeople(people: readonly string[], teams: readonly string[]): void {
    for (const team of teams) this.#settleTeam(team);
    for (const workerId of people) this.#settleWorker(workerId);
  }

  /** A team's name is the department of everybody in it. */
  #settleTeam(id: string): void {
    if (!this.#groups.settleTeam(id)) return;
    for (const workerId of this.#desk.population.tree.team(id).members) {
      this.#settleWorker(workerId);
    }
  }

  #settleWorker(workerId: string): void {
    const settled = this.#accounts.settle(workerId);
    this.#close(workerId, settled);
    const file = this.#accounts.of(workerId);
    if (file === undefined || (settled !== "opened" && settled !== "kept")) return;
    this.#groups.settleMember(workerId, file);
    if (settled === "opened") this.#introduce(workerId, file.primary);
  }

  /** Who named the newcomer before they had an account can name it now. */
  #introduce(workerId: string, account: string): void {
    const { population } = this.#desk;
    this.#groups.joinSome(account);
    const { team } = population.recordOf(workerId);
    const own = population.teams.get(team);
    for (const id of [own?.id, own?.parent]) if (typeof id === "string") this.#settleTeam(id);
    for (const report of reportsOf(population, workerId)) {
      if (this.#accounts.of(report) !== undefined) this.#accounts.settle(report);
    }
  }

  #close(workerId: string, settled: Settled): void {
    if (settled === "suspended") this.#later(SUSPENDED_DAYS, { kind: "finalise", workerId });
    if (settled !== "closed") return;
    this.#later(PURGE_AFTER_DAYS, { kind: "purge", workerId });
    const file = this.#accounts.of(workerId);
    // Entra keeps the memberships of a deleted user for as long as it can be restored.
    if (file !== undefined && this.#desk.kind === "okta") this.#groups.leaveAll(file);
  }

  #later(days: number, task: Task): void {
    const day: LocalDate = plusDays(this.#desk.population.today, days);
    this.#agenda.add(day, task);
  }
}
