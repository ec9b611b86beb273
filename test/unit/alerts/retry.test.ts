import { describe, expect, it } from "vitest";
import { AlertChannelError } from "../../../src/alerts/errors.js";
import { MAX_ATTEMPTS, nextTry, parseRetryAfter } from "../../../src/alerts/retry.js";

const NOW = Date.UTC(2026, 11, 1);

function failure(
  more: { retryAfterMs?: number | null; isThrottled?: boolean } = {},
): AlertChannelError {
  return new AlertChannelError({ channel: "slack", detail: "http-500", ...more });
}

describe("nextTry", () => {
  it("doubles its pauses up to an hour and then gives up", () => {
    const pauses: number[] = [];
    let attempts = 0;
    for (;;) {
      const next = nextTry(attempts, failure(), NOW);
      ({ attempts } = next);
      if (next.state === "dead") break;
      pauses.push((next.dueAt - NOW) / 1000);
    }
    expect(attempts).toBe(MAX_ATTEMPTS);
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 960, 1920, 3600]);
  });

  it("waits as told without using up an attempt, however often", () => {
    const told = failure({ retryAfterMs: 90_000, isThrottled: true });
    expect(nextTry(MAX_ATTEMPTS - 1, told, NOW)).toEqual({
      state: "pending",
      attempts: MAX_ATTEMPTS - 1,
      dueAt: NOW + 90_000,
      waitUntil: NOW + 90_000,
    });
    expect(nextTry(0, failure({ isThrottled: true }), NOW).dueAt).toBe(NOW + 30_000);
  });

  it("is not earlier than a failing server asks for", () => {
    expect(nextTry(0, failure({ retryAfterMs: 500_000 }), NOW).dueAt).toBe(NOW + 500_000);
  });
});

describe("parseRetryAfter", () => {
  it.each([
    ["90", 90_000],
    [" 90 ", 90_000],
    ["0", 1_000],
    ["1.5", 1_500],
    ["86400", 86_400_000],
    ["Tue, 01 Dec 2026 00:02:00 GMT", 120_000],
    ["Mon, 30 Nov 2026 00:00:00 GMT", 1_000],
    ["-5", null],
    ["soon", null],
    ["", null],
    [null, null],
    ["Infinity", null],
  ])("%j is %j", (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });
});
