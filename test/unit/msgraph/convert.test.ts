import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/domain/time.js";
import {
  convertUser,
  mappingOf,
  purgedAccount,
  type AccountMapping,
} from "../../../src/sources/msgraph/convert-user.js";
import { convertAgent, convertGroup, refersToLogin } from "../../../src/sources/msgraph/convert.js";
import {
  groupSchema,
  principalSchema,
  reference,
  userSchema,
} from "../../../src/sources/msgraph/schema.js";
import { configOf, NOW } from "./tenant.js";

const ID = "8d7cd9a8-5b6c-4a1f-9f10-2b1f0c9d4e11";
const URLS = { url: "http://127.0.0.1:1", loginUrl: "http://127.0.0.1:1" };
const MAPPING: AccountMapping = mappingOf(configOf(URLS), "hr");

function converted(
  raw: Record<string, unknown>,
  change: { readonly mapping?: Partial<AccountMapping>; readonly deleted?: boolean } = {},
): ReturnType<typeof convertUser> {
  const { mapping = {}, deleted = false } = change;
  const user = userSchema.parse({ id: ID, ...raw });
  const ground = { mapping: { ...MAPPING, ...mapping }, at: NOW, deleted, lastSignIn: null };
  return convertUser(user, ground);
}

describe("a user as an account", () => {
  it.each([
    [true, "active"],
    [false, "suspended"],
    [null, "unknown"],
    [undefined, "unknown"],
    ["true", "unknown"],
    [1, "unknown"],
  ])("L13, F13: accountEnabled %s is %s", (accountEnabled, status) => {
    expect(converted({ accountEnabled }).account.status).toBe(status);
  });

  it("is deleted whatever it was, since its deletion, under its own login", () => {
    const raw = {
      accountEnabled: true,
      deletedDateTime: "2026-11-01T08:00:00Z",
      userPrincipalName: "8D7CD9A85B6C4A1F9F102B1F0C9D4E11Maya@Larkfield.example",
    };
    expect(converted(raw, { deleted: true }).account).toMatchObject({
      status: "deleted",
      statusSince: Date.UTC(2026, 10, 1, 8),
      login: "maya@larkfield.example",
    });
    // A live user may well be called so.
    expect(converted(raw).account.login).toMatch(/^8d7c/);
  });

  it("its name is what there is of one", () => {
    expect(converted({ displayName: " Maya  Okafor " }).account.name).toBe("Maya  Okafor");
    expect(converted({ displayName: "", givenName: "Maya", surname: null }).account.name).toBe(
      "Maya",
    );
    expect(converted({ userPrincipalName: "maya@x.example" }).account.name).toBe("maya@x.example");
    expect(converted({}).account.name).toBe(ID);
  });

  it("Q8: addresses and ids are normalised, empty ones are none", () => {
    const { account } = converted({
      mail: " MAYA@X.Example ",
      userPrincipalName: "",
      employeeId: " E001 ",
    });
    expect(account).toMatchObject({
      email: "maya@x.example",
      login: null,
      workerIds: [{ source: "hr", value: "E001" }],
    });
  });

  it.each([
    ["an address", "maya@x.example", 1],
    ["an invisible character", "E0\u200b01", 1],
    ["a rounded number", "1.23E+11", 1],
    ["nothing", "n/a", 0],
    ["an empty list", "[]", 0],
    ["another kind", { nested: true }, 0],
  ])("Q7: a worker id that is %s joins nobody", (_, employeeId, doubts) => {
    const { account, doubtful } = converted({ employeeId });
    expect(account.workerIds).toEqual([]);
    expect(doubtful).toHaveLength(doubts);
  });

  it("worker ids come from every attribute that the config names, also inside of objects", () => {
    const mapping = {
      workerIds: {
        "onPremisesExtensionAttributes.extensionAttribute3": "workday",
        onPremisesImmutableId: "ad",
        extension_ab12_personnel: "hr",
      },
    };
    const raw = {
      onPremisesExtensionAttributes: { extensionAttribute3: "W-7", extensionAttribute4: "no" },
      onPremisesImmutableId: "qrs+/==",
      extension_ab12_personnel: 4711,
      employeeId: "E001",
    };
    expect(converted(raw, { mapping }).account.workerIds).toEqual([
      { source: "workday", value: "W-7" },
      { source: "ad", value: "qrs+/==" },
      { source: "hr", value: "4711" },
    ]);
  });

  it("Q5, Q6: guests, service logins and the users of agents are no employees", () => {
    const nature = (raw: Record<string, unknown>, nonHuman = {}): string =>
      converted(raw, { mapping: { nonHuman } }).account.nature;
    expect(nature({ userType: "Member" })).toBe("human");
    expect(nature({ userType: null })).toBe("human");
    expect(nature({ userType: "guest" })).toBe("guest");
    expect(nature({ department: "SHARED" }, { department: ["Shared", "Rooms"] })).toBe("service");
    expect(nature({ department: "Sharedness" }, { department: ["Shared"] })).toBe("human");
    expect(nature({ userType: "Guest", department: "Shared" }, { department: ["Shared"] })).toBe(
      "service",
    );
    expect(nature({ "@odata.type": "#microsoft.graph.agentUser" })).toBe("service");
    expect(nature({ identityParentId: "8d7cd9a8" })).toBe("service");
  });

  it("the manager is the last one that a delta entry names and does not remove, else the expanded one", () => {
    const manager = (raw: Record<string, unknown>): string | null => {
      const claim = converted(raw).account.manager;
      return claim?.by === "account" ? claim.nativeId : null;
    };
    const gone = { id: "old", "@removed": { reason: "deleted" } };
    expect(manager({ manager: { id: "m1" } })).toBe("m1");
    expect(manager({ manager: null })).toBeNull();
    expect(manager({ manager: { id: "m1" }, "manager@delta": [gone, { id: "m2" }] })).toBe("m2");
    expect(manager({ manager: { id: "m1" }, "manager@delta": [{ id: "m2" }, gone] })).toBe("m2");
    expect(manager({ manager: { id: "old" }, "manager@delta": [gone] })).toBeNull();
  });

  it("N11: dormant since the latest sign-in of any kind, when that is long ago", () => {
    const since = (days: Record<string, number>): number | null => {
      const signInActivity = Object.fromEntries(
        Object.entries(days).map(([name, ago]) => [
          name,
          new Date(NOW - ago * DAY_MS).toISOString(),
        ]),
      );
      return converted({ signInActivity }).account.dormantSince;
    };
    expect(since({ lastSignInDateTime: 89 })).toBeNull();
    expect(since({ lastSignInDateTime: 90 })).toBe(NOW - 90 * DAY_MS);
    expect(since({ lastSignInDateTime: 400, lastNonInteractiveSignInDateTime: 2 })).toBeNull();
    expect(since({})).toBeNull();
    // Graph writes the year 1 where there was none.
    const never = { signInActivity: { lastSignInDateTime: "0001-01-01T00:00:00Z" } };
    expect(converted(never).account.dormantSince).toBeNull();
  });

  it("of a purged one only the tombstone is left", () => {
    expect(purgedAccount("entra", ID)).toMatchObject({
      nativeId: ID,
      status: "purged",
      workerIds: [],
    });
  });
});

