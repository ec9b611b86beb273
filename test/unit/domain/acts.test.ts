import { beforeEach, describe, expect, it } from "vitest";
import type { Act } from "../../../src/domain/acts.js";
import { changesBetween, isUnchanged } from "../../../src/domain/changes.js";
import { World, day, employment, ownersOf } from "../scenarios/support/world.js";

let world: World;

beforeEach(() => {
  world = new World();
  world.hire("ines");
  world.hire("jon");
  world.hire("maya", { managerId: "ines" });
  world.authorize({ owner: "maya", signedBy: ["maya"] });
});

const signing = (personId: string, more: Partial<Extract<Act, { kind: "sign" }>> = {}) =>
  ({
    kind: "sign",
    personId,
    strength: "authenticated",
    signedAt: day(0),
    evidence: null,
    recordedBy: null,
    covers: null,
    ...more,
  }) satisfies Act;

const codeOf = (act: Act, at = day(0)) => {
  const result = world.attempt(act, at);
  return result.ok ? "ok" : result.code;
};

describe("sign", () => {
  it("is refused to whoever does not own it, may not hold it, or dates it wrongly", () => {
    expect(codeOf(signing("maya"))).toBe("ok");
    expect(codeOf(signing("jon"))).toBe("NOT_AN_OWNER");
    expect(codeOf(signing("maya", { signedAt: day(0) + 1 }))).toBe("SIGNED_IN_THE_FUTURE");
    expect(codeOf(signing("maya", { strength: "attested" }))).toBe("RECORDER_MISSING");
    expect(codeOf(signing("maya", { strength: "attested", recordedBy: "op" }))).toBe("ok");
  });

  it("is never by a machine", () => {
    world.employ("maya", { workerType: "service" });
    expect(codeOf(signing("maya"))).toBe("MAY_NOT_HOLD");
  });

  it("is refused while orphaned: reassign first", () => {
    for (const id of ["maya", "ines", "lea", "omar"]) world.employ(id, { endsAt: day(-1) });
    world.run(day(-1));
    expect(world.only.standing.beneath).toBe("orphaned");
    expect(codeOf(signing("jon"))).toBe("ORPHANED");
    world.act({ kind: "reassign", toPersonId: "jon" }, day(0));
    expect(world.only.standing.beneath).toBe("provisional");
    expect(world.sign("jon", day(0)).standing.beneath).toBe("valid");
  });

  it("is refused when dated before the duty came, by the day for a declared one", () => {
    world.employ("maya", { endsAt: day(-1) });
    world.run(day(-1) + 3_600_000);
    expect(codeOf(signing("ines", { signedAt: day(-1) }))).toBe("SIGNED_BEFORE_THE_DUTY");
    expect(codeOf(signing("ines", { signedAt: day(-1), strength: "declared" }))).toBe("ok");
    expect(codeOf(signing("ines", { signedAt: day(-2), strength: "declared" }))).toBe(
      "SIGNED_BEFORE_THE_DUTY",
    );
  });

  it("twice is one signature (I4), and the first is never touched (I7)", () => {
    const first = world.sign("maya", day(0));
    expect(first.signatures).toHaveLength(2);
    const again = world.attempt(signing("maya"), day(1));
    expect(again.ok && again.state).toBe(first);
  });
});

describe("decline", () => {
  it("of the only owner who signed sends it to the next, unsigned", () => {
    const after = world.act({ kind: "decline", personId: "maya" }, day(0));
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(after.standing.beneath).toBe("provisional");
    expect(after.declinedBy).toEqual(["maya"]);
    expect(world.sign("ines", day(1)).declinedBy).toEqual([]);
  });

  it("is remembered until a signature binds, and one for an earlier revision does not", () => {
    world.act({ kind: "decline", personId: "maya" }, day(0));
    const covers = { ...world.only.inForce, agentDigest: "an earlier one" };
    expect(world.sign("ines", day(1), { covers }).declinedBy).toEqual(["maya"]);
    expect(world.sign("ines", day(2)).declinedBy).toEqual([]);
  });

  it("is refused to whoever does not own it", () => {
    expect(codeOf({ kind: "decline", personId: "jon" })).toBe("NOT_AN_OWNER");
  });

  it("by everybody leaves it orphaned, and nobody is asked twice", () => {
    world.policy = { ...world.policy, successionOrder: ["manager"] };
    world.act({ kind: "decline", personId: "maya" }, day(0));
    const after = world.act({ kind: "decline", personId: "ines" }, day(1));
    expect(after.owners).toEqual([]);
    expect(after.standing.beneath).toBe("orphaned");
  });
});

