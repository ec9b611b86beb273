import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { World, right } from "../support/world.js";

describe("a registry that comes before its people", () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open();
    world.people([{ id: "lead" }, { id: "owner", manager: "lead" }]);
    world.registry(right("owner@example.com"));
  });

  afterEach(() => world.close());

  it("is refused while they were never read, and its baseline stays unused", async () => {
    const alone = world.sync("2026-11-01T00:00:00Z", { source: "registry" });
    await expect(alone).rejects.toMatchObject({ code: "PEOPLE_FIRST", disposition: "retry" });
    await world.sync("2026-11-01T01:00:00Z", { source: "hr" });
    const after = await world.sync("2026-11-01T02:00:00Z", { source: "registry" });
    expect(after.baseline).toBe(true);
    expect(await world.owners("bot:refund")).toEqual(["owner"]);
    expect(await world.cypher("MATCH (m:Alert) RETURN m")).toEqual([]);
  });
});
