import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { graphError } from "../../scripts/soak/faults.js";
import { Life, type Point } from "../../scripts/soak/life.js";
import { livingDriver } from "../../scripts/soak/living-driver.js";
import { openGraph } from "../../src/graph/driver.js";
import { Graph } from "../../src/graph/graph.js";
import type { Context } from "../../src/runs/context.js";
import { createLog } from "../../src/platform/log.js";
import { sync } from "../../src/runs/use-cases.js";
import { applySchema } from "../../src/graph/schema.js";
import { servicesDown, servicesStatus, servicesUp } from "../../src/services/services.js";
import { BoltProxy } from "../support/bolt-proxy.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { graphFaults } from "../support/graph-faults.js";
import { putBack, type Snapshot, takeSnapshot } from "../support/graph-snapshot.js";
import { STAGE, changeCompany, healthy, openCompany } from "../support/small-company.js";
import { dataDirIn, ownedTempFolder } from "../support/temp.js";
import { World } from "../support/world.js";

let world: World;
let begin: Snapshot;
let good: string[];
let points: readonly string[];

beforeEach(async () => {
  world = await World.open();
  openCompany(world);
  healthy(await world.sync(STAGE.baseline));
  changeCompany(world);
  begin = await takeSnapshot(world.context.graph.driver);
  const life = new Life();
  await syncOn(livingDriver(world.context.graph.driver, life));
  points = life.points;
  good = await graphNow();
  // The first syncs of a server that was just started, on a busy machine.
}, 300_000);

afterEach(() => world.close());

/** What the last sync logged. */
let logged: string[];

async function syncOn(driver: Parameters<typeof livingDriver>[0]): Promise<void> {
  logged = [];
  const log = createLog({ destination: { write: (line) => void logged.push(line) } });
  const context: Context = { ...world.at(STAGE.later), graph: new Graph(driver), log };
  healthy(await sync(context, { plan: false }));
}

