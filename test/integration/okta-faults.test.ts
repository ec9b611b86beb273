import { afterEach, describe, expect, it } from "vitest";
import {
  byId,
  certified,
  closeWorlds,
  DAY,
  membersOf,
  oktaWorld,
  readAll,
  type World,
} from "./okta-world.js";

afterEach(closeWorlds);

const USERS = "GET /api/v1/users";
const paths = (world: World): string[] =>
  world.faults.seen.map(({ url }) => url.replace(/\?.*/, ""));
const status = (code: number, headers: Record<string, string> = {}) =>
  ({ kind: "status", status: code, headers, body: { errorCode: "E0000047" } }) as const;

describe("an Okta org that is busy or broken", () => {
  it("waits as told before it asks for the same page again (F1)", async () => {
    const world = await oktaWorld();
    world.faults.on(USERS, status(429, { "retry-after": "7" }), { nth: 2 });
    const { end } = await readAll(world);
    expect(certified(end)["accounts"]).toBe(true);
    expect(world.waits).toEqual([7_000]);
  });

  it("waits until the reset that Okta names, by Okta's own clock (F1, F31)", async () => {
    // The org's clock is a year ahead, and whoever waits lets it go on by as much.
    const world = await oktaWorld({
      server: { rateLimit: { requests: 2, windowMs: 5_000 } },
      onWait: (ms) => {
        world.now += ms;
      },
    });
    world.now += 365 * DAY;
    const { end } = await readAll(world);
    expect(certified(end)["accounts"]).toBe(true);
    expect(world.waits.length).toBeGreaterThan(0);
    expect(world.waits.every((ms) => ms >= 1_000 && ms <= 6_000)).toBe(true);
  });

  it("gives the worker back when told to wait longer than it sits out (F1)", async () => {
    const world = await oktaWorld();
    world.faults.on(USERS, status(429, { "retry-after": "600" }), { nth: 2 });
    await expect(readAll(world)).rejects.toMatchObject({
      code: "SOURCE_BUSY",
      disposition: "wait",
      data: { retryAfterMs: 600_000 },
    });
  });

  it.each(["reset", "cut", 500, 503] as const)(
    "tries again after %s, and misses nobody (F2, F6)",
    async (fault) => {
      const world = await oktaWorld();
      const struck = typeof fault === "number" ? status(fault) : { kind: fault };
      for (const path of [
        USERS,
        "GET /api/v1/groups",
        /groups\/00g1\/users/,
        /ai-agents/,
        /owners/,
      ]) {
        world.faults.on(path, struck, { times: 1 });
      }
      const read = await readAll(world);
      expect([...byId(read, "account").keys()]).toHaveLength(7);
      expect(new Set(Object.values(certified(read.end)))).toEqual(new Set([true]));
      expect(world.tenant.retries).toBeGreaterThanOrEqual(5);
    },
  );

  it("does not hang when the org does: the deadline ends it, and others go on (F2)", async () => {
    const world = await oktaWorld({ config: { remote: { deadlineMs: 150, attempts: 2 } } });
    world.faults.on("GET /api/v1/groups/00g1/users", { kind: "hang" }, { times: 9 });
    const read = await readAll(world);
    expect(certified(read.end)).toMatchObject({
      accounts: true,
      members: true,
      "members/00g1": expect.stringContaining("no answer in time") as string,
    });
    expect(membersOf(read)).toEqual({ "00g2": ["00u2"], "00g3": [] });
    expect(read.end.cursor).toBeNull();
  });

  it("reads nothing when the org is away from the first call on (F2)", async () => {
    const world = await oktaWorld();
    world.faults.on(/./, status(502), { times: Infinity });
    await expect(readAll(world)).rejects.toMatchObject({
      code: "SOURCE_AWAY",
      disposition: "retry",
    });
  });

  it("is additive only when a page stays garbled: no certificate, no cursor (F6)", async () => {
    const world = await oktaWorld();
    world.faults.on(USERS, { kind: "rewrite", change: () => "<html>" }, { nth: 2, times: 9 });
    const read = await readAll(world);
    expect([...byId(read, "account").keys()]).toEqual(["00u1", "00u2", "00u3"]);
    expect(certified(read.end)).toMatchObject({
      accounts: expect.stringContaining("could not be read") as string,
      teams: true,
      members: true,
      agents: true,
    });
    expect(read.end.cursor).toBeNull();
  });

  it("ends a list that leads back to itself instead of reading it for ever (F6)", async () => {
    const world = await oktaWorld();
    const self = `<${world.server.url}/api/v1/users?after=again>; rel="next"`;
    const page = { kind: "status", status: 200, headers: { link: self }, body: [] } as const;
    world.faults.on(USERS, page, { times: Infinity });
    const { end } = await readAll(world);
    expect(certified(end)["accounts"]).toContain("not shaped as Okta documents it");
  });

  it("never follows a link to another address with its credential (F42)", async () => {
    const world = await oktaWorld();
    const other = await oktaWorld();
    world.faults.on(USERS, {
      kind: "status",
      status: 200,
      headers: { link: `<${other.server.url}/api/v1/users?after=stolen>; rel="next"` },
      body: [],
    });
    await readAll(world);
    expect(other.faults.seen).toEqual([]);
    expect(world.faults.seen.some(({ url }) => url.includes("after=stolen"))).toBe(true);
  });

  it("refuses a redirect instead of taking its credential along (F42)", async () => {
    const world = await oktaWorld();
    const other = await oktaWorld();
    world.faults.on(/./, status(302, { location: `${other.server.url}/api/v1/org` }), {
      times: 99,
    });
    await expect(readAll(world)).rejects.toMatchObject({ code: "SOURCE_REFUSED" });
    expect(other.faults.seen).toEqual([]);
  });
});

