import { createRequire } from "node:module";
import { afterEach, describe, expect, it } from "vitest";
import { Directory } from "../../simulator/directory/directory.js";
import { closeWorlds, DAY, groupOf, oktaWorld, ORG, readAll, START, userOf } from "./okta-world.js";

afterEach(closeWorlds);

const USERS = 20_000;

describe("a large Okta org (F32)", () => {
  it("costs a process that reads no Okta nothing: the SDK is loaded when a read begins", async () => {
    const { cache } = createRequire(import.meta.url);
    const loaded = (): boolean => Object.keys(cache).some((file) => file.includes("@okta"));
    expect(loaded()).toBe(false);
    const world = await oktaWorld();
    expect(loaded()).toBe(false);
    await readAll(world);
    expect(loaded()).toBe(true);
  });

  it("is read with bounded buffers: no page and no place grows with the number of people", async () => {
    const directory = new Directory(ORG);
    const ids = Array.from({ length: USERS }, (_, index) => `00u${String(index).padStart(5, "0")}`);
    for (const id of ids) directory.putUser(userOf(id, { managerId: ids[0] ?? null }), START - DAY);
    directory.putGroup(groupOf("00g1", { memberIds: new Set(ids) }), START - DAY);
    const world = await oktaWorld({ directory, server: { pageLimit: 200 } });
    const seen = { accounts: 0, members: 0, largest: 0, list: 0, place: 0 };
    const { signal } = new AbortController();
    for await (const each of world.source.read({ cursor: null, at: START, signal })) {
      if (each.kind === "end") continue;
      seen.largest = Math.max(seen.largest, each.observations.length);
      seen.place = Math.max(seen.place, each.resume?.length ?? 0);
      for (const one of each.observations) {
        if (one.kind === "account") seen.accounts += 1;
        if (one.kind === "members") {
          seen.members += one.memberIds.length;
          seen.list = Math.max(seen.list, one.memberIds.length);
        }
      }
    }
    expect(seen).toMatchObject({ accounts: USERS, members: USERS });
    expect(seen.largest).toBeLessThanOrEqual(200);
    expect(seen.list).toBeLessThanOrEqual(1_000);
    expect(seen.place).toBeLessThan(2_000);
  });

  it("holds one page at a time: nothing is asked for before it is wanted", async () => {
    const world = await oktaWorld({ server: { pageLimit: 1 } });
    const { signal } = new AbortController();
    const stream = world.source.read({ cursor: null, at: START, signal });
    const pages = stream[Symbol.asyncIterator]();
    for (let pulled = 1; pulled <= 3; pulled += 1) {
      await pages.next();
      const users = world.faults.seen.filter(({ url }) => url.startsWith("/api/v1/users?"));
      expect(users).toHaveLength(pulled);
    }
    await pages.return?.();
  });
});
