import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readHorizon } from "../../src/graph/queries/runs.js";
import { openRunOn, type Run, withAct, withLease } from "../../src/runs/run.js";
import { World } from "../support/world.js";

const NINE = Date.parse("2026-06-01T09:00:00Z");
const MINUTE = 60_000;
const SAID = { operator: "lead@example.com", act: "sign", onBehalfOf: null, reason: null };
const SYNC = {
  kind: "sync",
  source: "hr",
  baseline: false,
  operator: null,
  onBehalfOf: null,
  act: null,
  reason: null,
} as const;

let world: World;
/** What the clock of everything here shows. */
let now = NINE;
const clock = { now: () => now };

beforeEach(async () => {
  world = await World.open();
  now = NINE;
});

afterEach(() => world.close());

const act = (work: (run: Run) => Promise<void> = async () => undefined) =>
  withAct(world.context.graph, { ...SAID, clock }, work);

async function horizon(question: { readonly at?: number; readonly number?: number }) {
  const params = { at: question.at ?? null, number: question.number ?? null };
  const [row] = await world.context.graph.read((tx) => readHorizon.run(tx, params));
  return row === undefined ? null : { run: row.run?.number ?? 0, isFinal: row.isFinal };
}

async function runs(): Promise<unknown[]> {
  return await world.cypher(
    `MATCH (r:Run) RETURN r.number AS number, r.state AS state, r.abandoned AS abandoned,
       r.closedAt.epochMillis - $nine AS closedAt ORDER BY number`,
    { nine: NINE },
  );
}

/** An act whose process never came back. */
async function deadAct(): Promise<number> {
  const facts = { ...SYNC, ...SAID, kind: "act", source: null } as const;
  const run = await openRunOn(world.context.graph, facts, { clock, lease: null });
  await world.context.graph.write((tx) =>
    tx.run("MATCH (r:Run {number: $number}) SET r.expiresAt = datetime('2020-01-01T00:00:00Z')", {
      number: run.number,
    }),
  );
  return run.number;
}

describe("closing", () => {
  it("I6 a run is closed when it closes, not when it began, and never before the last closing", async () => {
    await act(async () => {
      now = NINE + 10 * MINUTE;
    });
    now = NINE + 5 * MINUTE;
    await act();
    expect(await runs()).toMatchObject([
      { number: 1, state: "closed", closedAt: 10 * MINUTE },
      { number: 2, state: "closed", closedAt: 10 * MINUTE },
    ]);
  });

  it("I6 a run that is still open hides what closed after it, until it closes", async () => {
    await act();
    await withLease(world.context.graph, "hr", async (lease) => {
      const run = await openRunOn(world.context.graph, SYNC, { clock, lease });
      now = NINE + MINUTE;
      await act();
      now = NINE + 2 * MINUTE;
      expect(await horizon({ at: now })).toEqual({ run: 1, isFinal: false });
      await run.close();
    });
    now = NINE + 3 * MINUTE;
    await act();
    expect(await horizon({ at: NINE + MINUTE })).toEqual({ run: 1, isFinal: true });
    expect(await horizon({ at: NINE + 2 * MINUTE })).toEqual({ run: 3, isFinal: true });
    expect(await horizon({ at: now })).toEqual({ run: 4, isFinal: false });
    expect(await horizon({ number: 1 })).toEqual({ run: 1, isFinal: true });
    expect(await horizon({ number: 2 })).toEqual({ run: 3, isFinal: true });
    expect(await horizon({ number: 9 })).toEqual({ run: 4, isFinal: false });
    expect(await horizon({ at: NINE - 1 })).toEqual({ run: 0, isFinal: true });
  });
});

describe("an act that died", () => {
  it("I6 is closed by whoever opens the next one, and freezes nothing", async () => {
    const dead = await deadAct();
    now = NINE + MINUTE;
    await act();
    expect(await runs()).toMatchObject([
      { number: dead, state: "closed", abandoned: true, closedAt: MINUTE },
      { number: dead + 1, state: "closed", abandoned: null },
    ]);
    expect(await horizon({ at: now + MINUTE })).toEqual({ run: dead + 1, isFinal: false });
  });

  it("F23 that was only paused cannot write any more", async () => {
    let outcome: unknown;
    const paused = act(async (run) => {
      await world.context.graph.write((tx) =>
        tx.run(
          "MATCH (r:Run {number: $number}) SET r.expiresAt = datetime('2020-01-01T00:00:00Z')",
          {
            number: run.number,
          },
        ),
      );
      await act();
      await run.write("record", async (tx) => {
        await tx.run("CREATE (:Person {id: 'written by a zombie'})");
      });
    });
    await paused.catch((error: unknown) => {
      outcome = error;
    });
    expect(outcome).toMatchObject({ code: "LEASE_LOST", disposition: "retry" });
    expect(await world.cypher("MATCH (p:Person) RETURN p.id AS id")).toEqual([]);
  });

  it("is told from one that works: that one is left alone", async () => {
    await act(async (run) => {
      await act();
      expect(await runs()).toMatchObject([{ number: run.number, state: "open" }, { number: 2 }]);
    });
  });

  it("fails by itself: it is closed at once", async () => {
    const failing = act(async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await runs()).toMatchObject([{ number: 1, state: "closed", abandoned: null }]);
  });
});

describe("a sync that died", () => {
  it("I6 F23 is abandoned by the next act, can never write again, and is finished by the next sync", async () => {
    world.people([{ id: "maya" }]);
    world.registry([]);
    const left = await withLease(world.context.graph, "hr", async (lease) => {
      const run = await openRunOn(world.context.graph, SYNC, { clock, lease });
      await run.write("organisation", async () => undefined);
      return run;
    });
    now = NINE + MINUTE;
    await act();
    expect(await runs()).toMatchObject([
      { number: 1, state: "abandoned", abandoned: true, closedAt: MINUTE },
      { number: 2, state: "closed" },
    ]);
    await expect(left.write("organisation", async () => undefined)).rejects.toMatchObject({
      code: "LEASE_LOST",
    });
    await world.sync(new Date(NINE + 2 * MINUTE).toISOString(), { source: "hr" });
    expect(await runs()).toMatchObject([
      { number: 1, state: "closed", abandoned: true, closedAt: MINUTE },
      { number: 2, state: "closed" },
      { number: 3, state: "closed", closedAt: 2 * MINUTE },
    ]);
  });
});
