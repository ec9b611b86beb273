import { afterEach, describe, expect, it } from "vitest";
import { DirectoryWorld, type DirectoryWorldOptions } from "../../support/directory-world.js";
import { right } from "../../support/world.js";

let company: DirectoryWorld;

async function open(options: DirectoryWorldOptions = {}): Promise<DirectoryWorld> {
  company = await DirectoryWorld.open(options);
  company.at("2026-03-01T08:00:00Z");
  return company;
}

afterEach(async () => {
  await company.close();
});

/** Lead, Maya under her, Jon under Maya: only Okta knows. */
function staff(): void {
  company.user(company.okta, "00uLead", { email: "lead@example.com", login: "lead@example.com" });
  company.user(company.okta, "00uMaya", { email: "maya@example.com", managerId: "00uLead" });
  company.user(company.okta, "00uJon", { email: "jon@example.com", managerId: "00uMaya" });
}

describe(
  "a company without HR data: directories decide who works here",
  { timeout: 180_000 },
  () => {
    it("Q4 people are founded by their logins, with their reporting line, and founded once", async () => {
      const { world } = await open({ hr: false });
      staff();
      const plan = await company.sync("2026-03-01T09:00:00Z", { plan: true });
      const report = await company.sync("2026-03-01T09:00:00Z");
      expect(plan.organisation.counts).toEqual(report.organisation.counts);
      expect(await company.people()).toBe(3);
      expect(await company.reporting()).toEqual([
        "00uJon Example to 00uMaya Example",
        "00uMaya Example to 00uLead Example",
      ]);
      const again = await company.sync("2026-03-01T10:00:00Z");
      expect(again.writes.organisation).toBe(0);
      expect(await world.findings()).toEqual([]);
    });

    it("L1 L8 a deprovisioned owner has left; the manager as of departure takes over", async () => {
      const { world, okta } = await open({ hr: false });
      staff();
      world.registry(right("jon@example.com"));
      await company.sync("2026-03-01T09:00:00Z");
      expect(await world.owners("bot:refund")).toEqual(["00uJon Example"]);
      company.at("2026-03-02T08:00:00Z");
      company.change(okta, "00uJon", { status: "deprovisioned", managerId: null });
      const plan = await company.sync("2026-03-02T09:00:00Z", { plan: true });
      const report = await company.sync("2026-03-02T09:00:00Z");
      expect(plan.decisions).toEqual(report.decisions);
      expect(await world.owners("bot:refund")).toEqual(["00uMaya Example"]);
    });

    it("F15 a 404 that Okta did not give departs nobody", async () => {
      const { world, okta } = await open({ hr: false, oktaConfig: { sweepEveryHours: 24 } });
      staff();
      company.group(okta, "00gA", { memberIds: new Set(["00uJon"]) });
      world.registry(right("jon@example.com"));
      await company.sync("2026-03-01T09:00:00Z");
      company.at("2026-03-01T10:00:00Z");
      company.change(okta, "00uJon", { department: "New" });
      company.oktaFaults.on(
        /^GET \/api\/v1\/users\/00uJon/,
        { kind: "status", status: 404, body: "<h1>404 Not Found</h1>" },
        { times: 100 },
      );
      const report = await company.sync("2026-03-01T10:30:00Z");
      expect(report.sources[0]?.status).toBe("partial");
      expect(report.decisions).toEqual([]);
      expect(await world.owners("bot:refund")).toEqual(["00uJon Example"]);
      expect(await company.members("okta/00gA")).toEqual(["00uJon"]);
    });

    it("F14 who came and went between two reads founds nobody", async () => {
      const { okta } = await open({ hr: false, oktaConfig: { sweepEveryHours: 24 } });
      staff();
      await company.sync("2026-03-01T09:00:00Z");
      company.at("2026-03-01T10:00:00Z");
      company.user(okta, "00uGhost");
      okta.purgeUser("00uGhost", company.at("2026-03-01T10:01:00Z"));
      const plan = await company.sync("2026-03-01T10:30:00Z", { plan: true });
      const report = await company.sync("2026-03-01T10:30:00Z");
      expect(plan.organisation.counts).toEqual(report.organisation.counts);
      expect(report.organisation.counts.join).toBe(0);
      expect(await company.people()).toBe(3);
      const again = await company.sync("2026-03-01T11:30:00Z");
      expect(again.writes.organisation).toBe(0);
    });

    it("N8 whoever comes back under the same login is the same person; what moved on stays", async () => {
      const { world, okta } = await open({ hr: false });
      staff();
      world.registry(right("jon@example.com"));
      await company.sync("2026-03-01T09:00:00Z");
      company.at("2026-03-02T08:00:00Z");
      company.change(okta, "00uJon", { status: "deprovisioned" });
      await company.sync("2026-03-02T09:00:00Z");
      company.at("2026-03-20T08:00:00Z");
      company.change(okta, "00uJon", { status: "active" });
      await company.sync("2026-03-20T09:00:00Z");
      expect(await company.people()).toBe(3);
      expect(await company.ownerOf("okta/00uJon")).toBe("00uJon Example");
    });

    it("Q4 N8 two directories with one worker id are one person, and a new login of theirs joins them", async () => {
      const { okta, entra } = await open({ hr: false, entra: true });
      staff();
      company.change(okta, "00uMaya", { workerId: "W7" });
      company.user(entra, "e-maya", { workerId: "W7" });
      await company.sync("2026-03-01T09:00:00Z");
      expect(await company.people()).toBe(3);
      expect(await company.ownerOf("entra/e-maya")).toBe("00uMaya Example");
      company.at("2026-03-05T08:00:00Z");
      company.user(okta, "00uMaya2", { workerId: "W7" });
      await company.sync("2026-03-05T09:00:00Z");
      expect(await company.people()).toBe(3);
    });

    it("L13 suspended is not left, whoever decides", async () => {
      const { world, okta } = await open({ hr: false });
      staff();
      world.registry(right("jon@example.com"));
      await company.sync("2026-03-01T09:00:00Z");
      company.at("2026-03-02T08:00:00Z");
      company.change(okta, "00uJon", { status: "suspended" });
      await company.sync("2026-03-02T09:00:00Z");
      expect(await world.owners("bot:refund")).toEqual(["00uJon Example", "00uMaya Example"]);
    });
  },
);

