import { describe, expect, it } from "vitest";
import { SourceAway } from "../../../src/sources/remote/errors.js";
import { RemoteFailure } from "../../../src/sources/remote/failure.js";
import { Tenant, tenantFor } from "../../../src/sources/remote/tenant.js";
import {
  alwaysFailing,
  clock,
  ENDPOINT,
  failing,
  LIMITS,
  network,
  never,
  status,
  tenantWith,
} from "./trials.js";

describe("F2 the circuit", () => {
  const fail = async (tenant: Tenant, failure: () => Error = network): Promise<number> => {
    const { attempt, times } = alwaysFailing(failure);
    await clock.rejection(tenant.call(ENDPOINT, never(), attempt));
    return times.length;
  };

  it("opens after five failed calls in a row, says until when, and tries one call after that", async () => {
    const tenant = tenantWith({ attempts: 1 });
    for (let each = 0; each < 5; each += 1) expect(await fail(tenant)).toBe(1);
    expect(await fail(tenant)).toBe(0);
    clock.advance(10_000);
    const error = await clock.rejection(tenant.call(ENDPOINT, never(), failing().attempt));
    expect(error).toBeInstanceOf(SourceAway);
    expect(String(error)).toContain("is not asked again for 20 s");
    clock.advance(20_000);
    // The call that tries it fails: open again, for everybody.
    expect(await fail(tenant)).toBe(1);
    expect(await fail(tenant)).toBe(0);
    clock.advance(30_000);
    const { attempt } = failing();
    expect(await clock.answer(tenant.call(ENDPOINT, never(), attempt))).toBe("answer");
    expect(await fail(tenant)).toBe(1);
  });

  it("a refusal or a wait shows that the service is alive", async () => {
    const tenant = tenantWith({ attempts: 1, patienceMs: 1_000 });
    for (let round = 0; round < 3; round += 1) {
      for (let each = 0; each < 4; each += 1) expect(await fail(tenant)).toBe(1);
      expect(await fail(tenant, () => status(404))).toBe(1);
    }
    for (let each = 0; each < 4; each += 1) expect(await fail(tenant)).toBe(1);
    expect(await fail(tenant, () => status(429, { retryAfter: "5" }))).toBe(1);
    clock.advance(5_000);
    for (let each = 0; each < 4; each += 1) expect(await fail(tenant)).toBe(1);
  });

  it("while one call tries it, the others wait for how that ends", async () => {
    const tenant = tenantWith({ attempts: 1 });
    for (let each = 0; each < 5; each += 1) await fail(tenant);
    clock.advance(30_000);
    let release = (): void => undefined;
    const trial = tenant.call(ENDPOINT, never(), async () => {
      await new Promise<void>((resolve) => (release = resolve));
      return "tried";
    });
    const waiting = failing();
    const other = tenant.call(ENDPOINT, never(), waiting.attempt);
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting.times).toEqual([]);
    release();
    expect(await clock.answer(trial)).toBe("tried");
    expect(await clock.answer(other)).toBe("answer");
  });
});

describe("deadlines and giving up", () => {
  it("F2 an attempt that ignores its signal ends at the deadline", async () => {
    const tenant = tenantWith({ deadlineMs: 20, attempts: 2 });
    const signals: AbortSignal[] = [];
    const hanging = tenant.call(ENDPOINT, never(), async (signal) => {
      signals.push(signal);
      return new Promise<never>(() => undefined);
    });
    const error = await clock.rejection(hanging);
    expect(error).toBeInstanceOf(SourceAway);
    expect(String(error)).toContain("2 attempts failed, the last with no answer in time");
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });

  it.each([
    ["an attempt that ignores it", () => new Promise<never>(() => undefined)],
    ["a wait that was told", () => Promise.reject(status(429, { retryAfter: "60" }))],
    ["a back-off", () => Promise.reject(network())],
  ])("an aborted signal ends %s at once, with its reason", async (_, attempt) => {
    const sleepless = {
      now: () => Date.now(),
      sleep: () => new Promise<never>(() => undefined),
    };
    const tenant = new Tenant({ id: "test", remote: LIMITS, clock: sleepless });
    const abort = new AbortController();
    const call = tenant.call(ENDPOINT, abort.signal, attempt);
    await new Promise((resolve) => setImmediate(resolve));
    const reason = new Error("the run was stopped");
    abort.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(tenant.call(ENDPOINT, abort.signal, attempt)).rejects.toBe(reason);
  });
});

describe("F44 what an error tells", () => {
  it("is no query, no header and no cause of anybody else's", async () => {
    const cause = Object.assign(new Error("Authorization: Bearer hunter2"), {
      code: "ECONNRESET",
      config: { headers: { authorization: "hunter2" } },
    });
    const endpoint = "GET /users?token=hunter2";
    const facts = { endpoint, cause, vendorCode: "hunter2 in a sentence" };
    const errors = await Promise.all(
      (["network", "garbled", "status"] as const).map(async (kind) => {
        const failure = new RemoteFailure({ kind, status: 403, ...facts });
        return clock.rejection(
          tenantWith({ attempts: 1 }).call(endpoint, never(), () => Promise.reject(failure)),
        );
      }),
    );
    for (const error of errors) {
      const all = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
      expect(all).toContain("GET /users");
      expect(all).not.toContain("hunter2");
    }
    expect(errors[0]).toMatchObject({ data: { cause: "ECONNRESET" } });
  });
});

it("tenantFor gives everybody in the process the same tenant of an address", () => {
  const one = tenantFor("okta https://one.example", LIMITS);
  expect(tenantFor("okta https://one.example", { ...LIMITS, attempts: 1 })).toBe(one);
  expect(tenantFor("okta https://two.example", LIMITS)).not.toBe(one);
});
