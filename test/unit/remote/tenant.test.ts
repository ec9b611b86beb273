import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../src/queue/disposition.js";
import {
  AnswerGarbled,
  SourceAway,
  SourceBusy,
  SourceRefused,
} from "../../../src/sources/remote/errors.js";
import { RemoteFailure } from "../../../src/sources/remote/failure.js";
import {
  alwaysFailing,
  clock,
  ENDPOINT,
  failing,
  network,
  never,
  status,
  tenantWith,
} from "./trials.js";

describe("F1 a service that is busy", () => {
  it("is left alone exactly as long as it said", async () => {
    const { attempt, times } = failing(status(429, { retryAfter: "7" }));
    expect(await clock.answer(tenantWith().call(ENDPOINT, never(), attempt))).toBe("answer");
    expect(times).toEqual([0, 7_000]);
  });

  it("waiting as told uses up no attempt and no retry", async () => {
    const busy = status(429, { retryAfter: "2" });
    const tenant = tenantWith({ attempts: 1, retryBudget: 0 });
    const { attempt, times } = failing(busy, busy, busy);
    expect(await clock.answer(tenant.call(ENDPOINT, never(), attempt))).toBe("answer");
    expect(times).toEqual([0, 2_000, 4_000, 6_000]);
    expect(tenant.retries).toBe(0);
  });

  it("a 503 that says for how long waits, one that does not is an outage", async () => {
    const { attempt, times } = failing(status(503, { retryAfter: "9" }), status(503));
    const tenant = tenantWith();
    expect(await clock.answer(tenant.call(ENDPOINT, never(), attempt))).toBe("answer");
    expect(times).toEqual([0, 9_000, 9_250]);
    expect(tenant.retries).toBe(1);
  });

  it("delays the job at once when it asks for longer than our patience", async () => {
    const { attempt, times } = failing(status(429, { retryAfter: "3600" }));
    const tenant = tenantWith();
    const error = await clock.rejection(tenant.call(ENDPOINT, never(), attempt));
    expect(error).toBeInstanceOf(SourceBusy);
    expect(outcomeOf(error)).toEqual({ kind: "wait", waitMs: 3_600_000 });
    expect(clock.sleeps).toEqual([]);
    // Other calls are not even tried, and are told what is left of it.
    clock.advance(600_000);
    const other = await clock.rejection(tenant.call(ENDPOINT, never(), attempt));
    expect(outcomeOf(other)).toEqual({ kind: "wait", waitMs: 3_000_000 });
    expect(times).toHaveLength(1);
    clock.advance(3_000_000);
    expect(await clock.answer(tenant.call(ENDPOINT, never(), attempt))).toBe("answer");
  });

  it("the wait holds for all calls of the tenant, those under way included", async () => {
    const tenant = tenantWith();
    const first = failing(status(429, { retryAfter: "30" }));
    // This one fails for another reason while the first is told to wait.
    const second = failing(network());
    const third = failing();
    const both = Promise.all([
      tenant.call(ENDPOINT, never(), first.attempt),
      tenant.call(ENDPOINT, never(), second.attempt),
    ]);
    await clock.settle(new Promise((resolve) => setImmediate(resolve)));
    const late = tenant.call(ENDPOINT, never(), third.attempt);
    await clock.answer(Promise.all([both, late]));
    expect(first.times).toEqual([0, 30_000]);
    expect(second.times).toEqual([0, 30_000]);
    expect(third.times).toEqual([30_000]);
  });

  it("a shorter wait that is told later does not shorten a longer one", async () => {
    const tenant = tenantWith();
    const first = failing(status(429, { retryAfter: "60" }));
    const second = failing(status(429, { retryAfter: "5" }));
    await clock.answer(
      Promise.all([
        tenant.call(ENDPOINT, never(), first.attempt),
        tenant.call(ENDPOINT, never(), second.attempt),
      ]),
    );
    expect(second.times).toEqual([0, 60_000]);
  });

  it.each(["soon", "-5", "999999999", ""])(
    "%j is answered with a bounded back-off",
    async (odd) => {
      const busy = alwaysFailing(() => status(429, { retryAfter: odd }));
      const error = await clock.rejection(
        tenantWith({}, () => 0.999).call(ENDPOINT, never(), busy.attempt),
      );
      expect(error).toBeInstanceOf(SourceBusy);
      expect(busy.times).toHaveLength(10);
      expect(clock.sleeps.every((ms) => ms >= 1_000 && ms <= 60_000)).toBe(true);
      const [first = 0, second = 0] = clock.sleeps;
      expect(second).toBeGreaterThan(first);
    },
  );

  it("a service that asks again and again does not hold a worker for ever", async () => {
    const busy = alwaysFailing(() => status(429, { retryAfter: "100" }));
    const error = await clock.rejection(tenantWith().call(ENDPOINT, never(), busy.attempt));
    expect(outcomeOf(error)).toEqual({ kind: "wait", waitMs: 100_000 });
    expect(busy.times).toHaveLength(10);
  });
});

