import { beforeEach, describe, expect, it } from "vitest";
import { shownStanding } from "../../../src/domain/standing.js";
import {
  World,
  codesOf,
  day,
  employment,
  ownersOf,
  person,
  signatureOf,
  traceOf,
} from "./support/world.js";

let world: World;

beforeEach(() => {
  world = new World();
  world.hire("ines");
  world.hire("maya", { managerId: "ines" });
});

describe("L6: an owner of several", () => {
  it("is succeeded in each of them, by different people where they differ", () => {
    world.hire("jon");
    world.authorize({ owner: "maya", signedBy: ["maya"], agentId: "a" });
    world.authorize({
      owner: "maya",
      signedBy: ["maya"],
      agentId: "b",
      namedSuccessorIds: ["jon"],
    });
    world.authorize({ owner: "jon", coOwners: ["maya"], signedBy: ["jon"], agentId: "c" });
    world.employ("maya", { endsAt: day(0) });
    const owners = world.run(day(0)).map(({ after }) => ownersOf(after));
    expect(owners).toEqual([
      ["ines owner inherited"],
      ["jon owner inherited"],
      ["jon owner signed"],
    ]);
  });

  it("counts what was given earlier in the batch against the load", () => {
    world.policy = { ...world.policy, loadCap: 1 };
    for (const agentId of ["a", "b"])
      world.authorize({ owner: "maya", signedBy: ["maya"], agentId });
    world.employ("maya", { endsAt: day(0) });
    const [first, second] = world.run(day(0));
    expect(first && ownersOf(first.after)).toEqual(["ines owner inherited"]);
    expect(second && traceOf(second)).toContain("manager ines: overloaded");
    expect(second && ownersOf(second.after)).toEqual(["lea owner inherited"]);
  });

  it("is not named a successor any more", () => {
    world.hire("jon");
    world.authorize({ owner: "jon", signedBy: ["jon"], namedSuccessorIds: ["maya"] });
    world.employ("maya", { endsAt: day(0) });
    world.employ("jon", { endsAt: day(0) });
    expect(traceOf(world.runOne(day(0)))[0]).toBe("namedSuccessor maya: departed");
  });
});

describe("L7: the successor is the manager", () => {
  beforeEach(() => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.employ("maya", { endsAt: day(0) });
  });

  it("inherits the duty and not the signature", () => {
    const { after } = world.runOne(day(0));
    expect(after.owners).toMatchObject([
      { personId: "ines", role: "owner", basis: "inherited", inheritedFrom: "maya" },
    ]);
    expect(after.standing).toMatchObject({ beneath: "provisional", deadlineAt: day(14) });
    expect(after.signatures).toMatchObject([{ personId: "maya" }]);
  });

  it("inherits no signature of their own from before, either", () => {
    world.states.clear();
    const signatures = [signatureOf("maya"), signatureOf("ines")];
    world.authorize({ owner: "maya", signatures });
    const { after } = world.runOne(day(0));
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(after.standing.beneath).toBe("provisional");
  });

  it("is valid again once countersigned", () => {
    world.run(day(0));
    const after = world.sign("ines", day(1));
    expect(after.standing).toEqual({
      beneath: "valid",
      reasons: [],
      since: day(1),
      deadlineAt: null,
    });
    expect(ownersOf(after)).toEqual(["ines owner signed"]);
  });
});

describe("L8: the directory deleted the manager link first", () => {
  it("uses the manager as of departure", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.learn("maya", { managerId: null, managerAtDepartureId: "ines" });
    world.learn("maya", { employments: [employment({ endsAt: day(0) })] });
    expect(ownersOf(world.runOne(day(0)).after)).toEqual(["ines owner inherited"]);
  });
});

