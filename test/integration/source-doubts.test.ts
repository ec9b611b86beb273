import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "../../simulator/http/faults.js";
import {
  byId,
  certified,
  closeWorlds,
  MINUTE,
  oktaWorld,
  readAll as readOkta,
  START,
} from "./okta-world.js";
import {
  ALL_COMPLETE,
  agentId,
  completeness,
  groupId,
  NOW,
  ofKind,
  openOffice,
  readAll,
  userId,
  type Office,
} from "../unit/msgraph/tenant.js";

let office: Office | null = null;
afterEach(async () => {
  await closeWorlds();
  await office?.graph.close();
  office = null;
});

const ALWAYS = { times: Infinity };
/** What a gateway answers in place of the service. */
const NO_ROUTE: Fault = {
  kind: "status",
  status: 404,
  headers: { "content-type": "text/html" },
  body: "<html>no route</html>",
};

describe("a 404 that is not Okta's own word (F10, F15)", () => {
  it.each([
    ["a user", /^GET \/api\/v1\/users\/00u2(\?|$)/, "accounts"],
    ["a group", /^GET \/api\/v1\/groups\/00g1(\?|$)/, "teams"],
    ["the groups of a user", /^GET \/api\/v1\/users\/00u2\/groups/, "members"],
  ])("%s is not gone by it; the scope is uncertified and read again", async (_, match, scope) => {
    const world = await oktaWorld({ config: { sweepEveryHours: 24 } });
    const first = await readOkta(world);
    world.now = START + 5 * MINUTE;
    world.directory.changeUser("00u2", { familyName: "New" }, world.now);
    world.directory.addMember("00g3", "00u2", world.now);
    const [group] = [...world.directory.groups.values()];
    if (group !== undefined) world.directory.putGroup({ ...group, name: "New" }, world.now);
    world.now = START + 20 * MINUTE;
    world.faults.on(match, NO_ROUTE, ALWAYS);
    const read = await readOkta(world, { cursor: first.end.cursor });
    expect(read.observations.filter((one) => one.kind === "removed")).toEqual([]);
    expect(byId(read, "account").get("00u2")?.status).not.toBe("purged");
    const removed = read.observations.flatMap((one) =>
      one.kind === "members" ? one.removedIds : [],
    );
    expect(removed).toEqual([]);
    expect(certified(read.end)[scope]).toContain("404");
    expect(read.end.cursor).toBe(first.end.cursor);
  });

  it("who is asked for by id is not purged by it", async () => {
    const { source, faults } = await oktaWorld();
    faults.on(/^GET \/api\/v1\/users\/00u2(\?|$)/, NO_ROUTE, ALWAYS);
    await expect(source.readAccounts?.(["00u2"], AbortSignal.timeout(5_000))).rejects.toThrow(
      "404",
    );
  });
});

describe("a reference without a readable id (F12)", () => {
  it.each(["", "https://x/api/v1/users/", "https://x/api/v1/users/%20"])(
    "of Okta's manager (%j) leaves the manager as it was, and the others are read",
    async (href) => {
      const world = await oktaWorld({
        config: { manager: { how: "linkedObject", name: "manager" } },
      });
      world.faults.on(
        /00u2\/linkedObjects/,
        { kind: "rewrite", change: () => [{ _links: { self: { href } } }] },
        ALWAYS,
      );
      const read = await readOkta(world);
      const page = read.pages.find(({ observations }) =>
        observations.some((one) => one.kind === "account" && one.nativeId === "00u2"),
      );
      expect(page?.unsaid).toContain("managerRef");
      expect(certified(read.end)["managers"]).toContain("manager without a readable id");
      expect(byId(read, "account").get("00u4")?.manager).toEqual({
        by: "account",
        nativeId: "00u2",
      });
    },
  );

  const poisoned: Fault = {
    kind: "rewrite",
    change: (body) => ({ ...(body as object), value: [{ id: { $ne: null } }] }),
  };

  it("of Entra's owner of a group leaves its head as it was, and is asked for again", async () => {
    office = await openOffice();
    const { source, faults } = office;
    faults.on(/groups\/[^/]+\/owners/, poisoned, ALWAYS);
    const told = await readAll(source);
    const pages = told.pages.filter((page) => page.observations.some((one) => one.kind === "team"));
    expect(pages.map((page) => page.unsaid)).toEqual(pages.map(() => ["headRef", "deputyRefs"]));
    faults.clear();
    const next = await readAll(source, { cursor: told.end.cursor });
    const led = ofKind(next, "team").map((one) => [one.headRef, one.deputyRefs]);
    expect(led).toEqual([
      [userId(1), []],
      [null, [userId(2), userId(3)]],
    ]);
  });

  it("of Entra's sponsor leaves the agent as it was", async () => {
    office = await openOffice();
    const { source, faults } = office;
    faults.on(/agentIdentity\/sponsors/, poisoned, ALWAYS);
    const told = await readAll(source);
    expect(ofKind(told, "agent")).toEqual([]);
    const quarantined = told.pages.flatMap((page) => page.quarantined);
    expect(quarantined.map(({ recordId }) => recordId)).toEqual([agentId(1)]);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
  });
});

