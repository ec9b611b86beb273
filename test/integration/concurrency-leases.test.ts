import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdLease } from "../../src/graph/queries/runs.js";
import type { Context } from "../../src/runs/context.js";
import { sync } from "../../src/runs/use-cases.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { WatchedGraph, type WriteHooks } from "../support/dying-graph.js";
import { putBack, type Snapshot, takeSnapshot } from "../support/graph-snapshot.js";
import { changeCompany, healthy, openCompany, STAGE } from "../support/small-company.js";
import { gate, type Gate } from "../support/waiting.js";
import { World } from "../support/world.js";

/** Transactions of a run before it changes anything: it takes the lease and a number. */
const BEFORE_WORK = 2;

let world: World;
let begin: Snapshot;

beforeEach(async () => {
  world = await World.open();
  openCompany(world);
  healthy(await world.sync(STAGE.baseline));
  changeCompany(world);
  begin = await takeSnapshot(world.context.graph.driver);
});

afterEach(() => world.close());

async function graphNow(): Promise<string[]> {
  return await canonicalGraph(world.context.graph.driver);
}

function watchedContext(hooks: WriteHooks = {}): Context & { readonly graph: WatchedGraph } {
  return { ...world.at(STAGE.later), graph: new WatchedGraph(world.context.graph, hooks) };
}

async function syncOf(context: Context, source = "hr"): Promise<unknown> {
  return await sync(context, { source, plan: false });
}

/** A run that stands still at one point until it is let go, as a process does that is paused. */
interface Paused {
  readonly reached: Promise<void>;
  readonly go: Gate;
  readonly outcome: Promise<unknown>;
}