describe("L9: no manager who could receive it", () => {
  it.each([
    { manager: "none", managerId: null, entry: "manager nobody: -" },
    { manager: "gone as well", managerId: "gone", entry: "manager gone: departed" },
    { manager: "self", managerId: "maya", entry: "manager maya: cycle" },
    { manager: "a service account", managerId: "robot", entry: "manager robot: notHuman" },
    { manager: "unknown", managerId: "nemo", entry: "manager nemo: unknown" },
  ])("manager $manager: the governance lead, and the trace says why", ({ managerId, entry }) => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.hire("gone", { employments: [employment({ endsAt: day(-9) })] });
    world.hire("robot", { employments: [employment({ workerType: "service" })] });
    world.learn("maya", { managerId });
    world.learn("maya", { employments: [employment({ endsAt: day(0) })] });
    const settled = world.runOne(day(0));
    expect(ownersOf(settled.after)).toEqual(["lea owner inherited"]);
    expect(traceOf(settled)).toContain(entry);
    expect(traceOf(settled).at(-1)).toBe("governanceLead lea: receives");
  });

  it("climbs past managers who left, as far as policy says", () => {
    world.hire("top");
    world.hire("gone", {
      employments: [employment({ endsAt: day(-5) })],
      managerAtDepartureId: "top",
    });
    world.learn("maya", { managerId: "gone", employments: [employment({ endsAt: day(0) })] });
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.policy = { ...world.policy, climbLimit: 1 };
    const short = new World();
    Object.assign(short, {
      people: world.people,
      states: new Map(world.states),
      policy: world.policy,
    });
    expect(ownersOf(short.runOne(day(0)).after)).toEqual(["lea owner inherited"]);
    world.policy = { ...world.policy, climbLimit: 2 };
    expect(ownersOf(world.runOne(day(0)).after)).toEqual(["top owner inherited"]);
  });

  it("is orphaned, loudly, when nobody at all may receive it", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"], builderId: "omar" });
    for (const id of ["maya", "ines", "lea"]) world.employ(id, { endsAt: day(0) });
    const settled = world.runOne(day(0));
    expect(settled.after.owners).toEqual([]);
    expect(settled.after.standing).toMatchObject({
      beneath: "orphaned",
      reasons: ["OWNER_DEPARTED", "SUCCESSION_FAILED"],
      deadlineAt: day(14),
    });
    expect(traceOf(settled)).toContain("governanceLead omar: isBuilder");
    const [failed] = settled.findings.filter(({ code }) => code === "SUCCESSION_FAILED");
    expect(failed).toMatchObject({ severity: "critical", facts: { leaverId: "maya" } });
    // and it is tried again: the manager turns out to work here still
    expect(ownersOf(world.runOne(day(5)).after)).toEqual([]);
    world.hire("ines");
    expect(ownersOf(world.runOne(day(6)).after)).toEqual(["ines owner inherited"]);
    expect(world.only.standing).toMatchObject({ beneath: "provisional", deadlineAt: day(14) });
  });
});

describe("L10: the whole chain leaves in one batch", () => {
  it("nobody inherits from a leaver who is a leaver too", () => {
    world.hire("top");
    world.learn("ines", { managerId: "top" });
    world.authorize({ owner: "maya", signedBy: ["maya"], namedSuccessorIds: ["jon"] });
    world.hire("jon");
    for (const id of ["maya", "ines", "jon"]) {
      world.learn(id, { employments: [employment({ endsAt: day(0) })] });
    }
    const settled = world.runOne(day(0));
    expect(traceOf(settled)).toEqual([
      "namedSuccessor jon: departed",
      "coOwner nobody: -",
      "samePosition nobody: -",
      "actingHeadOrDeputy nobody: -",
      "manager ines: departed",
      "reportingLine top: receives",
    ]);
    expect(ownersOf(settled.after)).toEqual(["top owner inherited"]);
  });
});