describe("what one word of an answer leaves open", () => {
  it.each([
    ["a member", /groups\/00g1\/users/],
    ["a group, when members are read", /GET \/api\/v1\/groups\?/],
  ])("F12 of Okta: %s without a readable id: nobody is gone from any group", async (_, match) => {
    const world = await oktaWorld();
    world.faults.on(
      match,
      { kind: "rewrite", change: (body) => [{ id: { $ne: null } }, ...(body as unknown[])] },
      ALWAYS,
    );
    expect(certified((await readOkta(world)).end)["members"]).toContain("without a readable id");
  });

  it("F12 of Okta: a group of a user without a readable id takes them out of no group", async () => {
    const world = await oktaWorld({ config: { sweepEveryHours: 24 } });
    const first = await readOkta(world);
    world.now += 5 * MINUTE;
    world.directory.addMember("00g3", "00u2", world.now);
    world.now += 15 * MINUTE;
    world.faults.on(
      /users\/00u2\/groups/,
      { kind: "rewrite", change: () => [{ id: { $ne: null } }] },
      ALWAYS,
    );
    const read = await readOkta(world, { cursor: first.end.cursor });
    expect(read.observations.filter((one) => one.kind === "members")).toEqual([]);
    expect(certified(read.end)["members"]).toContain("without a readable id");
  });

  it("F10 of Okta: managers that are refused between sweeps are said, and asked for again", async () => {
    const world = await oktaWorld({
      config: { sweepEveryHours: 24, manager: { how: "linkedObject", name: "manager" } },
    });
    const first = await readOkta(world);
    world.now += 5 * MINUTE;
    world.directory.changeUser("00u2", { familyName: "New" }, world.now);
    world.now += 15 * MINUTE;
    world.faults.on(/linkedObjects/, { kind: "status", status: 403 }, ALWAYS);
    const read = await readOkta(world, { cursor: first.end.cursor });
    expect(certified(read.end)["managers"]).toContain("403");
    expect(read.end.cursor).toBe(first.end.cursor);
  });

  it("F12 of Entra: a changed member without a readable id makes the next read a full one", async () => {
    office = await openOffice();
    const { source, faults, directory } = office;
    const first = await readAll(source);
    directory.removeMember(groupId(1), userId(2), NOW);
    faults.on(/groups\/delta/, {
      kind: "rewrite",
      change: (body) => {
        const page = body as { value: Record<string, unknown>[] };
        const value = page.value.map((one) => ({ ...one, "members@delta": [{ id: 7 }] }));
        return { ...page, value };
      },
    });
    const read = await readAll(source, { cursor: first.end.cursor });
    expect(completeness(read)[`members/${groupId(1)}`]).toBe(false);
    const next = await readAll(source, { cursor: read.end.cursor });
    expect(next.end.certificates.find(({ scope }) => scope === "members")?.basis).toBe("sweep");
  });

  it("L8 of Entra: who was deleted is told without a word on their manager", async () => {
    office = await openOffice();
    const { source, directory } = office;
    const first = await readAll(source);
    directory.changeUser(userId(2), { status: "deleted" }, NOW);
    const read = await readAll(source, { cursor: first.end.cursor });
    const page = read.pages.find(({ observations }) =>
      observations.some((one) => one.kind === "account" && one.nativeId === userId(2)),
    );
    expect(page?.unsaid).toContain("managerRef");
  });
});

describe("what was refused is read as soon as it may be (F10)", () => {
  const forbidden: Fault = {
    kind: "status",
    status: 403,
    body: { errorCode: "E0000006", errorSummary: "no" },
  };

  it.each([
    ["groups", /^GET \/api\/v1\/groups/, "teams"],
    ["members of a group", /^GET \/api\/v1\/groups\/00g1\/users/, "members/00g1"],
    ["managers", /linkedObjects/, "managers"],
    ["agents", /ai-agents/, "agents"],
  ])("%s: said by every read until then, also between sweeps", async (_, match, scope) => {
    const world = await oktaWorld({
      config: { sweepEveryHours: 24, manager: { how: "linkedObject", name: "manager" } },
    });
    const whole = await readOkta(world);
    world.faults.on(match, forbidden, ALWAYS);
    const first = await readOkta(world);
    expect(certified(first.end)[scope]).toContain("403");
    world.now += 5 * MINUTE;
    const still = await readOkta(world, { cursor: first.end.cursor });
    expect(certified(still.end)[scope]).toContain("403");
    world.faults.clear();
    world.now += 5 * MINUTE;
    const granted = await readOkta(world, { cursor: still.end.cursor });
    expect(Object.values(certified(granted.end)).every((one) => one === true)).toBe(true);
    const kind = scope === "agents" ? "agent" : scope === "managers" ? "account" : "members";
    const told = (read: typeof whole): unknown[] =>
      read.observations.filter((one) => one.kind === kind);
    expect(told(granted)).toEqual(told(whole));
    expect(granted.end.cursor).not.toBeNull();
  });
});

describe("a clock of the org that goes back (F31)", () => {
  it("makes a sweep: what the log told in between is not missed for a day", async () => {
    const world = await oktaWorld({ config: { sweepEveryHours: 24 } });
    const first = await readOkta(world);
    world.now = START + 20 * MINUTE;
    const date = new Date(world.now + 60 * MINUTE).toUTCString();
    world.faults.on(/^GET \/api\/v1\/org/, {
      kind: "status",
      status: 200,
      headers: { date, "content-type": "application/json" },
      body: { id: "00osimulated" },
    });
    const skewed = await readOkta(world, { cursor: first.end.cursor });
    world.now = START + 30 * MINUTE;
    world.directory.changeUser("00u3", { status: "deprovisioned" }, world.now);
    world.now = START + 45 * MINUTE;
    const next = await readOkta(world, { cursor: skewed.end.cursor });
    expect(byId(next, "account").get("00u3")?.status).toBe("deprovisioned");
  });
});
