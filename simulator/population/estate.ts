import type { CompanyAgent, CompanyGuest, CompanyService } from "./model.js";
import { Pool } from "./pool.js";

/** What the company has in its directories beside its people: agents, services, guests. */
export class Estate {
  readonly #agents = new Map<string, CompanyAgent>();
  readonly #services = new Map<string, CompanyService>();
  readonly #guests = new Map<string, CompanyGuest>();
  /** Keys of the agents that run. */
  readonly running = new Pool<string>();
  /** Keys of the guests that are invited. */
  readonly invited = new Pool<string>();

  get agents(): ReadonlyMap<string, CompanyAgent> {
    return this.#agents;
  }

  get services(): ReadonlyMap<string, CompanyService> {
    return this.#services;
  }

  get guests(): ReadonlyMap<string, CompanyGuest> {
    return this.#guests;
  }

  addAgent(agent: Omit<CompanyAgent, "key" | "status">): CompanyAgent {
    const added = { ...agent, key: `agent-${this.#agents.size + 1}`, status: "active" } as const;
    this.#agents.set(added.key, added);
    this.running.add(added.key);
    return added;
  }

  changeAgent(key: string, change: Partial<Omit<CompanyAgent, "key" | "home">>): void {
    const agent = known(this.#agents, key);
    this.#agents.set(key, { ...agent, ...change });
    if (change.status === "disabled") this.running.delete(key);
  }

  addService(service: Omit<CompanyService, "key">): CompanyService {
    const added = { ...service, key: `service-${this.#services.size + 1}` };
    this.#services.set(added.key, added);
    return added;
  }

  addGuest(guest: Omit<CompanyGuest, "key" | "status">): CompanyGuest {
    const added = { ...guest, key: `guest-${this.#guests.size + 1}`, status: "invited" } as const;
    this.#guests.set(added.key, added);
    this.invited.add(added.key);
    return added;
  }

  /** Their own company deleted them, or we did (Q6). */
  deleteGuest(key: string): void {
    const guest = known(this.#guests, key);
    this.#guests.set(key, { ...guest, status: "deleted" });
    this.invited.delete(key);
  }

  /** @throws Error when there is no such agent, service or guest. */
  agent(key: string): CompanyAgent {
    return known(this.#agents, key);
  }

  service(key: string): CompanyService {
    return known(this.#services, key);
  }

  guest(key: string): CompanyGuest {
    return known(this.#guests, key);
  }
}

function known<Thing>(things: ReadonlyMap<string, Thing>, key: string): Thing {
  const thing = things.get(key);
  if (thing === undefined) throw new Error(`the company has no ${key}`);
  return thing;
}
