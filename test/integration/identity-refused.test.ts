import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { differentPersons, samePerson, sync } from "../../src/runs/use-cases.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { graphFaults } from "../support/graph-faults.js";
import { putBack, takeSnapshot } from "../support/graph-snapshot.js";
import { gate } from "../support/waiting.js";
import { World } from "../support/world.js";
import {
  DAY1,
  DAY2,
  DAY3,
  DAY4,
  LEAD,
  PEOPLE,
  different,
  openCompany,
  same,
  writesOf,
} from "./identity-world.js";

// The first act plans some forty statements on a server that has just started.
vi.setConfig({ testTimeout: 180_000 });

let world: World;

beforeEach(async () => {
  world = await World.open();
});

afterEach(() => world.close());

/** Code and sentence of an act that was refused. */
async function refusal(
  verb: typeof samePerson,
  [one, other]: readonly [string, string],
): Promise<{ readonly code: string; readonly sentence: string }> {
  const report = await verb(world.at(DAY3), { operator: LEAD, reason: "so they say", one, other });
  if (report.refused === null) throw new Error("it was not refused");
  return report.refused;
}

describe("an act about who is who is refused with a sentence that says what to do", () => {
  it("Q3 whoever is not known, known twice, or given twice", async () => {
    world.people([
      ...PEOPLE,
      { id: "E7", name: "Ana Lima", email: "shared@example.com", end: "2026-01-31" },
      { id: "E8", name: "Ben Roth", email: "shared@example.com" },
    ]);
    await world.sync(DAY1, { source: "hr" });
    const unknown = await refusal(samePerson, ["hr/E11", "hr/E1"]);
    expect(unknown.code).toBe("PERSON_UNKNOWN");
    expect(unknown.sentence).toContain("Did you mean `hr/E1`?");
    expect((await refusal(samePerson, ["e1@exmaple.com", "hr/E2"])).sentence).toContain(
      "Did you mean `e1@example.com`?",
    );
    const several = await refusal(differentPersons, ["shared@example.com", "hr/E1"]);
    expect(several.code).toBe("PERSON_AMBIGUOUS");
    expect(several.sentence).toContain("Ana Lima (hr/E7), Ben Roth (hr/E8)");
    const twice = await refusal(samePerson, ["hr/E1", "e1@example.com"]);
    expect(twice.code).toBe("SAME_PERSON_TWICE");
    expect(twice.sentence).toContain("Maya Okafor");
  });

  it("Q3 what was said already, and a record that is somebody else's now", async () => {
    openCompany(world);
    await world.sync(DAY1);
    const [other] = await world.cypher(
      "MATCH (:Identifier {key: 'hr/E2'})-[:BELONGS_TO]->(p:Person) RETURN p.id AS id",
    );
    await same(world, DAY2, ["hr/E1", "hr/E2"]);
    expect((await refusal(samePerson, ["hr/E1", "hr/E2"])).code).toBe("ONE_ALREADY");
    const merged = await refusal(samePerson, [String(other?.["id"]), "hr/jon"]);
    expect(merged.code).toBe("PERSON_MERGED");
    expect(merged.sentence).toContain("(hr/E1)");
    await different(world, DAY3, ["hr/E1", "hr/E2"]);
    const said = await refusal(differentPersons, ["hr/E2", "hr/E1"]);
    expect(said.code).toBe("TOLD_APART");
    expect(said.sentence).toContain('lead@example.com said so on 2026-03-03: "met both"');
  });

  it("Q3 two that are one only by a third", async () => {
    world.people([...PEOPLE, { id: "E3", name: "M. Okafor" }]);
    await world.sync(DAY1, { source: "hr" });
    await same(world, DAY2, ["hr/E2", "hr/E1"]);
    await same(world, DAY2, ["hr/jon", "hr/E1"]);
    expect((await refusal(differentPersons, ["hr/E2", "hr/jon"])).code).toBe("ONE_BY_ANOTHER");
  });

  it("Q3 same after different says who had said otherwise, when and why, and is done", async () => {
    openCompany(world);
    await world.sync(DAY1);
    await different(world, DAY2, ["hr/E1", "hr/E2"]);
    const report = await same(world, DAY3, ["hr/E1", "hr/E2"]);
    expect(report.notes).toEqual([
      'On 2026-03-02 lead@example.com said that they are not the same: "met both". That holds no more.',
    ]);
    expect(await writesOf(world, DAY4)).toBe(0);
  });
});

describe("while a sync goes on", () => {
  it("F23 nobody settles who is who: the run has read whose everything is", async () => {
    openCompany(world);
    await world.sync(DAY1);
    world.people(PEOPLE.map((one) => ({ ...one, zone: "Europe/Madrid" })));
    const arrived = gate();
    const go = gate();
    const graph = new WatchedGraph(world.context.graph, {
      beforeStatement: async (_write, text) => {
        if (!text.includes("the claims of changed records")) return;
        arrived.open();
        await go.opened;
      },
    });
    const running = sync({ ...world.at(DAY2), graph }, { plan: false });
    await arrived.opened;
    const order = { operator: LEAD, reason: "now", one: "hr/E1", other: "hr/E2" };
    await expect(samePerson(world.at(DAY2), order)).rejects.toMatchObject({ code: "RUN_BUSY" });
    go.open();
    await running;
    expect((await samePerson(world.at(DAY3), order)).refused).toBeNull();
    expect(await graphFaults(world.context.graph.driver)).toEqual([]);
  });
});

describe("a crash in the middle of an act", () => {
  class Died extends Error {}

  const ORDER = { operator: LEAD, reason: "one badge", one: "hr/E1", other: "hr/E2" };

  /** How many writing transactions the act takes when nothing happens. */
  async function undisturbed(verb: typeof samePerson): Promise<number> {
    const graph = new WatchedGraph(world.context.graph);
    await verb({ ...world.at(DAY3), graph }, ORDER);
    return graph.writes;
  }

  /** The act on a graph that dies after its n-th writing transaction: nothing of it comes after that. */
  async function killed(verb: typeof samePerson, last: number): Promise<void> {
    const graph = new WatchedGraph(world.context.graph, {
      begin: async (write) => {
        if (write > last) throw new Died();
      },
    });
    await expect(verb({ ...world.at(DAY3), graph }, ORDER)).rejects.toBeInstanceOf(Died);
  }

  /** Nobody holds a lease any more: the process that did is dead. */
  async function freeLeases(): Promise<void> {
    await world.context.graph.write((tx) => tx.run("MATCH (l:Lease) SET l.holder = null"));
  }

  for (const [name, verb] of [
    ["same", samePerson],
    ["different", differentPersons],
  ] as const) {
    it(
      `F20 I9 of \`${name}\` loses nothing: the next run ends where the act would have`,
      { timeout: 400_000 },
      async () => {
        openCompany(world);
        await world.sync(DAY1);
        if (name === "different") await same(world, DAY2, ["hr/E1", "hr/E2"]);
        const { driver } = world.context.graph;
        const begin = await takeSnapshot(driver);
        const writes = await undisturbed(verb);
        await world.sync(DAY3);
        const good = await canonicalGraph(driver);
        // Three leases, and the number of the act: before that nothing has happened.
        const first = 5;
        expect(writes).toBeGreaterThan(first + 1);
        for (let write = first; write < writes - 4; write += 1) {
          await putBack(driver, begin);
          await killed(verb, write);
          await freeLeases();
          await world.sync(DAY3);
          expect(await canonicalGraph(driver), `after write ${write}`).toEqual(good);
        }
      },
    );
  }
});
