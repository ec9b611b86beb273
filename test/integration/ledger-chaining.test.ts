import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reassign, sync, verifyLedger } from "../../src/runs/use-cases.js";
import { WatchedGraph } from "../support/dying-graph.js";
import { PEOPLE_HEADERS, csvText } from "../support/hr-files.js";
import { healthy } from "../support/small-company.js";
import { until } from "../support/waiting.js";
import { World, right } from "../support/world.js";

const OPERATOR = { login: "operator", person: "lead@example.com" };
const ORDER = {
  agentId: "bot",
  decisionClassId: "refund",
  operator: OPERATOR,
  reason: "because",
};

let world: World;

beforeEach(async () => {
  world = await World.open({
    sources: [
      { id: "hr", type: "hr-files", folder: "hr", mode: "snapshot" },
      { id: "hr2", type: "hr-files", folder: "hr2", mode: "snapshot" },
      { id: "registry", type: "registry", folder: "registry" },
    ],
  });
  world.people([{ id: "lead", name: "Lena Lead" }, { id: "owner" }, { id: "chief" }]);
  world.folderOf("hr2");
  second(3);
  world.registry(right("owner@example.com"));
});

afterEach(() => world.close());

/** So many people in the second system. */
function second(count: number): void {
  const rows = Array.from({ length: count }, (_, index) =>
    PEOPLE_HEADERS.map((header) => cell(header, index)),
  );
  writeFileSync(join(world.folder, "hr2", "people.csv"), csvText([[...PEOPLE_HEADERS], ...rows]));
}

function cell(header: string, index: number): string {
  if (header === "Employee ID") return `S-${index}`;
  if (header === "Name") return `Second ${index}`;
  if (header === "Work Email") return `second${index}@example.com`;
  if (header === "Hire Date") return "2020-01-01";
  return header === "Time Zone" ? "UTC" : "";
}

async function verdict() {
  return await verifyLedger(world.context, { kept: null });
}

describe("chaining", () => {
  it("two runs and an act at once: every entry has its place, run by run, and the ledger is whole", async () => {
    healthy(await world.sync("2026-10-01T06:00:00Z"));
    world.people([{ id: "lead", name: "Lena Lead" }, { id: "owner" }, { id: "chief", team: "t" }]);
    second(40);
    const at = world.at("2026-10-02T06:00:00Z");
    const [one, two, act] = await Promise.all([
      sync(at, { plan: false, source: "hr" }),
      sync(at, { plan: false, source: "hr2" }),
      reassign(at, { ...ORDER, to: "chief@example.com" }),
    ]);
    for (const report of [one, two]) healthy(report);
    expect(act.refused).toEqual([]);
    const found = await verdict();
    expect(found).toMatchObject({ problems: [], waiting: 0 });
    const rows = await world.cypher(
      "MATCH (e:LedgerEntry) RETURN e.run AS run, e.ordinal AS ordinal ORDER BY e.position",
    );
    expect(rows).toHaveLength(found.entries);
    const places = rows.map((row) => `${Number(row["run"])}`);
    const blocks = places.filter((run, index) => places[index - 1] !== run);
    expect(blocks).toEqual([...new Set(blocks)]);
  });

  it("writers do not wait for whoever chains: only the place in the chain does", async () => {
    healthy(await world.sync("2026-10-01T06:00:00Z"));
    const session = world.context.graph.driver.session();
    const chaining = session.beginTransaction();
    await chaining.run("MATCH (h:LedgerHead) SET h.lock = true REMOVE h.lock");
    const act = reassign(world.at("2026-10-02T06:00:00Z"), { ...ORDER, to: "chief@example.com" });
    const isClosed = async () =>
      (await world.cypher("MATCH (r:Run {act: 'reassign', state: 'closed'}) RETURN r.number AS n"))
        .length === 1;
    await until(isClosed);
    expect(await world.owners("bot:refund")).toEqual(["chief"]);
    expect((await verdict()).waiting).toBe(1);
    await chaining.rollback();
    await session.close();
    expect((await act).refused).toEqual([]);
    expect(await verdict()).toMatchObject({ problems: [], waiting: 0 });
  });

  it("F20 what died between closing and chaining is made good by the next that closes", async () => {
    const dying = new WatchedGraph(world.context.graph, {
      beforeStatement: async (_write, text) => {
        if (text.includes("LedgerHead")) throw new Error("died before chaining");
      },
    });
    const at = world.at("2026-10-01T06:00:00Z");
    healthy(await sync({ ...at, graph: dying }, { plan: false }));
    expect(dying.failures).not.toEqual([]);
    const before = await verdict();
    expect(before.entries).toBe(0);
    expect(before.waiting).toBeGreaterThan(4);
    const order = { ...ORDER, to: "chief@example.com" };
    expect((await reassign(world.at("2026-10-02T06:00:00Z"), order)).refused).toEqual([]);
    const after = await verdict();
    expect(after).toMatchObject({ problems: [], waiting: 0, entries: before.waiting + 1 });
    const open = await world.cypher("MATCH (r:Run {unchained: true}) RETURN r.number AS number");
    expect(open).toEqual([]);
  });
});
