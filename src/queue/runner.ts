import { WaitingError, type Job, type Queue } from "bullmq";
import type { Log } from "../platform/log.js";
import { outcomeOf, settle } from "./disposition.js";

/** Work of one job; the signal fires when the process has to end. */
export type Work = (job: Job, signal: AbortSignal) => Promise<void>;

/** A job as BullMQ hands it over. */
export interface TakenJob {
  readonly job: Job;
  readonly token: string | undefined;
  /** Fires when the job is no longer ours: its lock was lost or somebody cancelled it. */
  readonly lost: AbortSignal | undefined;
}

/** Runs jobs for all workers of a process and knows which are running, so that it can drain. */
export class Runner {
  readonly #running = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  readonly #log: Log;
  #isDraining = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** One job from start to outcome. What it throws is what BullMQ acts on. */
  async run(taken: TakenJob, queue: Queue, work: Work): Promise<void> {
    const { job, token, lost } = taken;
    // A worker may fetch one more job while it is being paused.
    if (this.#isDraining) return giveBack(job, token);
    const signals = lost === undefined ? [this.#abort.signal] : [this.#abort.signal, lost];
    const running = work(job, AbortSignal.any(signals));
    this.#running.add(running);
    try {
      await running;
    } catch (error) {
      // It was told to stop: whoever takes it next goes on, and no attempt is used up.
      if (this.#abort.signal.aborted) return await giveBack(job, token);
      this.#report(job, error);
      await settle(error, queue);
    } finally {
      this.#running.delete(running);
    }
  }

  #report(job: Job, error: unknown): void {
    const { kind } = outcomeOf(error);
    const isLast =
      kind === "fail" || (kind === "retry" && job.attemptsMade + 1 >= (job.opts.attempts ?? 1));
    const facts = {
      queue: job.queueName,
      jobId: job.id,
      attempt: job.attemptsMade + 1,
      outcome: kind,
    };
    this.#log[isLast ? "error" : "warn"](
      { event: isLast ? "queue.job-failed" : "queue.job-postponed", ...facts, err: error },
      isLast ? "job failed and is not tried again until its next turn" : "job is tried again",
    );
  }

  /**
   * Takes no more jobs, lets the running ones end, after `graceMs` asks them to stop, and gives up
   * after `limitMs`. Returns how many were still running then; they are repeated elsewhere (F24).
   */
  async drain(graceMs: number, limitMs: number): Promise<number> {
    this.#isDraining = true;
    if (await this.#idle(graceMs)) return 0;
    this.#abort.abort(new Error("the process is ending"));
    await this.#idle(Math.max(limitMs - graceMs, 0));
    return this.#running.size;
  }

  async #idle(withinMs: number): Promise<boolean> {
    if (this.#running.size === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), withinMs);
    });
    const done = Promise.allSettled(this.#running).then(() => true);
    const isIdle = await Promise.race([done, late]);
    clearTimeout(timer);
    return isIdle;
  }
}

async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}
