import { Queue, type JobsOptions } from "bullmq";
import type { Redis } from "ioredis";
import { ALERTS, DUE_WORK, keyPrefix, syncName, TICKS } from "./names.js";

const DAY_S = 86_400;

/**
 * One active and one waiting job per id, whatever asks and how often: a run that is going is never
 * started twice, and what was asked for meanwhile happens once after it.
 */
function once(id: string): JobsOptions {
  return {
    deduplication: { id, keepLastIfActive: true },
    attempts: 5,
    backoff: { type: "exponential", delay: 5_000, jitter: 0.5 },
    removeOnComplete: { age: DAY_S, count: 100 },
    removeOnFail: { age: 7 * DAY_S, count: 500 },
    // The stack would be that of disposition.ts.
    stackTraceLimit: 1,
  };
}

/** The queues of one configuration, to add jobs to. */
export interface Queues {
  readonly ticks: Queue;
  readonly dueWork: Queue;
  readonly alerts: Queue;
  readonly bySource: ReadonlyMap<string, Queue>;
  /** "Sync this source now"; false when the configuration has no such source. */
  addSync(sourceId: string): Promise<boolean>;
  addDueWork(): Promise<void>;
  addAlerts(): Promise<void>;
  /** One run at a time per queue, over all worker processes. Kept in Redis, so set again after a loss. */
  limit(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the queues on a connection that the caller closes afterwards. */
export function openQueues(options: {
  readonly connection: Redis;
  readonly prefix: string;
  readonly sourceIds: readonly string[];
  readonly onError: (error: Error) => void;
}): Queues {
  const open = (name: string): Queue => {
    const queue = new Queue(name, {
      connection: options.connection,
      prefix: keyPrefix(options.prefix),
    });
    queue.on("error", options.onError);
    return queue;
  };
  const ticks = open(TICKS);
  const dueWork = open(DUE_WORK);
  const alerts = open(ALERTS);
  const bySource = new Map(options.sourceIds.map((id) => [id, open(syncName(id))]));
  const limited = [dueWork, alerts, ...bySource.values()];
  return {
    ticks,
    dueWork,
    alerts,
    bySource,
    async addSync(sourceId) {
      const queue = bySource.get(sourceId);
      await queue?.add("sync", { sourceId }, once(syncName(sourceId)));
      return queue !== undefined;
    },
    async addDueWork() {
      await dueWork.add("due-work", {}, once(DUE_WORK));
    },
    async addAlerts() {
      await alerts.add("alerts", {}, once(ALERTS));
    },
    async limit() {
      await Promise.all(limited.map((queue) => queue.setGlobalConcurrency(1)));
    },
    async close() {
      await Promise.all([ticks, ...limited].map((queue) => queue.close()));
    },
  };
}
