import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wipeGraph } from "../support/graph.js";
import { World } from "../support/world.js";
import { login, openFindings, seen, sponsors, tell } from "./agents-world.js";

let world: World;

beforeAll(async () => {
  world = await World.open();
});

afterAll(() => world.close());

beforeEach(async () => {
  await wipeGraph(world.context.graph.driver);
  world.people([
    { id: "maya", name: "Maya Okafor" },
    { id: "jon", name: "Jon Reyes" },
  ]);
  world.registry([]);
});

const DAY = (n: number) => `2026-11-${String(n).padStart(2, "0")}T06:00:00Z`;

describe("sponsors", () => {
  it("M6 a sponsor that appears later: the login, then the person", async () => {
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: [seen("a", { sponsorRefs: ["u1", "u2"] })] });
    expect(await sponsors(world)).toEqual([]);
    const accounts = [login("u1", "ines"), login("u2", "maya")];
    const agents = [seen("a", { sponsorRefs: ["u1", "u2"] })];
    await tell(world, DAY(2), { accounts, agents });
    expect(await sponsors(world)).toEqual(["entra/a: Maya Okafor"]);
    world.people([
      { id: "maya", name: "Maya Okafor" },
      { id: "jon", name: "Jon Reyes" },
      { id: "ines", name: "Ines Duarte" },
    ]);
    await world.sync(DAY(3));
    expect(await sponsors(world)).toEqual(["entra/a: Ines Duarte", "entra/a: Maya Okafor"]);
    const [finding] = await world.cypher(
      `MATCH (f:Finding {code: 'AGENT_UNREGISTERED', state: 'open'})
       MATCH (p:Person {name: 'Ines Duarte'}) RETURN f.factsJson CONTAINS p.id AS says`,
    );
    expect(finding).toEqual({ says: true });
    expect((await world.sync(DAY(3))).writes).toMatchObject({ organisation: 0, authorizations: 0 });
  });

  it("Q3 a login that turns out to be somebody else's takes the sponsorship along", async () => {
    await world.sync(DAY(1));
    const agents = [seen("a", { sponsorRefs: ["u1"] })];
    await tell(world, DAY(1), { accounts: [login("u1", "maya")], agents });
    expect(await sponsors(world)).toEqual(["entra/a: Maya Okafor"]);
    await tell(world, DAY(2), { accounts: [login("u1", "jon")], agents });
    const [link] = await world.cypher(
      "MATCH (:Account {key: 'entra/u1'})-[:BELONGS_TO]->(p:Person) RETURN p.name AS name",
    );
    expect(await sponsors(world)).toEqual([`entra/a: ${String(link?.["name"])}`]);
  });

  it("a sponsor who leaves stays on record; the agent is still unregistered", async () => {
    await world.sync(DAY(1));
    const agents = [seen("a", { sponsorRefs: ["u1"] })];
    await tell(world, DAY(1), { accounts: [login("u1", "maya")], agents });
    world.people([{ id: "maya", name: "Maya Okafor", end: "2026-11-05" }]);
    await world.sync(DAY(8));
    expect(await sponsors(world)).toEqual(["entra/a: Maya Okafor"]);
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/a warning"]);
  });

  it("a sponsor who is taken away, and an agent that is gone", async () => {
    await world.sync(DAY(1));
    const accounts = [login("u1", "maya"), login("u2", "jon")];
    const agents = [seen("a", { sponsorRefs: ["u1", "u2"] }), seen("b", { sponsorRefs: ["u2"] })];
    await tell(world, DAY(1), { accounts, agents });
    await tell(world, DAY(2), { accounts, agents: [seen("a", { sponsorRefs: ["u1"] })] });
    expect(await sponsors(world)).toEqual(["entra/a: Maya Okafor"]);
    const rows = await world.cypher(
      `MATCH (i:AgentIdentity)-[r:SPONSORED_BY_RECORD]->(p:Person) WHERE r.supersededIn IS NULL
       RETURN i.key AS key, p.name AS name, r.validTo IS NOT NULL AS ended ORDER BY key`,
    );
    expect(rows).toEqual([
      { key: "entra/a", name: "Jon Reyes", ended: true },
      { key: "entra/b", name: "Jon Reyes", ended: true },
    ]);
  });
});
