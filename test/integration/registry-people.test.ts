import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { agent, authorization } from "../support/world.js";
import { Company, laws, mail, signedBy } from "../scenarios/support/company.js";

const FIRST = "2026-11-01T00:00:00.000Z";

/** Problems of a sync as `file:line sentence`. */
function problemsOf(report: SyncReport): string[] {
  return report.sources
    .flatMap((source) => source.problems)
    .map(({ place, sentence }) => `${place.file}:${place.line} ${sentence}`);
}

describe("G10 Q1 addresses are pinned to whom they meant", () => {
  let company: Company;

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "max" });
    company.hire({ id: "kai", email: mail("k"), manager: "max" });
    company.hire({ id: "mo", email: mail("m"), manager: "max" });
    company.hire({ id: "sol", email: mail("s"), manager: "max" });
    for (const [agentId, owner] of [
      ["renamed", "k"],
      ["left", "m"],
      ["alone", "s"],
    ] as const)
      company.right(agentId, owner);
    await company.sync(FIRST);
    // kai gets another address and mo leaves; two new people are given the old ones.
    company.change("kai", { email: mail("kai.new") });
    company.change("mo", { end: "2026-11-05" });
    company.hire({ id: "kim", email: mail("k"), start: "2026-11-06", manager: "max" });
    company.hire({ id: "mia", email: mail("m"), start: "2026-11-06", manager: "max" });
    await company.sync("2026-11-10T00:00:00.000Z");
  }, 600_000);

  afterAll(() => company.close());

  const recycled = async () =>
    (
      await company.world.cypher(
        `MATCH (f:Finding {code: 'IDENTIFIER_RECYCLED', state: 'open'})
         RETURN f.subjectKey AS about ORDER BY about`,
      )
    ).map((row) => row["about"]);

  it("the pin holds: the owner is who they were, not who has the address now", async () => {
    expect(await company.holders("renamed")).toEqual(["kai owner signed"]);
    expect(await company.standing("renamed")).toBe("valid");
  });

  it("a new colleague does not inherit by an address: the manager does", async () => {
    expect(await company.holders("left")).toEqual(["max owner inherited"]);
  });

  it("IDENTIFIER_RECYCLED says so, once per document, and only of these", async () => {
    expect(await recycled()).toEqual(["Authorization/left:refund", "Authorization/renamed:refund"]);
  });

  it("editing another line asks nobody anew", async () => {
    company.right("renamed", "k", { successors: [mail("max")] });
    await company.sync("2026-11-11T00:00:00.000Z");
    expect(await company.holders("renamed")).toEqual(["kai owner signed"]);
    expect(await company.standing("renamed")).toBe("valid");
    expect(await recycled()).toHaveLength(2);
  });

  it("a new line means who has the address on its day", async () => {
    company.right("fresh", "m", { signed: signedBy("m", "2026-11-11") });
    await company.sync("2026-11-12T00:00:00.000Z");
    expect(await company.holders("fresh")).toEqual(["mia owner signed"]);
  });

  it("naming the pinned person by their address of today settles it", async () => {
    company.right("renamed", "kai.new", { signed: signedBy("k"), successors: [mail("max")] });
    await company.sync("2026-11-13T00:00:00.000Z");
    expect(await company.holders("renamed")).toEqual(["kai owner signed"]);
    expect(await company.standing("renamed")).toBe("valid");
    expect(await recycled()).toEqual(["Authorization/left:refund"]);
  });

  it("I11 nobody was merged by an address", async () => {
    const rows = await company.world.cypher(
      "MATCH (i:Identifier)-[:BELONGS_TO]->(p:Person) RETURN count(i) AS ids, count(DISTINCT p) AS people",
    );
    expect(rows).toEqual([{ ids: 7, people: 7 }]);
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.allHold(company.turns);
  });
});