describe("a next link that is refused (F4)", () => {
  it("starts the list over once, and is complete then", async () => {
    const world = await oktaWorld();
    world.faults.on(USERS, status(400), { nth: 3 });
    const read = await readAll(world);
    expect(certified(read.end)["accounts"]).toBe(true);
    expect([...byId(read, "account").keys()]).toHaveLength(7);
    expect(read.end.certificates[0]?.count).toBe(7);
    expect(paths(world).filter((path) => path === "/api/v1/users")).toHaveLength(6);
  });

  it("leaves the scope uncertified when it happens again, and the rest goes on", async () => {
    const world = await oktaWorld();
    world.faults.on(/users\?.*after=/, status(400), { times: Infinity });
    const read = await readAll(world);
    expect(certified(read.end)).toMatchObject({
      accounts: expect.stringContaining("status 400") as string,
      teams: true,
      agents: true,
      "members/00g1": expect.stringContaining("status 400") as string,
    });
    expect([...byId(read, "account").keys()]).toEqual(["00u1", "00u2", "00u3"]);
  });

  it("starts over in the groups and in the members of one group", async () => {
    const world = await oktaWorld({ server: { pageLimit: 2 } });
    world.faults.on(/groups\?.*after=/, status(410), { nth: 1 });
    world.faults.on(/groups\?.*after=/, status(410), { nth: 3 });
    world.faults.on(/00g1\/users\?.*after=/, status(400), { nth: 2 });
    const read = await readAll(world);
    expect(new Set(Object.values(certified(read.end)))).toEqual(new Set([true]));
    expect([...byId(read, "team").keys()]).toEqual(["00g1", "00g2", "00g3"]);
    expect(membersOf(read)["00g1"]).toHaveLength(5);
  });
});

