import { afterEach, beforeEach, vi } from "vitest";
import type { RemoteConfig } from "../../../src/platform/config-sources.js";
import { RemoteFailure } from "../../../src/sources/remote/failure.js";
import { Tenant } from "../../../src/sources/remote/tenant.js";
import { VirtualClock } from "./virtual-clock.js";

export const ENDPOINT = "GET /users";
const START = Date.UTC(2026, 10, 22);
export const LIMITS: RemoteConfig = {
  deadlineMs: 60_000,
  attempts: 5,
  retryBudget: 100,
  patienceMs: 120_000,
};

/** A new clock for each test. */
export let clock: VirtualClock;
// Registered in whichever test file imports this one.
beforeEach(() => {
  clock = new VirtualClock(START);
});
afterEach(() => {
  vi.useRealTimers();
});

export function tenantWith(limits: Partial<RemoteConfig> = {}, random = () => 0.5): Tenant {
  return new Tenant({ id: "test", remote: { ...LIMITS, ...limits }, clock, random });
}

export const never = (): AbortSignal => new AbortController().signal;

export function status(code: number, headers: { retryAfter?: string } = {}): RemoteFailure {
  return new RemoteFailure({ kind: "status", status: code, endpoint: ENDPOINT, ...headers });
}

export function network(): RemoteFailure {
  return new RemoteFailure({ kind: "network", endpoint: ENDPOINT });
}

/** An attempt that fails with each of these in turn and then answers; notes when it ran, in ms. */
export function failing(...failures: readonly (Error | undefined)[]) {
  const times: number[] = [];
  const attempt = async (): Promise<string> => {
    const failure = failures[times.length];
    times.push(clock.now() - START);
    if (failure !== undefined) throw failure;
    return "answer";
  };
  return { attempt, times };
}

/** An attempt that always fails anew. */
export function alwaysFailing(failure: () => Error) {
  const times: number[] = [];
  const attempt = async (): Promise<never> => {
    times.push(clock.now() - START);
    throw failure();
  };
  return { attempt, times };
}
