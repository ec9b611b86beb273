import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RemoteFailure } from "../../../src/sources/remote/failure.js";
import { toldWaitMs } from "../../../src/sources/remote/told-wait.js";

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const DAY_MS = 86_400_000;

interface Told {
  readonly retryAfter?: string;
  readonly resetAt?: string;
  readonly serverDate?: string;
}

function told(headers: Told, now = NOW): number | null {
  const failure = new RemoteFailure({
    kind: "status",
    status: 429,
    endpoint: "GET /x",
    ...headers,
  });
  return toldWaitMs(failure, now);
}

const imf = (at: number): string => new Date(at).toUTCString();

describe("F1 what a busy service tells", () => {
  it.each([
    ["seconds", "7", 7_000],
    ["seconds with white space", " 120 ", 120_000],
    ["a fraction of a second, rounded up to one", "0.2", 1_000],
    ["decimals", "1.5", 1_500],
    ["zero, which is at least a second", "0", 1_000],
    ["a whole day", "86400", DAY_MS],
    ["an IMF date", "Sun, 22 Nov 2026 12:00:30 GMT", 30_000],
    ["an RFC 850 date", "Sunday, 22-Nov-26 12:00:30 GMT", 30_000],
    ["an asctime date", "Sun Nov 22 12:00:30 2026", 30_000],
    ["a date that is now", "Sun, 22 Nov 2026 12:00:00 GMT", 1_000],
  ])("%s", (_, retryAfter, waitMs) => {
    expect(told({ retryAfter })).toBe(waitMs);
  });

  it.each([
    ["nothing", ""],
    ["negative", "-5"],
    ["no number", "soon"],
    ["a number with a unit", "30s"],
    ["more than a day", "86401"],
    ["milliseconds since the epoch", String(NOW + 30_000)],
    ["infinite", "Infinity"],
    ["NaN", "NaN"],
    ["hexadecimal", "0x10"],
    ["a date in the past", "Sun, 22 Nov 2026 11:59:00 GMT"],
    ["a date in two days", "Tue, 24 Nov 2026 12:00:00 GMT"],
    ["an ISO date", "2026-11-22T12:00:30Z"],
    ["a day that does not exist", "Sun, 32 Nov 2026 12:00:30 GMT"],
  ])("%s is not believed", (_, retryAfter) => {
    expect(told({ retryAfter })).toBeNull();
  });

  it("the reset of Okta counts where there is no usable Retry-After", () => {
    const resetAt = String(NOW / 1_000 + 42);
    expect(told({ resetAt })).toBe(42_000);
    expect(told({ resetAt, retryAfter: "soon" })).toBe(42_000);
    expect(told({ resetAt, retryAfter: "7" })).toBe(7_000);
    expect(told({ resetAt: String(NOW + 42_000) })).toBeNull();
  });

  it("F31 instants are compared with the service's own clock, however wrong ours is", () => {
    const seconds = fc.integer({ min: 1, max: 86_400 });
    const skewMs = fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS });
    fc.assert(
      fc.property(seconds, skewMs, (wait, skew) => {
        const theirs = NOW + Math.round(skew / 1_000) * 1_000;
        const serverDate = imf(theirs);
        const later = theirs + wait * 1_000;
        expect(told({ serverDate, retryAfter: imf(later) })).toBe(wait * 1_000);
        expect(told({ serverDate, resetAt: String(later / 1_000) })).toBe(wait * 1_000);
      }),
    );
  });

  it("whatever stands there, the wait is none or between a second and a day", () => {
    const text = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
    fc.assert(
      fc.property(text, text, text, (retryAfter, resetAt, serverDate) => {
        const waitMs = told({ retryAfter, resetAt, serverDate });
        expect(waitMs === null || (waitMs >= 1_000 && waitMs <= DAY_MS)).toBe(true);
      }),
    );
  });
});
