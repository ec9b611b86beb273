import type { ManagedTransaction } from "neo4j-driver";
import { Graph, type Work } from "../../src/graph/graph.js";
import type { WriteTally } from "../../src/graph/query.js";
import { CountersignError } from "../../src/platform/errors.js";

/** What happens around the n-th writing transaction; 1 is the first. */
export interface WriteHooks {
  /** Before its first statement. */
  readonly begin?: (write: number) => Promise<void>;
  /** In the transaction, before one of its statements, given by its text. */
  readonly beforeStatement?: (write: number, text: string) => Promise<void>;
  /** In the transaction, after all its statements and before its commit. */
  readonly beforeCommit?: (write: number) => Promise<void>;
  readonly afterCommit?: (write: number) => Promise<void>;
}

/** The real graph, watched at every writing transaction: leases, runs and everything they write. */
export class WatchedGraph extends Graph {
  readonly #hooks: WriteHooks;
  /** Codes of transactions that were given up. */
  readonly failures: string[] = [];
  #writes = 0;
  #statements = 0;

  constructor(graph: Graph, hooks: WriteHooks = {}) {
    super(graph.driver, graph.database);
    this.#hooks = hooks;
  }

  /** Writing transactions so far. */
  get writes(): number {
    return this.#writes;
  }

  /** Statements in writing transactions so far. */
  get statements(): number {
    return this.#statements;
  }

  override async write<T>(work: Work<T>, tally?: WriteTally): Promise<T> {
    this.#writes += 1;
    const write = this.#writes;
    try {
      const result = await super.write(async (tx) => {
        await this.#hooks.begin?.(write);
        const value = await work(this.#watched(tx, write));
        await this.#hooks.beforeCommit?.(write);
        return value;
      }, tally);
      await this.#hooks.afterCommit?.(write);
      return result;
    } catch (error) {
      this.failures.push(error instanceof CountersignError ? error.code : String(error));
      throw error;
    }
  }

  /** The transaction itself, its statements announced: it stays the one that is tallied. */
  #watched(tx: ManagedTransaction, write: number): ManagedTransaction {
    const run = tx.run.bind(tx);
    const announced = async (text: string, params?: Record<string, unknown>) => {
      this.#statements += 1;
      await this.#hooks.beforeStatement?.(write, text);
      return await run(text, params);
    };
    return Object.assign(tx, { run: announced });
  }
}

/** kill -9 of this very process: nothing is flushed, closed or told. */
export async function dieNow(): Promise<never> {
  process.kill(process.pid, "SIGKILL");
  return await new Promise<never>(() => undefined);
}