describe("L11: one of several owners leaves", () => {
  beforeEach(() => world.hire("jon"));

  const leave = () => {
    world.employ("maya", { endsAt: day(0) });
    return world.runOne(day(0));
  };

  it("stays valid when one who remains has signed", () => {
    world.authorize({ owner: "maya", coOwners: ["jon"], signedBy: ["maya", "jon"] });
    const { after, trace } = leave();
    expect(after.standing).toMatchObject({ beneath: "valid", since: day(-100) });
    expect(ownersOf(after)).toEqual(["jon coOwner signed"]);
    expect(trace).toBeNull();
  });

  it("is provisional with the co-owner as caretaker when they have not", () => {
    world.authorize({
      owner: "maya",
      coOwners: ["jon"],
      signedBy: ["maya"],
      namedSuccessorIds: ["ines"],
    });
    const { after } = leave();
    expect(after.standing).toMatchObject({ beneath: "provisional", deadlineAt: day(14) });
    expect(ownersOf(after)).toEqual(["jon coOwner proposed"]);
  });

  it("says so when fewer than the policy's owners remain", () => {
    world.policy = { ...world.policy, minimumOwners: 2 };
    world.authorize({ owner: "maya", coOwners: ["jon"], signedBy: ["maya", "jon"] });
    expect(codesOf(world.runOne(day(-1)))).toEqual([]);
    expect(codesOf(leave())).toEqual(["SINGLE_OWNER"]);
  });

  it("sends the last owner through succession", () => {
    world.authorize({ owner: "maya", coOwners: ["jon"], signedBy: ["maya", "jon"] });
    leave();
    world.learn("jon", { managerId: "ines", employments: [employment({ endsAt: day(1) })] });
    expect(ownersOf(world.runOne(day(1)).after)).toEqual(["ines owner inherited"]);
  });
});