describe("G9 people a document may not name", () => {
  let company: Company;
  let report: SyncReport;
  let problems: readonly string[];

  const about = (words: string, nth = 1) => {
    const place = company.placeOf(words, "registry/rights.yaml", nth);
    return problems.filter((one) => one.startsWith(`${place} `));
  };

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "ana" }, { id: "ben" }, { id: "robot", type: "service" }, { id: "bea" });
    company.hire({ id: "late", start: "2026-09-01" });
    company.hire({ id: "eve", start: "2027-01-01" });
    company.right("good", "ana");
    company.right("typo", "anna", { signed: undefined });
    company.right("machine", "robot", { signed: undefined });
    company.document(agent("selfmade", { builder: mail("bea") }));
    company.document(authorization("selfmade", "refund", { owner: mail("bea") }));
    company.right("cover", "ana", { coOwners: [mail("nobody"), mail("ben")] });
    company.right("tooearly", "late", { signed: signedBy("late", "2026-02-03") });
    company.right("future", "eve", { signed: undefined });
    report = await company.sync(FIRST);
    problems = problemsOf(report);
  }, 600_000);

  afterAll(() => company.close());

  it("an unknown owner is refused at its line, with the nearest address", async () => {
    const [problem, ...more] = about(`owner: ${mail("anna")}`);
    expect(more).toEqual([]);
    expect(problem).toContain("nobody we know");
    expect(problem).toContain(`Did you mean ${mail("ana")}?`);
    expect(await company.world.standing("typo:refund")).toBe("missing");
  });

  it("a service account is refused at its line", async () => {
    expect(about(`owner: ${mail("robot")}`)[0]).toContain("service account");
    expect(await company.world.standing("machine:refund")).toBe("missing");
  });

  it("the builder is refused at its line", async () => {
    expect(about(`owner: ${mail("bea")}`)).toHaveLength(1);
    expect(await company.world.standing("selfmade:refund")).toBe("missing");
  });

  it("somebody who has not begun is refused at the line", async () => {
    expect(about(`owner: ${mail("eve")}`)).toHaveLength(1);
    expect(await company.world.standing("future:refund")).toBe("missing");
  });

  it("an unknown co-owner costs only that line", async () => {
    expect(about(`- ${mail("nobody")}`)).toHaveLength(1);
    expect(await company.holders("cover")).toEqual(["ana owner signed", "ben coOwner proposed"]);
    expect(await company.standing("cover")).toBe("valid");
  });

  it("a signature of somebody whose employment began later is refused at its line", async () => {
    expect(about(`by: ${mail("late")}`)).toHaveLength(1);
    expect(await company.holders("tooearly")).toEqual(["late owner proposed"]);
    expect(await company.standing("tooearly")).toBe("provisional SIGNATURE_MISSING");
  });

  it("nothing else is lost: the rest is applied, every problem is told, each once", async () => {
    expect(await company.standing("good")).toBe("valid");
    expect(problems).toHaveLength(6);
  });

  it("a refused line is told again by every sync, and applied once it is mended", async () => {
    const again = company.turns[0]?.again;
    expect(again && problemsOf(again)).toEqual(problems);
    company.right("typo", "ana");
    company.right("tooearly", "late", { signed: signedBy("late", "2026-10-01") });
    company.right("cover", "ana", { coOwners: [mail("ben")] });
    const mended = await company.sync("2026-11-02T00:00:00.000Z");
    expect(problemsOf(mended)).toHaveLength(3);
    for (const one of ["typo", "tooearly", "cover"]) {
      expect(await company.standing(one), one).toBe("valid");
    }
  });

  it("an unknown owner in an edit leaves the owner there was", async () => {
    company.right("good", "anna", { signed: signedBy("ana") });
    const edited = await company.sync("2026-11-03T00:00:00.000Z");
    expect(problemsOf(edited)).toHaveLength(4);
    expect(await company.holders("good")).toEqual(["ana owner signed"]);
    expect(await company.standing("good")).toBe("valid");
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.plansAreKept(company.turns);
    laws.plansWriteNothing(company.turns);
    laws.nothingIsOwnedByTheDeparted(company.turns);
    laws.sameInputWritesNothing(company.turns);
  });
});
