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

const HR = [{ id: "maya", manager: "lead" }, { id: "jon", manager: "maya" }, { id: "lead" }];

describe("one person across all systems", { timeout: 180_000 }, () => {
  it("Q4 one human in two IdPs and HR is one person", async () => {
    const { world, okta, entra } = await open({ entra: true });
    world.people(HR);
    company.user(okta, "00uMaya", { workerId: "maya" });
    company.user(entra, "e-maya", { workerId: "maya" });
    const report = await company.sync("2026-03-01T09:00:00Z");
    expect(report.sources.map((one) => [one.source, one.status])).toEqual([
      ["hr", "complete"],
      ["okta", "complete"],
      ["entra", "complete"],
      ["registry", "complete"],
    ]);
    expect(await company.people()).toBe(3);
    expect(await company.ownerOf("okta/00uMaya")).toBe("maya");
    expect(await company.ownerOf("entra/e-maya")).toBe("maya");
    const again = await company.sync("2026-03-01T10:00:00Z");
    expect(again.writes.organisation).toBe(0);
  });

  it("M6 a login that is read before its person waits, and is linked when HR tells of them", async () => {
    const { world, okta } = await open();
    world.people(HR.filter((one) => one.id !== "maya"));
    company.user(okta, "00uMaya", { workerId: "maya" });
    await company.sync("2026-03-01T09:00:00Z");
    expect(await company.ownerOf("okta/00uMaya")).toBeNull();
    world.people(HR);
    await company.sync("2026-03-02T09:00:00Z", { source: "hr" });
    expect(await company.ownerOf("okta/00uMaya")).toBe("maya");
  });

  it("Q1 Q2 I11 e-mail alone never links, however well it fits", async () => {
    const { world, okta } = await open();
    world.people(HR);
    company.user(okta, "00uMaya", { email: "maya@example.com", login: "maya@example.com" });
    await company.sync("2026-03-01T09:00:00Z");
    expect(await company.ownerOf("okta/00uMaya")).toBeNull();
    expect(await company.people()).toBe(3);
  });

  it("Q1 an address given on to a new hire moves nobody's login, and is told", async () => {
    const { world, okta } = await open();
    world.people([...HR, { id: "old", email: "sam@example.com", end: "2026-02-20" }]);
    company.user(okta, "00uOld", {
      workerId: "old",
      email: "sam@example.com",
      status: "deprovisioned",
    });
    await company.sync("2026-03-01T09:00:00Z");
    world.people([
      ...HR,
      { id: "old", email: "sam@example.com", end: "2026-02-20" },
      { id: "new", email: "sam@example.com", start: "2026-03-05" },
    ]);
    const plan = await company.sync("2026-03-06T09:00:00Z", { plan: true });
    const report = await company.sync("2026-03-06T09:00:00Z");
    expect(plan.findings.opened).toBe(report.findings.opened);
    expect(await company.ownerOf("okta/00uOld")).toBe("old");
    expect(await world.findings()).toContain("IDENTIFIER_RECYCLED");
  });

  it("Q2 two candidates for one login are a dispute; nobody's duty moves by it", async () => {
    const { world, okta } = await open({
      oktaConfig: { workerIds: { employeeNumber: "hr", costCenter: "hr" } },
    });
    world.people(HR);
    world.registry(right("maya@example.com"));
    company.user(okta, "00uMaya", { workerId: "maya" });
    await company.sync("2026-03-01T09:00:00Z");
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
    company.at("2026-03-02T08:00:00Z");
    company.change(okta, "00uMaya", { workerId: "jon" });
    const plan = await company.sync("2026-03-02T09:00:00Z", { plan: true });
    const report = await company.sync("2026-03-02T09:00:00Z");
    expect(plan.findings).toEqual(report.findings);
    expect(await world.findings()).toContain("IDENTITY_DISPUTED");
    expect(await company.ownerOf("okta/00uMaya")).toBe("maya");
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
    // Settled at the source: the finding is cleared by itself.
    company.at("2026-03-03T08:00:00Z");
    company.change(okta, "00uMaya", { workerId: "maya" });
    await company.sync("2026-03-03T09:00:00Z");
    expect(await world.findings()).not.toContain("IDENTITY_DISPUTED");
  });

  it("Q5 a service account belongs to nobody and may own nothing", async () => {
    const { world, okta } = await open();
    world.people(HR);
    company.user(okta, "00uBox", {
      nature: "service",
      email: "claims@example.com",
      workerId: "maya",
    });
    await company.sync("2026-03-01T09:00:00Z");
    expect(await company.ownerOf("okta/00uBox")).toBeNull();
    world.registry(right("claims@example.com"));
    const report = await company.sync("2026-03-02T09:00:00Z");
    const problems = report.sources.flatMap((one) => one.problems.map((two) => two.sentence));
    expect(problems.join("\n")).toMatch(/service account|not a person|only a person/);
    expect(await world.standing("bot:refund")).toBe("missing");
  });

  it("an owner may be written with an address that only a directory knows", async () => {
    const { world, okta } = await open();
    world.people(HR.map((one) => ({ ...one, email: "" })));
    company.user(okta, "00uMaya", { workerId: "maya", email: "maya.o@example.com" });
    company.user(okta, "00uLead", { workerId: "lead", email: "lead@example.com" });
    world.registry(right("maya.o@example.com"));
    await company.sync("2026-03-01T09:00:00Z");
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
  });

  it("N10 another name or address is an attribute; no duty moves", async () => {
    const { world, okta } = await open();
    world.people(HR);
    world.registry(right("maya@example.com"));
    company.user(okta, "00uMaya", { workerId: "maya" });
    await company.sync("2026-03-01T09:00:00Z");
    const standing = await world.standing("bot:refund");
    company.at("2026-03-02T08:00:00Z");
    company.change(okta, "00uMaya", { login: "maya.new@example.com", familyName: "Newname" });
    const report = await company.sync("2026-03-02T09:00:00Z");
    expect(report.decisions).toEqual([]);
    expect(await world.standing("bot:refund")).toBe(standing);
    expect(await company.ownerOf("okta/00uMaya")).toBe("maya");
  });
});

