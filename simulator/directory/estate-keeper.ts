import type { Instant } from "../../src/domain/time.js";
import { plusDays, morningOf } from "../population/days.js";
import type { AccountKeeper } from "./account-keeper.js";
import type { DirectoryUser } from "./directory.js";
import { phaseOf, type IdentityDesk } from "./identity-desk.js";

/** Keeps what is in a directory beside people: agents, service accounts, shared mailboxes, guests. */
export class EstateKeeper {
  readonly #desk: IdentityDesk;
  readonly #accounts: AccountKeeper;
  /** Key of an agent, a service or a guest → native id. */
  readonly #ids = new Map<string, string>();

  constructor(desk: IdentityDesk, accounts: AccountKeeper) {
    this.#desk = desk;
    this.#accounts = accounts;
  }

  /** Native id of an agent, service or guest of the company; undefined when it is not in here. */
  idOf(key: string): string | undefined {
    return this.#ids.get(key);
  }

  found(at: Instant): void {
    const { population, kind } = this.#desk;
    const { agents, services, guests } = population.estate;
    for (const { key, home } of services.values()) if (home === kind) this.addService(key, at);
    for (const { key } of guests.values()) if (kind === "entra") this.addGuest(key, at);
    for (const { key, home } of agents.values()) if (home === kind) this.settleAgent(key, at);
  }

  /**
   * Brings an agent in line with the company.
   *
   * @returns whether everybody it names and who works here has an account by now.
   */
  settleAgent(key: string, at: Instant): boolean {
    const { directory, ids, kind, population } = this.#desk;
    const { name, status, owner, sponsor } = population.estate.agent(key);
    const known = directory.agents.get(this.#ids.get(key) ?? "");
    const facts = known ?? {
      id: this.#mint(key, "agent"),
      appId: ids.mint("app"),
      blueprintId: kind === "entra" ? ids.mint("blueprint") : null,
      createdAt: at,
    };
    const ownerIds = this.#accountOf(owner) ?? known?.ownerIds ?? [];
    const sponsorIds = this.#accountOf(sponsor) ?? known?.sponsorIds ?? [];
    const same =
      known?.name === name &&
      known.status === status &&
      known.ownerIds.join() === ownerIds.join() &&
      known.sponsorIds.join() === sponsorIds.join();
    if (!same) directory.putAgent({ ...facts, name, status, ownerIds, sponsorIds }, at);
    return [owner, sponsor].every(
      (one) =>
        this.#accounts.of(one) !== undefined ||
        phaseOf(population.recordOf(one), population.today) === "gone",
    );
  }

  #accountOf(workerId: string): readonly string[] | undefined {
    const file = this.#accounts.of(workerId);
    return file === undefined ? undefined : [file.primary];
  }

  addService(key: string, at: Instant): void {
    const { what, name, address } = this.#desk.population.estate.service(key);
    this.#put(key, at, {
      login: address,
      email: what === "shared-mailbox" ? address : null,
      givenName: name,
      familyName: what === "shared-mailbox" ? "(shared mailbox)" : "(service account)",
      nature: "service",
    });
  }

  addGuest(key: string, at: Instant): void {
    const { given, family, email } = this.#desk.population.estate.guest(key);
    const { domain } = this.#desk.population.addresses;
    // Entra makes the login of a guest out of their own address.
    const login = `${email.replace("@", "_")}#EXT#@${domain}`;
    this.#put(key, at, { login, email, givenName: given, familyName: family, nature: "guest" });
  }

  deleteGuest(key: string, at: Instant): void {
    const id = this.#ids.get(key);
    if (id !== undefined) this.#desk.directory.changeUser(id, { status: "deleted" }, at);
  }

  purgeGuest(key: string, at: Instant): void {
    const id = this.#ids.get(key);
    if (id !== undefined) this.#desk.directory.purgeUser(id, at);
  }

  #put(
    key: string,
    at: Instant,
    who: Pick<DirectoryUser, "login" | "email" | "givenName" | "familyName" | "nature">,
  ): void {
    const { directory, population, filledOn } = this.#desk;
    const founding = population.today === filledOn;
    const createdAt = founding ? morningOf(plusDays(filledOn, -100)) : at;
    directory.putUser(
      {
        id: this.#mint(key, "user"),
        ...who,
        status: "active",
        statusChangedAt: createdAt,
        createdAt,
        workerId: null,
        managerId: null,
        department: null,
        lastSignInAt: null,
      },
      at,
    );
  }

  #mint(key: string, thing: "user" | "agent"): string {
    const id = this.#desk.ids.mint(thing);
    this.#ids.set(key, id);
    return id;
  }
}
