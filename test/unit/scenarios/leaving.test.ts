import { beforeEach, describe, expect, it } from "vitest";
import type { Settled } from "../../../src/domain/settled.js";
import { endOfDay } from "../../../src/platform/zone.js";
import { World, day, ownersOf } from "./support/world.js";

let world: World;

beforeEach(() => {
  world = new World();
  world.hire("ines");
  world.hire("maya", { managerId: "ines" });
});

const departing = (settled: Settled) =>
  settled.findings.filter(({ code }) => code === "OWNER_DEPARTING");

describe("L1: a planned departure", () => {
  beforeEach(() => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.employ("maya", { endsAt: day(60) });
  });

  it("leaves the owner in place until the last day is over", () => {
    // when it is entered, and a millisecond before the end
    expect(ownersOf(world.runOne(day(0)).after)).toEqual(["maya owner signed"]);
    expect(world.runOne(day(60) - 1).after.standing.beneath).toBe("valid");
    // then at the very instant the duty passes on
    const { after } = world.runOne(day(60));
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(after.departedOwners).toMatchObject([{ personId: "maya", endedAt: day(60) }]);
    expect(after.standing).toMatchObject({ beneath: "provisional", reasons: ["OWNER_DEPARTED"] });
  });

  it("is announced at 30, 14 and 7 days, each once, and not before", () => {
    expect(departing(world.runOne(day(29)))).toEqual([]);
    const raised = [30, 40, 45, 46, 52, 53, 59].flatMap((at) => departing(world.runOne(day(at))));
    expect(raised).toMatchObject(
      [30, 30, 30, 14, 14, 7, 7].map((noticeDays) => ({
        facts: { personId: "maya", noticeDays, endsAt: day(60), successorId: "ines" },
        severity: noticeDays === 30 ? "info" : "warning",
      })),
    );
    expect(new Set(raised.map(({ dedupKey }) => dedupKey)).size).toBe(3);
  });

  it("is due at each notice day and at the end", () => {
    const due = [0, 30, 46, 53].map((at) => world.runOne(day(at)).nextDueAt);
    expect(due).toEqual([day(30), day(46), day(53), day(60)]);
  });
});

describe("L2: the last day ends where the worker is", () => {
  it.each([
    ["Pacific/Kiritimati", "2026-11-30", "2026-11-30T10:00:00Z"],
    ["Etc/GMT+12", "2026-11-30", "2026-12-01T12:00:00Z"],
    ["Europe/Madrid", "2026-10-25", "2026-10-25T23:00:00Z"],
  ])("%s, last day %s: gone at %s", (zone, lastDay, gone) => {
    const endsAt = endOfDay(lastDay, zone);
    expect(endsAt).toBe(Date.parse(gone));
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.employ("maya", { endsAt });
    expect(ownersOf(world.runOne(endsAt - 1).after)).toEqual(["maya owner signed"]);
    expect(ownersOf(world.runOne(endsAt).after)).toEqual(["ines owner inherited"]);
  });
});

describe("L3: an immediate termination", () => {
  it("takes the same path at once", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    const at = day(3) + 1234;
    world.employ("maya", { endsAt: at });
    const { after } = world.runOne(at);
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(after.standing).toMatchObject({
      beneath: "provisional",
      since: at,
      deadlineAt: at + day(14) - day(0),
    });
  });
});

describe("L4: a back-dated termination", () => {
  it("ends the ownership weeks ago and starts the clock now", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.employ("maya", { endsAt: day(-40) });
    const { after, changes } = world.runOne(day(0));
    expect(changes.ended).toMatchObject([
      { personId: "maya", endedAt: day(-40), because: "OWNER_DEPARTED" },
    ]);
    expect(changes.begun).toMatchObject([
      { personId: "ines", since: day(0), inheritedFrom: "maya" },
    ]);
    expect(after.standing.deadlineAt).toBe(day(14));
  });
});

