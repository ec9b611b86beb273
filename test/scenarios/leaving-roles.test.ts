import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sign } from "../../src/runs/use-cases.js";
import { agent, authorization, decisionClass } from "../support/world.js";
import { Company, laws, mail, signedBy } from "./support/company.js";

const OPERATOR = { login: "operator", person: mail("lead") };

describe("L6 somebody who answers for many things leaves", () => {
  let company: Company;
  const left = "2026-11-10T12:00:00.000Z";
  /** What was there after a sync that broke off in the middle of the change set. */
  let half: readonly (readonly string[])[] = [];
  let toldByHalf = 0;

  const everything = async () =>
    await Promise.all(["l6own", "l6named", "l6shared"].map((one) => company.holders(one)));

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "nora", manager: "max" }, { id: "max" }, { id: "jon" }, { id: "kim" });
    company.right("l6own", "nora");
    company.right("l6named", "nora", { successors: [mail("jon")] });
    company.right("l6shared", "kim", { coOwners: [mail("nora")] });
    company.right("l6heir", "kim", { successors: [mail("nora"), mail("jon")] });
    company.document(decisionClass("payout", { governanceLead: mail("nora") }));
    company.document(agent("l6lead"));
    company.document(
      authorization("l6lead", "payout", { owner: mail("kim"), signed: signedBy("kim") }),
    );
    await company.sync("2026-11-01T00:00:00.000Z");
    company.change("nora", { end: "2026-11-09" });
    company.write();
    await breakOffInTheMiddle();
    await company.sync(left);
  }, 600_000);

  /** An edge that takes the key which jon's new edge needs: the last of the set cannot be written. */
  async function breakOffInTheMiddle(): Promise<void> {
    const { world } = company;
    await world.context.graph.driver.executeQuery(
      `MATCH (i:Identifier {key: 'hr/jon'})-[:BELONGS_TO]->(jon)
       CREATE (:Obstacle)-[:OWNED_BY {key: 'l6named:refund|' + jon.id}]->(:Obstacle)`,
    );
    await expect(world.sync(left)).rejects.toThrow(/OWNED_BY/);
    half = await everything();
    const [told] = await world.cypher(
      "MATCH (m:Alert)-[:TELLS]->(f:Finding {code: 'OWNER_DEPARTED'}) RETURN count(m) AS count",
    );
    toldByHalf = Number(told?.["count"]);
    await world.context.graph.driver.executeQuery("MATCH (o:Obstacle) DETACH DELETE o");
  }

  afterAll(() => company.close());

  it("L6 is one change set: where one of it cannot be written, none of it is", () => {
    expect(half).toEqual([
      ["nora owner signed"],
      ["nora owner signed"],
      ["kim owner signed", "nora coOwner proposed"],
    ]);
    expect(toldByHalf).toBe(0);
  });

  it("L6 the next run finishes it, with a successor of its own for each", async () => {
    expect(await everything()).toEqual([
      ["max owner inherited"],
      ["jon owner inherited"],
      ["kim owner signed"],
    ]);
    expect(await company.standing("l6shared")).toBe("valid");
  });

  it("L6 everything she held ended in one run", async () => {
    const rows = await company.world.cypher(
      `MATCH (o:Ownership {endedBecause: 'OWNER_DEPARTED'})-[:HELD_BY]->(:Person {name: 'nora'})
       WHERE o.supersededIn IS NULL RETURN count(o) AS ended, count(DISTINCT o.recordedIn) AS runs`,
    );
    expect(rows).toEqual([{ ended: 3, runs: 1 }]);
  });

  it("L6 as governance lead she is reported vacant for her class", async () => {
    const rows = await company.world.cypher(
      "MATCH (f:Finding {code: 'GOVERNANCE_LEAD_VACANT', state: 'open'}) RETURN f.subjectKey AS about",
    );
    expect(rows).toEqual([{ about: "payout" }]);
  });

  it("L6 as named successor she is passed over", async () => {
    company.change("kim", { end: "2026-11-11" });
    await company.sync("2026-11-12T12:00:00.000Z");
    expect(await company.holders("l6heir")).toEqual(["jon owner inherited"]);
    const [turn] = company.turns.slice(-1);
    expect(turn && company.trace("l6heir", turn)).toEqual([
      "namedSuccessor nora: departed",
      "namedSuccessor jon",
    ]);
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.allHold(company.turns);
  });
});