/** How a sync ended: with an error's code, or well, though a closed run's ledger entries wait to be chained. */
async function endOf(run: Promise<void>): Promise<unknown> {
  try {
    await run;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
  return logged.some((line) => line.includes("ledger.not-chained")) ? "not chained yet" : "done";
}

async function graphNow(): Promise<string[]> {
  return await canonicalGraph(world.context.graph.driver);
}

/** As time does: whoever held them is gone. */
async function freeLeases(): Promise<void> {
  await world.context.graph.driver.executeQuery("MATCH (l:Lease) SET l.holder = null");
}

const address = () => ({
  uri: inject("neo4jUri"),
  user: inject("neo4jUser"),
  password: inject("neo4jPassword"),
});

/** Some of the points at which a statement or a commit is sent, spread over the whole run. */
function spread(count: number, pattern: RegExp): number[] {
  const all = points.flatMap((name, index) => (pattern.test(name) ? [index + 1] : []));
  const stride = all.length / count;
  const first = Math.floor(Math.random() * stride);
  return Array.from({ length: count }, (_, n) => all[Math.floor(first + n * stride)] ?? 1);
}

/** A life in which the call at that point fails as often as told, counted from its first attempt. */
function failing(code: string, number: number, times = 1): Life {
  let left = times;
  const strike = (point: Point) => {
    if (point.number < number || left === 0) return null;
    left -= 1;
    return { kind: "fail", error: graphError(code) } as const;
  };
  return new Life({ strike });
}

describe("F21 a transient failure of the graph", { timeout: 300_000 }, () => {
  it.each([
    "Neo.TransientError.Transaction.DeadlockDetected",
    "Neo.TransientError.General.OutOfMemoryError",
    "SessionExpired",
    "ServiceUnavailable",
  ])("%s at any statement is retried, and the run ends as if it had not been", async (code) => {
    for (const number of spread(4, /^statement|^commit$/)) {
      await putBack(world.context.graph.driver, begin);
      const point = `${code} at ${number} of ${points.length} (${points[number - 1]})`;
      await syncOn(livingDriver(world.context.graph.driver, failing(code, number)));
      expect(await graphNow(), point).toEqual(good);
    }
  });

  it.each([
    // What a full disk and a lost store answer; nothing to retry at once.
    "Neo.DatabaseError.Transaction.TransactionCommitFailed",
    "Neo.DatabaseError.Statement.ExecutionFailed",
    // A leader that moved and a server that takes no writes, as a direct connection sees them.
    "Neo.ClientError.Cluster.NotALeader",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
  ])("%s ends the run or what comes after it; the next one loses nothing", async (code) => {
    for (const number of spread(5, /^statement|^commit$/)) {
      await putBack(world.context.graph.driver, begin);
      const point = `${code} at ${number} of ${points.length} (${points[number - 1]})`;
      const life = failing(code, number);
      const end = await endOf(syncOn(livingDriver(world.context.graph.driver, life)));
      expect([code, "not chained yet", "done"], point).toContain(end);
      // The lease that could not be let go expires: nothing of the run hangs on it.
      expect(end === "done" ? await graphNow() : good, point).toEqual(good);
      await freeLeases();
      await syncOn(world.context.graph.driver);
      expect(await graphNow(), point).toEqual(good);
      expect(await graphFaults(world.context.graph.driver), point).toEqual([]);
    }
  });
});

describe("F21 a connection that breaks on the way back from a commit", { timeout: 600_000 }, () => {
  it("leaves no trace, whichever commit of a run it was", async () => {
    const proxy = await BoltProxy.open(inject("neo4jUri"));
    const throughProxy = await openGraph({ ...address(), uri: proxy.uri });
    // Plans are kept: made anew for every graph that is put back, they take most of the time.
    const driver = livingDriver(throughProxy, new Life());
    try {
      await putBack(world.context.graph.driver, begin);
      proxy.loseAnswer(0);
      await syncOn(driver);
      const { commits } = proxy;
      expect(commits).toBeGreaterThan(20);
      const outcomes: string[] = [];
      for (let commit = 1; commit <= commits; commit += 1) {
        await putBack(world.context.graph.driver, begin);
        proxy.loseAnswer(commit);
        const outcome = await syncOn(driver).then(
          () => "done",
          (error: unknown) => String(error),
        );
        outcomes.push(`${commit}: ${outcome}`);
        proxy.loseAnswer(0);
        if (outcome !== "done") await syncOn(driver);
        expect(await graphNow(), `answer ${commit} of ${commits} lost`).toEqual(good);
        expect(await graphFaults(world.context.graph.driver), `answer ${commit}`).toEqual([]);
      }
      expect(outcomes.filter((one) => !one.endsWith("done"))).toEqual([]);
    } finally {
      await driver.close();
      await proxy.close();
    }
  });
});

/** Nothing is named and no Docker is found: the embedded path, whatever machine this is. */
const bare: NodeJS.ProcessEnv = {
  ...process.env,
  NEO4J_URI: "",
  REDIS_URL: "",
  DOCKER_HOST: "tcp://127.0.0.1:1",
};

describe("F21 a server that is killed in the middle of a run", () => {
  it(
    "and comes back: the run goes on where it was, and nothing is lost",
    { timeout: 300_000 },
    async () => {
      const folder = ownedTempFolder();
      const place = { dataDir: dataDirIn(folder), env: bare, libDir: inject("libDir") };
      const proxy = await BoltProxy.open((await servicesUp(place)).neo4j.uri);
      const driver = await openGraph({ uri: proxy.uri, user: null, password: null });
      try {
        await applySchema(new Graph(driver));
        await putBack(driver, begin);
        const graph = new WatchedGraph(new Graph(driver), {
          afterCommit: async (write) => {
            if (write !== 12) return;
            const { neo4j } = await servicesStatus(place);
            process.kill(Number(neo4j.pid), "SIGKILL");
            proxy.lead((await servicesUp(place)).neo4j.uri);
          },
        });
        healthy(await sync({ ...world.at(STAGE.later), graph }, { plan: false }));
        expect(graph.writes).toBeGreaterThan(12);
        expect(await canonicalGraph(driver)).toEqual(good);
      } finally {
        await driver.close();
        await proxy.close();
        await servicesDown({ ...place, removeData: true });
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
