import type { Instant } from "../../src/domain/time.js";
import type { AccountKeeper, WorkerAccounts } from "./account-keeper.js";
import type { IdentityDesk } from "./identity-desk.js";

/** Groups across all teams: how many, and how many members each. */
export interface CrossGroups {
  readonly count: number;
  readonly size: number;
}

const PURPOSES = "All hands,VPN,Licences,Project,Community,On call,Site,Mailing list".split(",");

/** Keeps a group for each team, owned by its head and deputies, and groups that cut across teams. */
export class GroupKeeper {
  readonly #desk: IdentityDesk;
  readonly #accounts: AccountKeeper;
  /** Id of a team → id of its group. */
  readonly #ofTeam = new Map<string, string>();
  readonly #cross: string[] = [];
  readonly #crossOf = new Map<string, string[]>();
  /** How many cross-cutting groups a newcomer joins on average. */
  #perPerson = 0;

  constructor(desk: IdentityDesk, accounts: AccountKeeper) {
    this.#desk = desk;
    this.#accounts = accounts;
  }

  /** The group of every team, each written once with all its members. */
  foundTeams(at: Instant): void {
    const { population, directory, ids } = this.#desk;
    for (const team of population.teams.values()) {
      const id = ids.mint("group");
      this.#ofTeam.set(team.id, id);
      const memberIds = new Set<string>();
      for (const workerId of team.members) {
        const file = this.#accounts.of(workerId);
        if (file === undefined) continue;
        file.team = team.id;
        memberIds.add(file.primary);
      }
      directory.putGroup({ id, name: team.name, ownerIds: this.#ownersOf(team.id), memberIds }, at);
    }
  }

  /** Groups of people drawn by chance; smaller than asked for when there are not so many. */
  foundCross({ count, size }: CrossGroups, at: Instant): void {
    const { population, directory, ids, random } = this.#desk;
    const { steady } = population;
    const most = Math.min(size, steady.size);
    this.#perPerson = steady.size === 0 ? 0 : (count * most) / steady.size;
    for (let number = 1; number <= count; number += 1) {
      const id = ids.mint("group");
      const memberIds = new Set<string>();
      while (memberIds.size < most) {
        const account = this.#accounts.usable(steady.draw(random) ?? "");
        if (account === undefined || memberIds.has(account)) continue;
        memberIds.add(account);
        this.#noteCross(account, id);
      }
      const [owner] = memberIds;
      const ownerIds = owner === undefined ? [] : [owner];
      const name = `${random.pick(PURPOSES)} ${String(number)}`;
      directory.putGroup({ id, name, ownerIds, memberIds }, at);
      this.#cross.push(id);
    }
  }

  /**
   * Brings name and owners of a team's group in line; the group of a team that ended goes.
   *
   * @returns whether the team has another name than before.
   */
  settleTeam(teamId: string): boolean {
    const { population, directory, ticker } = this.#desk;
    const team = population.teams.get(teamId);
    const id = this.#ofTeam.get(teamId);
    if (team === undefined) {
      if (id !== undefined) directory.purgeGroup(id, ticker.next());
      this.#ofTeam.delete(teamId);
      return false;
    }
    const group = directory.groups.get(id ?? this.#ensure(teamId));
    if (group === undefined) return false;
    const ownerIds = this.#ownersOf(teamId);
    const renamed = group.name !== team.name;
    if (renamed || group.ownerIds.join() !== ownerIds.join()) {
      directory.putGroup({ ...group, name: team.name, ownerIds }, ticker.next());
    }
    return renamed;
  }

  /** Moves the worker's account into the group of the team that HR names. */
  settleMember(workerId: string, file: WorkerAccounts): void {
    const { population, directory, ticker } = this.#desk;
    const { team } = population.recordOf(workerId);
    if (file.team === team) return;
    this.#leaveTeam(file);
    if (!population.teams.has(team)) return;
    directory.addMember(this.#ensure(team), file.primary, ticker.next());
    file.team = team;
  }

  /** A newcomer joins some of the groups that cut across teams. */
  joinSome(account: string): void {
    const { directory, random, ticker } = this.#desk;
    const whole = Math.floor(this.#perPerson);
    const count = whole + (random.chance(this.#perPerson - whole) ? 1 : 0);
    for (let left = Math.min(count, this.#cross.length); left > 0; left -= 1) {
      const group = random.pick(this.#cross);
      directory.addMember(group, account, ticker.next());
      this.#noteCross(account, group);
    }
  }

  /** Takes a closed account out of every group. */
  leaveAll(file: WorkerAccounts): void {
    const { directory, ticker } = this.#desk;
    this.#leaveTeam(file);
    for (const group of this.#crossOf.get(file.primary) ?? []) {
      directory.removeMember(group, file.primary, ticker.next());
    }
    this.#crossOf.delete(file.primary);
  }

  #leaveTeam(file: WorkerAccounts): void {
    const { directory, ticker } = this.#desk;
    const group = file.team === null ? undefined : this.#ofTeam.get(file.team);
    if (group !== undefined) directory.removeMember(group, file.primary, ticker.next());
    file.team = null;
  }

  #ensure(teamId: string): string {
    const known = this.#ofTeam.get(teamId);
    if (known !== undefined) return known;
    const { population, directory, ids, ticker } = this.#desk;
    const id = ids.mint("group");
    const { name } = population.tree.team(teamId);
    const ownerIds = this.#ownersOf(teamId);
    directory.putGroup({ id, name, ownerIds, memberIds: new Set() }, ticker.next());
    this.#ofTeam.set(teamId, id);
    return id;
  }

  /** The head first, deputies after. */
  #ownersOf(teamId: string): readonly string[] {
    const { head, deputies } = this.#desk.population.tree.team(teamId);
    return [head, ...deputies].flatMap((one) =>
      one === null ? [] : (this.#accounts.usable(one) ?? []),
    );
  }

  #noteCross(account: string, group: string): void {
    const groups = this.#crossOf.get(account);
    if (groups === undefined) this.#crossOf.set(account, [group]);
    else groups.push(group);
  }
}