describe("what a directory says against HR", { timeout: 180_000 }, () => {
  it("L13 a suspended owner keeps the duty, somebody acts, and it comes back", async () => {
    const { world, okta } = await open();
    world.people(HR);
    world.registry(right("maya@example.com"));
    company.user(okta, "00uMaya", { workerId: "maya" });
    await company.sync("2026-03-01T09:00:00Z");
    company.at("2026-03-02T08:00:00Z");
    company.change(okta, "00uMaya", { status: "suspended" });
    const plan = await company.sync("2026-03-02T09:00:00Z", { plan: true });
    const report = await company.sync("2026-03-02T09:00:00Z");
    expect(plan.decisions).toEqual(report.decisions);
    expect(await world.owners("bot:refund")).toEqual(["lead", "maya"]);
    expect(await world.findings()).toContain("OWNER_ON_LEAVE");
    company.at("2026-03-03T08:00:00Z");
    company.change(okta, "00uMaya", { status: "active" });
    await company.sync("2026-03-03T09:00:00Z");
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
    expect(await world.findings()).not.toContain("OWNER_ON_LEAVE");
  });

  it("L16 a closed login is a hint while HR says active; purged, it closes the login, not the person", async () => {
    const { world, okta } = await open();
    world.people(HR);
    world.registry(right("maya@example.com"));
    company.user(okta, "00uMaya", { workerId: "maya" });
    await company.sync("2026-03-01T09:00:00Z");
    company.at("2026-03-02T08:00:00Z");
    company.change(okta, "00uMaya", { status: "deprovisioned" });
    await company.sync("2026-03-02T09:00:00Z");
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
    expect(await world.findings()).toContain("SOURCES_DISAGREE");
    okta.purgeUser("00uMaya", company.at("2026-03-03T08:00:00Z"));
    await company.sync("2026-03-03T09:00:00Z");
    await company.sync("2026-03-04T09:00:00Z");
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
    expect(await company.ownerOf("okta/00uMaya")).toBe("maya");
    const [row] = await world.cypher(
      "MATCH (a:Account {key: 'okta/00uMaya'}) RETURN a.status AS status, a.name AS name",
    );
    expect(row).toEqual({ status: "purged", name: "00uMaya Example" });
  });

  it("N11 a login nobody used for long is flagged, nothing more", async () => {
    const { world, okta } = await open();
    world.people(HR);
    world.registry(right("maya@example.com"));
    company.user(okta, "00uMaya", {
      workerId: "maya",
      lastSignInAt: Date.parse("2025-06-01T00:00:00Z"),
      createdAt: Date.parse("2024-06-01T00:00:00Z"),
    });
    await company.sync("2026-03-01T09:00:00Z");
    expect(await world.findings()).toContain("SOURCES_DISAGREE");
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
  });

  it("F13 a status nobody knows changes nothing", async () => {
    const { world, okta } = await open();
    world.people(HR);
    world.registry(right("maya@example.com"));
    company.user(okta, "00uMaya", { workerId: "maya" });
    await company.sync("2026-03-01T09:00:00Z");
    company.oktaFaults.on(
      /GET \/api\/v1\/users\?/,
      {
        kind: "rewrite",
        change: (body) =>
          (body as Record<string, unknown>[]).map((one) => ({ ...one, status: "VANISHED" })),
      },
      { times: 100 },
    );
    await company.sync("2026-03-02T09:00:00Z");
    const [row] = await world.cypher(
      "MATCH (a:Account {key: 'okta/00uMaya'}) RETURN a.status AS status",
    );
    expect(row).toEqual({ status: "active" });
    expect(await world.owners("bot:refund")).toEqual(["maya"]);
  });
});