describe("what may not be read (F10)", () => {
  it("leaves an org without AI agents uncertified there and nowhere else", async () => {
    const world = await oktaWorld();
    world.faults.on(/ai-agents/, status(403), { times: 9 });
    const { end } = await readAll(world);
    expect(certified(end)).toMatchObject({
      accounts: true,
      teams: true,
      members: true,
      agents: expect.stringContaining("status 403") as string,
    });
    // Nothing that passes by itself: the next read may read changes.
    expect(end.cursor).not.toBeNull();
  });

  it("leaves one group uncertified, and groups and members when they may not be listed", async () => {
    const world = await oktaWorld();
    world.faults.on("GET /api/v1/groups/00g2/users", status(403), { times: 9 });
    expect(certified((await readAll(world)).end)).toMatchObject({
      members: true,
      "members/00g2": expect.stringContaining("status 403") as string,
    });
    world.faults.clear();
    world.faults.on("GET /api/v1/groups", status(403), { times: 9 });
    const { end } = await readAll(world);
    expect(certified(end)).toMatchObject({
      accounts: true,
      teams: expect.stringContaining("403") as string,
      members: expect.stringContaining("403") as string,
      agents: true,
    });
  });

  it("F4: another list that begins anew does not forget the groups that failed", async () => {
    const world = await oktaWorld({ server: { pageLimit: 1 } });
    world.faults.on(/groups\/00g1\/users/, status(403), { times: 9 });
    world.faults.on(/ai-agents\?.*after=/, status(400));
    const { end } = await readAll(world);
    expect(certified(end)).toMatchObject({
      agents: true,
      "members/00g1": expect.stringContaining("status 403") as string,
    });
  });

  it("leaves owners as they were, and asks no more for them", async () => {
    const world = await oktaWorld({ server: { pageLimit: 1 } });
    world.faults.on(/owners/, status(403), { times: 9 });
    const read = await readAll(world);
    expect(certified(read.end)["teams"]).toBe(true);
    const pages = read.pages.filter((page) => page.observations.some((one) => one.kind === "team"));
    expect(pages.map(({ unsaid }) => unsaid)).toEqual(
      Array.from({ length: 3 }, () => ["headRef", "deputyRefs"]),
    );
    expect(read.end.remarks[0]).toMatch(/^Owners of groups stay as they were: .*status 403/);
    expect(world.faults.seen.filter(({ url }) => url.includes("owners"))).toHaveLength(1);
  });

  it("leaves managers as they were when linked objects may not be read", async () => {
    const world = await oktaWorld({ config: { manager: { how: "linkedObject", name: "boss" } } });
    const read = await readAll(world);
    expect(certified(read.end)).toMatchObject({
      accounts: true,
      managers: expect.stringContaining("E0000007") as string,
    });
    const accounts = read.pages.filter((page) => page.observations[0]?.kind === "account");
    expect(accounts.length).toBeGreaterThan(0);
    expect(accounts.every((page) => page.unsaid?.includes("managerRef"))).toBe(true);
    const asked = world.faults.seen.filter(({ url }) => url.includes("linkedObjects"));
    expect(asked.length).toBeLessThanOrEqual(6);
  });
});

describe("F15: a 404 of something between us and Okta", () => {
  it.each([
    ["a page of a gateway", "<h1>404 Not Found</h1>"],
    ["nothing", undefined],
  ])("says nothing about anybody: %s", async (_, body) => {
    const world = await oktaWorld();
    const { end } = await readAll(world);
    world.now += DAY / 24;
    world.directory.changeUser("00u2", { department: "Risk" }, world.now);
    world.now += 60_000;
    world.faults.on(/users\/00u2/, { kind: "status", status: 404, body }, { times: 9 });
    const { signal } = new AbortController();
    await expect(world.source.readAccounts?.(["00u2"], signal)).rejects.toMatchObject({
      code: "SOURCE_REFUSED",
    });
    const read = await readAll(world, { cursor: end.cursor });
    expect(read.observations).toEqual([]);
    expect(certified(read.end)["accounts"]).toContain("status 404");
    world.faults.clear();
    const next = await readAll(world, { cursor: read.end.cursor });
    expect(byId(next, "account").get("00u2")?.status).toBe("active");
  });
});

it("F4: a list whose next links lead round in a circle ends", async () => {
  const world = await oktaWorld();
  for (const [match, next] of [
    [/users\?(?!.*after)/, "one"],
    [/users\?.*after=one/, "two"],
    [/users\?.*after=two/, "one"],
  ] as const) {
    const headers = { link: `<${world.server.url}/api/v1/users?after=${next}>; rel="next"` };
    world.faults.on(match, { kind: "status", status: 200, headers, body: [] }, { times: Infinity });
  }
  const { end } = await readAll(world);
  expect(certified(end)).toMatchObject({
    accounts: expect.stringContaining("not shaped as Okta documents") as string,
    agents: true,
  });
});
