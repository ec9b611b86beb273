import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { withDeadline } from "../../../src/sources/remote/deadline.js";

const late = new Error("too late");
const signal = new AbortController().signal;

/** Shows a sign of life every few milliseconds until its signal is aborted. */
async function drip(until: AbortSignal, alive: () => void): Promise<string> {
  while (!until.aborted) {
    alive();
    await sleep(5);
  }
  return "ended";
}

describe("F43 a deadline", () => {
  const options = { deadlineMs: 250, signal, onDeadline: () => late };

  it("is moved while an answer keeps arriving, and not for ever", async () => {
    const from = performance.now();
    await expect(withDeadline({ ...options, longestMs: 400 }, drip)).rejects.toBe(late);
    // Without signs of life it would have been over after 250 ms.
    expect(performance.now() - from).toBeGreaterThan(400);
  });
});
