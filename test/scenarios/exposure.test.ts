import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { World, agent, authorization, decisionClass } from "../support/world.js";

const signedBy = (who: string) => ({ by: `${who}@example.com`, on: "2026-02-03" });
const PEOPLE = [
  { id: "chief" },
  { id: "manager", manager: "chief" },
  { id: "owner", manager: "manager" },
  { id: "second", manager: "manager" },
];

/** SEMANTICS L4: a departure that HR enters weeks late. */
describe("L4 the exposed interval of a back-dated termination", () => {
  let world: World;
  let late: SyncReport;

  beforeAll(async () => {
    world = await World.open();
    world.people(PEOPLE);
    world.registry([
      agent("bot"),
      decisionClass("alone", { governanceLead: "chief@example.com" }),
      decisionClass("shared", { governanceLead: "chief@example.com" }),
      authorization("bot", "alone", { owner: "owner@example.com", signed: signedBy("owner") }),
      authorization("bot", "shared", {
        owner: "owner@example.com",
        coOwners: ["second@example.com"],
        signed: [signedBy("owner"), signedBy("second")],
      }),
    ]);
    await world.sync("2026-10-01T00:00:00Z");
    world.people(PEOPLE.map((one) => (one.id === "owner" ? { ...one, end: "2026-10-09" } : one)));
    late = await world.sync("2026-11-01T00:00:00Z");
  });

  afterAll(() => world.close());

  it("is listed with every authorization that stood in it", () => {
    const exposed = late.decisions.filter((line) => line.exposedSince !== null);
    expect(exposed.map((line) => [line.key, line.exposedSince])).toEqual([
      ["bot:alone", Date.parse("2026-10-10T00:00:00Z")],
    ]);
  });

  it("is none where another owner answered for it all the time", async () => {
    const shared = late.decisions.find((line) => line.key === "bot:shared");
    expect(shared?.exposedSince).toBeNull();
    expect(await world.standing("bot:shared")).toBe("valid");
  });

  it("is in the record: the ownership ended then, and nobody held it until the run", async () => {
    const then = await world.who("2026-11-02T00:00:00Z", "bot:alone", "2026-10-20T00:00:00Z");
    expect(then.ownersAt).toEqual([]);
    const before = await world.who("2026-11-02T00:00:00Z", "bot:alone", "2026-10-09T12:00:00Z");
    expect(before.ownersAt.map((one) => one.person.name)).toEqual(["owner"]);
  });
});