describe("reassign", () => {
  it("gives the duty and never the signature, and replaces owner and acting owner", () => {
    world.employ("maya", { leaveStartsAt: day(-40), leaveEndsAt: day(90) });
    world.run(day(-1));
    expect(world.only.owners).toHaveLength(2);
    world.act({ kind: "addCoOwner", personId: "lea" }, day(0));
    const after = world.act({ kind: "reassign", toPersonId: "jon" }, day(0));
    expect(ownersOf(after)).toEqual(["lea coOwner proposed", "jon owner inherited"]);
    expect(after.standing.beneath).toBe("provisional");
    expect(after.owners[1]?.inheritedFrom).toBeNull();
  });

  it("takes no signature along that its receiver made in an earlier time as owner", () => {
    world.act({ kind: "reassign", toPersonId: "jon" }, day(0));
    world.sign("jon", day(1));
    const back = world.act({ kind: "reassign", toPersonId: "maya" }, day(2));
    expect(back.standing.beneath).toBe("provisional");
  });

  it("keeps the signature of a co-owner who becomes owner", () => {
    world.act({ kind: "addCoOwner", personId: "jon" }, day(-1));
    world.sign("jon", day(0));
    const after = world.act({ kind: "reassign", toPersonId: "jon" }, day(1));
    expect(ownersOf(after)).toEqual(["jon owner signed"]);
    expect(after.standing.beneath).toBe("valid");
  });

  it("is refused for somebody who may not hold it, saying why", () => {
    world.employ("jon", { endsAt: day(-3) });
    const refused = world.attempt({ kind: "reassign", toPersonId: "jon" }, day(0));
    expect(refused).toEqual({
      ok: false,
      code: "MAY_NOT_HOLD",
      sentence: "This person may not hold it: has left.",
    });
  });
});

describe("what was revoked", () => {
  it("takes no further act, and loses nothing", () => {
    const after = world.act({ kind: "retire" }, day(0));
    expect(after.standing).toEqual({
      beneath: "revoked",
      reasons: [],
      since: day(0),
      deadlineAt: null,
    });
    expect(ownersOf(after)).toEqual(["maya owner signed"]);
    const acts: Act[] = [
      signing("maya"),
      { kind: "reassign", toPersonId: "jon" },
      { kind: "proposeOwner", personId: "jon" },
      { kind: "addCoOwner", personId: "jon" },
      { kind: "releaseOwner", personId: "maya" },
      { kind: "decline", personId: "maya" },
      { kind: "resume" },
    ];
    expect(acts.map((act) => codeOf(act))).toEqual(acts.map(() => "REVOKED"));
    expect(codeOf({ kind: "stop", orderedBy: "lea", reason: "late" })).toBe("ok");
    expect(world.act({ kind: "stop", orderedBy: "lea", reason: "late" }, day(1)).stop).toBeNull();
  });

  it("still releases an owner who leaves, and looks for nobody (I2)", () => {
    world.act({ kind: "retire" }, day(0));
    world.employ("maya", { endsAt: day(1) });
    const { after, trace, findings } = world.runOne(day(1));
    expect(after.owners).toEqual([]);
    expect(after.standing.beneath).toBe("revoked");
    expect({ trace, findings }).toEqual({ trace: null, findings: [] });
  });
});

