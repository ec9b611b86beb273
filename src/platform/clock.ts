import type { Instant } from "../domain/time.js";

/** The only source of "now". One instant is taken per run and handed down (F31). */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands at one instant: replays, `--now` in the demo, tests. */
export function fixedClock(at: Instant): Clock {
  return { now: () => at };
}
