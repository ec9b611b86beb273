import { afterEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../../src/domain/time.js";
import {
  agentId,
  ALL_COMPLETE,
  completeness,
  groupId,
  NOW,
  ofKind,
  openOffice,
  readAll,
  smallDirectory,
  TENANT_ID,
  user,
  userId,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
const open = async (options?: OfficeOptions): Promise<Office> =>
  (office = await openOffice(options));
afterEach(async () => office.graph.close());

describe("a first read of Entra", () => {
  it("tells every login, group, membership and agent, and certifies all of it as a sweep", async () => {
    const { source } = await open();
    const told = await readAll(source);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    expect(told.end.certificates.map(({ basis }) => basis)).toEqual(Array(5).fill("sweep"));
    expect(told.end.certificates.map(({ scope, count }) => [scope, count])).toEqual([
      ["accounts", 8],
      ["managers", 6],
      ["teams", 2],
      ["members", 6],
      ["agents", 1],
    ]);
    expect(told.end.tenant).toBe(TENANT_ID);
    expect(told.end.remarks).toEqual([]);
    expect(ofKind(told, "account").map(({ nativeId }) => nativeId)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map(userId),
    );
    expect(told.pages.every(({ observations }) => observations.length <= 1_000)).toBe(true);
  });

  it("tells a login as Graph shows it: normalised, with its worker id and manager", async () => {
    const { source } = await open();
    const accounts = ofKind(await readAll(source), "account");
    expect(accounts[1]).toEqual({
      kind: "account",
      nativeId: userId(2),
      name: "User Number 2",
      email: "user2@larkfield.example",
      login: "user2@larkfield.example",
      status: "active",
      statusSince: null,
      nature: "human",
      createdAt: Date.UTC(2022, 2, 1),
      workerIds: [{ source: "hr", value: "E002" }],
      manager: { by: "account", nativeId: userId(1) },
      teamRef: null,
      dormantSince: null,
      version: null,
      place: { file: `entra/users/${userId(2)}`, line: null, column: null },
    });
    expect(accounts[0]?.manager).toBeNull();
  });

  it("L16: a soft-deleted user is told as deleted, with its own login and no news of its manager", async () => {
    const { source } = await open();
    const { pages } = await readAll(source);
    const page = pages.find(({ observations }) =>
      observations.some((one) => one.kind === "account" && one.nativeId === userId(8)),
    );
    expect(page?.unsaid).toEqual(["managerRef"]);
    expect(page?.observations[0]).toMatchObject({
      status: "deleted",
      statusSince: Date.UTC(2022, 2, 1),
      login: "user8@larkfield.example",
      workerIds: [{ source: "hr", value: "E008" }],
    });
  });

  it("L13, Q5, Q6: disabled is suspended, guests and service logins are what they are", async () => {
    const directory = smallDirectory();
    directory.putUser(user(11, { status: "suspended" }), NOW);
    directory.putUser(user(12, { nature: "guest" }), NOW);
    directory.putUser(user(13, { nature: "service" }), NOW);
    const { source } = await open({
      directory,
      config: { nonHuman: { employeeType: ["service"] } },
    });
    const accounts = new Map(
      ofKind(await readAll(source), "account").map((one) => [one.nativeId, one]),
    );
    expect(accounts.get(userId(11))?.status).toBe("suspended");
    expect(accounts.get(userId(12))?.nature).toBe("guest");
    expect(accounts.get(userId(13))?.nature).toBe("service");
    expect(accounts.get(userId(1))?.nature).toBe("human");
  });

  it("reads worker ids and the department from the attributes that the config names", async () => {
    const { source } = await open({
      config: {
        workerIds: { "onPremisesExtensionAttributes.extensionAttribute7": "workday" },
        teamAttribute: "department",
      },
    });
    const [first] = ofKind(await readAll(source), "account");
    expect(first?.workerIds).toEqual([{ source: "workday", value: "E001" }]);
    expect(first?.teamRef).toBe("Claims");
  });

  it("N11: flags who has not signed in for long, from a list of its own", async () => {
    const directory = smallDirectory();
    const long = NOW - 120 * DAY_MS;
    directory.changeUser(userId(2), { lastSignInAt: long }, NOW);
    directory.changeUser(userId(3), { lastSignInAt: NOW - 5 * DAY_MS }, NOW);
    const { source } = await open({ directory, config: { signIns: true } });
    const first = await readAll(source);
    const dormant = (told: typeof first) =>
      ofKind(told, "account").flatMap((one) =>
        one.dormantSince === null ? [] : [[one.nativeId, one.dormantSince]],
      );
    expect(dormant(first)).toEqual([[userId(2), long]]);
    directory.changeUser(userId(2), { department: "Risk" }, NOW);
    const second = await readAll(source, { cursor: first.end.cursor });
    expect(dormant(second)).toEqual([[userId(2), long]]);
    // The change feed tells no sign-ins: after a week the read is a full one again.
    const later = await readAll(source, { cursor: first.end.cursor, at: NOW + 7 * DAY_MS });
    expect(later.end.certificates[0]?.basis).toBe("sweep");
  });

  it("one owner heads a group, several are its deputies in order", async () => {
    const { source } = await open();
    const told = await readAll(source);
    const teams = new Map(ofKind(told, "team").map((one) => [one.nativeId, one]));
    expect(teams.get(groupId(1))).toMatchObject({
      headRef: userId(1),
      deputyRefs: [],
      name: "Claims",
    });
    expect(teams.get(groupId(2))).toMatchObject({
      headRef: null,
      deputyRefs: [userId(2), userId(3)],
    });
  });

  it("F8: the members of one group stand on several pages and are merged", async () => {
    const { source } = await open({ graph: { pageSize: 2 } });
    const told = await readAll(source);
    const claims = ofKind(told, "members").filter(({ teamId }) => teamId === groupId(1));
    expect(claims.filter(({ memberIds }) => memberIds.length > 0)).toHaveLength(3);
    expect(new Set(claims.flatMap(({ memberIds }) => memberIds))).toEqual(
      new Set([2, 3, 4, 5, 6].map(userId)),
    );
    expect(claims.every(({ removedIds }) => removedIds.length === 0)).toBe(true);
    // The group stands on three pages, and its owners are read once.
    const owners = `GET /groups/${groupId(1)}/owners`;
    expect(office.asked().filter((one) => one === owners)).toHaveLength(1);
  });

  it("agent identities come with blueprint, sponsors and owners; other principals only when wanted", async () => {
    const { source, another } = await open();
    const bot = {
      kind: "agent",
      nativeId: agentId(1),
      name: "Claims bot",
      status: "active",
      otherIds: ["app-1"],
      blueprintRef: "dddddddd-0000-4000-8000-000000000001",
      sponsorRefs: [userId(2)],
      ownerRefs: [userId(4)],
      createdAt: Date.UTC(2022, 2, 1),
    };
    expect(ofKind(await readAll(source), "agent")).toMatchObject([bot]);
    const all = ofKind(await readAll(another({ servicePrincipals: true })), "agent");
    expect(all).toMatchObject([bot, { nativeId: agentId(2), blueprintRef: null, sponsorRefs: [] }]);
  });

  it("reads neither groups nor agents when the config leaves them out", async () => {
    const { source, asked } = await open({ config: { groups: { read: false }, agents: false } });
    expect(completeness(await readAll(source))).toEqual({ accounts: true, managers: true });
    expect(asked().some((one) => /groups|servicePrincipals/.test(one))).toBe(false);
  });
});

describe("a read of changes", () => {
  it("tells what changed since the last one, and nothing when nothing did", async () => {
    const { source, directory } = await open();
    const first = await readAll(source);
    const quiet = await readAll(source, { cursor: first.end.cursor });
    expect([
      ...ofKind(quiet, "account"),
      ...ofKind(quiet, "team"),
      ...ofKind(quiet, "members"),
    ]).toEqual([]);
    expect(quiet.end.certificates.map(({ scope, basis }) => [scope, basis])).toEqual([
      ["accounts", "changes"],
      ["managers", "changes"],
      ["teams", "changes"],
      ["members", "changes"],
      ["agents", "sweep"],
    ]);
    directory.changeUser(userId(3), { managerId: userId(2), familyName: "Married" }, NOW);
    directory.putUser(user(20, { managerId: userId(3) }), NOW);
    directory.addMember(groupId(1), userId(20), NOW);
    directory.removeMember(groupId(1), userId(2), NOW);
    const second = await readAll(source, { cursor: quiet.end.cursor });
    expect(ofKind(second, "account").map((one) => [one.nativeId, one.name, one.manager])).toEqual([
      [userId(3), "User Married", { by: "account", nativeId: userId(2) }],
      [userId(20), "User Number 20", { by: "account", nativeId: userId(3) }],
    ]);
    expect(ofKind(second, "members")).toMatchObject([
      { teamId: groupId(1), memberIds: [userId(20)], removedIds: [] },
      { teamId: groupId(1), memberIds: [], removedIds: [userId(2)] },
    ]);
    expect(completeness(second)).toEqual(ALL_COMPLETE);
  });

  it("L8: a manager who was taken away is told as none; what an entry leaves out is asked for", async () => {
    const { source, directory, asked } = await open();
    const { end } = await readAll(source);
    directory.changeUser(userId(4), { managerId: null }, NOW);
    directory.changeUser(userId(5), { department: "Risk" }, NOW);
    const before = asked().length;
    const told = await readAll(source, { cursor: end.cursor });
    expect(ofKind(told, "account").map((one) => [one.nativeId, one.manager])).toEqual([
      [userId(4), null],
      [userId(5), { by: "account", nativeId: userId(1) }],
    ]);
    expect(asked().slice(before)).toContain(`GET /users/${userId(5)}`);
  });

  it("L16: soft-deleted, restored and purged are three things", async () => {
    const { source, directory } = await open();
    let { cursor } = (await readAll(source)).end;
    const statusOf3 = async (): Promise<unknown> => {
      const told = await readAll(source, { cursor });
      ({ cursor } = told.end);
      return ofKind(told, "account").map((one) => [one.nativeId, one.status]);
    };
    directory.changeUser(userId(3), { status: "deleted" }, NOW);
    expect(await statusOf3()).toEqual([[userId(3), "deleted"]]);
    directory.changeUser(userId(3), { status: "active" }, NOW);
    expect(await statusOf3()).toEqual([[userId(3), "active"]]);
    directory.purgeUser(userId(3), NOW);
    expect(await statusOf3()).toEqual([[userId(3), "purged"]]);
  });

  it("a deleted group is told as removed, a changed owner as a changed group", async () => {
    const { source, directory } = await open();
    const { end } = await readAll(source);
    directory.purgeGroup(groupId(2), NOW);
    const group = directory.groups.get(groupId(1));
    if (group === undefined) throw new Error("the small directory has this group");
    directory.putGroup({ ...group, ownerIds: [userId(5)] }, NOW);
    const told = await readAll(source, { cursor: end.cursor });
    expect(ofKind(told, "removed")).toEqual([
      { kind: "removed", of: "team", nativeId: groupId(2) },
    ]);
    expect(ofKind(told, "team")).toMatchObject([{ nativeId: groupId(1), headRef: userId(5) }]);
  });

  it("members and owners who were deleted leave their groups, and come back with a restoration", async () => {
    const { source, directory } = await open();
    let { cursor } = (await readAll(source)).end;
    const changes = async () => {
      const told = await readAll(source, { cursor });
      ({ cursor } = told.end);
      return {
        members: ofKind(told, "members").map((one) => [one.teamId, one.memberIds, one.removedIds]),
        teams: ofKind(told, "team").map((one) => [one.nativeId, one.headRef]),
      };
    };
    directory.changeUser(userId(3), { status: "deleted" }, NOW);
    expect(await changes()).toEqual({
      members: [[groupId(1), [], [userId(3)]]],
      teams: [
        [groupId(1), userId(1)],
        [groupId(2), userId(2)],
      ],
    });
    directory.changeUser(userId(3), { status: "active" }, NOW);
    expect(await changes()).toEqual({
      members: [[groupId(1), [userId(3)], []]],
      teams: [
        [groupId(1), userId(1)],
        [groupId(2), null],
      ],
    });
  });

  it("L17: another mapping is another question: the read is a full one under another scope hash", async () => {
    const { source, another } = await open();
    const first = await readAll(source);
    const other = await readAll(another({ workerIds: { employeeType: "hr" } }), {
      cursor: first.end.cursor,
    });
    expect(other.end.certificates[0]?.basis).toBe("sweep");
    expect(other.end.certificates[0]?.scopeHash).not.toBe(first.end.certificates[0]?.scopeHash);
    expect(other.end.certificates[2]?.basis).toBe("changes");
  });

  it("a cursor of nobody's making is read as none, and said", async () => {
    const { source } = await open();
    const told = await readAll(source, { cursor: "{}" });
    expect(told.end.certificates[0]?.basis).toBe("sweep");
    expect(told.end.remarks).toEqual([
      "The stored cursor is not of this version: everything was read in full.",
    ]);
  });

  it("after 30 days of changes a full read is due", async () => {
    const { source } = await open();
    const { end } = await readAll(source);
    const { end: month } = await readAll(source, { cursor: end.cursor, at: NOW + 30 * DAY_MS });
    expect(month.certificates.map(({ basis }) => basis)).toEqual(Array(5).fill("sweep"));
  });
});

describe("point reads (F15)", () => {
  it("tell who is there, who is deleted and who is gone, in the order asked", async () => {
    const { source } = await open();
    const ids = [userId(8), userId(99), userId(2)];
    const answers = await source.readAccounts?.(ids, AbortSignal.timeout(5_000));
    expect(answers?.map((one) => [one.nativeId, one.status, one.manager])).toEqual([
      [userId(8), "deleted", null],
      [userId(99), "purged", null],
      [userId(2), "active", { by: "account", nativeId: userId(1) }],
    ]);
  });

  it("F11: in another tenant nobody is asked for, because everybody would be gone", async () => {
    const { source, faults } = await open();
    faults.on("GET /v1.0/organization", {
      kind: "rewrite",
      change: () => ({ value: [{ id: "other" }] }),
    });
    await expect(
      source.readAccounts?.([userId(2)], AbortSignal.timeout(5_000)),
    ).rejects.toMatchObject({
      code: "SOURCE_TENANT_MISMATCH",
    });
    expect(office.asked()).toEqual(["GET /organization"]);
  });

  it("a 404 that is not Graph's own word is no absence", async () => {
    const { source, faults } = await open();
    faults.on(/\/users\/aaaa/, { kind: "status", status: 404, body: "<html>no such page</html>" });
    await expect(
      source.readAccounts?.([userId(2)], AbortSignal.timeout(5_000)),
    ).rejects.toMatchObject({
      code: "SOURCE_REFUSED",
      status: 404,
    });
  });

  it("F12: who is there and cannot be believed is left out, and so stays as known", async () => {
    const { source, faults } = await open();
    faults.on(/\/users\/aaaa/, {
      kind: "rewrite",
      change: (body) => ({ ...(body as object), displayName: 7 }),
    });
    expect(await source.readAccounts?.([userId(2)], AbortSignal.timeout(5_000))).toEqual([]);
  });
});
