import type {
  AgentObservation,
  DocumentObservation,
  Quarantined,
  SourcePage,
  TeamObservation,
  UnsaidField,
} from "../sources/port.js";
import type { CollectFrame } from "./cut.js";
import { sourceKey } from "./employment-change.js";
import { PageLog, type SavedPageLog } from "./page-log.js";
import { KeyGauge, type SavedGauge } from "./reliability.js";

/** Teams with what their page left unsaid. */
export interface ReadTeams {
  readonly teams: readonly TeamObservation[];
  readonly unsaid: readonly UnsaidField[];
}

/** What was collected before a read was interrupted. */
export interface SavedCollection {
  readonly log: SavedPageLog;
  readonly gauge: SavedGauge;
  readonly teams: readonly ReadTeams[];
  readonly removed: readonly (readonly [string, "team" | "agent"])[];
  readonly agents: readonly AgentObservation[];
  readonly documents: readonly DocumentObservation[];
  readonly quarantined: readonly Quarantined[];
  readonly counts: readonly [number, number];
  readonly anonymous: boolean;
  readonly doubted: readonly string[];
}

/** Quarantined records are shown one by one up to this many; counted always. */
const SHOWN_PROBLEMS = 1_000;

/** Everything a read told, before any of it is compared: the pages on disk, the few things in memory. */
export class Collected {
  readonly log: PageLog;
  readonly teams: ReadTeams[] = [];
  readonly removed = new Map<string, "team" | "agent">();
  readonly agents: AgentObservation[] = [];
  readonly documents: DocumentObservation[] = [];
  readonly quarantined: Quarantined[] = [];
  /** Identifier keys of people of whom a record could not be believed. */
  readonly doubted = new Set<string>();
  readonly gauge: KeyGauge;
  readonly #source: string;
  #records = 0;
  #quarantinedCount = 0;
  #anonymous = false;

  private constructor(source: string, log: PageLog, gauge: KeyGauge) {
    this.#source = source;
    this.log = log;
    this.gauge = gauge;
  }

  static in(folder: string, { source, converterHash, rank, ranks }: CollectFrame): Collected {
    const log = PageLog.in(folder, [source, converterHash, rank, ranks]);
    return new Collected(source, log, new KeyGauge());
  }

  get records(): number {
    return this.#records;
  }

  get quarantinedCount(): number {
    return this.#quarantinedCount;
  }

  /** A record could not be believed and nobody knows whose it was: absence proves nothing. */
  get anonymous(): boolean {
    return this.#anonymous;
  }

  async add(page: SourcePage): Promise<void> {
    const teams: TeamObservation[] = [];
    for (const one of page.observations) {
      switch (one.kind) {
        case "employment":
          this.gauge.record(true);
          break;
        case "account":
          this.gauge.account(one);
          break;
        case "members":
          break;
        case "team":
          teams.push(one);
          this.removed.delete(one.nativeId);
          break;
        case "agent":
          this.agents.push(one);
          this.removed.delete(one.nativeId);
          break;
        case "removed":
          this.removed.set(one.nativeId, one.of);
          break;
        case "document":
          this.documents.push(one);
          break;
        default:
          one satisfies never;
      }
    }
    if (teams.length > 0) this.teams.push({ teams, unsaid: page.unsaid ?? [] });
    this.#quarantine(page.quarantined);
    this.#records += page.observations.length + page.quarantined.length;
    await this.log.add(page);
  }

  /** What is needed to go on with it in another process; everything else is on disk. */
  async save(): Promise<SavedCollection> {
    return {
      log: await this.log.save(),
      gauge: this.gauge.save(),
      teams: this.teams,
      removed: [...this.removed],
      agents: this.agents,
      documents: this.documents,
      quarantined: this.quarantined,
      counts: [this.#records, this.#quarantinedCount],
      anonymous: this.#anonymous,
      doubted: [...this.doubted],
    };
  }

  /** Goes on with what was saved. */
  static restore(source: string, saved: SavedCollection): Collected {
    const log = PageLog.restore(saved.log);
    const collected = new Collected(source, log, KeyGauge.restore(saved.gauge));
    collected.teams.push(...saved.teams);
    for (const [id, of] of saved.removed) collected.removed.set(id, of);
    collected.agents.push(...saved.agents);
    collected.documents.push(...saved.documents);
    collected.quarantined.push(...saved.quarantined);
    [collected.#records, collected.#quarantinedCount] = saved.counts;
    collected.#anonymous = saved.anonymous;
    for (const key of saved.doubted) collected.doubted.add(key);
    return collected;
  }

  async discard(): Promise<void> {
    await this.log.discard();
  }

  #quarantine(quarantined: readonly Quarantined[]): void {
    this.quarantined.push(...quarantined.slice(0, SHOWN_PROBLEMS - this.quarantined.length));
    this.#quarantinedCount += quarantined.length;
    for (const { recordId, keyMissing, workerId } of quarantined) {
      if (keyMissing === true) this.gauge.record(false);
      if (workerId !== undefined) this.doubted.add(sourceKey(this.#source, workerId));
      if (recordId === null) this.#anonymous = true;
    }
  }
}
