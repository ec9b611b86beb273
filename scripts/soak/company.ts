import { emptyFolder, writeChanged, type Folder } from "../replay/folder.js";
import type { ImpactTier } from "../../src/domain/authorization.js";
import { streamOf, type Random } from "../../simulator/random.js";
import {
  registryExport,
  type DecisionRight,
  type SimulatedAgent,
} from "../../simulator/registry-files.js";
import type { StaffRecord } from "../../simulator/population/model.js";
import { Simulation } from "../../simulator/simulation.js";
import { join } from "node:path";

/** Which systems a company has, beside its registry. */
export interface Systems {
  readonly hr: "files" | "https";
  readonly okta: boolean;
  readonly entra: boolean;
}

/** Everything about one run that follows from its seed, and is the same with and without faults. */
export interface CompanyPlan {
  readonly seed: number;
  readonly people: number;
  readonly systems: Systems;
  /**
   * Days lived in each step; the first sync comes before them. 0: nobody moves, and a document changes. Not
   * both at once: whether somebody took on a duty before or after a move would depend on which of the two was
   * read first.
   */
  readonly steps: readonly number[];
  /**
   * `settled`: every step ends with a clean sync, so that everything must be as in the undisturbed life.
   * `late`: faults go on to the end; what continuity did then depends on when a fact became known, so
   * that only people and their reporting lines must be the same, and the laws hold at every sync.
   */
  readonly mode: "settled" | "late";
}

/** An agent as its document says, with the worker id of its builder, who may have another address by now. */
interface KnownAgent {
  readonly written: SimulatedAgent;
  readonly builtBy: string;
}

const START = "2026-02-02";

/** Eventful: of 25 people, one or two leave and join in a step. */
const RATES = {
  hire: 1.6,
  depart: 1.6,
  leave: 0.4,
  move: 0.8,
  rename: 0.4,
  convert: 0.2,
  rehire: 0.2,
  managerLoop: 0.1,
  reorganise: 1.5,
  recycled: 0.4,
  rescinded: 0.3,
};

export function planCompany(seed: number): CompanyPlan {
  const random = streamOf(seed, "soak plan");
  const directory = random.next();
  return {
    seed,
    people: random.int(10, 40),
    systems: {
      hr: random.chance(0.35) ? "https" : "files",
      okta: directory < 0.4,
      entra: directory > 0.3 && directory < 0.65,
    },
    steps: Array.from({ length: random.int(2, 3) }, () => random.int(3, 18)).flatMap((days) =>
      random.chance(0.5) ? [days, 0] : [days],
    ),
    mode: random.chance(0.7) ? "settled" : "late",
  };
}

/** The company of a plan with its documents; lives the same life as often as it is founded. */
export class SoakCompany {
  readonly simulation: Simulation;
  readonly #random: Random;
  readonly #agents: KnownAgent[] = [];
  readonly #leads: readonly string[];
  readonly #leadIds: ReadonlySet<string>;
  #rights = 0;

  constructor({ seed, people }: CompanyPlan) {
    // Of so few, some logins without an employee number more are a drop of the key rate that is refused (Q7).
    const habits = { unnumbered: 0 };
    this.simulation = new Simulation({ seed, people, start: START, habits });
    this.#random = streamOf(seed, "soak documents");
    this.#leads = [this.#somebody().email, this.#somebody().email];
    const records = [...this.simulation.population.records()];
    this.#leadIds = new Set(
      records.filter((one) => this.#leads.includes(one.email)).map((one) => one.workerId),
    );
    for (let agents = this.#random.int(2, 3); agents > 0; agents -= 1) this.#addAgent();
    for (let more = this.#random.int(2, 6); more > 0; more -= 1) this.#addRight();
  }

  get today(): string {
    return this.simulation.today;
  }

  /** Who answers when nobody else can, as the config names them: on the first day. */
  get lastResort(): readonly string[] {
    return this.#leads;
  }

  /** Keys of all authorizations that documents name. */
  get keys(): readonly string[] {
    return this.#agents.flatMap(({ written: { id, rights } }) =>
      rights.map(({ classId }) => `${id}:${classId}`),
    );
  }

  live(days: number): void {
    if (days === 0) this.#addRight();
    else this.simulation.advance(days, RATES);
  }

  registryIn(folder: string): Folder {
    return emptyFolder(join(folder, "registry"));
  }

  writeRegistry(folder: Folder): void {
    writeChanged(
      folder,
      registryExport(
        this.#agents.map(({ written }) => written),
        this.#limits(),
      ),
    );
  }

  #limits() {
    const [person = ""] = this.#leads;
    return [{ id: "lead", person, limits: { amountEUR: 1_000_000 } }];
  }

  #addAgent(): void {
    const id = `agent-${this.#agents.length + 1}`;
    const model = "example-model-4";
    const { email: builder, workerId: builtBy } = this.#somebody();
    const written = { id, title: `Agent ${id}`, builder, model, rights: [] };
    this.#agents.push({ written, builtBy });
    this.#addRight(this.#agents.length - 1);
  }

  #addRight(agent = this.#random.int(0, this.#agents.length - 1)): void {
    const known = this.#agents[agent];
    if (known === undefined) throw new Error(`there is no agent ${agent}`);
    const { written, builtBy } = known;
    const rights = [...written.rights, this.#right(builtBy)];
    this.#agents[agent] = { builtBy, written: { ...written, rights } };
  }

  #right(builder: string): DecisionRight {
    const random = this.#random;
    this.#rights += 1;
    const { email: owner, workerId } = this.#somebody(builder);
    const coOwners = random.chance(0.3) ? [this.#somebody(workerId, builder).email] : [];
    const signed = [owner, ...coOwners].filter(() => random.chance(0.8));
    return {
      classId: `class-${this.#rights}`,
      title: `Class ${this.#rights}`,
      criteria: "A customer asks for it.",
      threshold: "Up to EUR 2,000.",
      limits: { amountEUR: 2000 },
      impact: random.pick<ImpactTier>(["low", "medium", "medium", "high", "critical"]),
      lead: this.#lead(),
      owner,
      coOwners,
      successors: random.chance(0.3) ? [this.#somebody().email] : [],
      signed: signed.map((by) => ({ by, on: this.today })),
    };
  }

  /** One who led on the first day and still works here, under the address of today; else anybody. */
  #lead(): string {
    const { population } = this.simulation;
    const here = [...population.records()].filter(
      (one) => one.endDate === null && this.#leadIds.has(one.workerId),
    );
    return here.length === 0 ? this.#somebody().email : this.#random.pick(here).email;
  }

  /** Who works here since before today and is not known to leave; none of those worker ids. */
  #somebody(...but: readonly string[]): StaffRecord {
    const { population } = this.simulation;
    const here = [...population.records()].filter(
      (one) =>
        one.endDate === null &&
        !but.includes(one.workerId) &&
        one.startDate < population.today &&
        population.recordOf(one.workerId) === one,
    );
    return this.#random.pick(here);
  }
}
