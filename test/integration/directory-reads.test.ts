import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { DirectoryWorld, type DirectoryWorldOptions } from "../support/directory-world.js";

let company: DirectoryWorld;

afterEach(async () => {
  await company.close();
});

const MANY = Array.from({ length: 30 }, (_, index) => `W${100 + index}`);

/** Thirty people with a login each, synced once. */
async function found(options: DirectoryWorldOptions = {}): Promise<void> {
  company = await DirectoryWorld.open({ oktaConfig: { manager: { how: "none" } }, ...options });
  company.at("2026-03-01T08:00:00Z");
  company.world.people(MANY.map((id) => ({ id })));
  for (const id of MANY) company.user(company.okta, `00u${id}`, { workerId: id });
  const report = await company.sync("2026-03-01T09:00:00Z");
  expect(statusOf(report, "okta")).toBe("complete");
}

function statusOf(report: SyncReport, source: string): string | undefined {
  return report.sources.find((one) => one.source === source)?.status;
}

function codeOf(report: SyncReport, source: string): string | undefined {
  return report.sources.find((one) => one.source === source)?.failure?.code;
}

async function graph(): Promise<Record<string, unknown>[]> {
  return await company.world.cypher(
    `MATCH (e:Employment)
     OPTIONAL MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e)
     RETURN e.key AS key, e.endsAt IS NULL AS open, p.name AS name ORDER BY key`,
  );
}

describe(
  "a read that cannot be trusted as a whole is refused before it is compared",
  { timeout: 180_000 },
  () => {
    it("Q7 one worker id on many logins: the column was parsed wrong", async () => {
      await found();
      const before = await graph();
      company.at("2026-03-02T08:00:00Z");
      for (const id of MANY) company.change(company.okta, `00u${id}`, { workerId: "W100" });
      const plan = await company.sync("2026-03-02T09:00:00Z", { plan: true });
      const report = await company.sync("2026-03-02T09:00:00Z");
      expect(codeOf(plan, "okta")).toBe("KEYS_UNRELIABLE");
      expect(codeOf(report, "okta")).toBe("KEYS_UNRELIABLE");
      expect(statusOf(report, "hr")).toBe("complete");
      expect(await graph()).toEqual(before);
      expect(await company.ownerOf("okta/00uW107")).toBe("W107");
    });

    it("Q7 worker ids that vanish from logins that had them", async () => {
      await found();
      company.at("2026-03-02T08:00:00Z");
      for (const id of MANY.slice(0, 10))
        company.change(company.okta, `00u${id}`, { workerId: null });
      const report = await company.sync("2026-03-02T09:00:00Z");
      expect(codeOf(report, "okta")).toBe("KEYS_UNRELIABLE");
      expect(await company.ownerOf("okta/00uW103")).toBe("W103");
    });

    it("Q7 a key column that is empty for many in an HR file", async () => {
      await found();
      const before = await graph();
      company.world.people(MANY.map((id, index) => ({ id: index < 5 ? "" : id, employment: id })));
      const report = await company.sync("2026-03-02T09:00:00Z", { source: "hr" });
      expect(codeOf(report, "hr")).toBe("KEYS_UNRELIABLE");
      expect(await graph()).toEqual(before);
    });

    it("Q8 the same ids in another spelling make nobody leave and join", async () => {
      await found();
      const before = await graph();
      company.world.people(MANY.map((id) => ({ id: id.toLowerCase() })));
      const report = await company.sync("2026-03-02T09:00:00Z", { source: "hr" });
      expect(codeOf(report, "hr")).toBe("IDS_CHANGED_FORM");
      expect(await graph()).toEqual(before);
    });

    it("F11 an org that is another one than at the first sync", async () => {
      await found();
      company.oktaFaults.on(
        /^GET \/api\/v1\/org/,
        { kind: "rewrite", change: (body) => ({ ...(body as object), id: "00oSandbox" }) },
        { times: 100 },
      );
      const report = await company.sync("2026-03-02T09:00:00Z");
      expect(codeOf(report, "okta")).toMatch(/TENANT/);
      expect(await company.ownerOf("okta/00uW107")).toBe("W107");
    });
  },
);

