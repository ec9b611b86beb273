import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { sync } from "../../src/runs/use-cases.js";
import { DirectoryWorld } from "../support/directory-world.js";
import { WatchedGraph } from "../support/dying-graph.js";

const IDS = ["00uA", "00uB", "00uC"];

let company: DirectoryWorld;

beforeEach(async () => {
  company = await DirectoryWorld.open({ pageSize: 2 });
  company.at("2026-03-01T08:00:00Z");
  company.world.people(IDS.map((id) => ({ id })));
  for (const id of IDS) company.user(company.okta, id, { workerId: id });
  company.group(company.okta, "00gA", { name: "Alpha", memberIds: new Set(IDS) });
  complete(await company.sync("2026-03-01T09:00:00Z"));
});

afterEach(async () => {
  await company.close();
});

function complete(report: SyncReport): SyncReport {
  expect(report.sources.filter((one) => one.status !== "complete")).toEqual([]);
  return report;
}

async function digest(): Promise<unknown> {
  const [source] = await company.world.cypher("MATCH (s:Source {id: 'okta'}) RETURN s.readDigest");
  return source?.["s.readDigest"];
}

async function teamName(): Promise<unknown> {
  const [team] = await company.world.cypher("MATCH (t:Team {key: 'okta/00gA'}) RETURN t.name");
  return team?.["t.name"];
}

/** A sync that dies when it is about to close the run of a source. */
async function diesBeforeClosing(instant: string): Promise<void> {
  company.at(instant);
  const context = company.world.at(instant);
  const graph = new WatchedGraph(context.graph, {
    beforeStatement: async (_, text) => {
      if (text.includes("SET r.state = 'closed'")) throw new Error("the power went");
    },
  });
  await expect(sync({ ...context, graph }, { plan: false, source: "okta" })).rejects.toThrow(
    "the power went",
  );
}

describe("a sweep that tells the same as the last one", { timeout: 180_000 }, () => {
  it("writes nothing, reports as before, and what it knows stays good", async () => {
    const before = await digest();
    expect(before).toEqual(expect.any(String));
    const plan = await company.sync("2026-03-02T09:00:00Z", { plan: true });
    const report = complete(await company.sync("2026-03-02T09:00:00Z"));
    expect(report.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(report.organisation.counts).toEqual(plan.organisation.counts);
    expect(await digest()).toBe(before);
  });

  it("in another order is compared record by record, and is the same", async () => {
    const before = await digest();
    company.oktaFaults.on(
      /^GET \/api\/v1\/users\?/,
      { kind: "rewrite", change: (body) => (body as unknown[]).toReversed() },
      { times: 100 },
    );
    const report = complete(await company.sync("2026-03-02T09:00:00Z"));
    expect(report.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(await digest()).not.toBe(before);
  });

  it("L15 is no such sweep while a login is missing: its absence is settled by the next one", async () => {
    const missing = { kind: "rewrite", change: without("00uC") } as const;
    company.oktaFaults.on(/^GET \/api\/v1\/users\?/, missing, { times: 200 });
    company.oktaFaults.on(/^GET \/api\/v1\/users\/00uC/, {
      kind: "status",
      status: 404,
      body: { errorCode: "E0000007" },
    });
    complete(await company.sync("2026-03-02T09:00:00Z"));
    expect(await digest()).toBeNull();
  });

  it("F20 after a run that died with a group half renamed, and renamed back since, is compared", async () => {
    company.okta.putGroup(
      { id: "00gA", name: "Beta", ownerIds: [], memberIds: new Set(IDS) },
      company.at("2026-03-02T08:00:00Z"),
    );
    await diesBeforeClosing("2026-03-02T09:00:00Z");
    expect(await teamName()).toBe("Beta");
    company.okta.putGroup(
      { id: "00gA", name: "Alpha", ownerIds: [], memberIds: new Set(IDS) },
      company.at("2026-03-02T10:00:00Z"),
    );
    complete(await company.sync("2026-03-02T11:00:00Z"));
    expect(await teamName()).toBe("Alpha");
  });
});

function without(id: string): (body: unknown) => unknown {
  return (body) => (body as { id: string }[]).filter((one) => one.id !== id);
}
