import type { JobSchedulerJson, Queue } from "bullmq";
import type { Config } from "../platform/config.js";
import { CountersignError } from "../platform/errors.js";
import { ALERTS, DUE_WORK, syncName } from "./names.js";
import type { TickPayload } from "./payloads.js";

/** How often what became due is looked for. */
const DUE_WORK_EVERY_MS = 60_000;
/** How long an alert waits at most; runs also ask for a pass when they end. */
const ALERTS_EVERY_MS = 15_000;

/** A job scheduler as it should be. */
export interface Scheduler {
  readonly id: string;
  readonly when: { readonly pattern: string; readonly tz: string } | { readonly every: number };
  readonly payload: TickPayload;
}

export interface ScheduleChange {
  /** Were not there: the first start, or Redis was lost. */
  readonly added: readonly Scheduler[];
  readonly changed: readonly string[];
  /** Of sources that are no longer configured, or have no schedule any more. */
  readonly removed: readonly string[];
}

/** The schedulers that a configuration asks for; pure. */
export function schedulersOf(
  config: Pick<Config, "sources">,
  every: { readonly dueWorkMs?: number; readonly alertsMs?: number } = {},
): readonly Scheduler[] {
  const sources = config.sources.flatMap((source): Scheduler[] =>
    source.schedule === undefined
      ? []
      : [
          {
            id: syncName(source.id),
            when: { pattern: source.schedule.cron, tz: source.schedule.zone },
            payload: { kind: "sync", sourceId: source.id },
          },
        ],
  );
  return [
    ...sources,
    {
      id: DUE_WORK,
      when: { every: every.dueWorkMs ?? DUE_WORK_EVERY_MS },
      payload: { kind: "dueWork" },
    },
    { id: ALERTS, when: { every: every.alertsMs ?? ALERTS_EVERY_MS }, payload: { kind: "alerts" } },
  ];
}

/**
 * Makes the schedulers in Redis those that are wanted. One that is as it should be is not touched:
 * setting it again would drop a tick that became due while no worker ran (F25).
 *
 * @throws CountersignError SCHEDULE_INVALID when a cron pattern cannot be read.
 */
export async function ensureSchedule(
  ticks: Queue,
  wanted: readonly Scheduler[],
): Promise<ScheduleChange> {
  const present = await ticks.getJobSchedulers(0, -1);
  const byId = new Map(present.map((one) => [one.key, one]));
  const added: Scheduler[] = [];
  const changed: string[] = [];
  for (const scheduler of wanted) {
    const found = byId.get(scheduler.id);
    if (found !== undefined && isSame(found, scheduler) && (await hasNext(ticks, found))) continue;
    await upsert(ticks, scheduler);
    if (found === undefined) added.push(scheduler);
    else changed.push(scheduler.id);
  }
  const ids = new Set(wanted.map((one) => one.id));
  const removed = present.map((one) => one.key).filter((key) => !ids.has(key));
  for (const id of removed) await ticks.removeJobScheduler(id);
  return { added, changed, removed };
}

function isSame(found: JobSchedulerJson, wanted: Scheduler): boolean {
  return "every" in wanted.when
    ? found.every === wanted.when.every
    : found.pattern === wanted.when.pattern && found.tz === wanted.when.tz;
}

/** A scheduler whose next tick is gone never fires again: its job makes the one after it. */
async function hasNext(ticks: Queue, scheduler: JobSchedulerJson): Promise<boolean> {
  if (scheduler.next === undefined) return false;
  const job: unknown = await ticks.getJob(`repeat:${scheduler.key}:${scheduler.next}`);
  return job !== undefined;
}

async function upsert(ticks: Queue, scheduler: Scheduler): Promise<void> {
  try {
    await ticks.upsertJobScheduler(scheduler.id, scheduler.when, {
      name: scheduler.id,
      data: scheduler.payload,
      opts: { removeOnComplete: true, removeOnFail: { count: 50 }, stackTraceLimit: 1 },
    });
  } catch (error) {
    if (!("pattern" in scheduler.when) || !isPatternError(error)) throw error;
    throw new CountersignError({
      code: "SCHEDULE_INVALID",
      message: `The schedule "${scheduler.when.pattern}" of ${scheduler.id} is no cron pattern.`,
      next: 'Write minute hour day month weekday, such as "0 2 * * *" for two in the morning.',
      audience: "caller",
    });
  }
}

/** The parser throws plain errors; those of a connection carry a code or name the connection. */
function isPatternError(error: unknown): boolean {
  return error instanceof Error && !("code" in error) && !/connection|redis/i.test(error.message);
}