describe("succession order", () => {
  it("asks in the order of the policy, and keeps each answer", () => {
    world.people.clear();
    const away = { employments: [employment({ leaveStartsAt: day(-90) })] };
    world.hire("maya", { managerId: "m1", teams: ["t1"], positions: ["p1"] });
    world.hire("named", { employments: [employment({ startsAt: day(3) })] });
    world.hire("seat", { positions: ["p1"], ...away });
    world.hire("deputy", { employments: [employment({ endsAt: day(20) })] });
    world.hire("m1", { managerId: "m2", load: 10 });
    world.hire("m2", {
      authorityLimits: [{ limits: { amountEUR: 1999 }, decisionClasses: null, from: 0, to: null }],
    });
    world.hire("head", { employments: [employment({ workerType: "contractor" })] });
    world.hire("parent", { employments: [] });
    world.form("t1", { headId: "head", deputyIds: ["deputy"], parentKey: "t0" });
    world.form("t0", { headId: "parent" });
    world.policy = { ...world.policy, contractorsMayOwn: false, lastResortIds: ["omar"] };
    world.people.set("omar", person("omar"));
    world.authorize({
      owner: "maya",
      signedBy: ["maya"],
      namedSuccessorIds: ["named"],
      builderId: "lea",
    });
    world.hire("lea");
    world.learn("maya", { employments: [employment({ endsAt: day(0) })] });
    expect(traceOf(world.runOne(day(0)))).toEqual([
      "namedSuccessor named: notActive",
      "coOwner nobody: -",
      "samePosition seat: onLongLeave",
      "actingHeadOrDeputy deputy: leavingSoon",
      "manager m1: overloaded",
      "reportingLine m2: overLimit",
      "teamHead head: isContractor",
      "teamHead parent: unknown",
      "governanceLead lea: isBuilder",
      "governanceLead omar: receives",
    ]);
  });

  it("asks who serves for a lead that left, as far up as policy says, then the last resort", () => {
    world.policy = { ...world.policy, successionOrder: ["governanceLead"], climbLimit: 1 };
    world.hire("kim");
    world.hire("away", { managerId: "kim", employments: [employment({ endsAt: day(-7) })] });
    world.authorize({ owner: "maya", signedBy: ["maya"], leadId: "gone" });
    world.hire("gone", { managerId: "kim", employments: [employment({ endsAt: day(-7) })] });
    world.employ("maya", { endsAt: day(0) });
    expect(traceOf(world.runOne(day(0)))).toEqual([
      "governanceLead gone: departed",
      "governanceLead kim: receives",
    ]);
    world.learn("gone", { managerId: "away" });
    world.act({ kind: "decline", personId: "kim" }, day(1));
    expect(ownersOf(world.only)).toEqual(["omar owner inherited"]);
  });

  it("asks who sits in the seat it is bound to, though the leaver lost the seat before", () => {
    world.hire("jon", { positions: ["seat"] });
    const binding = { kind: "position", positionKey: "seat" } as const;
    world.authorize({ owner: "maya", signedBy: ["maya"], binding });
    world.employ("maya", { endsAt: day(0) });
    expect(ownersOf(world.runOne(day(0)).after)).toEqual(["jon owner inherited"]);
  });

  it("counts what a successor owns already once, and not twice", () => {
    world.policy = { ...world.policy, loadCap: 2 };
    world.authorize({ owner: "ines", signedBy: ["ines"], agentId: "a" });
    world.authorize({ owner: "maya", signedBy: ["maya"], agentId: "b" });
    world.employ("maya", { endsAt: day(0) });
    expect(world.run(day(0)).map(({ after }) => ownersOf(after))).toEqual([
      ["ines owner signed"],
      ["ines owner inherited"],
    ]);
  });

  it("asks the team it is bound to, not the leaver's own teams, and then its parents", () => {
    world.policy = { ...world.policy, successionOrder: ["actingHeadOrDeputy", "teamHead"] };
    world.hire("head", { load: 99 });
    world.form("bound", { headId: "head", parentKey: "above" });
    world.form("above", { headId: "ines" });
    world.form("own", { headId: "lea", deputyIds: ["omar"] });
    world.learn("maya", { teams: ["own"] });
    world.authorize({
      owner: "maya",
      signedBy: ["maya"],
      binding: { kind: "team", teamKey: "bound" },
    });
    world.employ("maya", { endsAt: day(0) });
    expect(traceOf(world.runOne(day(0)))).toEqual([
      "actingHeadOrDeputy nobody: -",
      "teamHead head: overloaded",
      "teamHead ines: receives",
    ]);
  });

  it("goes to the next when one declines, with the same deadline, and not back", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"], namedSuccessorIds: ["jon"] });
    world.hire("jon");
    world.employ("maya", { endsAt: day(0) });
    world.learn("maya", { managerId: "ines" });
    world.run(day(0));
    expect(ownersOf(world.only)).toEqual(["jon owner inherited"]);
    const declined = world.act({ kind: "decline", personId: "jon" }, day(4));
    expect(ownersOf(declined)).toEqual(["ines owner inherited"]);
    expect(declined.standing).toMatchObject({ beneath: "provisional", deadlineAt: day(14) });
    expect(declined.owners[0]?.inheritedFrom).toBe("maya");
  });

  it("withholds a critical one at once when a successor is found", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"], tier: "critical" });
    world.employ("maya", { endsAt: day(0) });
    const { after, findings } = world.runOne(day(0));
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(shownStanding(after)).toBe("suspended");
    expect(after.standing.deadlineAt).toBeNull();
    expect(findings).toMatchObject([{ code: "OWNER_DEPARTED", severity: "critical" }]);
    expect(world.sign("ines", day(1)).standing.beneath).toBe("valid");
  });

  it("withholds a critical one at once when none is found", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"], tier: "critical" });
    for (const id of ["maya", "ines", "lea", "omar"]) world.employ(id, { endsAt: day(0) });
    const settled = world.runOne(day(0));
    expect(settled.after.owners).toEqual([]);
    expect(shownStanding(settled.after)).toBe("suspended");
    expect(codesOf(settled)).toContain("SUCCESSION_FAILED");
  });
});
