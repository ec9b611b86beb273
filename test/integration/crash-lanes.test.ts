import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sync } from "../../src/runs/use-cases.js";
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
});
