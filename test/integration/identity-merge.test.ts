import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chain, identity, reassign, sign } from "../../src/runs/use-cases.js";
import { graphFaults } from "../support/graph-faults.js";
import { agent, authorization, decisionClass, right, World } from "../support/world.js";
import {
  DAY1,
  DAY2,
  DAY3,
  DAY4,
  DAY5,
  DAY6,
  LEAD,
  PEOPLE,
  TEAMS,
  beliefs,
  different,
  openCompany,
  rights,
  same,
  signatures,
  writesOf,
} from "./identity-world.js";

// The first act plans some forty statements on a server that has just started.
vi.setConfig({ testTimeout: 180_000 });

let world: World;

beforeEach(async () => {
  world = await World.open();
});

afterEach(() => world.close());

async function faults(): Promise<string[]> {
  return await graphFaults(world.context.graph.driver);
}

/** Where an edge of a type to somebody leads now, as `key → worker ids`. */
async function leadsTo(type: string): Promise<string[]> {
  const rows = await world.cypher(
    `MATCH (a)-[r:${type}]->(p:Person)
     WITH coalesce(a.key, a.id) AS key, r, COLLECT { MATCH (i:Identifier)-[:BELONGS_TO]->(p) RETURN i.key ORDER BY i.key } AS ids
     ORDER BY key, coalesce(r.rank, 0), ids[0]
     RETURN key + ' → ' + reduce(all = '', id IN ids | all + '+' + id) AS line`,
  );
  return rows.map((row) => String(row["line"]));
}

