import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { stringify } from "yaml";
import { mintId } from "../../src/platform/ids.js";
import { packageRoot } from "../../src/platform/package-root.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { graphFaults } from "../support/graph-faults.js";
import { putBack, takeSnapshot } from "../support/graph-snapshot.js";
import { healthy } from "../support/small-company.js";
import { until } from "../support/waiting.js";
import {
  agent,
  authorization,
  decisionClass,
  type Worker,
  World,
  worldEnvironment,
} from "../support/world.js";

const BASELINE = "2026-10-01T06:00:00Z";
const LATER = "2026-11-03T06:00:00Z";
/** Several transactions of 2,000 people: there is a middle to be killed in. */
const JOINERS = 4_600;
/** A job whose worker is gone is taken up when its lock has run out. */
const RESTART_MS = 150_000;

const STAFF: readonly Worker[] = [
  { id: "lead", name: "Lena Lead" },
  { id: "chief", name: "Cleo Chief" },
  { id: "manager", name: "Max Manager", manager: "chief", team: "support" },
  { id: "owner", name: "Ola Owner", manager: "manager", team: "support" },
];

let world: World;
let prefix: string;
const workers: ChildProcess[] = [];

beforeEach(async () => {
  world = await World.open();
});

afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
  const redis = new Redis(inject("redisUrl"));
  const keys = await redis.keys("*test-crash-*");
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
  await world.close();
});

/** Queues of its own, so that the worker finds its schedule new and syncs at once. */
function newQueues(): void {
  prefix = `test-crash-${mintId()}`;
  world.file(
    "countersign.yaml",
    stringify({
      sources: [
        {
          id: "hr",
          type: "hr-files",
          folder: "hr",
          mode: "snapshot",
          schedule: { cron: "0 0 1 1 *", zone: "UTC" },
        },
        { id: "registry", type: "registry", folder: "registry" },
      ],
      redis: { prefix },
      operators: [{ login: "operator", person: "lead@example.com" }],
    }),
  );
}

/** `countersign worker`, as a person starts it. */
function startWorker(): ChildProcess {
  const main = join(packageRoot(), "src", "cli", "main.ts");
  const config = join(world.folder, "countersign.yaml");
  const log = openSync(join(world.folder, "worker.log"), "a");
  const worker = spawn(
    process.execPath,
    ["--import", "tsx", main, "--config", config, "--now", LATER, "worker"],
    { env: worldEnvironment(), stdio: ["ignore", log, log] },
  );
  closeSync(log);
  workers.push(worker);
  return worker;
}

async function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(worker, "exit");
  worker.kill(signal);
  await exit;
}

async function count(text: string): Promise<number> {
  const [row] = await world.cypher(text);
  return Number(row?.["n"] ?? 0);
}

const openSyncs = () =>
  count("MATCH (r:Run {state: 'open', kind: 'sync', source: 'hr'}) RETURN count(r) AS n");
const closedSyncs = () =>
  count("MATCH (r:Run {state: 'closed', kind: 'sync', source: 'hr'}) RETURN count(r) AS n");
const employments = () => count("MATCH (e:Employment) RETURN count(e) AS n");
const pendingAlerts = () =>
  count("MATCH (a:Alert) WHERE a.state IN ['pending', 'batched'] RETURN count(a) AS n");

/** Waits until the worker has closed its sync and told of it, then lets it drain. */
async function finished(worker: ChildProcess, before: number): Promise<void> {
  const isDone = async () => {
    if (worker.exitCode !== null) throw new Error(`it ended with ${worker.exitCode}`);
    return (await openSyncs()) === 0 && (await closedSyncs()) > before;
  };
  await until(isDone, RESTART_MS).catch((error: unknown) => {
    const said = readFileSync(join(world.folder, "worker.log"), "utf8");
    throw new Error(`the worker did not finish its run; it said:\n${said}`, { cause: error });
  });
  await until(async () => (await pendingAlerts()) === 0, 60_000);
  await end(worker, "SIGTERM");
}

async function graphNow(): Promise<string[]> {
  return await canonicalGraph(world.context.graph.driver, { without: ["Digest", "Dispatch"] });
}

function hugeIntake(): void {
  const joiners = Array.from({ length: JOINERS }, (_, index) => ({
    id: `j${index}`,
    manager: index < 50 ? "chief" : `j${Math.floor(index / 50)}`,
    team: `t${index % 40}`,
  }));
  // Those who leave come first and last: part of them is applied when the worker dies.
  const [lead, chief, manager, owner] = STAFF.map((one) => ({ ...one }));
  if (!lead || !chief || !manager || !owner) throw new Error("the staff is four people");
  world.people([
    { ...owner, end: "2026-11-01" },
    lead,
    chief,
    ...joiners,
    { ...manager, end: "2026-11-02" },
  ]);
}

describe("kill -9 of a worker in the middle of a run", () => {
  it(
    "F20 I9 a restart gives the same graph as an undisturbed run",
    { timeout: 400_000 },
    async () => {
      const { driver } = world.context.graph;
      newQueues();
      world.people(STAFF);
      world.registry([
        decisionClass("refund"),
        agent("bot"),
        authorization("bot", "refund", {
          owner: "owner@example.com",
          signed: { by: "owner@example.com", on: "2026-02-03" },
        }),
      ]);
      healthy(await world.sync(BASELINE));
      hugeIntake();
      const begin = await takeSnapshot(driver);
      const before = await closedSyncs();
      await finished(startWorker(), before);
      const good = await graphNow();
      expect(await world.owners("bot:refund")).toEqual(["Cleo Chief"]);

      await putBack(driver, begin);
      newQueues();
      const victim = startWorker();
      await until(async () => (await employments()) > STAFF.length, 60_000);
      await end(victim, "SIGKILL");
      expect(await openSyncs()).toBe(1);
      expect(await employments()).toBeLessThan(STAFF.length + JOINERS);

      await finished(startWorker(), before);
      const again = await graphNow();
      const [expected, found] = [new Set(good), new Set(again)];
      expect(good.filter((line) => !found.has(line)).slice(0, 20)).toEqual([]);
      expect(again.filter((line) => !expected.has(line)).slice(0, 20)).toEqual([]);
      expect(again).toHaveLength(good.length);
      expect(await graphFaults(driver)).toEqual([]);
    },
  );
});
