import type { ManagedTransaction } from "neo4j-driver";
import { Graph, type Work } from "../../src/graph/graph.js";
import type { WriteTally } from "../../src/graph/query.js";

/** What happens around the n-th writing transaction; 1 is the first. */
export interface WriteHooks {
  /** In the transaction, after all its statements and before its commit. */
  readonly beforeCommit?: (write: number, tx: ManagedTransaction) => Promise<void>;
  readonly afterCommit?: (write: number) => Promise<void>;
}

/** The real graph, watched at every writing transaction: leases, runs and everything they write. */
export class WatchedGraph extends Graph {
  readonly #hooks: WriteHooks;
  #writes = 0;

  constructor(graph: Graph, hooks: WriteHooks = {}) {
    super(graph.driver, graph.database);
    this.#hooks = hooks;
  }

  /** Writing transactions so far. */
  get writes(): number {
    return this.#writes;
  }

  override async write<T>(work: Work<T>, tally?: WriteTally): Promise<T> {
    this.#writes += 1;
    const write = this.#writes;
    const result = await super.write(async (tx) => {
      const value = await work(tx);
      await this.#hooks.beforeCommit?.(write, tx);
      return value;
    }, tally);
    await this.#hooks.afterCommit?.(write);
    return result;
  }
}

/** kill -9 of this very process: nothing is flushed, closed or told. */
export async function dieNow(): Promise<never> {
  process.kill(process.pid, "SIGKILL");
  return await new Promise<never>(() => undefined);
}