function pausedRun(source: string, at: (hold: () => Promise<void>) => WriteHooks): Paused {
  const arrived = gate();
  const go = gate();
  const hold = async (): Promise<void> => {
    arrived.open();
    await go.opened;
  };
  const outcome = syncOf(watchedContext(at(hold)), source).then(
    () => "done",
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
  return { reached: arrived.opened, go, outcome };
}

/** What happens to the lease of somebody who has been silent for too long. */
async function expireLease(key: string): Promise<void> {
  await world.context.graph.write((tx) =>
    tx.run("MATCH (l:Lease {key: $key}) SET l.expiresAt = datetime() - duration('PT1S')", { key }),
  );
}

describe("a zombie", () => {
  it.each(["hr", "registry"])(
    "F23 commits nothing, wherever in a run of %s it was paused",
    { timeout: 300_000 },
    async (source) => {
      if (source === "registry") healthy(await world.sync(STAGE.later, { source: "hr" }));
      const start = await takeSnapshot(world.context.graph.driver);
      const counting = watchedContext();
      await syncOf(counting, source);
      const good = await graphNow();
      // The last two chain the ledger of the closed run and give the lease back.
      for (let write = BEFORE_WORK + 1; write < counting.graph.writes - 1; write += 1) {
        await putBack(world.context.graph.driver, start);
        const zombie = pausedRun(source, (hold) => ({
          begin: async (now) => (now === write ? await hold() : undefined),
        }));
        await zombie.reached;
        await expireLease(source);
        healthy(await world.sync(STAGE.later, { source }));
        const point = `${source}, paused before transaction ${write}`;
        expect(await graphNow(), point).toEqual(good);
        zombie.go.open();
        expect(await zombie.outcome, point).toBe("LEASE_LOST");
        expect(await graphNow(), `${point}, after it woke up`).toEqual(good);
      }
    },
  );

  it("F23 that sleeps inside a transaction finds at its end that the lease is gone", async () => {
    const undisturbed = watchedContext();
    await syncOf(undisturbed);
    const good = await graphNow();
    await putBack(world.context.graph.driver, begin);
    // It has written people and holds their locks, but has not yet proved that it may.
    const zombie = pausedRun("hr", (hold) => ({
      beforeStatement: async (write, text) =>
        write === BEFORE_WORK + 1 && text.includes("a zombie, F23") ? await hold() : undefined,
    }));
    await zombie.reached;
    await expireLease("hr");
    const successor = world.sync(STAGE.later, { source: "hr" });
    await leaseTakenFrom("hr", 2);
    zombie.go.open();
    expect(await zombie.outcome).toBe("LEASE_LOST");
    await successor;
    expect(await graphNow()).toEqual(good);
  });

  it("F23 that has proved its lease commits first: whoever takes over waits for it", async () => {
    const first = pausedRun("hr", (hold) => ({
      beforeCommit: async (write) => (write === BEFORE_WORK + 1 ? await hold() : undefined),
    }));
    await first.reached;
    let hasTaken = false;
    const second = world.sync(STAGE.later, { source: "hr" }).then(
      () => (hasTaken = true),
      () => (hasTaken = true),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(hasTaken).toBe(false);
    first.go.open();
    expect(await first.outcome).toBe("done");
    await second;
  });

  it("does not keep its successor's lease alive, nor give it back", async () => {
    const zombie = pausedRun("hr", (hold) => ({
      begin: async (write) => (write === BEFORE_WORK + 1 ? await hold() : undefined),
    }));
    await zombie.reached;
    await world.context.graph.write((tx) =>
      tx.run(
        "MATCH (l:Lease {key: 'hr'}) SET l.epoch = 9, l.holder = 'other:1:x', " +
          "l.expiresAt = datetime('2026-01-01T00:00:00Z')",
      ),
    );
    await holdFor("hr", 1);
    zombie.go.open();
    expect(await zombie.outcome).toBe("LEASE_LOST");
    const [lease] = await world.cypher(
      "MATCH (l:Lease {key: 'hr'}) RETURN l.epoch AS epoch, l.holder AS holder, toString(l.expiresAt) AS until",
    );
    expect(lease).toEqual({ epoch: 9, holder: "other:1:x", until: "2026-01-01T00:00:00Z" });
  });
});

/** What the beat of a holder does that has been silent since the given epoch. */
async function holdFor(key: string, epoch: number): Promise<void> {
  const expiresAt = Date.now() + 60_000;
  await world.context.graph.write((tx) => holdLease.run(tx, { key, epoch, expiresAt }));
}

/** Resolves when the lease has been taken over by the given epoch. */
async function leaseTakenFrom(key: string, epoch: number): Promise<void> {
  for (;;) {
    const [row] = await world.cypher("MATCH (l:Lease {key: $key}) RETURN l.epoch AS epoch", {
      key,
    });
    if (Number(row?.["epoch"]) > epoch) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("two runs of one source", () => {
  it("F23 at once: one works, the other is told that the source is busy", async () => {
    const first = pausedRun("hr", (hold) => ({
      begin: async (write) => (write === BEFORE_WORK + 1 ? await hold() : undefined),
    }));
    await first.reached;
    await expect(world.sync(STAGE.later, { source: "hr" })).rejects.toMatchObject({
      code: "RUN_BUSY",
      disposition: "wait",
    });
    first.go.open();
    expect(await first.outcome).toBe("done");
    const good = await graphNow();
    await putBack(world.context.graph.driver, begin);
    await world.sync(STAGE.later, { source: "hr" });
    expect(good).toEqual(await graphNow());
  });

  it("F23 started in the same instant: exactly one works", async () => {
    const outcomes = await Promise.allSettled([
      world.sync(STAGE.later, { source: "hr" }),
      world.sync(STAGE.later, { source: "hr" }),
    ]);
    const failed = outcomes.filter((one) => one.status === "rejected");
    expect(failed.map((one): unknown => one.reason)).toMatchObject([{ code: "RUN_BUSY" }]);
    await world.sync(STAGE.later, { source: "hr" });
    expect(await world.cypher("MATCH (r:Run {state: 'open'}) RETURN r.number AS number")).toEqual(
      [],
    );
  });

  it("F23 a lease that was left by a run on another machine is free when it expires", async () => {
    await world.context.graph.write((tx) =>
      tx.run(
        "MERGE (l:Lease {key: 'hr'}) SET l.epoch = coalesce(l.epoch, 0) + 1, l.holder = 'elsewhere:1:x', " +
          "l.expiresAt = datetime() + duration('PT1H')",
      ),
    );
    await expect(world.sync(STAGE.later, { source: "hr" })).rejects.toMatchObject({
      code: "RUN_BUSY",
    });
    await expireLease("hr");
    const report = await world.sync(STAGE.later, { source: "hr" });
    expect(report.sources.map((one) => one.status)).toEqual(["complete"]);
  });
});
