import { beforeEach, describe, expect, it } from "vitest";
import { changesBetween, isUnchanged } from "../../../src/domain/changes.js";
import { World, codesOf, day, employment, ownersOf } from "./support/world.js";

let world: World;

beforeEach(() => {
  world = new World();
  world.hire("ines");
  world.hire("maya", { managerId: "ines" });
  world.authorize({ owner: "maya", signedBy: ["maya"] });
});

describe("N1: a leave of absence", () => {
  it("keeps the owner, and names nobody else while it is short", () => {
    world.employ("maya", { leaveStartsAt: day(0), leaveEndsAt: day(29) });
    const settled = world.runOne(day(0));
    expect(ownersOf(settled.after)).toEqual(["maya owner signed"]);
    expect(settled.after.standing.beneath).toBe("valid");
    expect(codesOf(settled)).toEqual(["OWNER_ON_LEAVE"]);
  });

  it("names an acting owner after the policy's days, until its end", () => {
    world.employ("maya", { leaveStartsAt: day(0), leaveEndsAt: day(90) });
    const early = world.runOne(day(30) - 1);
    expect(ownersOf(early.after)).toEqual(["maya owner signed"]);
    expect(early.nextDueAt).toBe(day(30));
    const { after, findings } = world.runOne(day(30));
    expect(ownersOf(after)).toEqual(["maya owner signed", "ines acting inherited"]);
    expect(after.owners[1]).toMatchObject({ until: day(90), inheritedFrom: "maya" });
    expect(after.standing.beneath).toBe("valid");
    expect(findings).toMatchObject([{ code: "OWNER_ON_LEAVE", facts: { actingId: "ines" } }]);
  });

  it("names an acting owner once an open leave has lasted the policy's days", () => {
    world.employ("maya", { leaveStartsAt: day(0) });
    const early = world.runOne(day(29));
    expect(ownersOf(early.after)).toEqual(["maya owner signed"]);
    expect(early.nextDueAt).toBe(day(30));
    const { after } = world.runOne(day(30));
    expect(ownersOf(after)).toEqual(["maya owner signed", "ines acting inherited"]);
  });

  it("gives it back by itself on return", () => {
    world.employ("maya", { leaveStartsAt: day(0), leaveEndsAt: day(90) });
    expect(world.runOne(day(30)).nextDueAt).toBe(day(90));
    const { after, changes } = world.runOne(day(90));
    expect(ownersOf(after)).toEqual(["maya owner signed"]);
    expect(changes.ended).toMatchObject([{ personId: "ines", because: "leaveEnded" }]);
    expect(after.standing).toMatchObject({ beneath: "valid", since: day(-100) });
  });

  it("follows a leave that is prolonged", () => {
    world.employ("maya", { leaveStartsAt: day(0), leaveEndsAt: day(90) });
    world.run(day(30));
    world.employ("maya", { leaveStartsAt: day(0), leaveEndsAt: day(120) });
    const { changes, after } = world.runOne(day(80));
    expect(changes.altered).toHaveLength(1);
    expect(after.owners[1]?.until).toBe(day(120));
  });

  it("names nobody while a co-owner is at hand", () => {
    world.states.clear();
    world.hire("jon");
    world.authorize({ owner: "maya", coOwners: ["jon"], signedBy: ["maya"] });
    world.employ("maya", { leaveStartsAt: day(0), leaveEndsAt: day(90) });
    expect(ownersOf(world.runOne(day(40)).after)).toHaveLength(2);
  });

  it("replaces an acting owner who leaves, and drops them when the owner leaves (N3)", () => {
    world.learn("maya", { managerId: "ines" });
    world.learn("maya", {
      employments: [employment({ leaveStartsAt: day(0), leaveEndsAt: day(90) })],
    });
    world.run(day(30));
    world.employ("ines", { endsAt: day(35) });
    expect(ownersOf(world.runOne(day(35)).after)).toEqual([
      "maya owner signed",
      "lea acting inherited",
    ]);
    world.employ("maya", { leaveStartsAt: day(0), endsAt: day(36) });
    expect(ownersOf(world.runOne(day(36)).after)).toEqual(["lea owner inherited"]);
    expect(world.only.standing.beneath).toBe("provisional");
  });
});

