import { describe, expect, it } from "vitest";
import { inLanes } from "../../../src/platform/lanes.js";

/** A work that ends when it is told to. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe("working in lanes", () => {
  it("begins in order, no more than so many at a time, and does all", async () => {
    const begun: number[] = [];
    let [now, most] = [0, 0];
    await inLanes([1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      most = Math.max(most, (now += 1));
      await new Promise(setImmediate);
      now -= 1;
    });
    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it("begins nothing after a failure, and tells it when what had begun has ended", async () => {
    const begun: number[] = [];
    const slow = gate();
    const told: unknown[] = [];
    const all = inLanes([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) await slow.opened;
      else throw new Error(`item ${item}`);
    }).catch((error: unknown) => void told.push(error));
    await new Promise(setImmediate);
    expect(told).toEqual([]);
    slow.open();
    await all;
    expect(told).toEqual([new Error("item 2")]);
    expect(begun).toEqual([1, 2]);
  });

  it("tells a failure of what hands out the items, and lets it clean up after one of the work", async () => {
    const ended: string[] = [];
    async function* items(fails: boolean): AsyncGenerator<number> {
      try {
        yield 1;
        if (fails) throw new Error("no more items");
        yield 2;
        yield 3;
      } finally {
        ended.push(fails ? "failed" : "left");
      }
    }
    const nothing = async (): Promise<void> => undefined;
    await expect(inLanes(items(true), 2, nothing)).rejects.toThrow("no more items");
    const failing = async (): Promise<void> => await Promise.reject(new Error("work"));
    await expect(inLanes(items(false), 2, failing)).rejects.toThrow("work");
    expect(ended).toEqual(["failed", "left"]);
  });
});
