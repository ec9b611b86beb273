import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Worker, World, right } from "../support/world.js";

const LEAD: Worker = { id: "lead", name: "Lena Lead" };
const CHIEF: Worker = { id: "chief", name: "Cleo Chief" };
const MANAGER: Worker = { id: "manager", name: "Max Manager", manager: "chief" };
const OWNER: Worker = { id: "owner", name: "Ola Owner", manager: "manager" };
const ALL = [LEAD, CHIEF, MANAGER, OWNER];
const SIGNED = { signed: { by: "owner@example.com", on: "2026-02-03" } };

describe("a sync on the real graph", () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open();
    world.people(ALL);
    world.registry(right("owner@example.com", SIGNED));
    await world.sync("2026-11-01T00:00:00Z");
  });

  afterEach(() => world.close());

  it("I4 writes nothing about organisation and authorizations when the input is the same", async () => {
    const again = await world.sync("2026-11-02T00:00:00Z");
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(again.writes.record).toBeGreaterThan(0);
    expect(await world.standing("bot:refund")).toBe("valid");
  });

  it("L3 L7 an owner who left yesterday is succeeded by the manager, provisional until signed", async () => {
    world.people([LEAD, CHIEF, MANAGER, { ...OWNER, end: "2026-11-02" }]);
    const plan = await world.sync("2026-11-03T12:00:00Z", { plan: true });
    expect(await world.owners("bot:refund")).toEqual(["Ola Owner"]);
    const done = await world.sync("2026-11-03T12:00:00Z");
    expect(plan.decisions.map(outcome)).toEqual(done.decisions.map(outcome));
    expect(await world.owners("bot:refund")).toEqual(["Max Manager"]);
    expect(await world.standing("bot:refund")).toBe("provisional");
    const answer = await world.who("2026-11-04T00:00:00Z", "bot:refund", "2026-11-02T12:00:00Z");
    expect(answer.ownersAt.map((one) => one.person.name)).toEqual(["Ola Owner"]);
    expect(answer.now.owners.map((one) => one.person.name)).toEqual(["Max Manager"]);
  });
});

function outcome(line: {
  readonly key: string;
  readonly standingAfter: string;
  readonly deadlineAt: number | null;
}) {
  return [line.key, line.standingAfter, line.deadlineAt];
}
