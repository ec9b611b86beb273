import { Worker, type Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Config } from "../platform/config.js";
import type { Log } from "../platform/log.js";
import { keyPrefix } from "./names.js";
import { emptyPayload, parsePayload, syncPayload, tickPayload } from "./payloads.js";
import type { Queues } from "./queues.js";
import type { Runner, Work } from "./runner.js";

/** The use cases that jobs run. All are safe to repeat and to interrupt at any point (F20, F24). */
export interface Handlers {
  syncSource(sourceId: string, signal: AbortSignal): Promise<void>;
  dueWork(signal: AbortSignal): Promise<void>;
  deliverAlerts(signal: AbortSignal): Promise<void>;
}

export interface HostOptions {
  readonly config: Pick<Config, "sources" | "redis">;
  readonly redisUrl: string;
  readonly handlers: Handlers;
  readonly log: Log;
  /** Defaults: due work every minute, alerts every 15 s, schedule checked every minute. */
  readonly every?: {
    readonly dueWorkMs?: number;
    readonly alertsMs?: number;
    readonly scheduleMs?: number;
  };
  /** Defaults: running jobs get 20 s to end by themselves and 30 s altogether. */
  readonly drain?: { readonly graceMs: number; readonly limitMs: number };
}

/** What the workers of a process share. */
interface Crew {
  readonly options: HostOptions;
  readonly connection: Redis;
  readonly queues: Queues;
  readonly runner: Runner;
  readonly onError: (error: Error) => void;
}

/** One worker per queue; each takes one job at a time. */
export function openWorkers(crew: Crew): readonly Worker[] {
  const { queues, options } = crew;
  const { handlers } = options;
  /** Findings of the run are told now and not at the next tick; also when it failed half way. */
  const thenTell = async (run: Promise<void>): Promise<void> => {
    try {
      await run;
    } finally {
      await queues.addAlerts();
    }
  };
  return [
    openWorker(crew, queues.ticks, (job) => tick(options.log, queues, job)),
    openWorker(crew, queues.alerts, (job, signal) => {
      parsePayload(emptyPayload, job);
      return handlers.deliverAlerts(signal);
    }),
    openWorker(crew, queues.dueWork, (job, signal) => {
      parsePayload(emptyPayload, job);
      return thenTell(handlers.dueWork(signal));
    }),
    ...[...queues.bySource.values()].map((queue) =>
      openWorker(crew, queue, (job, signal) =>
        thenTell(handlers.syncSource(parsePayload(syncPayload, job).sourceId, signal)),
      ),
    ),
  ];
}

async function tick(
  log: Log,
  queues: Queues,
  job: { data: unknown; queueName: string },
): Promise<void> {
  const payload = parsePayload(tickPayload, job);
  switch (payload.kind) {
    case "sync": {
      const isKnown = await queues.addSync(payload.sourceId);
      // A worker with another configuration may have set it up; that one takes it.
      if (!isKnown)
        log.warn({ event: "queue.unknown-source", sourceId: payload.sourceId }, "ignored");
      return;
    }
    case "dueWork":
      return queues.addDueWork();
    case "alerts":
      return queues.addAlerts();
  }
}

function openWorker(crew: Crew, queue: Queue, work: Work): Worker {
  const { options, runner } = crew;
  const worker = new Worker(
    queue.name,
    // All three parameters by name: BullMQ hands the signal only to a function that declares it.
    // `work` is wrapped so that what it throws at once is handled like what it rejects with.
    async (job, token, lost) => {
      await runner.run({ job, token, lost }, queue, async (one, stop) => work(one, stop));
    },
    {
      connection: crew.connection,
      prefix: keyPrefix(options.config.redis.prefix),
      concurrency: 1,
      runRetryDelay: 1_000,
    },
  );
  worker.on("error", crew.onError);
  worker.on("stalled", (jobId) => {
    options.log.warn({ event: "queue.job-stalled", queue: queue.name, jobId }, "job is run again");
  });
  return worker;
}
