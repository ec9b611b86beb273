import { afterEach, describe, expect, it } from "vitest";
import { poisoned, status, without } from "../unit/msgraph/faulty.js";
import {
  ALL_COMPLETE,
  completeness,
  groupId,
  NOW,
  ofKind,
  openOffice,
  readAll,
  userId,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
const open = async (options?: OfficeOptions): Promise<Office> =>
  (office = await openOffice(options));
afterEach(async () => office.graph.close());

describe("F7: a place that the directory has forgotten", () => {
  it("makes a full read of a new generation; the old cursor stays good for trying until then", async () => {
    const { source, directory, graph } = await open();
    const { end } = await readAll(source);
    directory.changeUser(userId(2), { familyName: "Later" }, NOW);
    graph.expireDeltaTokens();
    const told = await readAll(source, { cursor: end.cursor });
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(told.end.certificates.map(({ basis }) => basis)).toEqual(Array(5).fill("sweep"));
    expect(ofKind(told, "account")).toHaveLength(8);
    expect(told.end.remarks).toEqual([
      "The directory had forgotten where the last read of users ended: all of them were read.",
      "The directory had forgotten where the last read of groups ended: all of them were read.",
    ]);
    expect(told.end.cursor).not.toBe(end.cursor);
    // Nothing of it was stored: the same old cursor gives the same again.
    const again = await readAll(source, { cursor: end.cursor });
    expect(again.end.certificates.map(({ basis }) => basis)).toEqual(Array(5).fill("sweep"));
    const after = await readAll(source, { cursor: told.end.cursor });
    expect(after.end.certificates[0]?.basis).toBe("changes");
  });

  it.each([
    ["400 syncStateNotFound", 400, "syncStateNotFound"],
    ["410 resyncRequired", 410, "resyncRequired"],
    ["410 without a code", 410, ""],
  ])("%s of one collection leaves the other at its changes", async (_, code, vendorCode) => {
    const { source, faults } = await open();
    const { end } = await readAll(source);
    faults.on(/users\/delta\?\$deltatoken/, {
      kind: "status",
      status: code,
      body: { error: { code: vendorCode, message: "…" } },
    });
    const told = await readAll(source, { cursor: end.cursor });
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(told.end.certificates.map(({ scope, basis }) => `${scope} ${basis}`)).toEqual([
      "accounts sweep",
      "managers sweep",
      "teams changes",
      "members changes",
      "agents sweep",
    ]);
  });

  it("in the middle of a round; a second time in one read is too often", async () => {
    const { source, directory, faults } = await open();
    const { end } = await readAll(source);
    for (const n of [1, 2, 3, 4, 5]) directory.changeUser(userId(n), { familyName: "New" }, NOW);
    const gone = {
      kind: "status",
      status: 410,
      body: { error: { code: "syncStateNotFound" } },
    } as const;
    faults.on(/users\/delta\?\$skip/, gone);
    const told = await readAll(source, { cursor: end.cursor });
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(told.end.certificates[0]).toMatchObject({ basis: "sweep", count: 8 });
    faults.on(/users\/delta\?\$skip/, gone, { times: Infinity });
    const worse = await readAll(source, { cursor: end.cursor });
    expect(completeness(worse)).toEqual(without(["accounts", "managers"]));
  });

  it("after seven days without a read", async () => {
    let now = NOW;
    const { source } = await open({ graph: { now: () => now } });
    const { end } = await readAll(source);
    now += 8 * 86_400_000;
    office.graph.expireAccessTokens();
    const told = await readAll(office.another(), { cursor: end.cursor, at: now });
    expect(told.end.certificates[0]?.basis).toBe("sweep");
  });

  it("F8: a round of changes that turns into a full read has told no removal of a member before", async () => {
    const { source, directory, faults } = await open();
    const { end } = await readAll(source);
    directory.removeMember(groupId(1), userId(2), NOW);
    for (const n of [1, 2, 3]) {
      const group = {
        id: groupId(10 + n),
        name: `New ${n}`,
        ownerIds: [],
        memberIds: new Set<string>(),
      };
      directory.putGroup(group, NOW);
    }
    faults.on(/groups\/delta\?\$skip/, {
      kind: "status",
      status: 410,
      body: { error: { code: "syncStateNotFound" } },
    });
    const told = await readAll(source, { cursor: end.cursor });
    expect(told.end.certificates[3]).toMatchObject({
      scope: "members",
      complete: true,
      basis: "sweep",
    });
    const members = ofKind(told, "members");
    expect(members.flatMap(({ removedIds }) => removedIds)).toEqual([]);
    expect(members.flatMap(({ memberIds }) => memberIds)).not.toContain(userId(2));
  });

  it("a round with more memberships than can be settled turns into a full read", async () => {
    const { source, directory, faults } = await open();
    const { end } = await readAll(source);
    directory.removeMember(groupId(1), userId(2), NOW);
    const many = Array.from({ length: 250_001 }, (_, n) => ({ id: userId(n) }));
    faults.on("GET /v1.0/groups/delta", {
      kind: "rewrite",
      change: (body) => poisoned(body, { [groupId(1)]: { "members@delta": many } }),
    });
    const told = await readAll(source, { cursor: end.cursor });
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(told.end.certificates[3]).toMatchObject({ basis: "sweep", count: 5 });
    expect(ofKind(told, "members").flatMap(({ memberIds }) => memberIds)).toHaveLength(5);
    const after = await readAll(source, { cursor: told.end.cursor });
    expect(after.end.certificates[3]?.basis).toBe("changes");
  });

  it("a failed round of changes keeps its place: what it missed is told by the next one", async () => {
    const { source, directory, faults } = await open();
    const { end } = await readAll(source);
    directory.changeUser(userId(2), { familyName: "Missed" }, NOW);
    faults.on(/users\/delta/, status(500), { times: 3 });
    const failed = await readAll(source, { cursor: end.cursor });
    expect(failed.end.certificates[0]).toMatchObject({ complete: false, basis: "changes" });
    const told = await readAll(source, { cursor: failed.end.cursor });
    expect(ofKind(told, "account").map(({ name }) => name)).toEqual(["User Missed"]);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
  });
});
