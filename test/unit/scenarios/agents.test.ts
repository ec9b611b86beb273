import { beforeEach, describe, expect, it } from "vitest";
import type { Revisions } from "../../../src/domain/authorization.js";
import { shownStanding } from "../../../src/domain/standing.js";
import { REVISIONS, World, codesOf, day, ownersOf, signatureOf } from "./support/world.js";

let world: World;

beforeEach(() => {
  world = new World();
  world.hire("ines");
  world.hire("maya", { managerId: "ines" });
});

const revise = (inForce: Partial<Revisions>, at: number) =>
  world.act(
    {
      kind: "revise",
      inForce: { ...world.only.inForce, ...inForce },
      tier: "medium",
      builderId: null,
    },
    at,
  );

describe("G1: the agent is updated under an old signature", () => {
  it("is provisional until the new revision is signed", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    const changed = revise({ agentDigest: "agent-2" }, day(0));
    expect(changed.standing).toMatchObject({
      beneath: "provisional",
      reasons: ["AGENT_CHANGED"],
      deadlineAt: day(14),
    });
    expect(ownersOf(changed)).toEqual(["maya owner signed"]);
    expect(world.sign("maya", day(1)).standing.beneath).toBe("valid");
  });
});

const RAISED = ["THRESHOLD_RAISED"];
const threshold = (limits: Revisions["limits"]) => ({ thresholdDigest: "t2", limits });

describe("G3: criteria and threshold", () => {
  beforeEach(() => world.authorize({ owner: "maya", signedBy: ["maya"] }));

  it.each<{ edit: string; inForce: Partial<Revisions>; reasons: readonly string[] }>([
    { edit: "criteria edited", inForce: { criteriaDigest: "c2" }, reasons: ["CRITERIA_CHANGED"] },
    { edit: "threshold raised", inForce: threshold({ amountEUR: 2001 }), reasons: RAISED },
    { edit: "threshold lowered", inForce: threshold({ amountEUR: 1999 }), reasons: [] },
    { edit: "words only, same number", inForce: threshold({ amountEUR: 2000 }), reasons: RAISED },
    { edit: "a number dropped", inForce: threshold({}), reasons: RAISED },
    { edit: "a number of another name", inForce: threshold({ amountUSD: 1 }), reasons: RAISED },
    {
      edit: "lowered, but criteria edited too",
      inForce: { ...threshold({ amountEUR: 1 }), criteriaDigest: "c2" },
      reasons: ["CRITERIA_CHANGED"],
    },
  ])("$edit: $reasons", ({ inForce, reasons }) => {
    const beneath = reasons.length === 0 ? "valid" : "provisional";
    expect(revise(inForce, day(0)).standing).toMatchObject({ beneath, reasons });
  });

  it("one of two numbers raised is a raise", () => {
    world.states.clear();
    const inForce = { ...REVISIONS, limits: { a: 10, b: 10 } };
    world.authorize({
      owner: "maya",
      inForce,
      signatures: [signatureOf("maya", { covers: inForce })],
    });
    const mixed = { thresholdDigest: "t2", limits: { a: 1, b: 11 } };
    expect(revise(mixed, day(0)).standing.beneath).toBe("provisional");
    const fewer = { thresholdDigest: "t4", limits: { a: 1 } };
    expect(revise(fewer, day(0)).standing.beneath).toBe("provisional");
    const lower = { thresholdDigest: "t3", limits: { a: 1, b: 10 } };
    expect(revise(lower, day(0)).standing.beneath).toBe("valid");
  });
});

describe("G5: nobody answers", () => {
  beforeEach(() => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.employ("maya", { endsAt: day(0) });
    world.run(day(0));
  });

  it("reminds at half time, then lapses; silence is never consent", () => {
    expect(world.runOne(day(1)).nextDueAt).toBe(day(7));
    expect(codesOf(world.runOne(day(7) - 1))).toEqual(["OWNER_DEPARTED"]);
    const half = world.runOne(day(7));
    expect(codesOf(half)).toEqual(["OWNER_DEPARTED", "RATIFICATION_OVERDUE"]);
    expect(half.nextDueAt).toBe(day(14));
    expect(world.runOne(day(14) - 1).after.standing.beneath).toBe("provisional");
    const { after, findings } = world.runOne(day(14));
    expect(after.standing).toMatchObject({ beneath: "lapsed", since: day(14), deadlineAt: null });
    expect(ownersOf(after)).toEqual(["ines owner inherited"]);
    expect(findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "OWNER_DEPARTED critical",
      "RATIFICATION_OVERDUE critical",
    ]);
  });

  it("lapsed at its deadline though the worker was down (F25), and a signature still helps", () => {
    expect(world.runOne(day(50)).after.standing).toMatchObject({
      beneath: "lapsed",
      since: day(14),
    });
    expect(world.sign("ines", day(51)).standing).toMatchObject({
      beneath: "valid",
      since: day(51),
    });
  });

  it("a new holder does not revive what lapsed", () => {
    world.run(day(20));
    world.employ("ines", { endsAt: day(21) });
    const { after } = world.runOne(day(21));
    expect(ownersOf(after)).toEqual(["lea owner inherited"]);
    expect(after.standing).toMatchObject({ beneath: "lapsed", since: day(14) });
  });
});

