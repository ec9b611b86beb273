import { afterEach, describe, expect, it } from "vitest";
import { DirectoryWorld, type DirectoryWorldOptions } from "../support/directory-world.js";
import { right } from "../support/world.js";

let company: DirectoryWorld;
afterEach(async () => {
  await company.close();
});

const ALWAYS = { times: 100_000 };

/** Maya owns; Jon reports to her; both are in a group. */
async function found(options: DirectoryWorldOptions): Promise<void> {
  company = await DirectoryWorld.open(options);
  const { okta, world } = company;
  company.at("2026-03-01T08:00:00Z");
  for (const id of ["lead", "maya", "jon"]) {
    const managerId = { lead: null, maya: "u-lead", jon: "u-maya" }[id] ?? null;
    company.user(okta, `u-${id}`, { email: `${id}@example.com`, managerId });
  }
  company.group(okta, "g-claims", { memberIds: new Set(["u-maya", "u-jon"]) });
  company.group(okta, "g-other", { memberIds: new Set(["u-jon"]) });
  world.registry(right("maya@example.com"));
  await company.sync("2026-03-01T09:00:00Z");
}

describe("Okta", { timeout: 180_000 }, () => {
  it("F15 a group that one of two lists lacks keeps its members", async () => {
    await found({ hr: false });
    let lists = 0;
    company.oktaFaults.on(
      /^GET \/api\/v1\/groups\?/,
      {
        kind: "rewrite",
        change: (body) => {
          lists += 1;
          const groups = body as { id: string }[];
          return lists % 2 === 1 ? groups : groups.filter(({ id }) => id !== "g-claims");
        },
      },
      ALWAYS,
    );
    await company.sync("2026-03-02T09:00:00Z");
    expect(await company.members("okta/g-claims")).toEqual(["u-jon", "u-maya"]);
    company.oktaFaults.clear();
    company.okta.removeMember("g-claims", "u-jon", company.at("2026-03-02T10:00:00Z"));
    await company.sync("2026-03-02T11:00:00Z");
    expect(await company.members("okta/g-claims")).toEqual(["u-maya"]);
  });

  it("F15 L15 a group that one whole read lacks keeps its members; it is gone with the second", async () => {
    await found({ hr: false });
    const without = {
      kind: "rewrite",
      change: (body: unknown) => (body as { id: string }[]).filter(({ id }) => id !== "g-claims"),
    } as const;
    company.oktaFaults.on(/^GET \/api\/v1\/groups\?/, without, ALWAYS);
    const plan = await company.sync("2026-03-02T09:00:00Z", { plan: true });
    const report = await company.sync("2026-03-02T09:00:00Z");
    expect(report.organisation.counts).toEqual(plan.organisation.counts);
    expect(await company.members("okta/g-claims")).toEqual(["u-jon", "u-maya"]);
    expect(report.sources[0]?.remarks.join()).toContain("1 group is not listed any more");
    // Listed in between, it is missing for a first time again.
    company.oktaFaults.clear();
    await company.sync("2026-03-03T09:00:00Z");
    company.oktaFaults.on(/^GET \/api\/v1\/groups\?/, without, ALWAYS);
    await company.sync("2026-03-04T09:00:00Z");
    expect(await company.members("okta/g-claims")).toEqual(["u-jon", "u-maya"]);
    await company.sync("2026-03-05T09:00:00Z");
    expect(await company.members("okta/g-claims")).toEqual([]);
    company.oktaFaults.clear();
    await company.sync("2026-03-06T09:00:00Z");
    expect(await company.members("okta/g-claims")).toEqual(["u-jon", "u-maya"]);
  });

  it("F12 a group without a readable id: no group is gone by not being listed", async () => {
    await found({ hr: false });
    // The list of groups, and not the one that members are read by.
    company.oktaFaults.on(
      /^GET \/api\/v1\/groups\?/,
      {
        kind: "rewrite",
        change: (body) =>
          (body as { id: unknown }[]).map((one) =>
            one.id === "g-claims" ? { ...one, id: { $ne: null } } : one,
          ),
      },
      { times: 1 },
    );
    await company.sync("2026-03-02T09:00:00Z");
    expect(await company.members("okta/g-claims")).toEqual(["u-jon", "u-maya"]);
  });

  it("F10 the second page of one group's members: nobody on it is out of the group", async () => {
    await found({ hr: false, pageSize: 1 });
    company.oktaFaults.on(
      /^GET \/api\/v1\/groups\/g-claims\/users\?.*after/,
      { kind: "status", status: 403 },
      ALWAYS,
    );
    company.okta.removeMember("g-other", "u-jon", company.at("2026-03-02T08:00:00Z"));
    company.okta.addMember("g-other", "u-maya", company.at("2026-03-02T08:00:00Z"));
    await company.sync("2026-03-02T09:00:00Z");
    expect(await company.members("okta/g-claims")).toEqual(["u-jon", "u-maya"]);
    expect(await company.members("okta/g-other")).toEqual(["u-maya"]);
  });

  it("I5 F2 who is told to have left by a read that breaks later is here until a whole one says so", async () => {
    await found({ hr: false, pageSize: 1 });
    company.at("2026-03-02T08:00:00Z");
    // Users are listed by id: Jon stands on the first page.
    company.change(company.okta, "u-jon", { status: "deprovisioned" });
    const statusOfJon = async () =>
      await company.world.cypher("MATCH (a:Account {nativeId: 'u-jon'}) RETURN a.status AS status");
    company.oktaFaults.on(
      /^GET \/api\/v1\/users\?/,
      { kind: "status", status: 500 },
      { nth: 3, times: 100_000 },
    );
    const report = await company.sync("2026-03-02T09:00:00Z");
    expect(report.sources.find((one) => one.source === "okta")?.status).toBe("partial");
    expect(await statusOfJon()).toEqual([{ status: "active" }]);
    expect(await company.reporting()).toContain("u-jon Example to u-maya Example");
    company.oktaFaults.clear();
    await company.sync("2026-03-02T10:00:00Z");
    expect(await statusOfJon()).toEqual([{ status: "deprovisioned" }]);
  });
});
