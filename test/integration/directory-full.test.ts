import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { DirectoryWorld } from "../support/directory-world.js";

const IDS = ["00uA", "00uB"];

let company: DirectoryWorld;

beforeEach(async () => {
  company = await DirectoryWorld.open({ entra: true, oktaConfig: { sweepEveryHours: 240 } });
  company.at("2026-03-01T08:00:00Z");
  company.world.people(IDS.map((id) => ({ id })));
  for (const id of IDS) {
    company.user(company.okta, id, { workerId: id });
    company.user(company.entra, `e-${id}`, { workerId: id });
  }
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

async function statusOf(key: string): Promise<unknown> {
  const [login] = await company.world.cypher(
    `MATCH (a:Account {key: '${key}'}) RETURN a.status AS status`,
  );
  return login?.["status"];
}

async function memberships(): Promise<unknown> {
  const [row] = await company.world.cypher(
    "MATCH (:Account)-[r:MEMBER_OF]->(:Team {key: 'okta/00gA'}) RETURN count(r) AS n",
  );
  return Number(row?.["n"]);
}

describe("a full sync", { timeout: 180_000 }, () => {
  it.each([
    { source: "okta", id: "00uA", told: /^GET \/api\/v1\/logs/, nothing: (): unknown => [] },
    { source: "entra", id: "e-00uA", told: /^GET \/v1\.0\/users\/delta/, nothing: noValue },
  ] as const)(
    "$source: what its directory never told as changed is read all the same",
    async ({ source, id, told, nothing }) => {
      const key = `${source}/${id}`;
      const faults = source === "okta" ? company.oktaFaults : company.entraFaults;
      const statusChangedAt = company.at("2026-03-02T08:00:00Z");
      company.change(company[source], id, { status: "suspended", statusChangedAt });
      faults.on(told, { kind: "rewrite", change: nothing }, { times: 5 });
      complete(await company.sync("2026-03-02T09:00:00Z"));
      faults.clear();
      complete(await company.sync("2026-03-02T10:00:00Z"));
      expect(await statusOf(key)).toBe("active");

      const full = { source, full: true };
      const plan = await company.sync("2026-03-02T11:00:00Z", { ...full, plan: true });
      expect(await statusOf(key)).toBe("active");
      const report = complete(await company.sync("2026-03-02T11:00:00Z", full));
      expect(await statusOf(key)).toBe("suspended");
      expect(report.organisation.counts).toEqual(plan.organisation.counts);

      const again = complete(await company.sync("2026-03-02T12:00:00Z", full));
      expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    },
  );

  it("Q4 is what a changed precedence makes of the next sync, where only changes are told", async () => {
    const { context } = company.world;
    const identity = { ...context.config.identity, employment: ["okta", "entra", "hr"] };
    Object.assign(context, { config: { ...context.config, identity } });
    complete(await company.sync("2026-03-02T09:00:00Z"));
    const ranks = await company.world.cypher(
      "MATCH (a:Account) RETURN a.source AS source, collect(DISTINCT a.tenureRank) AS ranks ORDER BY source",
    );
    expect(ranks.map((row) => [row["source"], (row["ranks"] as unknown[]).map(Number)])).toEqual([
      ["entra", [2]],
      ["okta", [1]],
    ]);
    const again = complete(await company.sync("2026-03-02T10:00:00Z"));
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
  });

  it("compares also what was told the same: an edge that somebody deleted by hand is back", async () => {
    await company.world.context.graph.write((tx) =>
      tx.run("MATCH (:Account {key: 'okta/00uA'})-[r:MEMBER_OF]->() DELETE r"),
    );
    expect(await memberships()).toBe(1);
    // The next sweep is due, and tells what the last one did.
    complete(await company.sync("2026-03-12T09:00:00Z"));
    expect(await memberships()).toBe(1);
    complete(await company.sync("2026-03-12T10:00:00Z", { full: true }));
    expect(await memberships()).toBe(2);
  });
});

function noValue(body: unknown): unknown {
  return { ...(body as object), value: [] };
}
