import neo4j, { type Driver } from "neo4j-driver";
import { openGraph } from "../../src/graph/driver.js";
import { batchesOf } from "../../src/platform/batches.js";
import { type HandRows, rowsByHand } from "./hand-rows.js";
import { CONSTRAINTS, HAND_KINDS, LOADING, REMOVING, STAMPED } from "./hand-statements.js";
import { watched } from "./meter.js";
import { readPrepared } from "./pages.js";
import { type Measured, PHASES, type PhaseName } from "./phases.js";

/** Rows of one statement, as the driver's manual advises. */
const BATCH = 5_000;

/**
 * The rival: what a careful engineer would write by hand, in a process of its own. It reads the same pages
 * as ours, then UNWIND and MERGE, 5,000 rows a statement, one at a time, with uniqueness constraints; no
 * history, nothing compared, nothing checked. It loads everything each time. Where something may have moved
 * or gone it stamps whatever it sees, then deletes what carries no stamp of this time.
 */
export class ByHand {
  readonly #driver: Driver;
  #statements = 0;
  #writes = 0;

  private constructor(driver: Driver) {
    this.#driver = driver;
  }

  static async open(): Promise<ByHand> {
    const uri = process.env["NEO4J_URI"] ?? "";
    const password = process.env["NEO4J_PASSWORD"] ?? null;
    const user = process.env["NEO4J_USER"] ?? (password === null ? null : "neo4j");
    const driver = await openGraph({ uri, user, password });
    for (const constraint of CONSTRAINTS) await driver.executeQuery(constraint);
    return new ByHand(driver);
  }

  /** Reads and loads the rows of a phase. */
  async run(folder: string, name: PhaseName): Promise<Measured> {
    const state = PHASES.find((phase) => phase.name === name)?.state ?? "first";
    const pages = readPrepared(folder).states[state];
    [this.#statements, this.#writes] = [0, 0];
    const stamp = state === "first" ? null : `${name} ${Date.now()}`;
    const { seconds, cpu, peakRssMb } = await watched(
      this.#driver,
      async () => await this.#load(rowsByHand(pages), stamp),
    );
    return { seconds, cpu, peakRssMb, statements: this.#statements, writes: this.#writes };
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }

  async #load(rows: HandRows, stamp: string | null): Promise<void> {
    const statements = stamp === null ? LOADING : STAMPED;
    for (const kind of HAND_KINDS) {
      for (const batch of batchesOf<object>(rows[kind], BATCH)) {
        await this.#send(statements[kind], { rows: batch, stamp });
      }
    }
    if (stamp === null) return;
    for (const statement of REMOVING) {
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
