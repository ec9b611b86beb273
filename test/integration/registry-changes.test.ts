import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findings, reassign } from "../../src/runs/use-cases.js";
import { agent, decisionClass } from "../support/world.js";
import { Company, laws, mail, signedBy } from "../scenarios/support/company.js";

const OPERATOR = { login: "operator", person: mail("lead") };
const FIRST = "2026-11-01T00:00:00.000Z";
const EDITED = "2026-11-10T00:00:00.000Z";

/** What of the open findings is about a document: its sentence and the edit that settles it. */
async function driftOf(company: Company, agentId: string) {
  const all = await findings(company.world.at("2026-12-31T00:00:00.000Z"), {});
  return all.filter(
    (one) => one.code === "REGISTRY_DRIFT" && one.subject.key === `Authorization/${agentId}:refund`,
  );
}

describe("G10 a person edits the registry", () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "max" }, { id: "ana", manager: "max" }, { id: "ben" }, { id: "cara" });
    company.right("newowner", "ana");
    company.right("newsigned", "ana");
    company.right("lesscover", "ana", { coOwners: [mail("ben"), mail("cara")] });
    company.right("morecover", "ana");
    company.right("noowner", "ana", { coOwners: [mail("ben")] });
    company.right("ended", "ana");
    company.right("endedagent", "ana");
    company.right("untouched", "ana");
    await company.sync(FIRST);
    company.right("newowner", "ben", { signed: signedBy("ana") });
    company.right("newsigned", "ben", { signed: signedBy("ben", "2026-11-10") });
    company.right("lesscover", "ana", { coOwners: [mail("cara")] });
    company.right("morecover", "ana", { coOwners: [mail("cara")] });
    company.right("noowner", "ana", { owner: undefined, coOwners: [mail("ben")] });
    company.right("ended", "ana", { status: "retired" });
    company.document(agent("endedagent", { status: "retired" }));
    await company.sync(EDITED);
  }, 600_000);

  afterAll(() => company.close());

  it("another owner is an act: proposed, receives the duty, has to sign", async () => {
    expect(await company.holders("newowner")).toEqual(["ben owner proposed"]);
    expect(await company.standing("newowner")).toMatch(/^provisional/);
    expect(await company.deadline("newowner")).toBe("2026-11-24T00:00:00.000Z");
    expect(await company.periods("newowner")).toEqual([
      "ana 2026-02-03T00:00Z..2026-11-10T00:00Z byAct",
      "ben 2026-11-10T00:00Z..",
    ]);
  });

  it("another owner who signed in the same edit: valid", async () => {
    expect(await company.holders("newsigned")).toEqual(["ben owner signed"]);
    expect(await company.standing("newsigned")).toBe("valid");
  });

  it("a co-owner line that is removed releases, one that is added adds", async () => {
    expect(await company.holders("lesscover")).toEqual([
      "ana owner signed",
      "cara coOwner proposed",
    ]);
    expect(await company.holders("morecover")).toEqual([
      "ana owner signed",
      "cara coOwner proposed",
    ]);
    expect(await company.standing("lesscover")).toBe("valid");
  });

  it("an owner line that is emptied releases the owner it named", async () => {
    expect(await company.holders("noowner")).toEqual(["ben coOwner proposed"]);
    expect(await company.standing("noowner")).toMatch(/^provisional/);
  });

  it("status: retired revokes; so does retiring the agent", async () => {
    expect(await company.standing("ended")).toBe("revoked");
    expect(await company.standing("endedagent")).toBe("revoked");
    expect(await company.findings("ended")).toEqual([]);
  });

  it("nothing else changed, and no document drifts", async () => {
    const [turn] = company.turns.slice(-1);
    expect(turn?.done.decisions.map((one) => one.key)).not.toContain("untouched:refund");
    expect(await company.world.findings()).not.toContain("REGISTRY_DRIFT");
  });

  it("retired is final: another status later is refused at its line, and nothing comes back", async () => {
    company.right("ended", "ana", { status: "active" });
    const report = await company.sync("2026-11-11T00:00:00.000Z");
    const [problem] = report.sources.flatMap((source) => source.problems);
    expect(`${problem?.place.file}:${problem?.place.line}`).toBe(company.placeOf("status: active"));
    expect(await company.standing("ended")).toBe("revoked");
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.sourcesAreComplete(company.turns.slice(0, 2));
    laws.othersHold(company.turns);
  });
});

