import type { Worker } from "bullmq";
import type { Redis } from "ioredis";
import { loggedError, type Log } from "../platform/log.js";
import { checkRedis, openRedis } from "./connection.js";
import { openWorkers, type HostOptions } from "./crew.js";
import { openQueues, type Queues } from "./queues.js";
import { Runner } from "./runner.js";
import { ensureSchedule, schedulersOf } from "./schedule.js";

export interface Workers {
  /** Drains and closes; may be called again. */
  close(): Promise<void>;
  /** "Sync this source now"; false when the configuration has no such source. */
  requestSync(sourceId: string): Promise<boolean>;
}

const SCHEDULE_EVERY_MS = 60_000;
const DRAIN = { graceMs: 20_000, limitMs: 30_000 };
/** For the workers' own goodbye to a Redis that may be away. */
const CLOSE_MS = 5_000;

/**
 * Takes part in the work of a configuration: schedules it, and runs it one job per source at a time,
 * however many processes do the same.
 *
 * @throws RedisUnreachableError when Redis does not answer at the start. Later it may come and go:
 * what it forgets is set up again from the configuration and derived anew from Neo4j (F22).
 */
export async function startWorkers(options: HostOptions): Promise<Workers> {
  const health = await checkRedis(options.redisUrl);
  if (health.problem !== null) {
    options.log.warn({ event: "queue.redis-unfit", version: health.version }, health.problem);
  }
  const connection = openRedis(options.redisUrl);
  const outage = watchOutage(connection, options.log);
  const queues = openQueues({
    connection,
    prefix: options.config.redis.prefix,
    sourceIds: options.config.sources.map((source) => source.id),
    onError: outage,
  });
  try {
    await establish(options, queues);
  } catch (error) {
    await queues.close();
    connection.disconnect();
    throw error;
  }
  const runner = new Runner(options.log);
  const workers = openWorkers({ options, connection, queues, runner, onError: outage });
  const keeper = keepSchedule(options, queues, connection);
  options.log.info({ event: "queue.started", queues: workers.length }, "worker takes jobs");
  let closing: Promise<void> | null = null;
  return {
    requestSync: (sourceId) => queues.addSync(sourceId),
    close: () => (closing ??= close(options, { keeper, runner, workers, queues, connection })),
  };
}

/** One line when Redis goes and one when it is back, not one per attempt to connect. */
function watchOutage(connection: Redis, log: Log): (error: Error) => void {
  let isLost = false;
  const lost = (error: Error): void => {
    if (connection.status === "ready") {
      log.warn({ event: "queue.error", err: loggedError(error) }, "the queue reports an error");
      return;
    }
    if (!isLost) log.error({ event: "queue.redis-lost" }, "Redis is away; work waits for it");
    isLost = true;
  };
  connection.on("error", lost);
  connection.on("ready", () => {
    if (isLost) log.info({ event: "queue.redis-back" }, "Redis is back");
    isLost = false;
  });
  return lost;
}

/**
 * Sets up what Redis must hold. A source whose scheduler was not there is synced at once: nobody can
 * tell whether a time passed unseen, and a sync of what is unchanged writes nothing.
 */
async function establish(options: HostOptions, queues: Queues): Promise<void> {
  await queues.limit();
  const wanted = schedulersOf(options.config, options.every);
  const { added, changed, removed } = await ensureSchedule(queues.ticks, wanted);
  for (const { payload } of added) {
    if (payload.kind === "sync") await queues.addSync(payload.sourceId);
  }
  if (added.length + changed.length + removed.length === 0) return;
  options.log.info(
    { event: "queue.scheduled", added: added.map((one) => one.id), changed, removed },
    "schedule set up",
  );
}

interface Keeper {
  stop(): void;
}

/** Looks after the schedule while the process lives: every minute, and whenever Redis comes back. */
function keepSchedule(options: HostOptions, queues: Queues, connection: Redis): Keeper {
  let isBusy = false;
  const keep = (): void => {
    // While Redis is away commands wait for it; one round of them is enough.
    if (isBusy || connection.status !== "ready") return;
    isBusy = true;
    establish(options, queues)
      .catch((error: unknown) => {
        options.log.warn({ event: "queue.schedule-failed", err: error }, "schedule not checked");
      })
      .finally(() => {
        isBusy = false;
      });
  };
  const timer = setInterval(keep, options.every?.scheduleMs ?? SCHEDULE_EVERY_MS);
  connection.on("ready", keep);
  return {
    stop() {
      clearInterval(timer);
      connection.off("ready", keep);
    },
  };
}

async function close(
  options: HostOptions,
  parts: {
    readonly keeper: Keeper;
    readonly runner: Runner;
    readonly workers: readonly Worker[];
    readonly queues: Queues;
    readonly connection: Redis;
  },
): Promise<void> {
  parts.keeper.stop();
  // Without waiting for running jobs: BullMQ would wait for ever, the runner does not.
  await Promise.all(parts.workers.map((worker) => worker.pause(true)));
  const { graceMs, limitMs } = options.drain ?? DRAIN;
  const left = await parts.runner.drain(graceMs, limitMs);
  if (left > 0) {
    options.log.warn(
      { event: "queue.drain-timeout", jobs: left },
      "jobs left running; run again elsewhere",
    );
  }
  const goodbye = Promise.all([
    ...parts.workers.map((worker) => worker.close(left > 0)),
    parts.queues.close(),
  ]);
  await bounded(goodbye, CLOSE_MS);
  parts.connection.disconnect();
  options.log.info({ event: "queue.closed", jobsLeft: left }, "worker closed");
}

async function bounded(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}
