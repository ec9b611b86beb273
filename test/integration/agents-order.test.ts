import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wipeGraph } from "../support/graph.js";
import { World } from "../support/world.js";
import { identity, login, openFindings, seen, tell } from "./agents-world.js";

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

describe("T order of versions", () => {
  const changes = { certificate: { basis: "changes" } } as const;

  it("an older version never replaces a newer one, also one that said the same", async () => {
    await tell(world, DAY(1), { agents: [seen("a", { version: 1, name: "A" })] });
    await tell(world, DAY(2), { agents: [seen("a", { version: 3, name: "A" })], ...changes });
    await tell(world, DAY(3), { agents: [seen("a", { version: 2, name: "B" })], ...changes });
    expect(await identity(world, "entra/a")).toMatchObject({
      name: "A",
      version: expect.anything(),
    });
    await tell(world, DAY(4), { agents: [seen("a", { version: 4, name: "C" })], ...changes });
    expect(await identity(world, "entra/a")).toMatchObject({ name: "C" });
  });

  it("of one read the newest version counts, in any order (F8)", async () => {
    await tell(world, DAY(1), {
      agents: [
        seen("a", { version: 2, name: "new" }),
        seen("a", { version: 1, name: "old" }),
        seen("b", { name: "first" }),
        seen("b", { name: "last" }),
      ],
    });
    expect(await identity(world, "entra/a")).toMatchObject({ name: "new" });
    expect(await identity(world, "entra/b")).toMatchObject({ name: "last" });
  });

  it("an old page does not bring back what is gone; a newer version does", async () => {
    await tell(world, DAY(1), { agents: [seen("a", { version: 2 })] });
    await tell(world, DAY(2), { removed: ["a"], ...changes });
    await tell(world, DAY(3), { agents: [seen("a", { version: 2 })], ...changes });
    expect(await identity(world, "entra/a")).toMatchObject({ goneAt: true });
    await tell(world, DAY(4), { agents: [seen("a", { version: 3 })], ...changes });
    expect(await identity(world, "entra/a")).toMatchObject({ goneAt: false });
  });
});

describe("F41 names are data", () => {
  it("Cypher, YAML and HTML in a name stay what they are", async () => {
    const name = "x'}) DETACH DELETE n // <b>&amp;\n---\nkind: Agent";
    await tell(world, DAY(1), {
      agents: [seen("a", { name }), seen("b'})--", { otherIds: ["`"] })],
    });
    expect(await identity(world, "entra/a")).toMatchObject({ name });
    expect(await openFindings(world)).toHaveLength(2);
  });
});

describe("F32 ten thousand agents", () => {
  it("come in, and unchanged they write nothing", async () => {
    await world.sync(DAY(1));
    const accounts = Array.from({ length: 100 }, (_, nth) =>
      login(`u${nth}`, nth === 0 ? "maya" : null),
    );
    const agents = Array.from({ length: 10_000 }, (_, nth) =>
      seen(`a${nth}`, {
        sponsorRefs: [`u${nth % 100}`],
        blueprintRef: "blue",
        otherIds: [`app${nth}`],
      }),
    );
    const first = await tell(world, DAY(1), { accounts, agents });
    expect(first.organisation.counts.agent).toBe(10_000);
    expect(first.findings).toMatchObject({ opened: 10_000 });
    const again = await tell(world, DAY(2), { accounts, agents });
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(again.findings).toMatchObject({ opened: 0, cleared: 0, open: 10_000 });
  }, 240_000);
});