describe("G10 the graph has moved past a document", () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "max" }, { id: "ana", manager: "max" }, { id: "ben", manager: "max" });
    company.hire({ id: "cara" }, { id: "dora", manager: "max" });
    company.right("passed", "ana");
    company.right("cover", "cara", { coOwners: [mail("ana")] });
    company.right("half", "ana", {
      coOwners: [mail("cara")],
      signed: [signedBy("ana"), signedBy("cara")],
    });
    company.right("given", "cara");
    company.right("rehired", "dora");
    await company.sync(FIRST);
    company.change("ana", { end: "2026-11-08" });
    company.change("dora", { end: "2026-11-08" });
    await company.sync("2026-11-09T00:00:00.000Z");
    await reassign(company.world.at("2026-11-09T12:00:00.000Z"), {
      agentId: "given",
      decisionClassId: "refund",
      operator: OPERATOR,
      to: mail("ben"),
      reason: "her new task",
    });
    company.hire({ id: "dora", employment: "dora-2", start: "2026-11-10", manager: "max" });
    await company.sync(EDITED);
  }, 600_000);

  afterAll(() => company.close());

  it("is one finding with file:line and the edit that settles it", async () => {
    const [drift, ...more] = await driftOf(company, "passed");
    expect(more).toEqual([]);
    expect(drift?.severity).toBe("info");
    const place = company.placeOf(`owner: ${mail("ana")}`);
    expect(drift?.sentence).toContain(place);
    expect(drift?.sentence).toContain("max");
    expect(drift?.next).toContain(place);
    expect(drift?.next).toContain(`owner: ${mail("max")}`);
  });

  it("of a co-owner line: remove the line", async () => {
    const [drift, ...more] = await driftOf(company, "cover");
    expect(more).toEqual([]);
    const place = company.placeOf(`- ${mail("ana")}`);
    expect(drift?.next).toContain(place);
    expect(drift?.next).toContain("remove the line");
  });

  it("of an owner line beside a co-owner who answers: remove the line", async () => {
    const [drift, ...more] = await driftOf(company, "half");
    expect(more).toEqual([]);
    expect(drift?.sentence).not.toContain("Nobody");
    expect(drift?.next).toContain(company.placeOf(`owner: ${mail("ana")}`, undefined, 2));
    expect(drift?.next).toContain("remove the line");
  });

  it("after a reassignment by hand the line does not win back the duty", async () => {
    expect(await company.holders("given")).toEqual(["ben owner inherited"]);
    const [drift] = await driftOf(company, "given");
    expect(drift?.next).toContain(`owner: ${mail("ben")}`);
  });

  it("N8 nor does it when the person it names is hired again", async () => {
    expect(await company.holders("rehired")).toEqual(["max owner inherited"]);
    expect(await driftOf(company, "rehired")).toHaveLength(1);
  });

  it("never gives the duty back, however often it is read or whatever else is edited in it", async () => {
    company.right("given", "cara", { successors: [mail("max")] });
    company.right("passed", "ana", { successors: [mail("ben")] });
    await company.sync("2026-11-12T00:00:00.000Z");
    expect(await company.holders("given")).toEqual(["ben owner inherited"]);
    expect(await company.holders("passed")).toEqual(["max owner inherited"]);
    expect(await driftOf(company, "passed")).toHaveLength(1);
  });

  it("is cleared when the document says what holds; that is no act and no signature", async () => {
    company.right("passed", "max", { signed: signedBy("ana"), successors: [mail("ben")] });
    company.right("cover", "cara", { coOwners: undefined });
    const before = await company.periods("passed");
    await company.sync("2026-11-13T00:00:00.000Z");
    expect(await driftOf(company, "passed")).toEqual([]);
    expect(await driftOf(company, "cover")).toEqual([]);
    expect(await company.periods("passed")).toEqual(before);
    expect(await company.standing("passed")).toBe("provisional OWNER_DEPARTED");
    expect(await company.deadline("passed")).toBe("2026-11-23T00:00:00.000Z");
  });

  it("a missing document revokes nothing and releases nobody", async () => {
    company.remove("Authorization/given:refund");
    company.remove("Agent/given");
    const report = await company.sync("2026-11-14T00:00:00.000Z");
    expect(report.decisions).toEqual([]);
    expect(await company.holders("given")).toEqual(["ben owner inherited"]);
    expect(await company.standing("given")).toMatch(/^provisional/);
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.allHold(company.turns);
  });
});

