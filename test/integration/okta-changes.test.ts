import { afterEach, describe, expect, it } from "vitest";
import { HINTS_FILTER } from "../../src/sources/okta/hints.js";
import {
  agentOf,
  byId,
  certified,
  closeWorlds,
  DAY,
  groupOf,
  MINUTE,
  oktaWorld,
  type Read,
  readAll,
  TOKEN,
  userOf,
  type World,
  type WorldOptions,
} from "./okta-world.js";

afterEach(closeWorlds);

const HOUR = 60 * MINUTE;

/** A world that was swept, an hour ago, with the cursor of that. */
async function sweptWorld(
  options: WorldOptions = {},
): Promise<{ readonly world: World; readonly cursor: string | null }> {
  const world = await oktaWorld(options);
  const { end } = await readAll(world);
  world.now += HOUR;
  return { world, cursor: end.cursor };
}

const urls = (world: World, after: number): string[] =>
  world.faults.seen.slice(after).map(({ url }) => url.replace(/\?.*/, ""));
const basis = (read: Read): string[] => [...new Set(read.end.certificates.map((one) => one.basis))];

describe("the changes of an Okta org since its last sweep", () => {
  it("reads nobody again when nothing happened", async () => {
    const { world, cursor } = await sweptWorld();
    const before = world.faults.seen.length;
    const read = await readAll(world, { cursor });
    expect(read.observations).toEqual([]);
    expect(urls(world, before)).toEqual(["/api/v1/org", "/api/v1/logs"]);
    expect(certified(read.end)).toEqual({
      accounts: true,
      teams: true,
      members: true,
      agents: true,
    });
    expect(basis(read)).toEqual(["changes"]);
  });

  it("reads by id whom an event names, as they are now (F14)", async () => {
    const { world, cursor } = await sweptWorld();
    world.directory.changeUser("00u1", { status: "deprovisioned" }, world.now - 2 * MINUTE);
    world.directory.changeUser("00u2", { givenName: "New" }, world.now - MINUTE);
    world.directory.putUser(userOf("00u8"), world.now - MINUTE);
    world.directory.purgeUser("00u5", world.now - MINUTE);
    const read = await readAll(world, { cursor });
    const told = [...byId(read, "account").values()].map(({ nativeId, status, name }) => [
      nativeId,
      status,
      name,
    ]);
    expect(told).toEqual([
      ["00u1", "deprovisioned", "Given 00u1"],
      ["00u2", "active", "New 00u2"],
      ["00u8", "active", "Given 00u8"],
      ["00u5", "purged", "00u5"],
    ]);
    expect(read.end.certificates[0]).toMatchObject({
      scope: "accounts",
      count: 4,
      basis: "changes",
    });
  });

  it("reads groups again, and tells those that are gone", async () => {
    const { world, cursor } = await sweptWorld();
    world.directory.putGroup(
      groupOf("00g1", { name: "Renamed", ownerIds: ["00u3"] }),
      world.now - MINUTE,
    );
    world.directory.purgeGroup("00g3", world.now - MINUTE);
    const read = await readAll(world, { cursor });
    expect(byId(read, "team").get("00g1")).toMatchObject({ name: "Renamed", headRef: "00u3" });
    expect(read.observations).toContainEqual({ kind: "removed", of: "team", nativeId: "00g3" });
  });

  it("asks where a user belongs instead of believing the event, in any order (F14)", async () => {
    const { world, cursor } = await sweptWorld();
    const { directory } = world;
    directory.addMember("00g3", "00u1", world.now - 5 * MINUTE);
    directory.removeMember("00g1", "00u2", world.now - 4 * MINUTE);
    directory.addMember("00g3", "00u3", world.now - 3 * MINUTE);
    directory.removeMember("00g3", "00u3", world.now - 2 * MINUTE);
    directory.purgeUser("00u4", world.now - MINUTE);
    const read = await readAll(world, { cursor });
    expect(read.observations.filter((one) => one.kind === "members")).toEqual([
      { kind: "members", teamId: "00g3", memberIds: ["00u1"], removedIds: ["00u3"] },
      { kind: "members", teamId: "00g1", memberIds: [], removedIds: ["00u2", "00u4"] },
    ]);
  });

  it("lists the agents again when one of them changed, and only then", async () => {
    const { world, cursor } = await sweptWorld();
    world.directory.putAgent(agentOf("wlp1", { status: "disabled" }), world.now - MINUTE);
    world.directory.purgeAgent("wlp2", world.now - MINUTE);
    const read = await readAll(world, { cursor });
    expect([...byId(read, "agent").values()].map(({ status }) => status)).toEqual(["disabled"]);
    expect(read.end.certificates.find(({ scope }) => scope === "agents")).toMatchObject({
      complete: true,
      basis: "sweep",
      count: 1,
    });
  });

  it("leaves a group alone that the filter leaves out (L17)", async () => {
    const config = { groups: { filter: 'id eq "00g1" or id eq "00g3"' } };
    const { world, cursor } = await sweptWorld({ config });
    world.directory.putGroup(groupOf("00g2", { name: "Left out" }), world.now - MINUTE);
    world.directory.putGroup(groupOf("00g3", { name: "Asked for" }), world.now - MINUTE);
    world.directory.addMember("00g2", "00u1", world.now - MINUTE);
    world.directory.addMember("00g3", "00u1", world.now - MINUTE);
    const read = await readAll(world, { cursor });
    expect([...byId(read, "team").keys()]).toEqual(["00g3"]);
    const members = read.observations.filter((one) => one.kind === "members");
    expect(members.map(({ teamId }) => teamId)).toEqual(["00g3"]);
  });

  it("goes on where the last one ended, and follows no event twice", async () => {
    const { world, cursor } = await sweptWorld();
    world.directory.changeUser("00u1", { givenName: "A" }, world.now - MINUTE);
    const first = await readAll(world, { cursor });
    world.directory.changeUser("00u2", { givenName: "B" }, world.now);
    world.now += MINUTE;
    const second = await readAll(world, { cursor: first.end.cursor });
    world.now += MINUTE;
    const third = await readAll(world, { cursor: second.end.cursor });
    const ids = [first, second, third].map((read) => [...byId(read, "account").keys()]);
    expect(ids).toEqual([["00u1"], ["00u2"], []]);
  });

  it("finds an event that could be read only after the log was (F14)", async () => {
    const { world, cursor } = await sweptWorld({ server: { logLagMs: 5 * MINUTE } });
    world.directory.changeUser("00u1", { givenName: "Late" }, world.now - 2 * MINUTE);
    const first = await readAll(world, { cursor });
    expect(first.observations).toEqual([]);
    world.now += 4 * MINUTE;
    const second = await readAll(world, { cursor: first.end.cursor });
    expect([...byId(second, "account").keys()]).toEqual(["00u1"]);
  });

  it("reads the log page by page, to its end and not for ever", async () => {
    const { world, cursor } = await sweptWorld({ server: { logPageLimit: 2 } });
    const ids = ["00u1", "00u2", "00u3", "00u4", "00u5"];
    for (const id of ids) world.directory.changeUser(id, { givenName: "B" }, world.now - MINUTE);
    const read = await readAll(world, { cursor });
    expect([...byId(read, "account").keys()].toSorted()).toEqual(ids);
    const logs = world.faults.seen.filter(({ url }) => url.startsWith("/api/v1/logs"));
    expect(logs).toHaveLength(3);
    expect(logs.every(({ url }) => url.includes("until="))).toBe(true);
  });

  it("takes nothing but ids from an event, and no id that could lead elsewhere (F14)", async () => {
    const { world, cursor } = await sweptWorld();
    const forged = (id: string, eventType = "user.lifecycle.delete.completed"): object => ({
      uuid: `uuid-${id}`,
      eventType,
      published: new Date(world.now - MINUTE).toISOString(),
      target: [{ id, type: "User", alternateId: "x", displayName: "x" }],
    });
    world.faults.on("GET /api/v1/logs", {
      kind: "rewrite",
      change: () => [
        forged("00u1"),
        forged("../groups/00g1"),
        forged("00u2/lifecycle"),
        { uuid: 1 },
      ],
    });
    const before = world.faults.seen.length;
    const read = await readAll(world, { cursor });
    expect(
      [...byId(read, "account").values()].map(({ nativeId, status }) => [nativeId, status]),
    ).toEqual([["00u1", "active"]]);
    expect(urls(world, before).slice(2)).toEqual(["/api/v1/users/00u1"]);
  });

  it("does not move on when somebody could not be read, and reads them next time", async () => {
    const { world, cursor } = await sweptWorld();
    world.directory.changeUser("00u1", { givenName: "A" }, world.now - MINUTE);
    world.faults.on("GET /api/v1/users/00u1", { kind: "status", status: 500 }, { times: 3 });
    const failed = await readAll(world, { cursor });
    expect(certified(failed.end)).toMatchObject({
      accounts: expect.stringContaining("status 500") as string,
      teams: true,
    });
    const next = await readAll(world, { cursor: failed.end.cursor });
    expect([...byId(next, "account").keys()]).toEqual(["00u1"]);
  });
});

