import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../src/runs/context.js";
import { dueWork, sync } from "../../src/runs/use-cases.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { putBack, takeSnapshot } from "../support/graph-snapshot.js";
import { type Stage, healthy, stagesOf } from "../support/small-company.js";
import { World, worldEnvironment } from "../support/world.js";

const CHILD = fileURLToPath(new URL("../support/crash-child.ts", import.meta.url));

type Dies = "beforeCommit" | "afterCommit";

let world: World;
let spare: ChildProcess | null = null;

beforeEach(async () => {
  world = await World.open();
});

afterEach(async () => {
  spare?.kill("SIGKILL");
  spare = null;
  await world.close();
});

/** The next child gets ready while the one before is still looked at. */
function nextChild(): ChildProcess {
  const child = spare ?? newChild();
  spare = newChild();
  return child;
}

function newChild(): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", CHILD], {
    env: worldEnvironment(),
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** Runs the step in a process of its own until it is killed; says how it ended. */
async function killedAt(stage: Stage, write: number, dies: Dies): Promise<NodeJS.Signals | number> {
  const child = nextChild();
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const config = join(world.folder, "countersign.yaml");
  const { at, work } = stage;
  child.stdin?.write(`${JSON.stringify({ config, at, work, dies, write })}\n`);
  const [code, signal] = await ended;
  return signal ?? code ?? -1;
}

async function run(stage: Stage, context: Context = world.at(stage.at)): Promise<void> {
  if (stage.work === "dueWork") await dueWork(context);
  else healthy(await sync(context, { plan: false }));
}

async function graphNow(): Promise<string[]> {
  return await canonicalGraph(world.context.graph.driver);
}

/** The graph after the step when nothing goes wrong, and how many transactions it writes. */
async function undisturbed(stage: Stage): Promise<{ graph: string[]; writes: number }> {
  const watched = new WatchedGraph(world.context.graph);
  await run(stage, { ...world.at(stage.at), graph: watched });
  return { graph: await graphNow(), writes: watched.writes };
}

/** Kills the step at each of its transactions, starts again, and compares. */
async function walk(stage: Stage, dies: Dies, step = 1): Promise<number> {
  const { driver } = world.context.graph;
  await stage.prepare();
  const begin = await takeSnapshot(driver);
  const good = await undisturbed(stage);
  for (let write = 1; write <= good.writes; write += step) {
    await putBack(driver, begin);
    const point = `${stage.work} at ${stage.at}, killed ${dies} of transaction ${write}`;
    expect(await killedAt(stage, write, dies), point).toBe("SIGKILL");
    await run(stage);
    expect(await graphNow(), point).toEqual(good.graph);
    expect(await openRuns(), `${point}: runs left open`).toEqual([]);
  }
  return good.writes;
}

async function openRuns(): Promise<unknown[]> {
  return await world.cypher(
    "MATCH (r:Run {state: 'open'}) RETURN r.number AS number, r.kind AS kind",
  );
}

const { baseline, later, due } = stagesOf(() => world);

describe("kill -9 of a run, and a restart", () => {
  it("two undisturbed runs give the same graph, minted ids aside", async () => {
    await due.prepare();
    const first = await undisturbed(due);
    await due.prepare();
    const second = await undisturbed(due);
    expect(second).toEqual(first);
    expect(first.graph.filter((line) => /^Person\([^ ]* \{/.test(line))).toHaveLength(8);
  });

  it("F20 I9 converges after every transaction of a first sync", { timeout: 900_000 }, async () => {
    expect(await walk(baseline, "afterCommit")).toBeGreaterThan(10);
  });

  it("F20 I9 converges after every transaction of a later sync", { timeout: 900_000 }, async () => {
    expect(await walk(later, "afterCommit")).toBeGreaterThan(10);
  });

  it("F20 F25 converges after every transaction of due work", { timeout: 900_000 }, async () => {
    expect(await walk(due, "afterCommit")).toBeGreaterThan(4);
  });

  it(
    "F20 a transaction cut off before its commit leaves nothing, not even a lock",
    {
      timeout: 900_000,
    },
    async () => {
      expect(await walk(later, "beforeCommit", 4)).toBeGreaterThan(10);
    },
  );
});
