/** One place where a process waits for the outside: a statement, a commit, a page, a file, a message. */
export interface Point {
  /** From 1, in the order in which the process comes by. */
  readonly number: number;
  readonly name: string;
}

/** What strikes at a point: the process dies there, or what it asks for fails. */
export type Strike =
  | { readonly kind: "die" }
  | { readonly kind: "fail"; readonly error: Error }
  | null;

/** How a life ended. */
export type End<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "died"; readonly at: Point };

export interface LifeOptions {
  readonly strike?: (point: Point) => Strike;
  /** How it dies; left out: inside this process. A child kills itself. */
  readonly die?: () => Promise<void>;
}

/**
 * One life of a process, as far as it touches the outside. It passes numbered points; where it dies,
 * it stands still for ever, and so does everything of it that comes by any point later: no `finally`
 * and no `catch` of it runs, as with kill -9. Whoever waits for it is told by `live`.
 */
export class Life {
  readonly #options: LifeOptions;
  readonly #points: string[] = [];
  #died: ((at: Point) => void) | null = null;
  #deadAt: Point | null = null;

  constructor(options: LifeOptions = {}) {
    this.#options = options;
  }

  /** Names of the points passed so far; the first is number 1. */
  get points(): readonly string[] {
    return this.#points;
  }

  get isDead(): boolean {
    return this.#deadAt !== null;
  }

  /**
   * Comes by a point. `half` is what a death in the middle of the call leaves behind.
   *
   * @throws the error of a strike that fails the call
   */
  async pass(name: string, half?: () => Promise<unknown>): Promise<void> {
    if (this.#deadAt !== null) return await forEver();
    this.#points.push(name);
    const point = { number: this.#points.length, name };
    const strike = this.#options.strike?.(point) ?? null;
    if (strike === null) return;
    if (strike.kind === "fail") throw strike.error;
    // Dead before the half is written: what goes on at the same time stops as well.
    this.#deadAt = point;
    await half?.();
    await this.#options.die?.();
    this.#died?.(point);
    return await forEver();
  }

  /** Does the work until it ends or dies. Timers that it started die with it. */
  async live<T>(work: () => Promise<T>): Promise<End<T>> {
    const timers = holdIntervals();
    const died = new Promise<End<T>>((resolve) => {
      this.#died = (at) => resolve({ kind: "died", at });
    });
    const ended = work().then(
      (value): End<T> => ({ kind: "done", value }),
      (error: unknown): End<T> => ({ kind: "failed", error }),
    );
    const end = await Promise.race([died, ended]);
    timers.release(end.kind === "died");
    return end;
  }
}

async function forEver(): Promise<never> {
  return await new Promise<never>(() => undefined);
}

/** Remembers intervals that are started from now on, such as the beat of a lease. */
function holdIntervals(): { release(kill: boolean): void } {
  const start = globalThis.setInterval;
  const held: NodeJS.Timeout[] = [];
  const holding = (...args: Parameters<typeof setInterval>): NodeJS.Timeout => {
    const timer = start(...args);
    held.push(timer);
    return timer;
  };
  globalThis.setInterval = holding;
  return {
    release(kill) {
      globalThis.setInterval = start;
      if (kill) for (const timer of held) clearInterval(timer);
    },
  };
}