describe("when a full sweep is due", () => {
  const sweeps = async (world: World, cursor: string | null): Promise<boolean> =>
    basis(await readAll(world, { cursor })).includes("sweep");

  it("is after the configured hours, and always when they are none", async () => {
    const { world, cursor } = await sweptWorld();
    world.now += 22 * HOUR;
    expect(await sweeps(world, cursor)).toBe(false);
    world.now += HOUR;
    expect(await sweeps(world, cursor)).toBe(true);
    const always = await sweptWorld({ config: { sweepEveryHours: 0 } });
    expect(await sweeps(always.world, always.cursor)).toBe(true);
  });

  it("is when the log does not reach back any more (F7)", async () => {
    const { world, cursor } = await sweptWorld({ config: { sweepEveryHours: 24 * 365 } });
    world.now += 60 * DAY;
    expect(await sweeps(world, cursor)).toBe(false);
    world.now += 30 * DAY;
    expect(await sweeps(world, cursor)).toBe(true);
  });

  it("is when the log cannot be read, and says so (F7, F10)", async () => {
    const { world, cursor } = await sweptWorld();
    world.faults.on("GET /api/v1/logs", { kind: "status", status: 403 });
    const read = await readAll(world, { cursor });
    expect(basis(read)).toEqual(["sweep"]);
    expect([...byId(read, "account").keys()]).toHaveLength(7);
    expect(read.end.remarks[0]).toMatch(
      /^Everything was read, because the system log could not be/,
    );
  });

  it("is when the config maps something else, or the cursor is none of ours (F11)", async () => {
    const { world, cursor } = await sweptWorld();
    const other = await oktaWorld({
      directory: world.directory,
      config: { workerIds: { badge: "hr" } },
    });
    expect(await sweeps(other, cursor)).toBe(true);
    expect(await sweeps(world, '{"version":0}')).toBe(true);
    expect(await sweeps(world, "no json")).toBe(true);
  });

  it("is when more changed than a sweep would cost", async () => {
    const { world, cursor } = await sweptWorld({ server: { pageLimit: 200 } });
    for (let index = 0; index <= 2_000; index += 1) {
      world.directory.putUser(userOf(`00x${index}`), world.now - MINUTE);
    }
    expect(await sweeps(world, cursor)).toBe(true);
  });
});