describe("N3: who stands in for somebody who leaves", () => {
  it("stands in no longer, also when the duty comes to them", () => {
    const away = { leaveStartsAt: day(0), leaveEndsAt: day(90) };
    world.employ("maya", away);
    world.run(day(30));
    world.employ("maya", { ...away, endsAt: day(35) });
    const { changes, after } = world.runOne(day(35));
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(changes.ended).toMatchObject([
      { personId: "maya", endedAt: day(35), because: "OWNER_DEPARTED" },
      { personId: "ines", role: "acting", endedAt: day(35), because: "leaveEnded" },
    ]);
  });
});

describe("N7: concurrent jobs", () => {
  it("is active while any employment is", () => {
    const jobs = [
      employment({ key: "hr/1", endsAt: day(0) }),
      employment({ key: "hr/2", startsAt: day(-30), endsAt: day(40) }),
    ];
    world.learn("maya", { employments: jobs });
    expect(ownersOf(world.runOne(day(20)).after)).toEqual(["maya owner signed"]);
    expect(ownersOf(world.runOne(day(40)).after)).toEqual(["ines owner inherited"]);
  });

  it("is active across records that touch, as when a contractor is hired (N6)", () => {
    const jobs = [
      employment({ key: "hr/1", endsAt: day(0), workerType: "contractor" }),
      employment({ key: "hr/2", startsAt: day(0) }),
    ];
    world.learn("maya", { employments: jobs });
    const settled = world.runOne(day(-3));
    expect(codesOf(settled)).toEqual([]);
    for (const at of [day(0) - 1, day(0), day(1)]) {
      expect(world.runOne(at).after.standing).toMatchObject({ beneath: "valid", since: day(-100) });
    }
  });

  it("is on leave only when every running job is", () => {
    const jobs = [employment({ key: "hr/1", leaveStartsAt: day(0) }), employment({ key: "hr/2" })];
    world.learn("maya", { employments: jobs });
    expect(codesOf(world.runOne(day(50)))).toEqual([]);
  });
});

describe("N8: a rehire", () => {
  beforeEach(() => {
    world.employ("maya", { endsAt: day(0) });
    world.run(day(0));
    const again = employment({ key: "hr/2", startsAt: day(20) });
    world.learn("maya", { employments: [employment({ endsAt: day(0) }), again] });
  });

  it("resurrects nothing, and is offered back", () => {
    const settled = world.runOne(day(10));
    expect(codesOf(settled)).toContain("RATIFICATION_OVERDUE");
    expect(ownersOf(world.runOne(day(10)).after)).toEqual(["ines owner inherited"]);
    const back = world.runOne(day(20));
    expect(ownersOf(back.after)).toEqual(["ines owner inherited"]);
    expect(back.findings).toContainEqual(
      expect.objectContaining({
        code: "OWNER_DEPARTED",
        severity: "info",
        facts: expect.objectContaining({ personId: "maya", returned: 1, rescinded: 0 }),
      }),
    );
  });

  it("is not offered back any longer once an owner of today signs", () => {
    world.run(day(20));
    world.sign("ines", day(21));
    expect(codesOf(world.runOne(day(21)))).toEqual([]);
  });
});

describe("N9: a future hire", () => {
  it("may be a named successor from the first day on, and a no-show never is", () => {
    world.states.clear();
    world.authorize({ owner: "maya", signedBy: ["maya"], namedSuccessorIds: ["noor", "ines"] });
    world.hire("noor", { employments: [employment({ startsAt: day(1) })] });
    world.employ("maya", { endsAt: day(0) });
    expect(ownersOf(world.runOne(day(0)).after)).toEqual(["ines owner inherited"]);
    world.act({ kind: "decline", personId: "ines" }, day(1));
    expect(ownersOf(world.only)).toEqual(["noor owner inherited"]);
    world.employ("noor", { startsAt: day(1), endsAt: day(1) });
    world.act({ kind: "decline", personId: "noor" }, day(2));
    expect(ownersOf(world.only)).toEqual(["lea owner inherited"]);
  });
});

describe("N10: another name or address", () => {
  it("is no event for continuity", () => {
    world.learn("maya", { name: "Maya Okafor-Lind", recordedIn: 77 });
    const { before, after, changes } = world.runOne(day(0));
    expect(isUnchanged(changes)).toBe(true);
    expect(isUnchanged(changesBetween(before, after))).toBe(true);
  });
});
