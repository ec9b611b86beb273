/**
 * One try of a call. `signal` ends it; `alive` moves its deadline and is called while a long answer
 * keeps arriving.
 */
export type Attempt<T> = (signal: AbortSignal, alive: () => void) => Promise<T>;

export interface DeadlineOptions {
  readonly deadlineMs: number;
  /** From here on signs of life move the deadline no more: a slow drip ends too (F43). */
  readonly longestMs: number;
  /** Aborted: the attempt is given up at once with its reason. */
  readonly signal: AbortSignal;
  /** What the attempt is given up with when its deadline has passed. */
  readonly onDeadline: () => Error;
}

/**
 * Runs an attempt until it settles, its deadline passes or the signal is aborted, whichever is first.
 * The attempt's own signal is aborted, and it is not waited for: SDKs ignore signals, and a promise
 * that stays pending for ever must not hold a worker.
 */
export async function withDeadline<T>(options: DeadlineOptions, attempt: Attempt<T>): Promise<T> {
  const { deadlineMs, longestMs, signal } = options;
  signal.throwIfAborted();
  const own = new AbortController();
  const startedAt = performance.now();
  let settled = false;
  let stop = (_reason: unknown): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  // Not unref'ed: a promise that never settles must end in an error, not in the end of the process.
  const timer = setTimeout(() => stop(options.onDeadline()), deadlineMs);
  const alive = (): void => {
    if (!settled && performance.now() - startedAt < longestMs) timer.refresh();
  };
  const onAbort = (): void => stop(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([attempt(own.signal, alive), stopped]);
  } catch (error) {
    own.abort(error);
    throw error;
  } finally {
    settled = true;
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

/** The promise, or the signal's reason as soon as it is aborted: nobody waits for what ignores it. */
export async function raced<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
  });
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
