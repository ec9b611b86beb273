import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World, agent, authorization, decisionClass } from "../support/world.js";

const SIGNED = {
  by: "owner@example.com",
  on: "2026-02-03",
  evidence: "https://wiki.example.com/1",
};

function documents(criteria: string, more: Readonly<Record<string, unknown>>) {
  return [
    agent("bot"),
    decisionClass("refund", { criteria }),
    authorization("bot", "refund", { owner: "owner@example.com", signed: SIGNED, ...more }),
  ];
}

describe("editing a document never signs anything anew (PRODUCT §3, G1, G10)", () => {
  let world: World;
  const signatures = async () =>
    (await world.cypher("MATCH (s:Signature) RETURN count(s) AS count"))[0]?.["count"];

  beforeAll(async () => {
    world = await World.open();
    world.people([
      { id: "lead", manager: "chief" },
      { id: "chief" },
      { id: "owner", manager: "lead" },
      { id: "heir", manager: "lead" },
    ]);
    world.registry(documents("A customer asks for money back.", {}));
    await world.sync("2026-11-01T00:00:00Z");
    world.registry(documents("Anybody asks for anything.", {}));
    await world.sync("2026-11-02T00:00:00Z");
  });

  afterAll(() => world.close());

  it("changed criteria make it provisional", async () => {
    expect(await world.standing("bot:refund")).toBe("provisional");
    expect(await signatures()).toBe(1);
  });

  it("a new successor line beside the signed block leaves it so", async () => {
    world.registry(documents("Anybody asks for anything.", { successors: ["heir@example.com"] }));
    await world.sync("2026-11-03T00:00:00Z");
    expect(await world.standing("bot:refund")).toBe("provisional");
    expect(await signatures()).toBe(1);
  });

  it("another link as evidence leaves it so", async () => {
    const signed = { ...SIGNED, evidence: "https://wiki.example.com/2" };
    world.registry(documents("Anybody asks for anything.", { signed }));
    await world.sync("2026-11-04T00:00:00Z");
    expect(await world.standing("bot:refund")).toBe("provisional");
    expect(await signatures()).toBe(1);
  });

  it("a signature of a later day is a new one and covers what stands then", async () => {
    const signed = [SIGNED, { by: "owner@example.com", on: "2026-11-04" }];
    world.registry(documents("Anybody asks for anything.", { signed }));
    await world.sync("2026-11-05T00:00:00Z");
    expect(await world.standing("bot:refund")).toBe("valid");
    expect(await signatures()).toBe(2);
  });
});