describe("F2 a service that fails", () => {
  it.each([
    ["500", () => status(500)],
    ["502", () => status(502)],
    ["503", () => status(503)],
    ["504", () => status(504)],
    ["408", () => status(408)],
    ["a broken connection", network],
  ])("%s is tried again, as often as the config says", async (_, failure) => {
    const { attempt, times } = alwaysFailing(failure);
    const tenant = tenantWith();
    const error = await clock.rejection(tenant.call(ENDPOINT, never(), attempt));
    expect(error).toBeInstanceOf(SourceAway);
    expect(outcomeOf(error)).toEqual({ kind: "retry" });
    expect(times).toHaveLength(5);
    expect(tenant.retries).toBe(4);
  });

  it("waits between attempts with full jitter, doubling up to a bound", async () => {
    const run = async (random: number): Promise<readonly number[]> => {
      const from = clock.sleeps.length;
      const tenant = tenantWith({ attempts: 10 }, () => random);
      await clock.rejection(tenant.call(ENDPOINT, never(), alwaysFailing(network).attempt));
      return clock.sleeps.slice(from);
    };
    expect(await run(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const bounds = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000];
    expect(await run(0.5)).toEqual(bounds.map((bound) => bound / 2));
    expect(await run(1)).toEqual(bounds);
  });

  it("what cannot be read is tried again and then said", async () => {
    const garbled = (): RemoteFailure =>
      new RemoteFailure({ kind: "garbled", endpoint: ENDPOINT, why: "it is not JSON" });
    const { attempt, times } = alwaysFailing(garbled);
    const error = await clock.rejection(tenantWith().call(ENDPOINT, never(), attempt));
    expect(error).toBeInstanceOf(AnswerGarbled);
    expect(String(error)).toContain("could not be read in 5 attempts: it is not JSON");
    expect(times).toHaveLength(5);
  });

  it("one read has one budget of retries, and the next read has it again", async () => {
    const tenant = tenantWith({ retryBudget: 6 });
    const call = () => {
      const failed = alwaysFailing(network);
      return { failed, error: clock.rejection(tenant.call(ENDPOINT, never(), failed.attempt)) };
    };
    const counts: number[] = [];
    for (let each = 0; each < 3; each += 1) {
      const { failed, error } = call();
      expect(await error).toBeInstanceOf(SourceAway);
      counts.push(failed.times.length);
    }
    expect(counts).toEqual([5, 3, 1]);
    expect(String(await call().error)).toContain("the 6 retries of this read are used up");
    tenant.beginRead();
    expect(tenant.retries).toBe(0);
    const { attempt, times } = failing(network());
    await clock.answer(tenant.call(ENDPOINT, never(), attempt));
    expect(times).toHaveLength(2);
  });

  it("whatever fails in whatever order, attempts and retries stay within their limits", async () => {
    const outcome = fc.constantFrom("ok", "network", "500", "404", "429");
    const limits = fc.record({
      attempts: fc.integer({ min: 1, max: 4 }),
      retryBudget: fc.integer({ min: 0, max: 5 }),
    });
    const calls = fc.array(fc.array(outcome, { maxLength: 12 }), { maxLength: 8 });
    const failureOf = (word: string): RemoteFailure | undefined => {
      if (word === "ok") return undefined;
      if (word === "network") return network();
      return status(Number(word), word === "429" ? { retryAfter: "1" } : {});
    };
    await fc.assert(
      fc.asyncProperty(limits, calls, async ({ attempts, retryBudget }, scripts) => {
        const tenant = tenantWith({ attempts, retryBudget });
        const runs = scripts.map((script) => failing(...script.map(failureOf)));
        const results = await clock.settle(
          Promise.allSettled(runs.map((run) => tenant.call(ENDPOINT, never(), run.attempt))),
        );
        expect(results.status).toBe("fulfilled");
        expect(tenant.retries).toBeLessThanOrEqual(retryBudget);
        for (const [index, run] of runs.entries()) {
          const failures = scripts[index]?.slice(0, run.times.length) ?? [];
          const counted = failures.filter((word) => word === "network" || word === "500");
          expect(counted.length).toBeLessThanOrEqual(attempts);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("F10 a service that refuses", () => {
  it.each([400, 401, 403, 404, 410, 422])("%i is never tried again", async (code) => {
    const { attempt, times } = alwaysFailing(() => status(code));
    const error = await clock.rejection(tenantWith().call(ENDPOINT, never(), attempt));
    expect(error).toBeInstanceOf(SourceRefused);
    expect(error).toMatchObject({ status: code, endpoint: ENDPOINT, disposition: "halt" });
    expect(times).toHaveLength(1);
  });

  it("passes on what an adapter throws that is no failure of the service", async () => {
    const defect = new TypeError("a defect");
    const { attempt, times } = alwaysFailing(() => defect);
    expect(await clock.rejection(tenantWith().call(ENDPOINT, never(), attempt))).toBe(defect);
    expect(times).toHaveLength(1);
  });
});
