import { afterEach, describe, expect, it } from "vitest";
import { poisoned, poisonedAll } from "../unit/msgraph/faulty.js";
import {
  ALL_COMPLETE,
  completeness,
  groupId,
  NOW,
  ofKind,
  openOffice,
  readAll,
  user,
  userId,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
const open = async (options?: OfficeOptions): Promise<Office> =>
  (office = await openOffice(options));
afterEach(async () => office.graph.close());

describe("F12, F13: records that cannot be believed", () => {
  const poisons: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["a name that is a number", { displayName: 7 }, "schema"],
    ["a date that is none", { createdDateTime: "yesterday" }, "schema"],
    ["a field of 10 MB", { mail: "x".repeat(10 * 1024 * 1024) }, "too-long"],
    ["half a character", { displayName: "Ma\ud83dya" }, "encoding"],
    ["a NUL", { surname: "O\0Brien" }, "encoding"],
  ];
  it.each(poisons)("%s: quarantined with its id, and the rest goes on", async (_, poison, rule) => {
    const { source, faults } = await open();
    faults.on("GET /v1.0/users/delta", {
      kind: "rewrite",
      change: (body) => poisoned(body, { [userId(2)]: poison }),
    });
    const told = await readAll(source);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    const quarantined = told.pages.flatMap((page) => page.quarantined);
    expect(quarantined).toMatchObject([
      { recordId: userId(2), problem: { rule, place: { file: `entra/users/${userId(2)}` } } },
    ]);
    expect(quarantined[0]?.rawHash).toMatch(/^[\da-f]{32}$/);
    expect(quarantined[0]?.problem.sentence.length).toBeLessThan(300);
    expect(ofKind(told, "account").map(({ nativeId }) => nativeId)).not.toContain(userId(2));
    expect(told.end.certificates[0]?.count).toBe(8);
  });

  it("a record without an id: from such a read nobody's absence follows", async () => {
    const { source, faults } = await open();
    faults.on(
      /(users|groups)\/delta\?\$select/,
      {
        kind: "rewrite",
        change: (body) => poisoned(body, { [userId(2)]: { id: [] }, [groupId(1)]: { id: null } }),
      },
      { times: 2 },
    );
    const told = await readAll(source);
    expect(told.pages.flatMap((page) => page.quarantined).map(({ recordId }) => recordId)).toEqual([
      null,
      null,
    ]);
  });

  it("a poisoned group, agent and change, each in its place", async () => {
    const { source, directory, faults } = await open();
    const poison = { displayName: {} };
    faults.on(
      /groups\/delta/,
      { kind: "rewrite", change: (body) => poisoned(body, { [groupId(2)]: poison }) },
      { nth: 2 },
    );
    faults.on(/agentIdentity\?/, { kind: "rewrite", change: (body) => poisonedAll(body, poison) });
    const first = await readAll(source);
    expect(
      first.pages.flatMap((page) => page.quarantined).map((one) => one.problem.place.file),
    ).toEqual([
      `entra/groups/${groupId(2)}`,
      `entra/servicePrincipals/cccccccc-0000-4000-8000-000000000001`,
    ]);
    directory.changeUser(userId(3), { familyName: "New" }, NOW);
    faults.on(/users\/aaaa/, {
      kind: "rewrite",
      change: (body) => ({ ...(body as object), mail: [] }),
    });
    faults.on(/users\/delta/, {
      kind: "rewrite",
      change: (body) => poisoned(body, { [userId(3)]: { mail: [] } }),
    });
    const changes = await readAll(source, { cursor: first.end.cursor });
    expect(changes.pages.flatMap((page) => page.quarantined)).toMatchObject([
      { recordId: userId(3) },
    ]);
    expect(ofKind(changes, "account")).toEqual([]);
  });

  it("a member that cannot be read leaves its group uncertified, and only that", async () => {
    const { source, faults } = await open();
    faults.on("GET /v1.0/groups/delta", {
      kind: "rewrite",
      change: (body) => poisoned(body, { [groupId(1)]: { "members@delta": [{ id: 5 }] } }),
    });
    const told = await readAll(source);
    expect(completeness(told)).toEqual({ ...ALL_COMPLETE, [`members/${groupId(1)}`]: false });
  });

  it("hidden membership is not an empty group", async () => {
    const { source, faults } = await open();
    faults.on(
      "GET /v1.0/groups/delta",
      {
        kind: "rewrite",
        change: (body) =>
          poisoned(body, {
            [groupId(1)]: { visibility: "HiddenMembership", "members@delta": undefined },
          }),
      },
      { times: Infinity },
    );
    const told = await readAll(source);
    expect(completeness(told)).toEqual({ ...ALL_COMPLETE, [`members/${groupId(1)}`]: false });
    expect(told.end.remarks[0]).toContain("grant Member.Read.Hidden");
  });

  it("worker ids that are none join nobody, and are counted", async () => {
    const { source, directory } = await open();
    directory.changeUser(userId(2), { workerId: "maya@larkfield.example" }, NOW);
    directory.changeUser(userId(3), { workerId: "[]" }, NOW);
    const told = await readAll(source);
    const claims = ofKind(told, "account").map(({ workerIds }) => workerIds.length);
    expect(claims).toEqual([1, 0, 0, 1, 1, 1, 1, 1]);
    expect(told.end.remarks).toEqual([
      'One worker id of a login is none (an address, an invisible character, a rounded number) and joins nobody: see workerIds of source "entra".',
    ]);
  });

  it.each([
    ["a word", "maybe"],
    ["nothing", null],
  ])("F13: a status nobody knows (%s) is unknown, never gone", async (_, value) => {
    const { source, faults } = await open();
    faults.on("GET /v1.0/users/delta", {
      kind: "rewrite",
      change: (body) => poisoned(body, { [userId(2)]: { accountEnabled: value } }),
    });
    const accounts = ofKind(await readAll(source), "account");
    expect(accounts.find(({ nativeId }) => nativeId === userId(2))?.status).toBe("unknown");
  });
});