describe("guests and teams", { timeout: 180_000 }, () => {
  it("Q6 a guest whose account is deleted has left after the days of grace, and not before", async () => {
    const { world, entra } = await open({ okta: false, entra: true });
    world.people([{ id: "lead" }]);
    company.user(entra, "e-guest", {
      nature: "guest",
      email: "ana@partner.example",
      login: "ana@partner.example",
    });
    world.registry(right("ana@partner.example"));
    await company.sync("2026-03-01T09:00:00Z");
    expect(await world.owners("bot:refund")).toEqual(["e-guest Example"]);
    company.at("2026-03-02T08:00:00Z");
    company.change(entra, "e-guest", { status: "deleted" });
    await company.sync("2026-03-02T09:00:00Z");
    expect(await world.owners("bot:refund")).toEqual(["e-guest Example"]);
    await company.sync("2026-03-06T09:00:00Z");
    expect(await world.owners("bot:refund")).not.toContain("e-guest Example");
  });

  it("O1 O2 a renamed group is the same team; its members and owner follow the directory", async () => {
    const { world, okta } = await open();
    world.people([{ id: "maya" }, { id: "jon" }, { id: "lead" }]);
    company.user(okta, "00uMaya", { workerId: "maya" });
    company.user(okta, "00uJon", { workerId: "jon" });
    company.group(okta, "00gClaims", {
      memberIds: new Set(["00uMaya", "00uJon"]),
      ownerIds: ["00uMaya"],
    });
    await company.sync("2026-03-01T09:00:00Z");
    expect(await company.members("okta/00gClaims")).toEqual(["00uJon", "00uMaya"]);
    company.at("2026-03-02T08:00:00Z");
    company.group(okta, "00gClaims", {
      name: "Claims and refunds",
      memberIds: new Set(["00uJon"]),
      ownerIds: ["00uJon"],
    });
    await company.sync("2026-03-02T09:00:00Z");
    expect(await company.members("okta/00gClaims")).toEqual(["00uJon"]);
    const rows = await world.cypher(
      `MATCH (t:Team {key: 'okta/00gClaims'}) OPTIONAL MATCH (p:Person)-[:HEADS]->(t)
       RETURN t.name AS name, p.name AS head,
         COUNT { ()-[:MEMBER_OF_RECORD]->(t) } AS records`,
    );
    expect(rows).toEqual([{ name: "Claims and refunds", head: "jon", records: 2 }]);
  });

  it("O11 a group deleted at its source takes no person and no authorization with it", async () => {
    const { world, okta } = await open();
    world.people([{ id: "maya" }, { id: "lead" }]);
    company.user(okta, "00uMaya", { workerId: "maya" });
    company.group(okta, "00gClaims", { memberIds: new Set(["00uMaya"]) });
    company.group(okta, "00gStays", { memberIds: new Set(["00uMaya"]) });
    world.registry(right("maya@example.com"));
    await company.sync("2026-03-01T09:00:00Z");
    const standing = await world.standing("bot:refund");
    okta.purgeGroup("00gClaims", company.at("2026-03-02T08:00:00Z"));
    const first = await company.sync("2026-03-02T09:00:00Z");
    expect(first.organisation.lines).toEqual([]);
    expect(await company.members("okta/00gClaims")).toEqual(["00uMaya"]);
    const second = await company.sync("2026-03-03T09:00:00Z");
    expect(second.organisation.lines.map((line) => line.detail)).toContain("gone at its source");
    expect(await company.people()).toBe(2);
    expect(await world.standing("bot:refund")).toBe(standing);
    expect(await company.members("okta/00gClaims")).toEqual([]);
    const again = await company.sync("2026-03-03T10:00:00Z");
    expect(again.writes.organisation).toBe(0);
  });
});

