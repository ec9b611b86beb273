import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sync } from "../../src/runs/use-cases.js";
import { partOf } from "../../src/sync/partitions.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { World } from "../support/world.js";

/** More than two chunks, so that two are under way while others wait. */
const STAFF = Array.from({ length: 6_500 }, (_, index) => ({
  id: `W${index}`,
  ...(index === 0 ? {} : { manager: `W${Math.floor((index - 1) / 8)}` }),
}));

let world: World;

beforeEach(async () => {
  world = await World.open({ sources: [{ id: "hr", type: "hr-files", folder: "hr" }] });
  world.people(STAFF);
});

afterEach(() => world.close());

async function known(): Promise<unknown> {
  const [row] = await world.cypher(
    `MATCH (p:Person) OPTIONAL MATCH (p)-[r:REPORTS_TO]->() WITH count(DISTINCT p) AS people, count(r) AS lines
     MATCH (e:Employment) RETURN people, lines, count(e) AS employments`,
  );
  return row;
}

describe("chunks that are written at the same time", { timeout: 180_000 }, () => {
  it("F20 one that fails stops the run when the other has ended, and the next run does the rest", async () => {
    const instant = "2026-03-01T09:00:00Z";
    let creating = 0;
    const graph = new WatchedGraph(world.context.graph, {
      beforeStatement: async (_, text) => {
        if (!text.includes("CREATE (p:Person {id: row.personId")) return;
        creating += 1;
        if (creating === 2) throw new Error("the power went");
      },
    });
    const dying = sync({ ...world.at(instant), graph }, { plan: false });
    await expect(dying).rejects.toThrow("the power went");
    const { writes } = graph;
    const left = await known();
    expect(creating).toBe(2);
    const report = await world.sync("2026-03-01T10:00:00Z");
    expect(report.sources.map((one) => one.status)).toEqual(["complete"]);
    const all = { people: STAFF.length, lines: STAFF.length - 1, employments: STAFF.length };
    expect(await known()).toEqual(all);
    expect(left).not.toEqual(all);
    expect(graph.writes, "nothing was written behind the failure").toBe(writes);
    const again = await world.sync("2026-03-01T11:00:00Z");
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
  });

  it("F20 N7 nobody is gone between the record that ended and the one that follows it", async () => {
    const [ended, following] = [recordIn(0), recordIn(255)];
    const old = { id: "W1", employment: ended };
    const others = STAFF.filter(({ id }) => id !== "W1");
    world.people([old, ...others]);
    await world.sync("2026-03-01T09:00:00Z");
    world.people([
      { ...old, end: "2026-03-01" },
      { id: "W1", employment: following, start: "2026-03-02" },
      ...others.map((one) => ({ ...one, name: `Renamed ${one.id}` })),
    ]);
    let writing = 0;
    const graph = new WatchedGraph(world.context.graph, {
      beforeStatement: async (_, text) => {
        if (!text.includes("MERGE (e:Employment {key: row.key})")) return;
        writing += 1;
        if (writing === 4) throw new Error("the power went");
      },
    });
    const dying = sync({ ...world.at("2026-03-02T12:00:00Z"), graph }, { plan: false });
    await expect(dying).rejects.toThrow("the power went");
    expect(await tenure("W1")).toEqual({ until: null, jobs: 1 });
    await world.sync("2026-03-02T13:00:00Z");
    expect(await tenure("W1")).toEqual({ until: null, jobs: 2 });
  });
});

/** A record id of which the graph and the disk keep the given part. */
function recordIn(part: number): string {
  for (let number = 0; ; number += 1) {
    if (partOf(`hr/R${number}`) === part) return `R${number}`;
  }
}

async function tenure(workerId: string): Promise<unknown> {
  const [row] = await world.cypher(
    `MATCH (:Identifier {key: 'hr/${workerId}'})-[:BELONGS_TO]->(p)-[:HAS_EMPLOYMENT]->(e)
     RETURN p.activeUntil AS until, count(e) AS jobs`,
  );
  return row;
}
