import { setImmediate as nextTurn } from "node:timers/promises";
import { vi } from "vitest";
import type { TenantClock } from "../../../src/sources/remote/tenant.js";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * Time that passes only when everybody sleeps. It also moves `Date`, because the circuit of cockatiel
 * reads that; real timers (deadlines) go on as ever.
 */
export class VirtualClock implements TenantClock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];
  #sleepers: Sleeper[] = [];

  constructor(at: number) {
    vi.useFakeTimers({ toFake: ["Date"], now: at });
  }

  now(): number {
    return Date.now();
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(ms);
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      const wake = (): void => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      this.#sleepers.push({ until: this.now() + ms, wake });
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  advance(ms: number): void {
    vi.setSystemTime(this.now() + ms);
  }

  /** Lets time pass until the promise settles; returns how it did. */
  async settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
    let settled = false;
    const outcome = Promise.allSettled([promise]).then(([one]) => {
      settled = true;
      return one;
    });
    for (;;) {
      await nextTurn();
      if (settled) return outcome;
      const next = this.#sleepers.toSorted((a, b) => a.until - b.until)[0];
      if (next === undefined) continue;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      if (next.until > this.now()) vi.setSystemTime(next.until);
      next.wake();
    }
  }

  /** The error of a promise that must reject. */
  async rejection(promise: Promise<unknown>): Promise<unknown> {
    const outcome = await this.settle(promise);
    if (outcome.status === "fulfilled") throw new Error("it was answered");
    return outcome.reason;
  }

  /** The value of a promise that must resolve. */
  async answer<T>(promise: Promise<T>): Promise<T> {
    const outcome = await this.settle(promise);
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }
}