describe("G7: the signer's authority limit", () => {
  const limit = (amountEUR: number, decisionClasses: readonly string[] | null = null) => ({
    limits: { amountEUR },
    decisionClasses,
    from: day(0),
    to: day(100),
  });

  beforeEach(() => world.authorize({ owner: "maya", signedBy: ["maya"] }));

  it("lowered below the threshold: OWNER_OVER_LIMIT, and the duty goes on", () => {
    world.learn("maya", { authorityLimits: [limit(1999)] });
    const before = world.runOne(day(-1));
    expect(before.after.standing.beneath).toBe("valid");
    expect(before.nextDueAt).toBe(day(0));
    const settled = world.runOne(day(0));
    expect(ownersOf(settled.after)).toEqual(["ines owner inherited"]);
    expect(settled.after.standing).toMatchObject({
      beneath: "provisional",
      reasons: ["OWNER_OVER_LIMIT"],
    });
    expect(settled.changes.ended).toMatchObject([
      { personId: "maya", because: "OWNER_OVER_LIMIT" },
    ]);
  });

  it.each([
    ["equal to the threshold", [limit(2000)], true],
    ["of another class", [limit(1, ["vendor-block"])], true],
    [
      "for this class, beating a general one",
      [limit(1), limit(9000, ["claim-auto-approve"])],
      true,
    ],
    ["for this class, too low", [limit(9000), limit(1, ["claim-auto-approve"])], false],
    ["of another number", [{ ...limit(1), limits: { cases: 1 } }], true],
  ])("a limit %s", (_, authorityLimits, holds) => {
    world.learn("maya", { authorityLimits });
    const { after } = world.runOne(day(0));
    expect(after.owners[0]?.personId).toBe(holds ? "maya" : "ines");
  });
});

describe("G8: a second change before the answer", () => {
  it("binds only to the revision it names; withheld until the last is signed", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    const second = revise({ agentDigest: "agent-2" }, day(0)).inForce;
    const third = revise({ agentDigest: "agent-3" }, day(3));
    expect(third.standing.deadlineAt).toBe(day(14));
    const late = world.sign("maya", day(4), { covers: second });
    expect(late.signatures).toHaveLength(2);
    expect(late.standing).toMatchObject({
      beneath: "provisional",
      reasons: ["AGENT_CHANGED"],
      deadlineAt: day(14),
    });
    expect(world.sign("maya", day(5)).standing.beneath).toBe("valid");
  });
});

describe("signatures of too little strength", () => {
  it("start as SIGNATURE_MISSING without any, SIGNATURE_INSUFFICIENT with a weak one", () => {
    world.authorize({ owner: "maya", tier: "high" });
    expect(world.only.standing).toMatchObject({
      beneath: "provisional",
      reasons: ["SIGNATURE_MISSING"],
      deadlineAt: day(-97),
    });
    world.states.clear();
    const declared = signatureOf("maya", { strength: "declared" });
    world.authorize({ owner: "maya", tier: "high", signatures: [declared] });
    expect(world.only.standing.reasons).toEqual(["SIGNATURE_INSUFFICIENT"]);
    world.states.clear();
    world.authorize({ owner: "maya", tier: "medium", signatures: [declared] });
    expect(world.only.standing.beneath).toBe("valid");
  });

  it("is withheld once a higher tier asks for more", () => {
    world.authorize({ owner: "maya", signatures: [signatureOf("maya", { strength: "declared" })] });
    const { inForce } = world.only;
    const act = { kind: "revise", inForce, tier: "critical", builderId: null } as const;
    expect(shownStanding(world.act(act, day(0)))).toBe("suspended");
    expect(world.sign("maya", day(0), { strength: "attested" }).standing.beneath).toBe("valid");
  });
});

describe("a stop", () => {
  it("survives every run while what is beneath moves on, and ends only by resume", () => {
    world.authorize({ owner: "maya", signedBy: ["maya"] });
    world.act({ kind: "stop", orderedBy: "lea", reason: "an incident" }, day(0));
    world.employ("maya", { endsAt: day(1) });
    const settled = world.runOne(day(1));
    expect(shownStanding(settled.after)).toBe("suspended");
    expect(settled.after.standing.beneath).toBe("provisional");
    const signed = world.sign("ines", day(2));
    expect(shownStanding(signed)).toBe("suspended");
    expect(shownStanding(world.act({ kind: "resume" }, day(3)))).toBe("valid");
  });
});
