import { beforeEach, describe, expect, it } from "vitest";
import { isUnchanged } from "../../../src/domain/changes.js";
import { World, codesOf, day, employment, ownersOf, traceOf } from "./support/world.js";

let world: World;

beforeEach(() => {
  world = new World();
  world.hire("ines");
  world.hire("jon");
  world.hire("maya", { managerId: "ines", teams: ["claims"], positions: ["head-of-claims"] });
  world.form("claims", { headId: "ines", memberIds: ["maya"] });
});

const authorize = (kind: "person" | "position" | "team") => {
  const bindings = {
    person: { kind: "person" },
    position: { kind: "position", positionKey: "head-of-claims" },
    team: { kind: "team", teamKey: "claims" },
  } as const;
  world.authorize({ owner: "maya", signedBy: ["maya"], binding: bindings[kind] });
};

const move = () => world.learn("maya", { teams: ["sales"], positions: ["head-of-sales"] });

describe("M1: the owner moves", () => {
  it("bound to the person: it moves along, to be signed again", () => {
    authorize("person");
    move();
    const settled = world.runOne(day(0));
    expect(ownersOf(settled.after)).toEqual(["maya owner signed"]);
    expect(settled.after.standing).toMatchObject({
      beneath: "provisional",
      reasons: ["OWNER_MOVED"],
      deadlineAt: day(14),
    });
    expect(codesOf(settled)).toEqual(["OWNER_MOVED"]);
    const signed = world.sign("maya", day(2));
    expect(signed.standing.beneath).toBe("valid");
    expect(isUnchanged(world.runOne(day(3)).changes)).toBe(true);
  });

  it("bound to the seat: its next holder receives it", () => {
    authorize("position");
    move();
    // nobody sits there yet: the owner goes on answering
    expect(ownersOf(world.runOne(day(0)).after)).toEqual(["maya owner signed"]);
    expect(world.only.standing.reasons).toEqual(["OWNER_MOVED"]);
    world.learn("jon", { positions: ["head-of-claims"] });
    const settled = world.runOne(day(5));
    expect(ownersOf(settled.after)).toEqual(["jon owner inherited"]);
    expect(settled.after.owners[0]?.inheritedFrom).toBe("maya");
    expect(settled.changes.ended).toMatchObject([{ personId: "maya", because: "OWNER_MOVED" }]);
    expect(settled.after.standing).toMatchObject({ beneath: "provisional", deadlineAt: day(14) });
    expect(settled.findings).toMatchObject([
      { code: "OWNER_MOVED", facts: { personId: "maya", holderId: "jon" } },
    ]);
  });

  it("bound to the team: its head receives it", () => {
    authorize("team");
    move();
    const settled = world.runOne(day(0));
    expect(ownersOf(settled.after)).toEqual(["ines owner inherited"]);
    expect(traceOf(settled)).toEqual(["teamHead ines: receives"]);
    expect(settled.after.standing).toMatchObject({
      beneath: "provisional",
      reasons: ["OWNER_MOVED"],
    });
  });

  it("bound to the team, with no head who may: the owner keeps it and signs again", () => {
    authorize("team");
    world.learn("ines", { load: 99 });
    move();
    const settled = world.runOne(day(0));
    expect(traceOf(settled)).toEqual(["teamHead ines: overloaded"]);
    expect(ownersOf(settled.after)).toEqual(["maya owner signed"]);
    expect(settled.after.standing.beneath).toBe("provisional");
  });

  it("bound to the team, whose head it is: heading it from elsewhere is not leaving it", () => {
    world.form("claims", { headId: "maya", deputyIds: ["jon"] });
    authorize("team");
    move();
    const { after } = world.runOne(day(0));
    expect(ownersOf(after)).toEqual(["maya owner signed"]);
    expect(after.standing.reasons).toEqual(["OWNER_MOVED"]);
  });

  it("bound to the team, whose head owns it too: no load is added, and theirs is the signature", () => {
    world.policy = { ...world.policy, loadCap: 1 };
    world.authorize({
      owner: "maya",
      coOwners: ["ines"],
      signedBy: ["maya", "ines"],
      binding: { kind: "team", teamKey: "claims" },
    });
    move();
    const { after } = world.runOne(day(0));
    expect(ownersOf(after)).toEqual(["ines coOwner signed"]);
    expect(after.standing.beneath).toBe("valid");
  });

  it("a move within the team leaves a team's authorization there, to be signed again", () => {
    authorize("team");
    world.learn("maya", { positions: ["adjuster"] });
    const { after } = world.runOne(day(0));
    expect(ownersOf(after)).toEqual(["maya owner signed"]);
    expect(after.standing.reasons).toEqual(["OWNER_MOVED"]);
  });

  it("joining one more team is no move, and neither is a feed that forgets them all (M7)", () => {
    authorize("person");
    world.learn("maya", { teams: ["claims", "safety"] });
    expect(isUnchanged(world.runOne(day(0)).changes)).toBe(true);
    world.learn("maya", { teams: [], positions: [] });
    expect(isUnchanged(world.runOne(day(1)).changes)).toBe(true);
  });

  it("a placement that is learned later is set silently (M6)", () => {
    world.learn("maya", { teams: [], positions: [] });
    authorize("person");
    world.learn("maya", { teams: ["claims"] });
    const { changes, after } = world.runOne(day(0));
    expect(changes.altered).toHaveLength(1);
    expect(after.standing.beneath).toBe("valid");
    move();
    expect(world.runOne(day(1)).after.standing.reasons).toEqual(["OWNER_MOVED"]);
  });
});

