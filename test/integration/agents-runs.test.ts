import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ManagedTransaction } from "neo4j-driver";
import type { RunWriter } from "../../src/graph/graph.js";
import { readClaimants } from "../../src/graph/queries/agents.js";
import { settleAgents } from "../../src/runs/agents-step.js";
import { Collector } from "../../src/runs/collect.js";
import { fixedClock } from "../../src/platform/clock.js";
import { openRunOn } from "../../src/runs/run.js";
import { dueWork } from "../../src/runs/use-cases.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { wipeGraph } from "../support/graph.js";
import { until } from "../support/waiting.js";
import { World, agent } from "../support/world.js";
import { joined, login, openFindings, seen, sponsors, tell } from "./agents-world.js";

let world: World;

beforeAll(async () => {
  world = await World.open();
});

afterAll(() => world.close());

beforeEach(async () => {
  await wipeGraph(world.context.graph.driver);
  world.people([{ id: "maya", name: "Maya Okafor" }]);
  world.registry([]);
});

const DAY = (n: number) => `2026-11-${String(n).padStart(2, "0")}T06:00:00Z`;

/** `kind of code`, in order. */
async function alerts(): Promise<string[]> {
  const rows = await world.cypher(
    `MATCH (a:Alert)-[:TELLS]->(f:Finding)
     RETURN a.kind + ' ' + f.code + ' ' + f.subjectKey AS line, f.decisionClassId IS NULL AS isNobodys ORDER BY line`,
  );
  expect(rows.every((row) => row["isNobodys"])).toBe(true);
  return rows.map((row) => String(row["line"]));
}

describe("who is told", () => {
  it("nobody at the first sync; the last resort of what comes later, and of its end", async () => {
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: [seen("a")] });
    expect(await alerts()).toEqual([]);
    await tell(world, DAY(2), { agents: [seen("a"), seen("b")] });
    expect(await alerts()).toEqual(["opened AGENT_UNREGISTERED entra/b"]);
    world.registry([agent("bot", { identities: [{ source: "entra", id: "b" }] })]);
    await world.sync(DAY(3));
    expect(await alerts()).toEqual([
      "cleared AGENT_UNREGISTERED entra/b",
      "opened AGENT_UNREGISTERED entra/b",
    ]);
  });
});

describe("F20 a run that dies", () => {
  const agents = [seen("a", { sponsorRefs: ["u1"] }), seen("b")];
  const told = { agents, accounts: [login("u1", "maya")] };

  it("a first read that died before settling waits for its source, and still alerts nobody", async () => {
    await world.sync(DAY(1));
    await expect(tell(world, DAY(1), { ...told, dies: "beforeSettling" })).rejects.toThrow("died");
    await world.sync(DAY(2));
    expect(await openFindings(world)).toEqual([]);
    await tell(world, DAY(3), told);
    expect(await openFindings(world)).toHaveLength(2);
    expect(await sponsors(world)).toEqual(["entra/a: Maya Okafor"]);
    expect(await alerts()).toEqual([]);
  });

  it("what a later one left is settled by whichever run comes next", async () => {
    await world.sync(DAY(1));
    await tell(world, DAY(1), {});
    await expect(tell(world, DAY(2), { ...told, dies: "beforeSettling" })).rejects.toThrow("died");
    expect(await openFindings(world)).toEqual([]);
    await dueWork(world.at(DAY(3)));
    expect(await openFindings(world)).toHaveLength(2);
    expect(await sponsors(world)).toEqual(["entra/a: Maya Okafor"]);
  });

  it("converges on the graph of an undisturbed run", async () => {
    const after = async (dies: boolean) => {
      await wipeGraph(world.context.graph.driver);
      await world.sync(DAY(1), { source: "hr" });
      await tell(world, DAY(1), {});
      const first = dies ? tell(world, DAY(2), { ...told, dies: "beforeSettling" }) : null;
      await first?.catch(() => undefined);
      await tell(world, DAY(2), told);
      return await canonicalGraph(world.context.graph.driver, { without: ["Finding", "Alert"] });
    };
    expect(await after(true)).toEqual(await after(false));
  });
});

describe("F23 two runs at once", () => {
  it("a directory's and the registry's: joined once, and no finding of what is claimed", async () => {
    const ids = Array.from({ length: 40 }, (_, nth) => `a${nth}`);
    const agents = ids.map((id) => seen(id, { otherIds: ["shared"] }));
    await world.sync(DAY(1));
    await tell(world, DAY(1), {});
    world.registry(ids.map((id) => agent(`bot-${id}`, { identities: [{ source: "entra", id }] })));
    await Promise.all([
      tell(world, DAY(2), { agents }),
      world.sync(DAY(2), { source: "registry" }),
    ]);
    expect(await joined(world)).toEqual(ids.map((id) => `entra/${id} → bot-${id}`).toSorted());
    expect(await openFindings(world)).toEqual([]);
  });

  it("a document that claims an agent while it is being settled is not overlooked", async () => {
    const { graph } = world.context;
    await world.sync(DAY(1));
    await tell(world, DAY(1), {});
    const dying = tell(world, DAY(2), { agents: [seen("a")], dies: "beforeSettling" });
    await expect(dying).rejects.toThrow("died");
    world.registry([agent("bot", { identities: [{ source: "entra", id: "a" }] })]);
    const facts = { operator: null, onBehalfOf: null, act: null, reason: null };
    const run = await openRunOn(
      graph,
      { ...facts, kind: "due", source: null, baseline: false },
      { clock: fixedClock(Date.parse(DAY(2))), lease: null },
    );
    const others: Promise<unknown>[] = [];
    const interrupted = pausing(run, async () => {
      let ended = false;
      const registry = world.sync(DAY(2), { source: "registry" });
      others.push(registry.finally(() => (ended = true)));
      await until(async () => ended || (await isSomebodyBlocked()));
    });
    await settleAgents(graph, interrupted, { source: null, collector: new Collector() });
    await Promise.all(others);
    expect(await joined(world)).toEqual(["entra/a → bot"]);
    expect(await openFindings(world)).toEqual([]);
  });
});

/** The run, with something that happens once, right after its transaction has read who claims what. */
function pausing(run: RunWriter, meanwhile: () => Promise<void>): RunWriter {
  let isDue = true;
  const paused = (tx: ManagedTransaction): ManagedTransaction =>
    ({
      run: async (text: string, params: object) => {
        const result = await tx.run(text, params);
        if (isDue && text === readClaimants.text) {
          isDue = false;
          await meanwhile();
        }
        return result;
      },
      // Statements ask a transaction for nothing else.
    }) as unknown as ManagedTransaction;
  const { number, at, baseline } = run;
  return { number, at, baseline, write: (kind, work) => run.write(kind, (tx) => work(paused(tx))) };
}

async function isSomebodyBlocked(): Promise<boolean> {
  const [row] = await world.cypher(
    "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*) AS blocked",
  );
  return Number(row?.["blocked"]) > 0;
}