describe("F15: servers of the directory that lag behind each other", () => {
  it("who is told as removed and is still there stays, and is asked for again by the next read", async () => {
    const { source, directory, faults } = await open();
    let { cursor } = (await readAll(source)).end;
    directory.changeUser(userId(3), { status: "deleted" }, NOW);
    const { id: _, ...old } = user(3);
    faults.on(/users\/aaaa/, {
      kind: "status",
      status: 200,
      body: { id: userId(3), userPrincipalName: old.login, accountEnabled: true },
    });
    const first = await readAll(source, { cursor });
    expect(ofKind(first, "account").map(({ status: was }) => was)).toEqual(["active"]);
    ({ cursor } = first.end);
    const second = await readAll(source, { cursor });
    expect(ofKind(second, "account").map(({ status: was }) => was)).toEqual(["deleted"]);
    const third = await readAll(source, { cursor: second.end.cursor });
    expect(ofKind(third, "account")).toEqual([]);
  });

  it("L16: who is soft-deleted and not among the deleted items yet is not purged: it can be restored", async () => {
    const { source, directory, faults } = await open();
    const { end } = await readAll(source);
    directory.changeUser(userId(3), { status: "deleted" }, NOW);
    faults.on(/deletedItems\/aaaa/, {
      kind: "status",
      status: 404,
      body: { error: { code: "Request_ResourceNotFound", message: "…" } },
    });
    const first = await readAll(source, { cursor: end.cursor });
    expect(ofKind(first, "account")).toEqual([]);
    const second = await readAll(source, { cursor: first.end.cursor });
    expect(ofKind(second, "account")).toMatchObject([{ nativeId: userId(3), status: "deleted" }]);
  });

  it("who is new and not to be found yet is not purged, and comes with the next read", async () => {
    const { source, directory, faults } = await open();
    const { end } = await readAll(source);
    directory.putUser(user(30), NOW);
    faults.on(/users\/aaaa/, {
      kind: "status",
      status: 404,
      body: { error: { code: "Request_ResourceNotFound", message: "…" } },
    });
    const first = await readAll(source, { cursor: end.cursor });
    expect(ofKind(first, "account")).toEqual([]);
    const second = await readAll(source, { cursor: first.end.cursor });
    expect(ofKind(second, "account")).toMatchObject([{ nativeId: userId(30), status: "active" }]);
  });

  it("what an entry says is believed before a point read that does not know it yet", async () => {
    const { source, directory, faults } = await open();
    const { end } = await readAll(source);
    directory.changeUser(userId(3), { status: "suspended" }, NOW);
    faults.on(/users\/aaaa/, {
      kind: "rewrite",
      change: (body) => ({ ...(body as object), accountEnabled: true }),
    });
    const told = await readAll(source, { cursor: end.cursor });
    expect(ofKind(told, "account")).toMatchObject([
      { status: "suspended", workerIds: [{ value: "E003" }] },
    ]);
  });

  it("a member whom a full read tells as gone is settled by the next read", async () => {
    const { source, faults, directory } = await open();
    directory.removeMember(groupId(2), userId(7), NOW);
    const both = [
      { "@odata.type": "#microsoft.graph.user", id: userId(7) },
      { "@odata.type": "#microsoft.graph.user", id: userId(7), "@removed": { reason: "deleted" } },
    ];
    faults.on(/groups\/delta\?\$skip/, {
      kind: "rewrite",
      change: (body) => poisoned(body, { [groupId(2)]: { "members@delta": both } }),
    });
    const full = await readAll(source);
    expect(ofKind(full, "members").filter(({ removedIds }) => removedIds.length > 0)).toEqual([]);
    const next = await readAll(source, { cursor: full.end.cursor });
    expect(ofKind(next, "members")).toEqual([
      { kind: "members", teamId: groupId(2), memberIds: [], removedIds: [userId(7)] },
    ]);
    const last = await readAll(source, { cursor: next.end.cursor });
    expect(ofKind(last, "members")).toEqual([]);
  });
});
