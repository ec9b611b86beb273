import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ServicesBusyError } from "../../src/services/errors.js";
import { withLock } from "../../src/services/lock.js";
import { endProcess, identify, isAlive, startDetached } from "../../src/services/process.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("holders of a lock never overlap, and a failure releases it", async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await pause(5);
    inside -= 1;
    throw new Error("work failed");
  };
  const all = Array.from({ length: 12 }, async () => withLock(folder, 30_000, work));
  const results = await Promise.allSettled(all);
  expect(results.map((one) => one.status)).toEqual(Array(12).fill("rejected"));
  expect(most).toBe(1);
});

test("the lock of a dead process falls, also when its pid is somebody else's now", async () => {
  mkdirSync(folder, { recursive: true });
  const impostor = { pid: process.pid, born: "another life", released: false };
  writeFileSync(join(folder, "7"), JSON.stringify(impostor));
  expect(await withLock(folder, 0, async () => "mine")).toBe("mine");
});

test("a lock that stays held is an error that names the holder", async () => {
  await withLock(folder, 0, async () => {
    const second = withLock(folder, 50, async () => "never");
    await expect(second).rejects.toThrow(ServicesBusyError);
    await expect(second).rejects.toThrow(`Process ${process.pid} is still`);
  });
});

test("a process is ended as itself only", async () => {
  const child = spawn("sleep", ["60"]);
  const identity = identify(Number(child.pid));
  if (identity === null) throw new Error("sleep did not start");

  expect(await endProcess({ ...identity, born: "another life" }, 1_000)).toBe(false);
  expect(isAlive(identity)).toBe(true);
  expect(await endProcess(identity, 1_000)).toBe(true);
  expect(isAlive(identity)).toBe(false);
  expect(await endProcess(identity, 1_000)).toBe(false);
});

test("one that ignores the request is killed", async () => {
  const started = await startDetached(
    {
      command: "sh",
      args: ["-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"],
      env: process.env,
      logFile: join(folder, "log"),
    },
    () => undefined,
  );
  await expect.poll(() => readFileSync(join(folder, "log"), "utf8")).toBe("ready\n");
  expect(await endProcess(started, 200)).toBe(true);
  expect(isAlive(started)).toBe(false);
});

test("a program that is not there is an error", async () => {
  const launch = { command: join(folder, "none"), args: [], env: {}, logFile: join(folder, "log") };
  await expect(startDetached(launch, () => undefined)).rejects.toThrow("ENOENT");
});