describe("G1 G3 agents and decision classes are edited above a signature", () => {
  let company: Company;
  const revised = async (at: string, threshold: number, criteria: string): Promise<void> => {
    company.document(
      decisionClass("refund", {
        criteria,
        threshold: { text: `up to EUR ${threshold}`, limits: { amountEUR: threshold } },
      }),
    );
    await company.sync(at);
  };
  const CRITERIA = "A customer asks for money back.";

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "max" }, { id: "ana", manager: "max" });
    company.right("bot", "ana");
    company.right("clerk", "ana");
    await company.sync(FIRST);
  }, 600_000);

  afterAll(() => company.close());

  it("G3 a lowered threshold stays valid", async () => {
    await revised("2026-11-02T00:00:00.000Z", 1500, CRITERIA);
    expect(await company.standing("bot")).toBe("valid");
  });

  it("G3 a raised threshold is provisional, and back below what was signed it is valid", async () => {
    await revised("2026-11-03T00:00:00.000Z", 2500, CRITERIA);
    expect(await company.standing("bot")).toBe("provisional THRESHOLD_RAISED");
    await revised("2026-11-04T00:00:00.000Z", 1500, CRITERIA);
    expect(await company.standing("bot")).toBe("valid");
  });

  it("G3 edited criteria make it provisional; the old signed block below does not re-sign", async () => {
    await revised("2026-11-05T00:00:00.000Z", 1500, `${CRITERIA} And the item came back.`);
    expect(await company.standing("bot")).toBe("provisional CRITERIA_CHANGED");
    expect(await company.holders("bot")).toEqual(["ana owner signed"]);
    const report = await company.sync("2026-11-06T00:00:00.000Z");
    expect(report.decisions).toEqual([]);
    expect(await company.standing("bot")).toBe("provisional CRITERIA_CHANGED");
    expect(await company.deadline("bot")).toBe("2026-11-19T00:00:00.000Z");
  });

  it("G1 another manifest of the agent is provisional for that agent", async () => {
    company.document(agent("clerk", { manifest: { model: "m-2" } }));
    await company.sync("2026-11-07T00:00:00.000Z");
    expect(await company.standing("clerk")).toBe("provisional AGENT_CHANGED CRITERIA_CHANGED");
    expect(await company.standing("bot")).toBe("provisional CRITERIA_CHANGED");
  });

  it("G8 a signature of today covers what is in force today", async () => {
    company.right("bot", "ana", { signed: [signedBy("ana"), signedBy("ana", "2026-11-08")] });
    await company.sync("2026-11-08T12:00:00.000Z");
    expect(await company.standing("bot")).toBe("valid");
    expect(await company.standing("clerk")).toMatch(/^provisional/);
  });

  it("G7 an authority limit below the threshold: OWNER_OVER_LIMIT, and succession", async () => {
    company.document({
      kind: "AuthorityLimit",
      id: "ana-limit",
      person: mail("ana"),
      limits: { amountEUR: 1000 },
    });
    await company.sync("2026-11-09T00:00:00.000Z");
    expect(await company.standing("bot")).toBe("provisional OWNER_OVER_LIMIT");
    expect(await company.holders("bot")).toEqual(["max owner inherited"]);
  });

  it("M2 an owner who turns out to be the builder is succeeded", async () => {
    company.hire({ id: "bea", manager: "max" });
    company.right("selfmade", "bea");
    await company.sync("2026-11-10T00:00:00.000Z");
    company.document(agent("selfmade", { builder: mail("bea") }));
    await company.sync("2026-11-11T00:00:00.000Z");
    expect(await company.holders("selfmade")).toEqual(["max owner inherited"]);
    expect(await company.standing("selfmade")).toBe("provisional OWNER_IS_BUILDER");
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    // The last document names the builder, and every later sync says so.
    laws.sourcesAreComplete(company.turns.slice(0, -1));
    laws.othersHold(company.turns);
  });
});
