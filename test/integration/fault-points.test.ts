import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { type End, Life } from "../../scripts/soak/life.js";
import { watchFiles } from "../../scripts/soak/living-files.js";
import { Letterbox } from "../../scripts/soak/living-source.js";
import { inOneLife, tell } from "../../scripts/soak/one-life.js";
import { fixedClock } from "../../src/platform/clock.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { liveStage } from "../support/fault-stage.js";
import { graphFaults } from "../support/graph-faults.js";
import { putBack, type Snapshot, takeSnapshot } from "../support/graph-snapshot.js";
import { type Stage, stagesOf } from "../support/small-company.js";
import { World, worldEnvironment } from "../support/world.js";

const CHILD = fileURLToPath(new URL("../support/fault-point-child.ts", import.meta.url));

/** So many of the points in one run of the tests; `COUNTERSIGN_FAULT_POINTS=all` walks all of them. */
const SAMPLE = 12;
const ALL = process.env["COUNTERSIGN_FAULT_POINTS"] === "all";
/** When alerts are sent, and in which digest, depends on when a pass came by: the letterbox is judged. */
const WITHOUT = { without: ["Alert", "Digest", "Dispatch"] };
/** A dead process keeps its claim on a message for a minute. */
const CLAIM_OVER_MS = 61_000;

let world: World;
let files: ReturnType<typeof watchFiles>;

beforeEach(async () => {
  world = await World.open();
  files = watchFiles(join(world.folder, ".countersign"));
});

afterEach(async () => {
  files.restore();
  await world.close();
});

const address = () => ({
  uri: inject("neo4jUri"),
  user: inject("neo4jUser"),
  password: inject("neo4jPassword"),
});

const { baseline, later, due } = stagesOf(() => world);

async function lived(stage: Stage, life: Life, letterbox: Letterbox): Promise<End<void>> {
  files.use(life);
  const place = { context: world.at(stage.at), address: address() };
  const end = await inOneLife(place, life, async (context, openSource) => {
    await liveStage(context, { work: stage.work, life, letterbox, openSource });
  });
  files.use(null);
  if (end.kind === "failed") throw end.error;
  return end;
}

function dyingAt(point: number): Life {
  return new Life({ strike: ({ number }) => (number === point ? { kind: "die" } : null) });
}

async function graphNow(): Promise<string[]> {
  return await canonicalGraph(world.context.graph.driver, WITHOUT);
}

/** The next pass of the worker: what a dead process was about to send is sent. */
async function toldLater(stage: Stage, letterbox: Letterbox): Promise<string[]> {
  const clock = fixedClock(Date.parse(stage.at) + CLAIM_OVER_MS);
  await tell({ ...world.context, clock }, new Life(), letterbox);
  return toldBy(letterbox);
}

/** What is told, whoever is told it in which digest; ids of alerts name run numbers. */
function toldBy(letterbox: Letterbox): string[] {
  return [...letterbox.digests.values()]
    .flat()
    .map((alert) =>
      alert.replace(/#\d+/, "").replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}/g, "#"),
    )
    .toSorted();
}

interface Walk {
  readonly begin: Snapshot;
  readonly points: readonly string[];
  readonly good: readonly string[];
  readonly told: readonly string[];
}

async function undisturbed(stage: Stage): Promise<Walk> {
  // Once before it counts: on a server that has planned nothing yet a run is so slow that its lease beats.
  await stage.prepare();
  await lived(stage, new Life(), new Letterbox());
  await stage.prepare();
  const begin = await takeSnapshot(world.context.graph.driver);
  const life = new Life();
  const letterbox = new Letterbox();
  await lived(stage, life, letterbox);
  return {
    begin,
    points: life.points,
    good: await graphNow(),
    told: await toldLater(stage, letterbox),
  };
}

/** Every n-th point, from another one each time; all of them when that was asked for. */
function sampled(count: number, most = SAMPLE): number[] {
  const stride = ALL ? 1 : Math.max(1, Math.floor(count / most));
  const first = 1 + Math.floor(Math.random() * stride);
  return Array.from(
    { length: Math.ceil((count - first + 1) / stride) },
    (_, n) => first + n * stride,
  );
}

async function walk(name: string, stage: Stage): Promise<number> {
  const { begin, points, good, told } = await undisturbed(stage);
  const chosen = sampled(points.length);
  process.stdout.write(
    `fault points of ${name}: ${points.length}, walked ${chosen.length} from ${chosen[0]}\n`,
  );
  for (const number of chosen) {
    await putBack(world.context.graph.driver, begin);
    const point = `${name}, dead at ${number} of ${points.length} (${points[number - 1]})`;
    const letterbox = new Letterbox();
    const end = await lived(stage, dyingAt(number), letterbox);
    expect(end, point).toMatchObject({ kind: "died", at: { number } });
    expect((await lived(stage, new Life(), letterbox)).kind, point).toBe("done");
    expect(await graphNow(), point).toEqual(good);
    expect(await graphFaults(world.context.graph.driver), point).toEqual([]);
    expect(await toldLater(stage, letterbox), `${point}: alerts`).toEqual(told);
    expect(await openRuns(), `${point}: runs left open`).toEqual([]);
  }
  return points.length;
}

async function openRuns(): Promise<unknown[]> {
  return await world.cypher("MATCH (r:Run {state: 'open'}) RETURN r.number AS number");
}

async function killedChild(stage: Stage, point: number): Promise<NodeJS.Signals | number | null> {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD], {
    env: worldEnvironment(),
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const { folder } = world;
  const { at, work } = stage;
  const config = join(folder, "countersign.yaml");
  const order = { config, folder, at, work, point, address: address() };
  child.stdin.write(`${JSON.stringify(order)}\n`);
  const [code, signal] = await ended;
  return signal ?? code;
}

describe("a process that dies where it waits for the outside", { timeout: 3_600_000 }, () => {
  it("F20 I9 converges from every fault point of a first sync and its telling", async () => {
    expect(await walk("a first sync", baseline)).toBeGreaterThan(150);
  });

  it("F20 I9 converges from every fault point of a later sync and its telling", async () => {
    expect(await walk("a later sync", later)).toBeGreaterThan(200);
  });

  it("F20 I9 converges from every fault point of due work and its telling", async () => {
    expect(await walk("due work", due)).toBeGreaterThan(60);
  });

  it("F20 leaves by kill -9 what it leaves by the death inside this process", async () => {
    const { begin, points, good } = await undisturbed(later);
    for (const number of sampled(points.length, 5).slice(0, 5)) {
      const point = `killed at ${number} of ${points.length} (${points[number - 1]})`;
      await putBack(world.context.graph.driver, begin);
      expect(await killedChild(later, number), point).toBe("SIGKILL");
      const byKill = await graphNow();
      await putBack(world.context.graph.driver, begin);
      await lived(later, dyingAt(number), new Letterbox());
      expect(await graphNow(), point).toEqual(byKill);
      await lived(later, new Life(), new Letterbox());
      expect(await graphNow(), `${point}, after the restart`).toEqual(good);
    }
  });
});
