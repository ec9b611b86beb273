import type { Driver, ManagedTransaction } from "neo4j-driver";
import type { EntryContent } from "../domain/ledger.js";
import type { Instant } from "../domain/time.js";
import { tallyWrites, WriteTally } from "./query.js";

/** A unit of work in one transaction; it may be run again when the server says so, so it keeps no state. */
export type Work<T> = (tx: ManagedTransaction) => Promise<T>;

/** The database, as everything above this folder sees it. */
export class Graph {
  readonly driver: Driver;
  readonly database: string | undefined;

  constructor(driver: Driver, database?: string) {
    this.driver = driver;
    this.database = database;
  }

  /** Reads in a managed transaction: transient failures are retried by the driver (F21). */
  async read<T>(work: Work<T>): Promise<T> {
    const session = this.driver.session(this.#target("READ"));
    try {
      return await session.executeRead(work);
    } finally {
      await session.close();
    }
  }

  /** Writes in a managed transaction; what the server says it wrote is added to the tally once. */
  async write<T>(work: Work<T>, tally = new WriteTally()): Promise<T> {
    const session = this.driver.session(this.#target("WRITE"));
    try {
      const [result, attempt] = await session.executeWrite(async (tx) => {
        const counted = new WriteTally();
        tallyWrites(tx, counted);
        return [await work(tx), counted] as const;
      });
      tally.add(attempt.total);
      return result;
    } finally {
      await session.close();
    }
  }

  /** One statement outside a managed transaction: schema commands. */
  async command(text: string): Promise<void> {
    const session = this.driver.session(this.#target("WRITE"));
    try {
      await session.run(text);
    } finally {
      await session.close();
    }
  }

  async close(): Promise<void> {
    await this.driver.close();
  }

  #target(defaultAccessMode: "READ" | "WRITE") {
    return this.database === undefined
      ? { defaultAccessMode }
      : { defaultAccessMode, database: this.database };
  }
}

/** What a write is about: "nothing changed" is a statement about the first two only. */
export type WriteKind = "organisation" | "authorizations" | "record";

/** What the ledger says of a write, from its result; null: nothing that anybody will ask about (marks, due times). */
export type EntryOf<T> = (result: T) => EntryContent | null;

/**
 * A run or act in progress: its number and one instant (F31), and the only way to write under it.
 * Every transaction ends by proving that the run still holds its lease (F23).
 */
export interface RunWriter {
  readonly number: number;
  readonly at: Instant;
  /** The first sync of its source: findings are raised, nobody is alerted. */
  readonly baseline: boolean;
  /**
   * What was written about the organisation or authorizations gets its entry in the ledger, in the same
   * transaction; without `entryOf` it says only that there was something. Nothing written: no entry.
   */
  write<T>(kind: WriteKind, work: Work<T>, entryOf?: EntryOf<T>): Promise<T>;
}