describe("N6 a contractor becomes an employee", { timeout: 180_000 }, () => {
  it("the old record ends, the new one begins: the same person stays active", async () => {
    const { world, okta } = await open();
    world.people([{ id: "ana", type: "contractor", employment: "C1" }, { id: "lead" }]);
    company.user(okta, "00uAna", { workerId: "ana" });
    world.registry(right("ana@example.com"));
    await company.sync("2026-03-01T09:00:00Z");
    world.people([
      { id: "ana", type: "contractor", employment: "C1", end: "2026-03-09" },
      { id: "ana", employment: "E1", start: "2026-03-10" },
      { id: "lead" },
    ]);
    const report = await company.sync("2026-03-10T09:00:00Z");
    expect(report.organisation.counts).toMatchObject({ join: 1, depart: 0 });
    expect(await company.people()).toBe(2);
    expect(await world.owners("bot:refund")).toEqual(["ana"]);
    expect(await company.ownerOf("okta/00uAna")).toBe("ana");
  });

  it("told beforehand, the day of the change is no departure either", async () => {
    const { world } = await open();
    const contract = { id: "ana", type: "contractor", employment: "C1", end: "2026-03-09" };
    world.people([contract, { id: "ana", employment: "E1", start: "2026-03-10" }, { id: "lead" }]);
    await company.sync("2026-03-01T09:00:00Z");
    const report = await company.sync("2026-03-10T09:00:00Z");
    expect(report.organisation.counts).toMatchObject({ change: 1, depart: 0 });
  });
});