describe("M2: the owner becomes the agent's builder", () => {
  const build = (builderId: string) =>
    world.act({ kind: "revise", inForce: world.only.inForce, tier: "medium", builderId }, day(0));

  it("is succeeded", () => {
    authorize("person");
    const after = build("maya");
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(after.standing).toMatchObject({
      beneath: "provisional",
      reasons: ["OWNER_IS_BUILDER"],
      deadlineAt: day(14),
    });
    expect(after.departedOwners).toEqual([]);
    expect(codesOf(world.runOne(day(1)))).toEqual(["OWNER_IS_BUILDER"]);
  });

  it("is orphaned when nobody else may, and forgets nothing", () => {
    world.policy = { ...world.policy, successionOrder: ["manager"], loadCap: 0 };
    authorize("person");
    const after = build("maya");
    expect(after.standing).toMatchObject({
      beneath: "orphaned",
      reasons: ["OWNER_IS_BUILDER", "SUCCESSION_FAILED"],
    });
    world.policy = { ...world.policy, loadCap: 10 };
    expect(ownersOf(world.runOne(day(1)).after)).toEqual(["ines owner inherited"]);
  });

  it("a co-owner who built it goes, and one who signed keeps it valid", () => {
    world.authorize({ owner: "maya", coOwners: ["jon"], signedBy: ["maya"] });
    const after = build("jon");
    expect(ownersOf(after)).toEqual(["maya owner signed"]);
    expect(after.standing.beneath).toBe("valid");
  });
});

describe("M3: only the manager changes", () => {
  it("changes no owner, but who comes next", () => {
    authorize("person");
    world.learn("maya", { managerId: "jon" });
    expect(isUnchanged(world.runOne(day(0)).changes)).toBe(true);
    world.learn("maya", { employments: [employment({ endsAt: day(1) })] });
    expect(ownersOf(world.runOne(day(1)).after)).toEqual(["jon owner inherited"]);
  });
});

describe("M5: managers in a loop", () => {
  it("ends, says so once, and goes to the governance lead", () => {
    authorize("person");
    world.learn("ines", { managerId: "jon", load: 99 });
    world.learn("jon", { managerId: "ines", load: 99 });
    world.form("claims", { headId: "omar" });
    world.learn("maya", { employments: [employment({ endsAt: day(0) })] });
    const settled = world.runOne(day(0));
    expect(traceOf(settled).slice(4)).toEqual([
      "manager ines: overloaded",
      "reportingLine jon: overloaded",
      "reportingLine ines: cycle",
      "teamHead nobody: cycle",
      "governanceLead lea: receives",
    ]);
    const cycles = settled.findings.filter(({ code }) => code === "SUCCESSION_CYCLE");
    expect(cycles).toHaveLength(1);
    const again = world.runOne(day(1)).findings.filter(({ code }) => code === "SUCCESSION_CYCLE");
    expect(again.map(({ dedupKey }) => dedupKey)).toEqual(cycles.map(({ dedupKey }) => dedupKey));
  });

  it("does not follow parent teams round and round", () => {
    world.policy = { ...world.policy, successionOrder: ["teamHead"] };
    authorize("person");
    world.form("claims", { headId: "maya", parentKey: "division" });
    world.form("division", { headId: "jon", parentKey: "claims" });
    world.learn("jon", { load: 99 });
    world.learn("maya", { employments: [employment({ endsAt: day(0) })] });
    const settled = world.runOne(day(0));
    expect(traceOf(settled)).toEqual(["teamHead jon: overloaded"]);
    expect(codesOf(settled)).toContain("SUCCESSION_CYCLE");
    expect(settled.after.standing.beneath).toBe("orphaned");
  });
});

describe("Q5: an owner that is no person", () => {
  it("is flagged and succeeded", () => {
    authorize("person");
    world.employ("maya", { workerType: "service" });
    const settled = world.runOne(day(0));
    expect(ownersOf(settled.after)).toEqual(["ines owner inherited"]);
    expect(codesOf(settled)).toEqual(["OWNER_NOT_HUMAN"]);
  });
});

describe("L12: the owning team", () => {
  it("is TEAM_EMPTY without an active member or head", () => {
    authorize("team");
    expect(codesOf(world.runOne(day(0)))).toEqual([]);
    world.employ("ines", { endsAt: day(1) });
    expect(codesOf(world.runOne(day(1)))).toEqual([]);
    world.form("claims", { headId: "ines", memberIds: [] });
    expect(codesOf(world.runOne(day(1)))).toEqual(["TEAM_EMPTY"]);
  });
});

describe("the governance lead", () => {
  const vacancy = () =>
    world.runOne(day(0)).findings.filter(({ code }) => code === "GOVERNANCE_LEAD_VACANT");

  it("is reported for the class when they left, with who serves instead", () => {
    authorize("person");
    expect(vacancy()).toEqual([]);
    world.learn("lea", {
      managerAtDepartureId: "jon",
      employments: [employment({ endsAt: day(0) })],
    });
    expect(vacancy()).toMatchObject([
      {
        subject: { kind: "decisionClass", key: "claim-auto-approve" },
        facts: { leadId: "lea", actingLeadId: "jon" },
      },
    ]);
    world.policy = { ...world.policy, climbLimit: 0 };
    expect(vacancy()).toMatchObject([{ facts: { actingLeadId: "omar" } }]);
    world.policy = { ...world.policy, climbLimit: 1 };
    world.employ("jon", { leaveStartsAt: day(-60) });
    expect(vacancy()).toMatchObject([{ facts: { actingLeadId: "omar" }, severity: "warning" }]);
    world.people.delete("omar");
    expect(vacancy()).toMatchObject([{ facts: { actingLeadId: null }, severity: "critical" }]);
  });
});