describe("an index that lags (F15)", () => {
  it("does not matter to a sweep, nor to whoever asks for one account", async () => {
    const world = await oktaWorld({ server: { searchLagMs: HOUR, pageLimit: 200 } });
    world.directory.changeUser("00u1", { status: "deprovisioned" }, world.now);
    const search = new URL("/api/v1/users", world.server.url);
    search.searchParams.set("search", 'status eq "ACTIVE"');
    const answer = await fetch(search, { headers: { authorization: `SSWS ${TOKEN}` } });
    const found = ((await answer.json()) as { id: string }[]).map(({ id }) => id);
    expect(found).toContain("00u1");
    const read = await readAll(world);
    expect(byId(read, "account").get("00u1")?.status).toBe("deprovisioned");
    const signal = new AbortController().signal;
    const accounts = await world.source.readAccounts?.(["00u1", "00u2", "00unone"], signal);
    expect(accounts?.map(({ nativeId, status }) => [nativeId, status])).toEqual([
      ["00u1", "deprovisioned"],
      ["00u2", "active"],
      ["00unone", "purged"],
    ]);
  });

  it("takes a failed look-up for no absence", async () => {
    const world = await oktaWorld();
    world.faults.on(/users\/00u1/, { kind: "status", status: 500 }, { times: Infinity });
    const { signal } = new AbortController();
    await expect(world.source.readAccounts?.(["00u1", "00unone"], signal)).rejects.toMatchObject({
      code: "SOURCE_AWAY",
    });
  });

  it.each([403, 500])(
    "tells who was asked for without a manager that cannot be read: %i",
    async (status) => {
      const world = await oktaWorld({
        config: { manager: { how: "linkedObject", name: "manager" } },
      });
      const { signal } = new AbortController();
      const managers = async (): Promise<unknown> =>
        (await world.source.readAccounts?.(["00u2", "00unone"], signal))?.map((one) => [
          one.nativeId,
          one.status,
          one.manager,
        ]);
      const manager = { by: "account", nativeId: "00u1" };
      expect(await managers()).toEqual([
        ["00u2", "active", manager],
        ["00unone", "purged", null],
      ]);
      world.faults.on(/linkedObjects/, { kind: "status", status }, { times: Infinity });
      expect(await managers()).toEqual([
        ["00u2", "active", null],
        ["00unone", "purged", null],
      ]);
    },
  );
});

describe("what is asked of the log", () => {
  it("leaves sign-ins out at the org already", () => {
    expect(HINTS_FILTER).not.toContain("user.session");
    expect(HINTS_FILTER).toContain('eventType sw "user.lifecycle."');
  });
});
