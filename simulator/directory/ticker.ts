import type { Instant } from "../../src/domain/time.js";

/** Instants for things that happen one after the other: no two are the same, none is earlier. */
export class Ticker {
  #last: Instant;

  constructor(from: Instant) {
    this.#last = from;
  }

  /** It is this time now, or already later. */
  set(at: Instant): void {
    this.#last = Math.max(this.#last, at);
  }

  /** A millisecond after the last. */
  next(): Instant {
    this.#last += 1;
    return this.#last;
  }
}
