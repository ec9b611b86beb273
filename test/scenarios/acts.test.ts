import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../../src/runs/context.js";
import type { ActReport } from "../../src/runs/report.js";
import { attest, decline, reassign, resume, sign, stop } from "../../src/runs/use-cases.js";
import { agent, authorization, decisionClass } from "../support/world.js";
import { Company, laws, mail, signedBy } from "./support/company.js";

const OPERATOR = { login: "operator", person: mail("lead") };
const LEFT = "2026-11-10T00:00:00.000Z";
const NEXT_DAY = "2026-11-11T00:00:00.000Z";
const DEADLINE = "2026-11-24T00:00:00.000Z";

/** Agents whose owner leaves; each is another row of the table. */
const LEFT_BEHIND = ["signed", "declined", "late", "stopped", "lapsedstop", "many1", "many2"];

describe("S acts of people on the real graph", () => {
  let company: Company;
  let context: Context;

  const order = (agentId: string, decisionClassId = "refund") => ({
    agentId,
    decisionClassId,
    operator: OPERATOR,
  });
  const refusals = (report: ActReport) => report.refused.map((one) => one.code);

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "max", manager: "cleo" }, { id: "cleo" }, { id: "jon" }, { id: "alone" });
    company.document(decisionClass("risky", { impact: "critical" }));
    company.document(decisionClass("leaderless", { governanceLead: undefined }));
    for (const id of LEFT_BEHIND) {
      company.hire({ id, manager: "max" });
      company.right(id, id);
    }
    company.hire({ id: "stays" }, { id: "gone", manager: "max" });
    company.right("kept", "stays");
    company.right("given", "stays");
    company.right("retired", "stays");
    for (const [agentId, classId, owner] of [
      ["pilot", "risky", "gone"],
      ["stray", "leaderless", "alone"],
    ] as const) {
      company.document(agent(agentId));
      const signed = signedBy(owner);
      company.document(authorization(agentId, classId, { owner: mail(owner), signed }));
    }
    await company.sync("2026-11-01T00:00:00.000Z");
    // A declaration does not carry critical impact; the owner signs before leaving.
    const early = company.world.at("2026-11-02T00:00:00.000Z");
    await sign(early, { ...order("pilot", "risky"), for: mail("gone") });
    for (const id of [...LEFT_BEHIND, "gone", "alone"]) company.change(id, { end: "2026-11-09" });
    company.right("retired", "stays", { status: "retired" });
    await company.sync(LEFT);
    context = company.world.at(NEXT_DAY);
  }, 600_000);

  afterAll(() => company.close());

  it("provisional, signed by one who holds it: valid, attested with both names", async () => {
    const report = await sign(context, {
      ...order("signed"),
      for: mail("max"),
      evidence: "ticket 7",
    });
    expect(report.refused).toEqual([]);
    expect(await company.standing("signed")).toBe("valid");
    expect(await company.holders("signed")).toEqual(["max owner signed"]);
    const answer = await company.world.who(NEXT_DAY, "signed:refund");
    expect(answer.now.signatures[0]).toMatchObject({
      by: { name: "max" },
      strength: "attested",
      recordedBy: mail("lead"),
      evidence: "ticket 7",
      current: true,
    });
  });

  it("who does not hold it cannot sign it, and nothing changes", async () => {
    const report = await sign(context, { ...order("declined"), for: mail("jon") });
    expect(report.done).toEqual([]);
    expect(report.refused).toHaveLength(1);
    expect(await company.standing("declined")).toBe("provisional OWNER_DEPARTED");
  });

  it("declined: the next in the order, provisional, with the same deadline", async () => {
    expect(await company.deadline("declined")).toBe(DEADLINE);
    await decline(context, { ...order("declined"), for: mail("max") });
    expect(await company.holders("declined")).toEqual(["cleo owner inherited"]);
    expect(await company.standing("declined")).toMatch(/^provisional/);
    expect(await company.deadline("declined")).toBe(DEADLINE);
  });

  it("reassigned: the duty and never the signature", async () => {
    await reassign(context, { ...order("given"), to: mail("jon"), reason: "new product line" });
    expect(await company.holders("given")).toEqual(["jon owner inherited"]);
    expect(await company.standing("given")).toMatch(/^provisional/);
    const [act] = await company.world.cypher(
      "MATCH (r:Run {act: 'reassign'}) RETURN r.operator AS operator, r.reason AS reason",
    );
    expect(act).toEqual({ operator: mail("lead"), reason: "new product line" });
  });

  it("orphaned: signing is refused, reassign first, then it can be signed", async () => {
    expect(await company.standing("stray:leaderless")).toMatch(/^orphaned .*SUCCESSION_FAILED/);
    expect(await company.holders("stray:leaderless")).toEqual([]);
    const refused = await sign(context, { ...order("stray", "leaderless"), for: mail("jon") });
    expect(refusals(refused)).toEqual(["ORPHANED"]);
    await reassign(context, { ...order("stray", "leaderless"), to: mail("jon"), reason: "found" });
    expect(await company.standing("stray:leaderless")).toMatch(/^provisional/);
    expect(await company.deadline("stray:leaderless")).toBe(DEADLINE);
    await sign(context, { ...order("stray", "leaderless"), for: mail("jon") });
    expect(await company.standing("stray:leaderless")).toBe("valid");
  });

  it("critical impact: suspended by policy at once; resume is refused, a signature restores it", async () => {
    expect(await company.standing("pilot:risky")).toMatch(/^suspended/);
    expect(await company.holders("pilot:risky")).toEqual(["max owner inherited"]);
    const refused = await resume(context, { ...order("pilot", "risky"), reason: "needed" });
    expect(refusals(refused)).toEqual(["NOT_STOPPED"]);
    await sign(context, { ...order("pilot", "risky"), for: mail("max") });
    expect(await company.standing("pilot:risky")).toBe("valid");
  });

  it("stopped: suspended, and a signature given meanwhile is kept but does not end the stop", async () => {
    await stop(context, { ...order("stopped"), reason: "an incident" });
    expect(await company.standing("stopped")).toMatch(/^suspended/);
    await sign(context, { ...order("stopped"), for: mail("max") });
    expect(await company.standing("stopped")).toMatch(/^suspended/);
    await stop(context, { ...order("kept"), reason: "an incident" });
    expect(await company.standing("kept")).toMatch(/^suspended/);
  });

  it("retired is revoked for good: sign and resume are refused, stop leaves it revoked", async () => {
    expect(await company.standing("retired")).toMatch(/^revoked/);
    const signed = await sign(context, { ...order("retired"), for: mail("stays") });
    expect(refusals(signed)).toEqual(["REVOKED"]);
    const resumed = await resume(context, { ...order("retired"), reason: "please" });
    expect(refusals(resumed)).toEqual(["REVOKED"]);
    await stop(context, { ...order("retired"), reason: "to be sure" });
    expect(await company.standing("retired")).toMatch(/^revoked/);
  });

  it("attest records many at once; the refused ones name their line", async () => {
    const line = (agentId: string, person: string, place: string) => ({
      agent: agentId,
      decisionClass: "refund",
      person: mail(person),
      on: "2026-11-11",
      evidence: null,
      place,
    });
    const report = await attest(context, {
      operator: OPERATOR,
      lines: [
        line("many1", "max", "attest.csv:2"),
        line("many2", "max", "attest.csv:3"),
        line("many2", "nobody", "attest.csv:4"),
        line("nothing", "max", "attest.csv:5"),
      ],
    });
    expect(report.done.map((one) => one.key)).toEqual(["many1:refund", "many2:refund"]);
    expect(report.refused.map((one) => one.place)).toEqual(["attest.csv:4", "attest.csv:5"]);
    expect(await company.standing("many1")).toBe("valid");
    expect(await company.standing("many2")).toBe("valid");
  });

  it("a stop survives the next sync; what is beneath goes on, and resume shows it", async () => {
    await stop(context, { ...order("lapsedstop"), reason: "an incident" });
    company.change("stays", { end: "2026-11-23" });
    await company.sync(DEADLINE);
    expect(await company.standing("late")).toMatch(/^lapsed/);
    for (const one of ["stopped", "kept", "lapsedstop"]) {
      expect(await company.standing(one), one).toMatch(/^suspended/);
    }
    const after = company.world.at("2026-11-25T00:00:00.000Z");
    for (const one of ["stopped", "kept", "lapsedstop"]) {
      await resume(after, { ...order(one), reason: "over" });
    }
    expect(await company.standing("stopped")).toBe("valid");
    expect(await company.standing("kept")).toBe("provisional OWNER_DEPARTED");
    expect(await company.standing("lapsedstop")).toMatch(/^lapsed/);
  });

  it("lapsed, signed late by its holder: valid again", async () => {
    const after = company.world.at("2026-11-25T00:00:00.000Z");
    await sign(after, { ...order("late"), for: mail("max") });
    expect(await company.standing("late")).toBe("valid");
  });

  it("I7 no act changed a signature that was there before", async () => {
    const rows = await company.world.cypher(
      `MATCH (s:Signature)-[:SIGNS]->(a:Authorization), (s)-[:SIGNED_BY]->(p:Person)
       WHERE s.strength = 'declared'
       RETURN a.agentId AS agent, p.name AS by, toString(date(s.signedAt)) AS on ORDER BY agent`,
    );
    const first = [...LEFT_BEHIND, "given", "kept", "pilot", "retired", "stray"].toSorted();
    expect(rows.map((row) => row["agent"])).toEqual(first);
    expect(new Set(rows.map((row) => row["on"]))).toEqual(new Set(["2026-02-03"]));
    expect(rows.find((row) => row["agent"] === "signed")?.["by"]).toBe("signed");
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.allHold(company.turns);
  });
});
