import neo4j, { type Driver } from "neo4j-driver";
import { openGraph } from "../../src/graph/driver.js";
import { batchesOf } from "../../src/platform/batches.js";
import type { Loader } from "./loader.js";
import { watched } from "./meter.js";
import { type PreparedState, readPrepared } from "./pages.js";
import { type Measured, PHASES, type PhaseName } from "./phases.js";

/** Rows of one statement, as the driver's manual advises. */
const BATCH = 5_000;

/**
 * A rival: what a careful engineer would write by hand, in a process of its own. It reads the same pages
 * as ours, then UNWIND and MERGE, 5,000 rows a statement, one at a time, with uniqueness constraints; no
 * history, nothing compared, nothing checked. It loads everything each time. Where something may have moved
 * or gone it stamps whatever it sees, then deletes what carries no stamp of this time.
 */
export class ByHand {
  readonly #driver: Driver;
  readonly #loader: Loader;
  #statements = 0;
  #writes = 0;

  private constructor(driver: Driver, loader: Loader) {
    this.#driver = driver;
    this.#loader = loader;
  }

  static async open(loader: Loader): Promise<ByHand> {
    const uri = process.env["NEO4J_URI"] ?? "";
    const password = process.env["NEO4J_PASSWORD"] ?? null;
    const user = process.env["NEO4J_USER"] ?? (password === null ? null : "neo4j");
    const driver = await openGraph({ uri, user, password });
    for (const statement of loader.schema) await driver.executeQuery(statement);
    return new ByHand(driver, loader);
  }

  /** Reads and loads the rows of a phase. */
  async run(folder: string, name: PhaseName): Promise<Measured> {
    const state = PHASES.find((phase) => phase.name === name)?.state ?? "first";
    const pages = readPrepared(folder).states[state];
    [this.#statements, this.#writes] = [0, 0];
    const stamp = state === "first" ? null : `${name} ${Date.now()}`;
    const { seconds, cpu, peakRssMb } = await watched(
      this.#driver,
      async () => await this.#load(pages, stamp),
    );
    return { seconds, cpu, peakRssMb, statements: this.#statements, writes: this.#writes };
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }

  async #load(pages: PreparedState, stamp: string | null): Promise<void> {
    const { loading, changing, rowsOf } = this.#loader;
    const statements = stamp === null ? loading : changing?.stamped;
    if (statements === undefined) throw new Error("this loader only loads an empty graph");
    const rows = rowsOf(pages);
    for (const [kind, statement] of Object.entries(statements)) {
      for (const batch of batchesOf(rows[kind] ?? [], BATCH)) {
        await this.#send(statement, { rows: batch, stamp });
      }
    }
    if (stamp === null) return;
    for (const statement of changing?.removing ?? []) {
      while ((await this.#send(statement, { stamp, limit: neo4j.int(BATCH) })) >= BATCH);
    }
  }

  /** @returns how many it says were removed; 0 for a statement that loads */
  async #send(text: string, params: object): Promise<number> {
    const session = this.#driver.session();
    try {
      const { summary, records } = await session.executeWrite((tx) => tx.run(text, params));
      this.#statements += 1;
      const counts = Object.values(summary.counters.updates());
      this.#writes += counts.reduce((sum, count) => sum + count, 0);
      return Number(records[0]?.get("removed") ?? 0);
    } finally {
      await session.close();
    }
  }
}

/** Deletes every node and relationship; constraints and indexes stay. */
export async function emptyGraph(driver: Driver): Promise<void> {
  for (;;) {
    const { records } = await driver.executeQuery(
      "MATCH (n) WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS deleted",
      { batch: neo4j.int(2 * BATCH) },
    );
    if (Number(records[0]?.get("deleted") ?? 0) < 2 * BATCH) return;
  }
}
