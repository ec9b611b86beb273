import { describe, expect, it } from "vitest";
import { judgeRead, KeyGauge } from "../../../src/sync/reliability.js";

/** Judges a read of so many records, of which so many carry no key, after one of so many of so many. */
function judge(now: readonly [number, number], before: readonly [number, number]): void {
  const [records, missing] = now;
  const gauge = new KeyGauge();
  for (let n = 0; n < records; n += 1) gauge.record(n >= missing);
  judgeRead("okta", {
    end: { kind: "end", cursor: null, certificates: [], remarks: [] },
    gauge,
    last: { tenant: null, keyFill: 1 - before[1] / before[0] },
    keyFillRate: 0.995,
  });
}

describe("the share of records that carry their key", () => {
  it("Q7 may fall by a record or two of a small company, however many went without before", () => {
    expect(() => judge([38, 1], [38, 0])).not.toThrow();
    expect(() => judge([38, 4], [38, 3])).not.toThrow();
    expect(() => judge([38, 9], [38, 6])).not.toThrow();
  });

  it("Q7 may not fall by many records and by more than the configured share", () => {
    expect(() => judge([38, 4], [38, 0])).toThrow("89.5 % of the records carry their key");
    expect(() => judge([38, 10], [38, 6])).toThrow("in the last good read 84.2 % did");
    expect(() => judge([10_000, 60], [10_000, 0])).toThrow("99.4 %");
    expect(() => judge([10_000, 40], [10_000, 0])).not.toThrow();
  });

  it("Q7 never judges by a share of what has too few records to have one", () => {
    expect(() => judge([19, 19], [38, 0])).not.toThrow();
  });
});