describe("two records of one human become one", () => {
  it("Q3 I7 the earlier record goes on with everything of the other, and every signature stays", async () => {
    openCompany(world);
    await world.sync(DAY1);
    const before = await signatures(world);
    const asked = await world.who(DAY2, "bot:refund", "2026-02-20T00:00:00Z");
    const report = await same(world, DAY2, ["e2@example.com", "hr/E1"]);
    expect(report.done).toMatchObject({
      kind: "merged",
      survivor: { name: "Maya Okafor" },
      other: { name: "Maja Okafor" },
      moved: {
        identifiers: ["hr/E2"],
        employments: ["hr/E2"],
        rights: ["bot:refund", "clerk:payout"],
        successorOf: ["clerk:triage"],
        leads: ["triage"],
        built: ["tool"],
        limits: ["AuthorityLimit/maja"],
      },
    });
    expect(report.decisions).toEqual([]);
    expect(await leadsTo("OWNED_BY")).toEqual([
      "bot:refund → +hr/E1+hr/E2",
      "clerk:payout → +hr/E1+hr/E2",
      "clerk:payout → +hr/chief",
      "clerk:triage → +hr/E1+hr/E2",
    ]);
    expect(await leadsTo("NAMES_SUCCESSOR")).toEqual([
      "clerk:triage → +hr/jon",
      "clerk:triage → +hr/E1+hr/E2",
    ]);
    expect(await leadsTo("LED_BY")).toContain("triage → +hr/E1+hr/E2");
    expect(await leadsTo("BUILT_BY")).toEqual(["tool → +hr/E1+hr/E2"]);
    expect(await leadsTo("LIMITS")).toContain(
      await world
        .cypher("MATCH (l:AuthorityLimit) WHERE l.supersededIn IS NULL RETURN l.key AS key")
        .then((rows) => `${String(rows[0]?.["key"])} → +hr/E1+hr/E2`),
    );
    expect(await leadsTo("HEADS")).toEqual([]);
    for (const key of ["bot:refund", "clerk:payout", "clerk:triage"])
      expect(await world.standing(key)).toBe("valid");
    expect(await signatures(world)).toEqual(before);
    expect(await faults()).toEqual([]);
    // Of the time before it was known: the same standing and signature, of the one human there is.
    const again = await world.who(DAY3, "bot:refund", "2026-02-20T00:00:00Z");
    expect(again.standingAt).toEqual(asked.standingAt);
    expect(again.signaturesAt.map((one) => one.signedAt)).toEqual(
      asked.signaturesAt.map((one) => one.signedAt),
    );
    expect(again.ownersAt.map((one) => one.from)).toEqual(asked.ownersAt.map((one) => one.from));
    expect(
      new Set([...again.ownersAt.map((one) => one.person.id), again.signaturesAt[0]?.by.id]),
    ).toEqual(new Set(again.now.owners.map((one) => one.person.id)));
    expect(await writesOf(world, DAY3)).toBe(0);
  });

  it("Q3 I4 what projects from references follows: reports, teams, seats and the places of duties", async () => {
    openCompany(world);
    await world.sync(DAY1);
    await same(world, DAY2, ["hr/E2", "hr/E1"]);
    const edges = await world.cypher(
      `MATCH (p:Person {name: 'Jon Reyes'})-[:REPORTS_TO]->(m)
       MATCH (m)-[:HEADS]->(t:Team)
       RETURN t.key AS team, COLLECT { MATCH (m)-[:HOLDS]->(s) RETURN s.key ORDER BY s.key } AS seats,
         COLLECT { MATCH (m)-[:HAS_EMPLOYMENT]->(:Employment)-[:MEMBER_OF]->(x) RETURN x.key ORDER BY x.key } AS teams`,
    );
    expect(edges).toEqual([
      { team: "hr/audit", seats: ["hr/P-1", "hr/P-2"], teams: ["hr/audit", "hr/claims"] },
    ]);
    expect(await world.findings()).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it("Q3 a document that names both, edited later, means the one person", async () => {
    openCompany(world);
    await world.sync(DAY1);
    await same(world, DAY2, ["hr/E2", "hr/E1"]);
    world.registry(
      rights().map((one) =>
        one.kind === "DecisionClass" && one.id === "triage" ? { ...one, title: "Sorting" } : one,
      ),
    );
    await world.sync(DAY3);
    expect(await leadsTo("LED_BY")).toContain("triage → +hr/E1+hr/E2");
    expect(await world.findings()).toEqual([]);
    expect(await writesOf(world, DAY4)).toBe(0);
  });

  it("Q3 L6 the one person leaves later, and is succeeded like any other", async () => {
    openCompany(world);
    await world.sync(DAY1);
    await same(world, DAY2, ["hr/E2", "hr/E1"]);
    const leaving = PEOPLE.map((one) => (one.id === "E2" ? { ...one, end: "2026-03-02" } : one));
    world.people(leaving);
    await world.sync(DAY3);
    // One of two jobs ended: still here (N7).
    expect(await leadsTo("OWNED_BY")).toContain("bot:refund → +hr/E1+hr/E2");
    world.people(leaving.map((one) => (one.id === "E1" ? { ...one, end: "2026-03-03" } : one)));
    await world.sync(DAY4);
    expect(await leadsTo("OWNED_BY")).toEqual([
      "bot:refund → +hr/chief",
      "clerk:payout → +hr/chief",
      "clerk:triage → +hr/jon",
    ]);
    expect(await world.standing("clerk:payout")).toBe("valid");
    expect(await world.standing("bot:refund")).toBe("provisional");
    expect(await faults()).toEqual([]);
    expect(await writesOf(world, DAY5)).toBe(0);
  });

  it("N6 Q3 whose contract ended and who was hired under a new number was here all along: the duty comes back", async () => {
    const hired = { id: "E9", name: "Maya Okafor", start: "2026-03-02", manager: "chief" };
    world.people(PEOPLE);
    world.registry(right("e1@example.com", { signed: { by: "e1@example.com", on: "2026-02-03" } }));
    await world.sync(DAY1);
    world.people([
      ...PEOPLE.map((one) =>
        one.id === "E1" ? { ...one, end: "2026-03-01", email: "old@example.com" } : one,
      ),
      hired,
    ]);
    await world.sync(DAY2);
    expect(await leadsTo("OWNED_BY")).toEqual(["bot:refund → +hr/chief"]);
    expect(await world.standing("bot:refund")).toBe("provisional");
    await same(world, DAY3, ["hr/E9", "hr/E1"]);
    expect(await leadsTo("OWNED_BY")).toEqual(["bot:refund → +hr/E1+hr/E9"]);
    expect(await world.standing("bot:refund")).toBe("valid");
    expect(await faults()).toEqual([]);
    // Documents are compared with the graph when they are read: the drift of DAY2 is over.
    expect((await world.sync(DAY4)).findings).toMatchObject({ cleared: 1, open: 0 });
    expect(await writesOf(world, DAY5)).toBe(0);
  });

  it("N6 Q3 who succeeded to their own duty under the new number had it all along", async () => {
    const people = PEOPLE.map((one) =>
      one.id === "E2" ? { ...one, team: "claims", position: "P-1" } : one,
    );
    world.people(people);
    const signed = { by: "e1@example.com", on: "2026-02-03" };
    world.registry(right("e1@example.com", { signed, successors: ["e2@example.com"] }));
    await world.sync(DAY1);
    world.people(people.map((one) => (one.id === "E1" ? { ...one, end: "2026-03-01" } : one)));
    await world.sync(DAY2);
    expect(await leadsTo("OWNED_BY")).toEqual(["bot:refund → +hr/E2"]);
    expect(await world.standing("bot:refund")).toBe("provisional");
    await same(world, DAY3, ["hr/E1", "hr/E2"]);
    expect(await leadsTo("OWNED_BY")).toEqual(["bot:refund → +hr/E1+hr/E2"]);
    expect(await world.standing("bot:refund")).toBe("valid");
    expect(await faults()).toEqual([]);
    expect((await world.sync(DAY4)).findings).toMatchObject({ cleared: 1, open: 0 });
    expect(await writesOf(world, DAY5)).toBe(0);
  });

  it("Q3 who built the agent under one record may not own it under the other (M2)", async () => {
    world.people(PEOPLE);
    world.registry([
      decisionClass("refund"),
      agent("bot", { builder: "e2@example.com" }),
      authorization("bot", "refund", {
        owner: "e1@example.com",
        signed: { by: "e1@example.com", on: "2026-02-03" },
      }),
    ]);
    await world.sync(DAY1);
    expect(await world.standing("bot:refund")).toBe("valid");
    const { decisions } = await same(world, DAY2, ["hr/E1", "hr/E2"]);
    expect(decisions.map((one) => one.key)).toEqual(["bot:refund"]);
    expect(await leadsTo("OWNED_BY")).toEqual(["bot:refund → +hr/chief"]);
    expect(await world.findings()).toContain("OWNER_IS_BUILDER");
  });

  it("Q3 G6 the story of the right and of the person tell of one human", async () => {
    openCompany(world);
    await world.sync(DAY1);
    await same(world, DAY2, ["hr/E2", "hr/E1"]);
    const story = await chain(world.at(DAY3), { subject: "bot:refund" });
    const names = story.events
      .map((event) => event.sentence)
      .filter((one) => /answers|signed/.test(one));
    expect(new Set(names.map((one) => one.split(" ").slice(0, 2).join(" ")))).toEqual(
      new Set(["Maja Okafor"]),
    );
    expect(names.filter((one) => one.includes("no longer"))).toEqual([]);
    const person = await chain(world.at(DAY3), { subject: "e1@example.com" });
    expect(person.holdings.map((one) => one.key)).toEqual([
      "bot:refund",
      "clerk:payout",
      "clerk:triage",
    ]);
    expect(
      person.events.filter((event) => event.authorizationKey === "bot:refund").length,
    ).toBeGreaterThan(0);
  });
});

describe("two records that were taken for one human", () => {
  it("Q3 I8 are two again: what is believed is what was believed before", async () => {
    openCompany(world);
    await world.sync(DAY1);
    const [before, signed] = [await beliefs(world), await signatures(world)];
    await same(world, DAY2, ["hr/E1", "hr/E2"]);
    expect(await beliefs(world)).not.toEqual(before);
    const { done } = await different(world, DAY3, ["hr/E1", "hr/E2"]);
    expect(done).toMatchObject({
      kind: "parted",
      one: { name: "Maya Okafor" },
      other: { name: "Maja Okafor" },
      returned: { identifiers: ["hr/E2"], rights: ["bot:refund", "clerk:payout"] },
      staying: [],
    });
    expect(await beliefs(world)).toEqual(before);
    expect(await signatures(world)).toEqual(signed);
    expect(await faults()).toEqual([]);
    expect(await writesOf(world, DAY4)).toBe(0);
  });

  it("Q3 what was signed or passed on meanwhile stays, and is told", async () => {
    openCompany(world);
    await world.sync(DAY1);
    await same(world, DAY2, ["hr/E1", "hr/E2"]);
    const operator = { login: "operator", person: "e1@example.com" };
    const refund = { agentId: "bot", decisionClassId: "refund" };
    const payout = { agentId: "clerk", decisionClassId: "payout" };
    expect((await sign(world.at(DAY3), { ...refund, operator, evidence: "mail" })).refused).toEqual(
      [],
    );
    await reassign(world.at(DAY3), {
      ...payout,
      operator: LEAD,
      to: "jon@example.com",
      reason: "x",
    });
    const { done } = await different(world, DAY4, ["hr/E1", "hr/E2"]);
    if (done?.kind !== "parted") throw new Error("not parted");
    expect(done.returned?.rights).toEqual(["clerk:payout"]);
    expect(done.staying).toEqual([
      "bot:refund has been signed since: it stays with Maja Okafor. countersign reassign gives it to somebody else.",
    ]);
    expect(await leadsTo("OWNED_BY")).toContain("bot:refund → +hr/E1");
    expect(await world.standing("bot:refund")).toBe("valid");
    expect(await faults()).toEqual([]);
    // Its document names the other one: drift, with the edit that settles it, and never a duty given back.
    await world.sync(DAY5);
    expect(await world.findings()).toContain("REGISTRY_DRIFT");
    expect(await writesOf(world, DAY6)).toBe(0);
  });

  it("Q3 three records: the last step is undone first, each exactly", async () => {
    world.people([
      ...PEOPLE,
      { id: "E3", name: "M. Okafor", start: "2025-01-01", manager: "chief" },
    ]);
    world.teams(TEAMS);
    world.registry([
      ...right("e3@example.com", { signed: { by: "e3@example.com", on: "2026-02-03" } }),
    ]);
    await world.sync(DAY1);
    const first = await beliefs(world);
    await same(world, DAY2, ["hr/E3", "hr/E2"]);
    const second = await beliefs(world);
    await same(world, DAY3, ["hr/E2", "hr/E1"]);
    expect(await leadsTo("OWNED_BY")).toEqual(["bot:refund → +hr/E1+hr/E2+hr/E3"]);
    expect(await world.standing("bot:refund")).toBe("valid");
    const { person } = await identity(world.at(DAY3), { subject: "hr/E3" });
    expect(person?.said.map((one) => one.kind)).toEqual(["SAME_AS", "SAME_AS"]);
    await different(world, DAY4, ["hr/E3", "hr/E1"]);
    expect(await beliefs(world)).toEqual(second);
    expect(await world.standing("bot:refund")).toBe("valid");
    await different(world, DAY5, ["hr/E3", "hr/E2"]);
    expect(await beliefs(world)).toEqual(first);
    expect(await faults()).toEqual([]);
  });
});