describe("L5: a departure that is taken back", () => {
  beforeEach(() => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.employ("maya", { endsAt: day(0) });
    world.run(day(0));
  });

  it("restores the owner with the original start and releases the caretaker", () => {
    world.employ("maya", { endsAt: null });
    const { after, changes, findings } = world.runOne(day(2));
    expect(ownersOf(after)).toEqual(["maya owner signed"]);
    expect(after.owners[0]?.since).toBe(day(-100));
    expect(after.departedOwners).toEqual([]);
    expect(after.standing).toMatchObject({ beneath: "valid", reasons: [], deadlineAt: null });
    expect(changes.ended).toMatchObject([{ personId: "ines", because: "restored" }]);
    expect(changes.restored).toMatchObject([{ personId: "maya", endedAt: day(0) }]);
    expect(findings).toEqual([]);
  });

  it("restores the owner when the end only moved into the future", () => {
    world.employ("maya", { endsAt: day(200) });
    expect(ownersOf(world.runOne(day(2)).after)).toEqual(["maya owner signed"]);
  });

  it("flags both and reverts nothing once the caretaker has signed", () => {
    world.sign("ines", day(1));
    world.employ("maya", { endsAt: null });
    const settled = world.runOne(day(2));
    expect(ownersOf(settled.after)).toEqual(["ines owner signed"]);
    expect(settled.after.standing.beneath).toBe("valid");
    expect(settled.findings).toMatchObject([
      { code: "OWNER_DEPARTED", facts: { personId: "maya", holderId: "ines", rescinded: 1 } },
    ]);
  });

  it("flags and reverts nothing once a named person gave the duty to somebody else", () => {
    world.hire("jon");
    world.act({ kind: "reassign", toPersonId: "jon" }, day(1));
    world.employ("maya", { endsAt: null });
    expect(ownersOf(world.runOne(day(2)).after)).toEqual(["jon owner inherited"]);
  });

  it("takes its reason along when the owner had never signed", () => {
    world.states.clear();
    world.employ("maya", { endsAt: null });
    world.authorize({ owner: "maya" }, day(0));
    world.employ("maya", { endsAt: day(1) });
    expect(world.runOne(day(1)).after.standing.reasons).toEqual([
      "OWNER_DEPARTED",
      "SIGNATURE_MISSING",
    ]);
    world.employ("maya", { endsAt: null });
    expect(world.runOne(day(2)).after.standing.reasons).toEqual(["SIGNATURE_MISSING"]);
  });

  it("flags and restores nothing when they may not hold it any more", () => {
    const { inForce } = world.only;
    world.act({ kind: "revise", inForce, tier: "medium", builderId: "maya" }, day(1));
    world.employ("maya", { endsAt: null });
    const settled = world.runOne(day(2));
    expect(ownersOf(settled.after)).toEqual(["ines owner inherited"]);
    expect(settled.findings).toContainEqual(
      expect.objectContaining({ facts: expect.objectContaining({ rescinded: 1 }) }),
    );
  });

  it("releases nobody who keeps the duty of somebody else", () => {
    world.states.clear();
    world.hire("jon", { positions: ["seat"], teams: ["t"] });
    world.hire("kim");
    const binding = { kind: "position", positionKey: "seat" } as const;
    world.employ("maya", { endsAt: null });
    world.authorize({ owner: "jon", coOwners: ["maya"], signedBy: ["maya"], binding });
    world.employ("maya", { endsAt: day(0) });
    world.learn("jon", { positions: ["elsewhere"] });
    world.learn("kim", { positions: ["seat"] });
    expect(ownersOf(world.runOne(day(0)).after)).toEqual(["kim owner inherited"]);
    world.employ("maya", { endsAt: null });
    expect(ownersOf(world.runOne(day(1)).after)).toEqual([
      "kim owner inherited",
      "maya coOwner signed",
    ]);
  });

  it("also restores an owner whose caretaker had left as well", () => {
    world.employ("ines", { endsAt: day(1) });
    world.run(day(1));
    expect(ownersOf(world.only)).toEqual(["lea owner inherited"]);
    world.employ("maya", { endsAt: null });
    expect(ownersOf(world.runOne(day(2)).after)).toEqual(["maya owner signed"]);
  });
});