describe("after a departure", () => {
  let company: Company;
  const left = "2026-11-10T00:00:00.000Z";
  const taken = "2026-11-12T00:00:00.000Z";
  const halfTime = "2026-11-17T00:00:00.000Z";
  const deadline = "2026-11-24T00:00:00.000Z";
  /** What was seen at an instant, because the next sync changes it. */
  const seen = new Map<string, unknown>();

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "max" });
    for (const id of ["rosa", "rolf", "remy", "greta", "gus"]) {
      company.hire({ id, manager: "max" });
      company.right(id, id);
    }
    await company.sync("2026-11-01T00:00:00.000Z");
    for (const id of ["rosa", "rolf", "remy", "greta", "gus"])
      company.change(id, { end: "2026-11-09" });
    await company.sync(left);
    seen.set("rosa gone", await company.holders("rosa"));
    await sign(company.world.at("2026-11-11T00:00:00.000Z"), {
      agentId: "rolf",
      decisionClassId: "refund",
      operator: OPERATOR,
      for: mail("max"),
      evidence: "a letter",
    });
    company.blank("rosa", "end");
    company.blank("rolf", "end");
    company.change("remy", { end: "2027-06-30" });
    company.hire({ id: "greta", employment: "greta-2", start: "2026-11-11", manager: "max" });
    await company.sync(taken);
    seen.set("gus early", await company.findings("gus"));
    await company.sync(new Date(Date.parse(halfTime) - 1).toISOString());
    seen.set("gus before", await company.findings("gus"));
    await company.sync(halfTime);
    seen.set("gus half", [await company.standing("gus"), ...(await company.findings("gus"))]);
    await company.sync(new Date(Date.parse(deadline) - 1).toISOString());
    seen.set("gus waits", await company.standing("gus"));
    await company.sync(deadline);
  }, 600_000);

  afterAll(() => company.close());

  it("L5 rescinded: the owner is restored with the original start, the caretaker released", async () => {
    expect(seen.get("rosa gone")).toEqual(["max owner inherited"]);
    expect(await company.holders("rosa")).toEqual(["rosa owner signed"]);
    expect(await company.standing("rosa")).toBe("valid");
    expect(await company.periods("rosa")).toEqual([
      "rosa 2026-02-03T00:00Z..",
      "max 2026-11-10T00:00Z..2026-11-12T00:00Z restored",
    ]);
    expect(await company.findings("rosa")).toEqual([]);
  });

  it("L5 the end is moved into the future: restored as well", async () => {
    expect(await company.holders("remy")).toEqual(["remy owner signed"]);
    expect(await company.standing("remy")).toBe("valid");
  });

  it("L5 somebody signed since: nothing is reverted, both are flagged", async () => {
    expect(await company.holders("rolf")).toEqual(["max owner signed"]);
    expect(await company.standing("rolf")).toBe("valid");
    const [flag] = await company.world.cypher(
      `MATCH (f:Finding {code: 'OWNER_DEPARTED', subjectKey: 'rolf:refund', state: 'open'})
       RETURN f.severity AS severity, f.factsJson AS facts`,
    );
    const names = new Map(
      (await company.world.cypher("MATCH (p:Person) RETURN p.id AS id, p.name AS name")).map(
        (row) => [row["id"], row["name"]],
      ),
    );
    const facts = JSON.parse(String(flag?.["facts"])) as Record<string, unknown>;
    expect(flag?.["severity"]).toBe("warning");
    expect(names.get(facts["personId"])).toBe("rolf");
    expect(names.get(facts["holderId"])).toBe("max");
  });

  it("N8 a rehire after a gap does not get it back; it is offered", async () => {
    expect(await company.holders("greta")).toEqual(["max owner inherited"]);
    expect(await company.findings("greta")).toContain("OWNER_DEPARTED info");
    const [people] = await company.world.cypher(
      "MATCH (p:Person {name: 'greta'}) RETURN count(p) AS count",
    );
    expect(people?.["count"]).toBe(1);
  });

  it("G5 nobody answers: a reminder from half time on, and not before", () => {
    expect(seen.get("gus early")).toEqual(["OWNER_DEPARTED warning"]);
    expect(seen.get("gus before")).toEqual(["OWNER_DEPARTED warning"]);
    expect(seen.get("gus half")).toEqual([
      "provisional OWNER_DEPARTED",
      "OWNER_DEPARTED warning",
      "RATIFICATION_OVERDUE warning",
    ]);
  });

  it("G5 at the deadline it lapses: silence is never consent, and max still answers", async () => {
    expect(seen.get("gus waits")).toBe("provisional OWNER_DEPARTED");
    expect(await company.standing("gus")).toMatch(/^lapsed/);
    expect(await company.holders("gus")).toEqual(["max owner inherited"]);
    expect(await company.findings("gus")).toContain("RATIFICATION_OVERDUE critical");
    const [period] = await company.world.cypher(
      `MATCH (s:Standing {standing: 'lapsed'})-[:STANDING_OF]->(:Authorization {key: 'gus:refund'})
       RETURN s.validFrom.epochMillis AS from`,
    );
    expect(period?.["from"]).toBe(Date.parse(deadline));
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.allHold(company.turns);
  });
});
