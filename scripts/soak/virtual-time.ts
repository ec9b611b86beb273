import timers from "node:timers/promises";
import { syncBuiltinESMExports } from "node:module";

/**
 * Time that can be moved on. While it is held, nobody sleeps: back-off and told waits pass at once, by
 * the clock of this process too. Deadlines of answers run on real timers, as ever.
 */
export interface VirtualTime {
  /** Moves on, as when a process is started again later: leases expire, circuits are tried again. */
  pass(ms: number): void;
  restore(): void;
}

export function holdTime(): VirtualTime {
  const now = Date.now.bind(Date);
  const sleep = timers.setTimeout;
  let ahead = 0;
  const passed = async <T>(ms?: number, value?: T, options?: { signal?: AbortSignal }) => {
    options?.signal?.throwIfAborted();
    ahead += Math.ceil(ms ?? 0);
    await new Promise((resolve) => setImmediate(resolve));
    // As `setTimeout` of node:timers/promises: without a value it resolves to none.
    return value as T;
  };
  const changed = { setTimeout: passed };
  Object.assign(timers, changed);
  Date.now = () => now() + ahead;
  syncBuiltinESMExports();
  return {
    pass(ms) {
      ahead += ms;
    },
    restore() {
      Object.assign(timers, { setTimeout: sleep });
      Date.now = now;
      syncBuiltinESMExports();
    },
  };
}
