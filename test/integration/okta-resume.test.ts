import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { Directory } from "../../simulator/directory/directory.js";
import type { Observation, ReadRequest, SourceEnd } from "../../src/sources/port.js";
import {
  agentOf,
  certified,
  closeWorlds,
  DAY,
  groupOf,
  membersOf,
  oktaWorld,
  ORG,
  readAll,
  START,
  userOf,
  type World,
} from "./okta-world.js";

afterEach(closeWorlds);

interface Told {
  readonly observations: readonly Observation[];
  readonly end: SourceEnd;
  readonly pages: number;
}

/**
 * Reads until a page is to be the last of this attempt, then goes on with what that page says, in a new
 * read, as another process would. What was told of an interrupted page counts.
 */
async function readInterrupted(world: World, stops: readonly number[]): Promise<Told> {
  world.now = START;
  const observations: Observation[] = [];
  const left = [...stops];
  let resume: string | null = null;
  let pages = 0;
  for (;;) {
    let until = left.shift() ?? Infinity;
    const { signal } = new AbortController();
    const request: ReadRequest = { cursor: null, resume, at: world.now, signal };
    for await (const each of world.source.read(request)) {
      if (each.kind === "end") return { observations, end: each, pages };
      pages += 1;
      observations.push(...each.observations);
      resume = each.resume ?? null;
      until -= 1;
      if (until <= 0) break;
    }
    // The attempts are hours apart: the sweep stays the one that it was.
    world.now += 3_600_000;
  }
}

/** What a read comes to, whatever its pages were. */
function outcome({ observations, end }: Pick<Told, "observations" | "end">): unknown {
  const records = new Map(
    observations.flatMap((one) =>
      "nativeId" in one ? [[`${one.kind} ${one.nativeId}`, one] as const] : [],
    ),
  );
  return {
    records: [...records.values()].toSorted((a, b) => (a.nativeId < b.nativeId ? -1 : 1)),
    members: membersOf({ observations }),
    certificates: end.certificates,
    cursor: end.cursor,
  };
}

const directories = fc
  .record({
    users: fc.integer({ min: 0, max: 12 }),
    groups: fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 8 }), { maxLength: 6 }),
    agents: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ users, groups, agents }) => {
    const directory = new Directory(ORG);
    for (let index = 0; index < users; index += 1) {
      const managerId = index === 0 ? null : "00u0";
      const status = index % 3 === 2 ? "deprovisioned" : "active";
      directory.putUser(userOf(`00u${index}`, { managerId, status }), START - DAY);
    }
    for (const [index, members] of groups.entries()) {
      const memberIds = members.map((each) => `00u${each}`).filter((id) => directory.users.has(id));
      const group = groupOf(`00g${index}`, { memberIds: new Set(memberIds), ownerIds: ["00u0"] });
      directory.putGroup(group, START - DAY);
    }
    for (let index = 0; index < agents; index += 1) {
      directory.putAgent(agentOf(`wlp${index}`), START - DAY);
    }
    return directory;
  });

describe("an interrupted sweep of an Okta org", () => {
  it("comes to the same as one that was not, wherever it was interrupted (I4, F6)", async () => {
    await fc.assert(
      fc.asyncProperty(
        directories,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
        fc.record({ pageLimit: fc.integer({ min: 1, max: 4 }), linked: fc.boolean() }),
        async (directory, stops, { pageLimit, linked }) => {
          const config = linked ? { manager: { how: "linkedObject" } } : {};
          const server = { pageLimit };
          const world = await oktaWorld({ directory, server, config });
          try {
            const expected = outcome(await readAll(world));
            expect(outcome(await readInterrupted(world, stops))).toEqual(expected);
          } finally {
            await closeWorlds();
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("goes on in the middle of a large group, and keeps what had failed before", async () => {
    const directory = new Directory(ORG);
    const memberIds = Array.from({ length: 2_600 }, (_, index) => `00u${index}`);
    for (const id of memberIds) directory.putUser(userOf(id), START - DAY);
    directory.putGroup(groupOf("00g1", { memberIds: new Set(memberIds.slice(0, 3)) }), START - DAY);
    directory.putGroup(groupOf("00g2", { memberIds: new Set(memberIds) }), START - DAY);
    const world = await oktaWorld({ directory, server: { pageLimit: 200 } });
    const refused = { kind: "status", status: 403 } as const;
    world.faults.on("GET /api/v1/groups/00g1/users", refused, { times: 1 });
    const users = 13;
    const told = await readInterrupted(world, [users, 1, 1, 1]);
    expect(membersOf(told)).toEqual({ "00g2": memberIds.toSorted() });
    expect(certified(told.end)).toMatchObject({
      members: true,
      "members/00g1": expect.stringContaining("403") as string,
    });
    expect(told.end.certificates.find(({ scope }) => scope === "members")?.count).toBe(2_600);
    const asked = world.faults.seen.filter(({ url }) =>
      url.startsWith("/api/v1/groups/00g2/users"),
    );
    expect(asked).toHaveLength(13);
  });

  it("begins anew after a day, with another config, or when the place is none of ours", async () => {
    const world = await oktaWorld();
    const [first] = (await readAll(world)).pages;
    const resume = first?.resume ?? null;
    const usersAsked = async (from: World, text: string | null): Promise<number> => {
      const before = from.faults.seen.length;
      await readAll(from, { resume: text });
      const seen = from.faults.seen.slice(before);
      return seen.filter(({ url }) => url.startsWith("/api/v1/users?")).length;
    };
    expect(await usersAsked(world, resume)).toBe(2);
    expect(await usersAsked(world, "{}")).toBe(3);
    const other = await oktaWorld({ directory: world.directory, config: { dormantAfterDays: 1 } });
    expect(await usersAsked(other, resume)).toBe(3);
    world.now += DAY;
    expect(await usersAsked(world, resume)).toBe(3);
  });

  it("ends at once when it is aborted, with the reason", async () => {
    const world = await oktaWorld();
    world.faults.on("GET /api/v1/users", { kind: "hang" }, { nth: 2 });
    const controller = new AbortController();
    const request = { cursor: null, at: world.now, signal: controller.signal };
    const read = async (): Promise<void> => {
      for await (const each of world.source.read(request)) {
        expect(each.kind).toBe("page");
        controller.abort(new Error("told to stop"));
      }
    };
    await expect(read()).rejects.toThrow("told to stop");
  });
});