describe(
  "F15 L15 a login that is not listed any more is asked for before anything follows",
  { timeout: 180_000 },
  () => {
    it("one that is there after all stays; one that is gone is closed", async () => {
      await found();
      const gone = ["00uW100", "00uW101"];
      company.okta.purgeUser("00uW100", company.at("2026-03-02T08:00:00Z"));
      company.oktaFaults.on(
        /^GET \/api\/v1\/users\?/,
        {
          kind: "rewrite",
          change: (body) => (body as { id: string }[]).filter((one) => !gone.includes(one.id)),
        },
        { times: 100 },
      );
      const statuses = async () => {
        const rows = await company.world.cypher(
          "MATCH (a:Account) WHERE a.nativeId IN $gone RETURN a.status AS status ORDER BY a.nativeId",
          { gone },
        );
        return rows.map((row) => row["status"]);
      };
      await company.sync("2026-03-02T09:00:00Z");
      expect(await statuses()).toEqual(["active", "active"]);
      await company.sync("2026-03-02T10:00:00Z");
      expect(await statuses()).toEqual(["purged", "active"]);
      const again = await company.sync("2026-03-02T11:00:00Z");
      expect(again.writes.organisation).toBe(0);
    });
  },
);

describe("F12 a change that could not be believed", { timeout: 180_000 }, () => {
  it("is told again by the next read, and nothing of it is lost", async () => {
    company = await DirectoryWorld.open({ okta: false, entra: true });
    const { entra } = company;
    company.at("2026-03-01T08:00:00Z");
    company.world.people(MANY.map((id) => ({ id })));
    company.user(entra, "e-1", { workerId: "W100" });
    company.user(entra, "e-2", { workerId: "W101" });
    company.group(entra, "g-1", { memberIds: new Set(["e-1", "e-2"]) });
    await company.sync("2026-03-02T09:00:00Z");
    entra.removeMember("g-1", "e-1", company.at("2026-03-03T08:00:00Z"));
    company.entraFaults.on(
      /^GET \/v1\.0\/groups\/delta/,
      {
        kind: "rewrite",
        change: (body) => {
          const [first] = (body as { value: Record<string, unknown>[] }).value;
          if (first !== undefined) first["id"] = { $ne: null };
          return body;
        },
      },
      { times: 1 },
    );
    const members = async () =>
      (
        await company.world.cypher(
          "MATCH (a:Account)-[:MEMBER_OF]->(:Team) RETURN a.key AS key ORDER BY key",
        )
      ).map((row) => row["key"]);
    const poisoned = await company.sync("2026-03-03T09:00:00Z");
    expect(poisoned.sources.find((one) => one.source === "entra")?.quarantined).toBe(1);
    expect(await members()).toEqual(["entra/e-1", "entra/e-2"]);
    await company.sync("2026-03-03T10:00:00Z");
    expect(await members()).toEqual(["entra/e-2"]);
  });

  it("is asked for again after a whole read too; told as it was, it is how it is there", async () => {
    company = await DirectoryWorld.open({ okta: true, entra: false });
    const { okta } = company;
    company.at("2026-03-01T08:00:00Z");
    company.world.people(MANY.map((id) => ({ id })));
    for (const id of MANY.slice(0, 3)) company.user(okta, `00u${id}`, { workerId: id });
    company.oktaFaults.on(/^GET \/api\/v1\/users\?/, {
      kind: "rewrite",
      change: (body) => [{ id: 7, nonsense: true }, ...(body as unknown[])],
    });
    const cursor = async () =>
      (await company.world.cypher("MATCH (s:Source {id: 'okta'}) RETURN s.cursor AS cursor"))[0];
    const first = await company.sync("2026-03-02T09:00:00Z");
    expect(first.sources.find((one) => one.source === "okta")?.quarantined).toBe(1);
    expect(await cursor()).toEqual({ cursor: null });
    const again = await company.sync("2026-03-02T10:00:00Z");
    expect(again.writes.organisation).toBe(0);
    expect((await cursor())?.["cursor"]).toContain("sweptAt");
  });
});

