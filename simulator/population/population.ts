import type { LocalDate } from "../../src/domain/time.js";
import { nextDay } from "../company.js";
import { streamOf, type Random } from "../random.js";
import { AddressBook } from "./addresses.js";
import { Agenda } from "./days.js";
import { Estate } from "./estate.js";
import type { Departure, LifeEvent, News } from "./events.js";
import type { StaffRecord, Team } from "./model.js";
import { Pool } from "./pool.js";
import { TeamTree } from "./team-tree.js";

/** What takes effect on a later day. */
export type Plan =
  | { readonly kind: "start"; readonly workerId: string; readonly recordId: string }
  | {
      readonly kind: "end";
      readonly how: Departure;
      readonly workerId: string;
      readonly recordId: string;
      readonly lastDay: LocalDate;
    }
  | {
      readonly kind: "rescind";
      readonly workerId: string;
      readonly recordId: string;
      readonly lastDay: LocalDate;
    }
  | { readonly kind: "fill"; readonly team: string }
  /** The record as it was when its address was last used. */
  | { readonly kind: "release"; readonly record: StaffRecord };

/** A seat that somebody left and nobody holds. */
export interface Opening {
  readonly team: string;
  readonly position: string;
}

/**
 * A company of any size on one day. Only `live` changes it; records are replaced, never changed in
 * place. Everything that is asked or changed costs the same however many people there are, save
 * `records` and `teams`, which go through all of them.
 */
export class Population {
  readonly seed: number;
  readonly name: string;
  readonly addresses: AddressBook;
  readonly tree: TeamTree;
  readonly estate = new Estate();
  /** Chance of its life; its founding had a stream of its own. */
  readonly random: Random;
  readonly agenda = new Agenda<Plan>();
  /** `workerId`s of those who work here and of whom no last day is known. */
  readonly steady = new Pool<string>();
  /** `workerId`s of those who worked here once. */
  readonly gone = new Pool<string>();
  readonly openings = new Pool<Opening>();
  /** Index is the number in the record's id, less one: no map to keep in memory. */
  readonly #records: StaffRecord[] = [];
  /** Index is the number in the worker's id, less one; holds an index of `#records`. */
  readonly #latest: number[] = [];
  #positions = 0;
  #today: LocalDate;
  #touched: { readonly people: Set<string>; readonly teams: Set<string> } | null = null;

  constructor(options: {
    readonly seed: number;
    readonly today: LocalDate;
    readonly name: string;
    readonly domain: string;
  }) {
    this.seed = options.seed;
    this.name = options.name;
    this.#today = options.today;
    this.addresses = new AddressBook(options.domain);
    this.random = streamOf(options.seed, "life");
    this.tree = new TeamTree((id) => this.#touched?.teams.add(id));
  }

  get today(): LocalDate {
    return this.#today;
  }

  /** Teams that exist today, by id. */
  get teams(): ReadonlyMap<string, Team> {
    return this.tree.teams;
  }

  /** How many people ever worked here or are about to. */
  get workers(): number {
    return this.#latest.length;
  }

  /** Every employment there ever was, in the order in which HR entered them. */
  records(): Iterable<StaffRecord> {
    return this.#records;
  }

  /** The worker's newest record. */
  find(workerId: string): StaffRecord | undefined {
    const index = this.#latest[Number(workerId.slice(1)) - 1];
    return index === undefined ? undefined : this.#records[index];
  }

  /** @throws Error when nobody ever had that id. */
  recordOf(workerId: string): StaffRecord {
    const record = this.find(workerId);
    if (record === undefined) throw new Error(`the company never had a ${workerId}`);
    return record;
  }

  /** Whether the worker works here today, on leave or not. */
  isEmployed(workerId: string): boolean {
    const { startDate, endDate } = this.recordOf(workerId);
    return startDate <= this.#today && (endDate === null || endDate >= this.#today);
  }

  mintWorkerId(): string {
    return `W${String(this.#latest.length + 1).padStart(7, "0")}`;
  }

  mintPosition(): string {
    this.#positions += 1;
    return `P${String(this.#positions).padStart(7, "0")}`;
  }

  /** A new record, of somebody new or of somebody known; it is their newest from now on. */
  enter(facts: Omit<StaffRecord, "recordId">): StaffRecord {
    const recordId = `R${String(this.#records.length + 1).padStart(7, "0")}`;
    const { workerId } = facts;
    const record: StaffRecord = { recordId, ...facts };
    this.#latest[Number(workerId.slice(1)) - 1] = this.#records.length;
    this.#records.push(record);
    this.#touched?.people.add(workerId);
    return record;
  }

  /** Corrects the worker's newest record. */
  change(workerId: string, change: Partial<Omit<StaffRecord, "recordId" | "workerId">>): void {
    const record = this.recordOf(workerId);
    this.#records[Number(record.recordId.slice(1)) - 1] = { ...record, ...change };
    this.#touched?.people.add(workerId);
  }

  /** From now on every event says whom and what it changed. */
  beginLife(): void {
    this.#touched = { people: new Set(), teams: new Set() };
  }

  turnDay(): void {
    this.#today = nextDay(this.#today);
  }

  /** The event of today with everything that was changed since the one before it, and whom it is about. */
  tell(news: News): LifeEvent {
    const people = new Set(this.#touched?.people);
    if ("workerId" in news) people.add(news.workerId);
    const teams = [...(this.#touched?.teams ?? [])];
    this.#touched?.people.clear();
    this.#touched?.teams.clear();
    return { ...news, on: this.#today, people: [...people], teams };
  }
}
