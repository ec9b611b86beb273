import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../src/runs/context.js";
import { reassign, sign, sync } from "../../src/runs/use-cases.js";
import type { WrittenDocument } from "../../src/sources/registry/schema.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { graphFaults } from "../support/graph-faults.js";
import { changeCompany, healthy, openCompany, STAGE } from "../support/small-company.js";
import { gate } from "../support/waiting.js";
import { right, type Worker, World } from "../support/world.js";

const REFUND = { agentId: "bot", decisionClassId: "refund" };
const SIGNED = { by: "owner@example.com", on: "2026-02-03" };
const PEOPLE: readonly Worker[] = [
  { id: "lead", name: "Lena Lead" },
  { id: "chief", name: "Cleo Chief" },
  { id: "owner", name: "Ola Owner", manager: "chief" },
];
const LEAD = { login: "operator", person: "lead@example.com" };

let world: World;

beforeEach(async () => {
  world = await World.open();
});

afterEach(() => world.close());

async function faults(): Promise<string[]> {
  return await graphFaults(world.context.graph.driver);
}

/** A piece of work that stops once, before its first statement that fits, until it is let go. */
function held<T>(work: (context: Context) => Promise<T>, statement: string, at: string) {
  const arrived = gate();
  const go = gate();
  let isFirst = true;
  const graph = new WatchedGraph(world.context.graph, {
    beforeStatement: async (_write, text) => {
      if (!isFirst || !text.includes(statement)) return;
      isFirst = false;
      arrived.open();
      await go.opened;
    },
  });
  return { reached: arrived.opened, go, graph, outcome: work({ ...world.at(at), graph }) };
}

/** The first statement of every change set that changes an authorization. */
const WRITES_AUTHORIZATIONS = "the projection of today on the authorization itself";

async function ownerships(authorization: string): Promise<unknown[]> {
  return await world.cypher(
    "MATCH (:Authorization {key: $key})<-[:OWNERSHIP_OF]-(o:Ownership)-[:HELD_BY]->(p:Person) " +
      "WHERE o.supersededIn IS NULL RETURN p.name AS name, o.validTo IS NULL AS isOpen ORDER BY name",
    { key: authorization },
  );
}

describe("a human act that races a sync", () => {
  it("F23 the owner left, and a person gives the duty to another first: that stands", async () => {
    openCompany(world);
    healthy(await world.sync(STAGE.baseline));
    changeCompany(world);
    const racing = held(
      (context) => sync(context, { source: "hr", plan: false }),
      WRITES_AUTHORIZATIONS,
      STAGE.later,
    );
    await racing.reached;
    const order = { ...REFUND, operator: LEAD, to: "chief@example.com", reason: "knows it best" };
    const act = await reassign(world.at(STAGE.later), order);
    expect(act.refused).toEqual([]);
    racing.go.open();
    await racing.outcome;
    expect(racing.graph.failures).toEqual(["PLAN_OUTDATED"]);
    expect(await world.owners("bot:refund")).toEqual(["Cleo Chief"]);
    expect(await ownerships("bot:refund")).toEqual([
      { name: "Cleo Chief", isOpen: true },
      { name: "Ola Owner", isOpen: false },
    ]);
    expect(await faults()).toEqual([]);
  });

  it("F23 somebody signs while a sync learns that they left: the signature is refused", async () => {
    openCompany(world);
    healthy(await world.sync(STAGE.baseline));
    changeCompany(world);
    const owner = { login: "operator", person: "owner@example.com" };
    const racing = held(
      (context) => sign(context, { ...REFUND, operator: owner, evidence: "a second time" }),
      WRITES_AUTHORIZATIONS,
      STAGE.later,
    );
    await racing.reached;
    await world.sync(STAGE.later, { source: "hr" });
    racing.go.open();
    const { done, refused } = await racing.outcome;
    expect(racing.graph.failures).toEqual(["PLAN_OUTDATED"]);
    expect(done).toEqual([]);
    expect(refused.map((one) => one.code)).toEqual(["NOT_AN_OWNER"]);
    expect(await world.owners("bot:refund")).toEqual(["Max Manager-Meyer"]);
    expect(await world.standing("bot:refund")).toBe("provisional");
    expect(await faults()).toEqual([]);
  });

  it("F23 somebody signs the new revision while a sync settles it: the signature counts", async () => {
    world.people(PEOPLE);
    const [bot, ...rest] = right("owner@example.com", { signed: SIGNED });
    world.registry(right("owner@example.com", { signed: SIGNED }));
    healthy(await world.sync(STAGE.baseline));
    world.registry([{ ...bot, manifest: { model: "m-2" } } as WrittenDocument, ...rest]);
    const racing = held(
      (context) => sync(context, { source: "registry", plan: false }),
      WRITES_AUTHORIZATIONS,
      STAGE.later,
    );
    await racing.reached;
    const owner = { login: "operator", person: "owner@example.com" };
    const act = await sign(world.at(STAGE.later), { ...REFUND, operator: owner });
    expect(act.refused).toEqual([]);
    racing.go.open();
    await racing.outcome;
    expect(racing.graph.failures).toEqual(["PLAN_OUTDATED"]);
    expect(await world.standing("bot:refund")).toBe("valid");
    expect(await world.findings()).not.toContain("AGENT_CHANGED");
    expect(await faults()).toEqual([]);
  });
});

describe("a finding", () => {
  it("F23 is not raised about an owner whom a person has replaced meanwhile", async () => {
    world.people(PEOPLE);
    world.registry(right("owner@example.com", { signed: SIGNED }));
    healthy(await world.sync(STAGE.baseline));
    world.people(PEOPLE.map((one) => (one.id === "owner" ? { ...one, end: "2026-11-20" } : one)));
    const racing = held(
      (context) => sync(context, { source: "hr", plan: false }),
      "a condition that needs a human, and the alert that tells one",
      STAGE.later,
    );
    await racing.reached;
    const order = { ...REFUND, operator: LEAD, to: "chief@example.com", reason: "in good time" };
    const act = reassign(world.at(STAGE.later), order);
    // Either waits for the other: what counts is what is there when both are done.
    await Promise.race([act, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    racing.go.open();
    await racing.outcome;
    expect((await act).refused).toEqual([]);
    expect(await world.owners("bot:refund")).toEqual(["Cleo Chief"]);
    expect(await world.findings()).not.toContain("OWNER_DEPARTING");
    expect(await faults()).toEqual([]);
  });
});

describe("many acts at once", () => {
  it("F23 on one authorization: each happens in full or is told to try again", async () => {
    openCompany(world);
    healthy(await world.sync(STAGE.baseline));
    const receivers = ["chief", "manager", "partner", "lead", "chief", "manager"];
    const outcomes = await Promise.allSettled(
      receivers.map((id) =>
        reassign(world.at(STAGE.later), {
          ...REFUND,
          operator: LEAD,
          to: `${id}@example.com`,
          reason: "all at once",
        }),
      ),
    );
    const failed = outcomes.filter((one) => one.status === "rejected");
    for (const one of failed) expect(one.reason).toMatchObject({ code: "PLAN_OUTDATED" });
    expect(failed.length).toBeLessThan(receivers.length);
    expect(await world.owners("bot:refund")).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });
});
