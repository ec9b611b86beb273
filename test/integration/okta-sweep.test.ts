import { afterEach, describe, expect, it } from "vitest";
import {
  byId,
  certified,
  closeWorlds,
  DAY,
  membersOf,
  oktaWorld,
  ORG,
  readAll,
  START,
  userOf,
} from "./okta-world.js";

afterEach(closeWorlds);

describe("a sweep of an Okta org", () => {
  it("reads users in every status, and what is not a person is none (Q5)", async () => {
    const world = await oktaWorld();
    const read = await readAll(world);
    const accounts = byId(read, "account");
    expect([...accounts].map(([id, { status }]) => [id, status])).toEqual([
      ["00u1", "active"],
      ["00u2", "active"],
      ["00u3", "active"],
      ["00u4", "suspended"],
      ["00u5", "deprovisioned"],
      ["00u6", "staged"],
      ["00u7", "active"],
    ]);
    expect(accounts.get("00u7")).toMatchObject({ nature: "service", workerIds: [] });
    expect(accounts.get("00u2")).toEqual({
      kind: "account",
      nativeId: "00u2",
      name: "Given 00u2",
      email: "00u2@example.com",
      login: "00u2@example.com",
      status: "active",
      statusSince: START - DAY,
      nature: "human",
      createdAt: START - 100 * DAY,
      workerIds: [{ source: "hr", value: "W-00u2" }],
      manager: { by: "workerId", claim: { source: "hr", value: "W-00u1" } },
      teamRef: null,
      dormantSince: null,
      version: START - DAY,
      place: { file: `${new URL(world.server.url).host}/users/00u2`, line: null, column: null },
    });
  });

  it("certifies every scope with what it counted, and says which org answered (F11)", async () => {
    const { end } = await readAll(await oktaWorld());
    expect(end.tenant).toBe(ORG);
    expect(
      end.certificates.map(({ scope, complete, count, basis }) => [scope, complete, count, basis]),
    ).toEqual([
      ["accounts", true, 7, "sweep"],
      ["teams", true, 3, "sweep"],
      ["members", true, 6, "sweep"],
      ["agents", true, 2, "sweep"],
    ]);
    expect(end.cursor).not.toBeNull();
  });

  it("tells who belongs to a group, also when nobody does, over several pages (F8)", async () => {
    const read = await readAll(await oktaWorld());
    expect(membersOf(read)).toEqual({
      "00g1": ["00u1", "00u2", "00u3", "00u4", "00u7"],
      "00g2": ["00u2"],
      "00g3": [],
    });
  });

  it("takes one owner for the head and several for deputies; a group heads nothing", async () => {
    const read = await readAll(await oktaWorld());
    const teams = byId(read, "team");
    expect(teams.get("00g1")).toMatchObject({ headRef: "00u1", deputyRefs: [] });
    expect(teams.get("00g2")).toMatchObject({ headRef: null, deputyRefs: ["00u1", "00u2"] });
    expect(teams.get("00g3")).toMatchObject({ headRef: null, deputyRefs: [] });
    expect(read.end.remarks).toEqual([
      "Some groups are owned by a group: nobody in particular heads them by that.",
    ]);
  });

  it("reads AI agents, which Okta names no owner of", async () => {
    const agents = byId(await readAll(await oktaWorld()), "agent");
    expect(
      [...agents.values()].map(({ nativeId, status, otherIds }) => [nativeId, status, otherIds]),
    ).toEqual([
      ["wlp1", "active", ["app-wlp1"]],
      ["wlp2", "disabled", ["app-wlp2"]],
    ]);
  });

  it("asks for managers by linked object where the config says so, and not of who has left (L8)", async () => {
    const world = await oktaWorld({
      config: { manager: { how: "linkedObject", name: "manager" } },
    });
    const read = await readAll(world);
    const accounts = byId(read, "account");
    expect(accounts.get("00u2")?.manager).toEqual({ by: "account", nativeId: "00u1" });
    expect(accounts.get("00u1")?.manager).toBeNull();
    const unsaid = read.pages.filter((page) => page.unsaid?.includes("managerRef"));
    const ids = unsaid
      .flatMap((page) => page.observations)
      .map((one) => "nativeId" in one && one.nativeId);
    expect(ids).toEqual(["00u5"]);
    expect(certified(read.end)).toMatchObject({ accounts: true, managers: true });
  });

  it("leaves unsaid what the config does not ask for, instead of saying none", async () => {
    const world = await oktaWorld({
      config: { manager: { how: "none" }, groups: { owners: false }, teamAttribute: "department" },
    });
    const read = await readAll(world);
    const said = (kind: string): unknown =>
      read.pages.find((page) => page.observations[0]?.kind === kind)?.unsaid;
    expect(said("account")).toEqual(["managerRef"]);
    expect(said("team")).toEqual(["headRef", "deputyRefs"]);
    expect(byId(read, "account").get("00u2")?.teamRef).toBe("Finance");
    expect(world.faults.seen.filter(({ url }) => url.includes("owners"))).toEqual([]);
  });

  it("reads a status that nobody knows as unknown, and the everyday ones as active (F13)", async () => {
    const statuses = ["PROVISIONED", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT", "ACTIVATING"];
    const ids = new Map(statuses.map((status, index) => [`00u${index + 1}`, status]));
    const world = await oktaWorld({
      server: { dress: ({ id }) => ({ status: ids.get(id) ?? "TERMINATED" }) },
    });
    const accounts = byId(await readAll(world), "account");
    const read = [...accounts.values()].map(({ status }) => status);
    expect(read).toEqual(["active", "active", "active", "active", "unknown", "unknown", "unknown"]);
  });

  it("flags who did not sign in for long, counted from the read, never who is not active (N11)", async () => {
    const world = await oktaWorld({ config: { dormantAfterDays: 30 } });
    world.directory.changeUser("00u1", { lastSignInAt: START - 31 * DAY }, START);
    world.directory.changeUser("00u2", { lastSignInAt: START - 29 * DAY }, START);
    world.directory.changeUser("00u3", { lastSignInAt: null }, START);
    world.directory.changeUser("00u4", { lastSignInAt: START - 90 * DAY }, START);
    const accounts = byId(await readAll(world), "account");
    expect(accounts.get("00u1")?.dormantSince).toBe(START - 31 * DAY);
    expect(accounts.get("00u2")?.dormantSince).toBeNull();
    expect(accounts.get("00u3")?.dormantSince).toBe(START - 100 * DAY);
    expect(accounts.get("00u4")?.dormantSince).toBeNull();
  });

  it("maps what the config maps: worker ids of two sources, managers by login", async () => {
    const world = await oktaWorld({
      config: {
        workerIds: { employeeNumber: "hr", contractorId: "vendors" },
        manager: { how: "attribute", attribute: "boss", holds: "userId" },
      },
      server: { dress: () => ({ profile: { contractorId: 4711, boss: " 00u1 " } }) },
    });
    const account = byId(await readAll(world), "account").get("00u2");
    expect(account?.workerIds).toEqual([
      { source: "hr", value: "W-00u2" },
      { source: "vendors", value: "4711" },
    ]);
    expect(account?.manager).toEqual({ by: "account", nativeId: "00u1" });
  });

  it("reads no groups and no agents where the config wants none", async () => {
    const world = await oktaWorld({ config: { groups: { read: false }, agents: false } });
    const { end } = await readAll(world);
    expect(Object.keys(certified(end))).toEqual(["accounts"]);
  });

  it("hands the filter for groups to Okta, and another filter is another scope (L17)", async () => {
    const world = await oktaWorld({ config: { groups: { filter: 'id eq "00g2"' } } });
    const { end, ...read } = await readAll(world);
    expect([...byId(read, "team").keys()]).toEqual(["00g2"]);
    expect(Object.keys(membersOf(read))).toEqual(["00g2"]);
    const all = await readAll(await oktaWorld());
    const hashOf = (certificates: typeof end.certificates, scope: string): string | undefined =>
      certificates.find((one) => one.scope === scope)?.scopeHash;
    for (const scope of ["teams", "members"]) {
      expect(hashOf(end.certificates, scope)).not.toBe(hashOf(all.end.certificates, scope));
    }
    expect(hashOf(end.certificates, "accounts")).toBe(hashOf(all.end.certificates, "accounts"));
  });

  it("goes on after an empty page that has a next link (F5)", async () => {
    const world = await oktaWorld();
    world.faults.on("GET /api/v1/users", { kind: "rewrite", change: () => [] }, { nth: 2 });
    const read = await readAll(world);
    expect([...byId(read, "account").keys()]).toEqual(["00u1", "00u2", "00u3", "00u7"]);
    expect(certified(read.end)["accounts"]).toBe(true);
  });

  it("refuses another organisation before it reads anything (F11)", async () => {
    const world = await oktaWorld({ config: { tenant: "00oanother" } });
    await expect(readAll(world)).rejects.toMatchObject({ code: "SOURCE_TENANT_MISMATCH" });
    expect(world.faults.seen.map(({ url }) => url)).toEqual(["/api/v1/org"]);
  });

  it("refuses another organisation than the one its cursor is of (F11)", async () => {
    const world = await oktaWorld();
    const { end } = await readAll(world);
    const other = await oktaWorld({ server: { orgId: "00osandbox" } });
    await expect(readAll(other, { cursor: end.cursor })).rejects.toMatchObject({
      code: "SOURCE_TENANT_MISMATCH",
      data: { pinned: ORG, answered: "00osandbox" },
    });
  });

  it("knows the org from what it publishes when its settings may not be read (F10)", async () => {
    const world = await oktaWorld();
    world.faults.on("GET /api/v1/org", { kind: "status", status: 403, body: {} }, { times: 9 });
    expect((await readAll(world)).end.tenant).toBe(ORG);
  });

  it("sets a poisoned record aside with its id, and the rest goes on (F12)", async () => {
    const directory = (await oktaWorld()).directory;
    directory.putUser(userOf("00u8", { workerId: "W\u200b8" }), START);
    const world = await oktaWorld({
      directory,
      server: {
        pageLimit: 200,
        dress: ({ id }) => (id === "00u3" ? { profile: { note: "x".repeat(10_000_000) } } : {}),
      },
    });
    world.faults.on("GET /api/v1/users", {
      kind: "rewrite",
      change: (body) => [
        ...(body as object[]).map((user) =>
          (user as { id: string }).id === "00u1" ? { ...user, lastUpdated: "yesterday" } : user,
        ),
        { status: "ACTIVE", profile: {} },
        null,
      ],
    });
    const read = await readAll(world);
    const aside = read.pages.flatMap((page) => page.quarantined);
    expect(aside.map(({ recordId, problem }) => [recordId, problem.sentence])).toEqual([
      ["00u1", "Not believed: `lastUpdated` is not what Okta documents."],
      ["00u3", "Not believed: a text of it is over 64 KB."],
      [
        "00u8",
        "Not believed: `employeeNumber` holds characters that nobody sees: retype it in Okta.",
      ],
      [null, "Not believed: `id` is not what Okta documents."],
      [null, "Not believed: `it` is not what Okta documents."],
    ]);
    expect(new Set(aside.map(({ rawHash }) => rawHash)).size).toBe(5);
    expect([...byId(read, "account").keys()]).toEqual(["00u2", "00u4", "00u5", "00u6", "00u7"]);
  });

  it("cleans names of what nobody can store (F12)", async () => {
    const dress = (): object => ({ profile: { displayName: " A\u0000da \ud800Lovelace\u0301 " } });
    const world = await oktaWorld({ server: { dress } });
    expect(byId(await readAll(world), "account").get("00u1")?.name).toBe(
      "A da \ufffdLovelac\u00e9",
    );
  });
});
