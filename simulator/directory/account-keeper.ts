import type { Instant } from "../../src/domain/time.js";
import { morningOf, plusDays } from "../population/days.js";
import type { StaffRecord } from "../population/model.js";
import type { DirectoryUser } from "./directory.js";
import { isPurgeDue, phaseOf, type IdentityDesk } from "./identity-desk.js";

/** The accounts of one worker at one directory. */
export interface WorkerAccounts {
  /** The account they work with. */
  readonly primary: string;
  /** An administrator's account, where they have one. */
  readonly extras: readonly string[];
  /** Id of the team whose group the primary account is in. */
  team: string | null;
}

/** What became of a worker's accounts. */
export type Settled = "opened" | "kept" | "suspended" | "closed" | "none";

/** Opens, corrects, closes and purges the accounts of workers by what HR says of them today. */
export class AccountKeeper {
  readonly #desk: IdentityDesk;
  readonly #files = new Map<string, WorkerAccounts>();
  readonly #workerOf = new Map<string, string>();

  constructor(desk: IdentityDesk) {
    this.#desk = desk;
  }

  /** Account → `workerId`, of every account of a worker that ever was. */
  get workerOf(): ReadonlyMap<string, string> {
    return this.#workerOf;
  }

  /** Undefined before the first account is opened and after the last one is purged. */
  of(workerId: string): WorkerAccounts | undefined {
    return this.#files.get(workerId);
  }

  /** The account somebody works with, if it is not closed. */
  usable(workerId: string): string | undefined {
    const id = this.#files.get(workerId)?.primary;
    const status = id === undefined ? undefined : this.#desk.directory.users.get(id)?.status;
    const open = status === "active" || status === "staged" || status === "suspended";
    return open ? id : undefined;
  }

  /** Gives the worker ids without opening anything yet: managers are named before they are there. */
  mint(workerId: string): WorkerAccounts {
    const { random, ids, habits } = this.#desk;
    const extras = random.chance(habits.admins) ? [ids.mint("user")] : [];
    const file: WorkerAccounts = { primary: ids.mint("user"), extras, team: null };
    this.#files.set(workerId, file);
    for (const id of [file.primary, ...extras]) this.#workerOf.set(id, workerId);
    return file;
  }

  /** Writes the accounts of a worker whose ids were minted. */
  open(record: StaffRecord, file: WorkerAccounts, at: Instant): void {
    const { directory, random, habits, population, filledOn, ticker } = this.#desk;
    const founding = population.today === filledOn;
    const createdAt = founding ? Math.min(morningOf(record.startDate), at) : at;
    const status = this.#wantedStatus(record);
    const dormant = founding && random.chance(habits.dormant);
    const shared = { status, statusChangedAt: createdAt, createdAt, nature: "human" } as const;
    directory.putUser(
      {
        id: file.primary,
        ...this.#profile(record, null),
        ...shared,
        workerId: random.chance(habits.unnumbered) ? null : record.workerId,
        lastSignInAt: dormant ? morningOf(plusDays(population.today, -random.int(100, 400))) : null,
      },
      at,
    );
    for (const id of file.extras) {
      const workerId = random.chance(0.5) ? record.workerId : null;
      const admin = { id, ...adminProfile(record), ...shared, workerId, lastSignInAt: null };
      directory.putUser(admin, founding ? at : ticker.next());
    }
  }

  /** Brings the accounts in line with HR. */
  settle(workerId: string): Settled {
    const record = this.#desk.population.recordOf(workerId);
    const file = this.#files.get(workerId);
    if (phaseOf(record, this.#desk.population.today) === "gone") {
      return file === undefined ? "none" : this.#close(file);
    }
    if (file === undefined) {
      this.open(record, this.mint(workerId), this.#desk.ticker.next());
      return "opened";
    }
    const status = this.#wantedStatus(record);
    const user = this.#user(file.primary);
    this.#correct(user, { ...this.#profile(record, user.managerId), status });
    for (const id of file.extras) {
      this.#correct(this.#user(id), { ...adminProfile(record), status });
    }
    return "kept";
  }

  /** Closes what was only suspended, unless the worker is back. */
  finalise(workerId: string): Settled {
    const file = this.#files.get(workerId);
    if (file === undefined || !this.#isGone(workerId)) return "none";
    this.#setStatus(file, this.#closed);
    return "closed";
  }

  /** Removes for good what has been closed for long, unless the worker is back. */
  purge(workerId: string): void {
    const { directory, population, ticker } = this.#desk;
    const file = this.#files.get(workerId);
    if (file === undefined || !this.#isGone(workerId)) return;
    const { status, statusChangedAt } = this.#user(file.primary);
    if (status !== this.#closed || !isPurgeDue(statusChangedAt, population.today)) return;
    for (const id of [file.primary, ...file.extras]) directory.purgeUser(id, ticker.next());
    this.#files.delete(workerId);
  }

  /** Okta deactivates; Entra moves to the deleted users, from where it can be restored. */
  get #closed(): DirectoryUser["status"] {
    return this.#desk.kind === "okta" ? "deprovisioned" : "deleted";
  }

  #close(file: WorkerAccounts): Settled {
    const { random, habits } = this.#desk;
    const { status } = this.#user(file.primary);
    if (status === "suspended" || status === this.#closed) return "none";
    const suspended = random.chance(habits.suspendedFirst);
    this.#setStatus(file, suspended ? "suspended" : this.#closed);
    return suspended ? "suspended" : "closed";
  }

  #setStatus(file: WorkerAccounts, status: DirectoryUser["status"]): void {
    const { directory, ticker } = this.#desk;
    for (const id of [file.primary, ...file.extras]) {
      directory.changeUser(id, { status }, ticker.next());
    }
  }

  #correct(user: DirectoryUser, wanted: Partial<DirectoryUser>): void {
    // The keys of a partial user are keys of a user.
    const fields = Object.keys(wanted) as (keyof DirectoryUser)[];
    if (fields.every((field) => wanted[field] === user[field])) return;
    this.#desk.directory.changeUser(user.id, wanted, this.#desk.ticker.next());
  }

  /** `formerManager`: stays where HR names somebody who has no account here any more, as in life. */
  #profile(record: StaffRecord, formerManager: string | null) {
    const manager = record.manager === null ? null : this.#files.get(record.manager)?.primary;
    return {
      login: record.email,
      email: record.email,
      givenName: record.given,
      familyName: record.family,
      managerId: manager === undefined ? formerManager : manager,
      department: this.#desk.population.teams.get(record.team)?.name ?? null,
    };
  }

  #wantedStatus(record: StaffRecord): "staged" | "active" {
    return phaseOf(record, this.#desk.population.today) === "future" ? "staged" : "active";
  }

  #isGone(workerId: string): boolean {
    const { population } = this.#desk;
    return phaseOf(population.recordOf(workerId), population.today) === "gone";
  }

  #user(id: string): DirectoryUser {
    const user = this.#desk.directory.users.get(id);
    if (user === undefined) throw new Error(`the directory lost the account ${id}`);
    return user;
  }
}

function adminProfile({ email, given, family }: StaffRecord) {
  return {
    login: `adm.${email}`,
    email: null,
    givenName: given,
    familyName: `${family} (admin)`,
    managerId: null,
    department: null,
  };
}