describe("F1 a read that is told to wait goes on where it stopped", { timeout: 180_000 }, () => {
  it("keeps what it has on disk, asks for no page twice, and ends with everything", async () => {
    await found({ pageSize: 5 });
    company.at("2026-03-02T08:00:00Z");
    company.user(company.okta, "00uNew", { workerId: "W100" });
    const users = /^GET \/api\/v1\/users\?/;
    company.oktaFaults.on(
      users,
      { kind: "status", status: 429, headers: { "retry-after": "1" } },
      { nth: 4 },
    );
    const first = await company.sync("2026-03-02T09:00:00Z");
    expect(codeOf(first, "okta")).toBe("SOURCE_BUSY");
    const spool = join(company.world.folder, ".countersign", "spool");
    expect(readdirSync(spool).some((name) => name.startsWith("interrupted-okta"))).toBe(true);
    const asked = company.oktaFaults.seen.filter((one) => users.test(`${one.method} ${one.url}`));
    const before = asked.length;
    let report = first;
    for (let tries = 0; tries < 30 && statusOf(report, "okta") !== "complete"; tries += 1) {
      report = await company.sync(`2026-03-02T09:${String(tries + 1).padStart(2, "0")}:00Z`);
    }
    expect(statusOf(report, "okta")).toBe("complete");
    expect(await company.ownerOf("okta/00uNew")).toBe("W100");
    const later = company.oktaFaults.seen
      .filter((one) => users.test(`${one.method} ${one.url}`))
      .slice(before);
    // Seven pages in all, three of them read before the wait.
    expect(later.length).toBeLessThanOrEqual(5);
    expect(readdirSync(spool).some((name) => name.startsWith("interrupted-okta"))).toBe(false);
  });
});

describe("L17 what fell out of the question is not absent", { timeout: 180_000 }, () => {
  it("another group filter removes no group by itself", async () => {
    company = await DirectoryWorld.open({ oktaConfig: { manager: { how: "none" } } });
    company.at("2026-03-01T08:00:00Z");
    company.world.people([{ id: "maya" }]);
    company.user(company.okta, "00uMaya", { workerId: "maya" });
    company.group(company.okta, "00gA", { name: "Alpha", memberIds: new Set(["00uMaya"]) });
    company.group(company.okta, "00gB", { name: "Beta", memberIds: new Set(["00uMaya"]) });
    await company.sync("2026-03-01T09:00:00Z");
    const [source] = company.world.context.config.sources.filter((one) => one.type === "okta");
    if (source?.type !== "okta") throw new Error("the company has an Okta source");
    Object.assign(source.groups, { filter: 'id eq "00gA"' });
    company.oktaFaults.on(
      /^GET \/api\/v1\/groups\?/,
      {
        kind: "rewrite",
        change: (body) => (body as { id: string }[]).filter((one) => one.id === "00gA"),
      },
      { times: 100 },
    );
    await company.sync("2026-03-02T09:00:00Z");
    expect(await company.members("okta/00gB")).toEqual(["00uMaya"]);
    const [team] = await company.world.cypher(
      "MATCH (t:Team {key: 'okta/00gB'}) RETURN t.removedAt IS NULL AS here",
    );
    expect(team).toEqual({ here: true });
  });
});

describe("O11 a group that its directory deleted has nobody in it", { timeout: 180_000 }, () => {
  const entraId = (number: number): string =>
    `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  // Changes tell of the group alone, never of its members.
  it.each([
    { source: "okta", options: { oktaConfig: { sweepEveryHours: 24 } }, ids: ["00uA", "00uB"] },
    {
      source: "entra",
      options: { okta: false, entra: true },
      ids: [entraId(1), entraId(2)],
    },
  ] as const)("$source, read by its changes", async ({ source, options, ids }) => {
    company = await DirectoryWorld.open(options);
    company.at("2026-03-01T08:00:00Z");
    company.world.people([{ id: "maya" }]);
    const directory = company[source];
    for (const id of ids) company.user(directory, id);
    const [stays, goes] = source === "okta" ? ["00gA", "00gB"] : [entraId(8), entraId(9)];
    for (const id of [stays, goes]) company.group(directory, id, { memberIds: new Set(ids) });
    await company.sync("2026-03-01T09:00:00Z");
    expect(await company.members(`${source}/${goes}`)).toEqual(ids);
    const since = company.at("2026-03-01T10:00:00Z");
    for (const group of [stays, goes]) directory.removeMember(group, ids[0], since);
    directory.purgeGroup(goes, since);
    const plan = await company.sync("2026-03-01T11:00:00Z", { plan: true });
    const report = await company.sync("2026-03-01T11:00:00Z");
    const told = report.sources.find((one) => one.source === source);
    expect(told?.certificates.find((one) => one.scope === "teams")?.basis).toBe("changes");
    expect(await company.members(`${source}/${goes}`)).toEqual([]);
    expect(await company.members(`${source}/${stays}`)).toEqual(ids.slice(1));
    expect(report.organisation.counts).toMatchObject({ membership: 3, team: 1 });
    expect(plan.organisation).toEqual(report.organisation);
    expect(
      await company.world.cypher(
        "MATCH (:Account)-[r:MEMBER_OF_RECORD {validTo: datetime('2026-03-01T11:00:00Z')}]->() RETURN r.key",
      ),
    ).toHaveLength(3);
  });
});