describe("stop and resume", () => {
  const stop: Act = { kind: "stop", orderedBy: "lea", reason: "an incident" };

  it("keeps the first order", () => {
    world.act(stop, day(0));
    const again = world.act({ ...stop, orderedBy: "jon" }, day(1));
    expect(again.stop).toEqual({ orderedBy: "lea", at: day(0), reason: "an incident" });
  });

  it("resume is refused where policy withholds it: sign", () => {
    world.states.clear();
    world.authorize({ owner: "maya", tier: "critical" });
    expect(codeOf({ kind: "resume" })).toBe("NOT_STOPPED");
    world.act(stop, day(0));
    expect(world.act({ kind: "resume" }, day(1)).standing.beneath).toBe("suspended");
  });
});

describe("what the registry says", () => {
  it("a proposed owner receives the duty and has signed nothing", () => {
    const after = world.act({ kind: "proposeOwner", personId: "jon" }, day(0));
    expect(ownersOf(after)).toEqual(["jon owner proposed"]);
    expect(after.standing.beneath).toBe("provisional");
  });

  it("a removed co-owner is released, and a valid one stays valid", () => {
    world.act({ kind: "addCoOwner", personId: "jon" }, day(0));
    const after = world.act({ kind: "releaseOwner", personId: "jon" }, day(1));
    expect(ownersOf(after)).toEqual(["maya owner signed"]);
    expect(after.standing.beneath).toBe("valid");
  });

  it("successors, binding and lead are changes without consequence for the standing", () => {
    const before = world.only;
    world.act({ kind: "setSuccessors", personIds: ["jon"] }, day(0));
    world.act({ kind: "setBinding", binding: { kind: "team", teamKey: "t" } }, day(0));
    const after = world.act({ kind: "setLead", leadId: "jon" }, day(0));
    expect(after).toMatchObject({
      namedSuccessorIds: ["jon"],
      binding: { kind: "team", teamKey: "t" },
      leadId: "jon",
    });
    expect(changesBetween(before, after)).toEqual({
      ended: [],
      begun: [],
      altered: [],
      restored: [],
      signed: [],
      standing: null,
      other: true,
    });
  });
});

describe("changesBetween", () => {
  it("is empty for the same state, whatever its revision (I4)", () => {
    const copy = { ...structuredClone(world.only), revision: 9 };
    expect(isUnchanged(changesBetween(world.only, copy))).toBe(true);
  });

  it("tells an act's ends from the two states", () => {
    const before = world.only;
    const declined = world.act({ kind: "decline", personId: "maya" }, day(0));
    expect(changesBetween(before, declined).ended).toMatchObject([
      { personId: "maya", endedAt: null, because: "declined" },
    ]);
    const reassigned = world.act({ kind: "reassign", toPersonId: "jon" }, day(1));
    expect(changesBetween(declined, reassigned)).toMatchObject({
      ended: [{ personId: "ines", because: "byAct" }],
      begun: [{ personId: "jon" }],
    });
  });

  it("tells a departure from the two states alone", () => {
    world.employ("maya", { endsAt: day(-5) });
    const { before, after } = world.runOne(day(0));
    expect(changesBetween(before, after).ended).toMatchObject([
      { personId: "maya", endedAt: day(-5), because: "OWNER_DEPARTED" },
    ]);
  });

  it("keeps two times of one person apart", () => {
    const before = world.only;
    world.act({ kind: "reassign", toPersonId: "jon" }, day(0));
    const after = world.act({ kind: "reassign", toPersonId: "maya" }, day(1));
    const changes = changesBetween(before, after);
    expect(changes.ended).toMatchObject([{ personId: "maya", since: day(-100) }]);
    expect(changes.begun).toMatchObject([{ personId: "maya", since: day(1) }]);
  });

  it("lists a signature and the basis it gives", () => {
    world.learn("maya", { employments: [employment({ endsAt: day(0) })] });
    world.run(day(0));
    const before = world.only;
    const { state } = { state: world.sign("ines", day(1)) };
    const changes = changesBetween(before, state);
    expect(changes.signed).toMatchObject([{ personId: "ines", signedAt: day(1) }]);
    expect(changes.altered).toMatchObject([
      { before: { basis: "inherited" }, after: { basis: "signed" } },
    ]);
    expect(changes.standing).toMatchObject({
      before: { beneath: "provisional" },
      after: { beneath: "valid" },
    });
  });
});
