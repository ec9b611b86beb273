import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dueWork, reassign, sync } from "../../src/runs/use-cases.js";
import { canonicalGraph } from "../support/canonical-graph.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { changeCompany, healthy, openCompany, STAGE } from "../support/small-company.js";
import { World } from "../support/world.js";

let world: World;

beforeEach(async () => {
  world = await World.open();
  openCompany(world);
});

afterEach(() => world.close());

async function runInstants(): Promise<string[]> {
  const rows = await world.cypher(
    "MATCH (r:Run) RETURN toString(r.openedAt) AS at ORDER BY r.number",
  );
  return rows.map((row) => String(row["at"]));
}

async function graphNow(): Promise<string[]> {
  return await canonicalGraph(world.context.graph.driver);
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}

describe("a clock that goes backwards", () => {
  it("F31 no run, due work or act is earlier than the run before it", async () => {
    healthy(await world.sync("2026-10-25T02:30:00Z"));
    const earlier = "2026-10-25T01:10:00Z";
    healthy(await world.sync(earlier));
    await dueWork(world.at(earlier));
    const operator = { login: "operator", person: "lead@example.com" };
    await reassign(world.at("1999-12-31T00:00:00Z"), {
      agentId: "bot",
      decisionClassId: "refund",
      operator,
      to: "chief@example.com",
      reason: "while the clock is wrong",
    });
    const instants = await runInstants();
    expect(instants).toHaveLength(6);
    expect(new Set(instants)).toEqual(new Set(["2026-10-25T02:30:00Z"]));
    const [stretch] = await world.cypher(
      "MATCH (o:Ownership)-[:HELD_BY]->(:Person {name: 'Cleo Chief'}) RETURN toString(o.validFrom) AS from",
    );
    expect(stretch).toEqual({ from: "2026-10-25T02:30:00Z" });
  });

  it("F31 what has ended stays ended when the clock says that it has not yet", async () => {
    healthy(await world.sync(STAGE.baseline));
    changeCompany(world);
    healthy(await world.sync(STAGE.later));
    const owners = await world.owners("bot:refund");
    expect(owners).toEqual(["Max Manager-Meyer"]);
    healthy(await world.sync("2026-10-30T00:00:00Z"));
    expect(await world.owners("bot:refund")).toEqual(owners);
  });

  it("F31 a plan made on a wrong clock is that of the run it stands for", async () => {
    healthy(await world.sync(STAGE.later));
    const plan = await world.sync(STAGE.baseline, { plan: true });
    expect(new Date(plan.at).toISOString()).toBe(new Date(STAGE.later).toISOString());
  });
});

describe("a scheduler that was down over a due time", () => {
  beforeEach(async () => {
    healthy(await world.sync(STAGE.baseline));
    changeCompany(world);
    healthy(await world.sync(STAGE.later));
  });

  it("F25 due work lets it take effect once, at its own time and not when it was noticed", async () => {
    expect(await world.owners("clerk:payout")).toContain("Pia Partner");
    await dueWork(world.at("2026-12-24T00:00:00Z"));
    expect(await world.owners("clerk:payout")).not.toContain("Pia Partner");
    const ended = await world.cypher(
      "MATCH (o:Ownership)-[:HELD_BY]->(:Person {name: 'Pia Partner'}) " +
        "WHERE o.supersededIn IS NULL RETURN toString(o.validTo) AS at, o.endedBecause AS because",
    );
    expect(ended).toEqual([{ at: "2026-11-21T00:00:00Z", because: "OWNER_DEPARTED" }]);
  });

  it("F25 I4 running it again changes nothing, and writes nothing but its own record", async () => {
    await dueWork(world.at(STAGE.due));
    const once = await graphNow();
    const again = await dueWork(world.at(STAGE.due));
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(await graphNow()).toEqual(once);
  });

  it("F25 F23 two schedulers that wake up at once do it once", async () => {
    await dueWork(world.at(STAGE.due));
    const alone = await graphNow();
    await world.close();
    world = await World.open();
    openCompany(world);
    healthy(await world.sync(STAGE.baseline));
    changeCompany(world);
    healthy(await world.sync(STAGE.later));
    const both = await Promise.allSettled([
      dueWork(world.at(STAGE.due)),
      dueWork(world.at(STAGE.due)),
    ]);
    const refused = both.flatMap((one) => (one.status === "rejected" ? [codeOf(one.reason)] : []));
    expect(refused).toEqual(["RUN_BUSY"]);
    expect(await graphNow()).toEqual(alone);
  });

  it("F25 a sync that comes first leaves nothing for due work", async () => {
    healthy(await world.sync(STAGE.due));
    const report = await dueWork(world.at(STAGE.due));
    expect(report.writes).toMatchObject({ organisation: 0, authorizations: 0 });
  });
});

describe("an unchanged company", () => {
  async function unchangedResync(people: number): Promise<{ writes: number; statements: number }> {
    world.people(
      Array.from({ length: people }, (_, index) => ({
        id: `w${index}`,
        manager: index === 0 ? "" : `w${Math.floor(index / 5)}`,
        team: `t${index % 7}`,
      })),
    );
    world.registry([]);
    healthy(await world.sync(STAGE.baseline));
    const graph = new WatchedGraph(world.context.graph);
    const report = healthy(await sync({ ...world.at(STAGE.later), graph }, { plan: false }));
    expect(report.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    return { writes: graph.writes, statements: graph.statements };
  }

  it("F32 I4 is synced again with the same few writing statements, 10 people or 200", async () => {
    const ten = await unchangedResync(10);
    const many = await unchangedResync(200);
    expect(many).toEqual(ten);
  });
});
