import { UnrecoverableError, Worker, type Queue } from "bullmq";
import { CountersignError, type Disposition } from "../platform/errors.js";

/** What BullMQ does with a job that failed. */
export type Outcome =
  | { readonly kind: "retry" }
  | { readonly kind: "wait"; readonly waitMs: number }
  | { readonly kind: "fail" };

/** When a step says "wait" and not how long. */
const UNTOLD_WAIT_MS = 30_000;

/**
 * The compiler asks for a row whenever a disposition is added. A resync is a retry: that the source is
 * read from scratch is decided by the run, from what the graph knows of it.
 */
const OUTCOMES: Readonly<Record<Disposition, (error: CountersignError) => Outcome>> = {
  retry: () => ({ kind: "retry" }),
  wait: (error) => ({ kind: "wait", waitMs: waitOf(error) }),
  resync: () => ({ kind: "retry" }),
  quarantine: () => ({ kind: "fail" }),
  halt: () => ({ kind: "fail" }),
};

/** What is not ours is a driver's hiccup or a defect: tried again, a bounded number of times. */
export function outcomeOf(error: unknown): Outcome {
  return error instanceof CountersignError ? OUTCOMES[error.disposition](error) : { kind: "retry" };
}

function waitOf(error: CountersignError): number {
  const told = error.data["retryAfterMs"];
  return typeof told === "number" && told > 0 ? told : UNTOLD_WAIT_MS;
}

/**
 * The only place where an error becomes an outcome of BullMQ. Redis keeps what is thrown here, in
 * clear text and for days: the code, and nothing that came from anywhere else (F44).
 */
export async function settle(error: unknown, queue: Queue): Promise<never> {
  const outcome = outcomeOf(error);
  const said = error instanceof CountersignError ? error.code : "UNEXPECTED";
  switch (outcome.kind) {
    case "retry":
      throw new Error(said);
    case "wait":
      // The whole queue waits: it is one source, and the next job would be refused as well. The job
      // goes back to its place and has not used up an attempt.
      await queue.rateLimit(outcome.waitMs);
      throw Worker.RateLimitError();
    case "fail":
      throw new UnrecoverableError(said);
  }
}