describe("a group as a team", () => {
  const group = groupSchema.parse({ id: "g", displayName: "Claims" });
  const team = (ownerIds: readonly string[]) => convertGroup(group, { source: "entra", ownerIds });

  it("is headed by its only owner; several are deputies, sorted", () => {
    expect(team(["u1"])).toMatchObject({
      name: "Claims",
      headRef: "u1",
      deputyRefs: [],
      parentRef: null,
    });
    expect(team(["u1", "u1"])).toMatchObject({ headRef: "u1", deputyRefs: [] });
    expect(team(["u2", "u1"])).toMatchObject({ headRef: null, deputyRefs: ["u1", "u2"] });
    expect(team([])).toMatchObject({ headRef: null, deputyRefs: [] });
  });

  it("without a name is called by its id", () => {
    expect(
      convertGroup({ ...group, displayName: null }, { source: "entra", ownerIds: [] }).name,
    ).toBe("g");
  });
});

describe("a service principal as an agent", () => {
  const agent = (raw: Record<string, unknown>) =>
    convertAgent(principalSchema.parse({ id: "a", ...raw }), {
      source: "entra",
      sponsorIds: ["u2", "u1", "u2"],
      ownerIds: [],
    });

  it.each([
    [{ accountEnabled: true }, "active"],
    [{ accountEnabled: false }, "disabled"],
    [{ accountEnabled: true, disabledByMicrosoftStatus: "NotDisabled" }, "active"],
    [
      {
        accountEnabled: true,
        disabledByMicrosoftStatus: "DisabledDueToViolationOfServicesAgreement",
      },
      "disabled",
    ],
    [{}, "unknown"],
  ])("%o is %s", (raw, status) => {
    expect(agent(raw).status).toBe(status);
  });

  it("is also known by its application id, when that is another one", () => {
    expect(agent({ appId: "app" }).otherIds).toEqual(["app"]);
    expect(agent({ appId: "a" }).otherIds).toEqual([]);
    expect(agent({}).sponsorRefs).toEqual(["u1", "u2"]);
  });
});

describe("references", () => {
  it.each([
    [undefined, true],
    ["#microsoft.graph.user", true],
    ["#microsoft.graph.agentUser", true],
    ["#microsoft.graph.directoryObject", true],
    ["#microsoft.graph.group", false],
    ["#microsoft.graph.servicePrincipal", false],
    ["#microsoft.graph.device", false],
  ])("%s leads to a login: %s", (type, leads) => {
    expect(refersToLogin(reference.parse({ "@odata.type": type, id: "x" }))).toBe(leads);
  });
});
