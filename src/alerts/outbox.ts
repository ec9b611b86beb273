import type { Driver } from "neo4j-driver";
import { Graph, type Work } from "../graph/graph.js";
import type { Clock } from "../platform/clock.js";
import type { Log } from "../platform/log.js";

/** What every step of a delivery pass needs; one transaction per call. */
export interface Outbox {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  read<T>(work: Work<T>): Promise<T>;
  write<T>(work: Work<T>): Promise<T>;
}

export function openOutbox(options: {
  readonly driver: Driver;
  readonly database?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
}): Outbox {
  const graph = new Graph(options.driver, options.database);
  return {
    clock: options.clock,
    log: options.log,
    signal: options.signal ?? new AbortController().signal,
    read: (work) => graph.read(work),
    write: (work) => graph.write(work),
  };
}
