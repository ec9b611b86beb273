import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceSchema, type OktaSourceConfig } from "../../../src/platform/config-sources.js";
import { believe } from "../../../src/sources/okta/believe.js";
import {
  accountObservation,
  agentObservation,
  statusOf,
} from "../../../src/sources/okta/convert.js";
import { agentSchema, userSchema } from "../../../src/sources/okta/schema.js";
import { settingsOf } from "../../../src/sources/okta/settings.js";

const AT = Date.parse("2026-03-02T08:00:00Z");

function settings(change: Readonly<Record<string, unknown>> = {}) {
  return settingsOf(configOf(change), "hr");
}

function configOf(change: Readonly<Record<string, unknown>>): OktaSourceConfig {
  const config = sourceSchema.parse({
    id: "okta",
    type: "okta",
    orgUrl: "https://example.okta.com",
    auth: { how: "token", tokenEnv: "OKTA_TOKEN" },
    ...change,
  });
  if (config.type !== "okta") throw new Error("an Okta source was configured");
  return config;
}

function accounts(items: readonly unknown[], change: Readonly<Record<string, unknown>> = {}) {
  const frame = { settings: settings(change), at: AT };
  const kind = {
    path: "users",
    schema: userSchema,
    convert: (user: Parameters<typeof accountObservation>[0]) => accountObservation(user, frame),
  };
  return believe(items, kind, frame.settings);
}

const user = (profile: object, more: object = {}): object => ({
  id: "00u1",
  status: "ACTIVE",
  profile,
  ...more,
});

describe("a user of Okta as an account", () => {
  it("has the status that Okta means, and unknown for what nobody knows (F13, L13)", () => {
    const known = ["STAGED", "PROVISIONED", "ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT"];
    expect([...known, "SUSPENDED", "DEPROVISIONED"].map(statusOf)).toEqual([
      "staged",
      ...Array.from({ length: 5 }, () => "active"),
      "suspended",
      "deprovisioned",
    ]);
    for (const word of ["active", "DELETED", "toString", "__proto__", ""]) {
      expect(statusOf(word)).toBe("unknown");
    }
  });

  it.each([
    [{ displayName: "Ada L.", firstName: "Ada", login: "a@x" }, "Ada L."],
    [{ firstName: "Ada", lastName: "Lovelace", login: "a@x" }, "Ada Lovelace"],
    [{ firstName: null, lastName: "Lovelace", login: "a@x" }, "Lovelace"],
    [{ login: "A@x" }, "a@x"],
    [{}, "00u1"],
  ])("is named by what there is: %j", (profile, name) => {
    expect(accounts([user(profile)]).records[0]?.name).toBe(name);
  });

  it("takes e-mail and login in one spelling, without what nobody sees (Q8)", () => {
    const [account] = accounts([
      user({ email: " ADA@Example.com\u200b", login: "Ada\u0000@x" }),
    ]).records;
    expect(account).toMatchObject({ email: "ada@example.com", login: "ada@x" });
  });

  it("leaves out worker ids that are empty, and takes numbers for what they are", () => {
    const workerIds = { employeeNumber: "hr", badge: "gate", card: "gate" };
    const [account] = accounts([user({ employeeNumber: " ", badge: 42, card: ["7"] })], {
      workerIds,
    }).records;
    expect(account?.workerIds).toEqual([{ source: "gate", value: "42" }]);
  });

  it("names managers by worker ids of HR, also where other ids are mapped", () => {
    const managers = (change: object): unknown =>
      accounts([user({ managerId: "E7" })], { ...change }).records[0]?.manager;
    expect(managers({})).toEqual({ by: "workerId", claim: { source: "hr", value: "E7" } });
    expect(managers({ workerIds: { badge: "gate", employeeNumber: "hr" } })).toMatchObject({
      claim: { source: "hr" },
    });
    expect(managers({ workerIds: { badge: "gate" } })).toMatchObject({ claim: { source: "gate" } });
    expect(managers({ manager: { how: "none" } })).toBeNull();
  });

  it("is no person when the config lists its kind, in any case (Q5)", () => {
    const nonHuman = { userType: ["Service Account"], "type.id": ["otyrobots"] };
    const nature = (profile: object, more: object = {}): unknown =>
      accounts([user(profile, more)], { nonHuman }).records[0]?.nature;
    expect(nature({ userType: "service account " })).toBe("service");
    expect(nature({ userType: "service" })).toBe("human");
    expect(nature({}, { type: { id: "otyrobots" } })).toBe("service");
    expect(nature({})).toBe("human");
  });

  it("is set aside when a key holds what nobody sees, and an attribute that is no text is none (F12)", () => {
    const hidden = accounts([user({ employeeNumber: "E\u200d7" })]);
    expect(hidden.records).toEqual([]);
    expect(hidden.quarantined[0]).toMatchObject({
      recordId: "00u1",
      problem: { place: { file: "example.okta.com/users/00u1" } },
    });
    expect(accounts([user({ employeeNumber: { a: 1 } })]).records[0]?.workerIds).toEqual([]);
  });

  it("never throws and never lets a broken character into a key, whatever Okta says (F12)", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constant("\ud800"));
    const profile = fc.dictionary(
      fc.constantFrom("login", "email", "employeeNumber", "managerId", "displayName", "firstName"),
      fc.oneof(text, fc.jsonValue()),
    );
    const record = fc.oneof(
      fc.record({ id: fc.constantFrom("00u1", "", "../x", 7), status: text, profile }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (items) => {
        const { records, quarantined } = accounts(items);
        expect(records.length + quarantined.length).toBe(items.length);
        for (const account of records) {
          const keys = [account.nativeId, ...account.workerIds.map(({ value }) => value)];
          const texts = [...keys, account.name, account.email ?? "", account.login ?? ""];
          expect(texts.join("")).not.toMatch(/[\p{Cs}\p{Cc}]/u);
          expect(keys.every((key) => key === key.trim() && key !== "")).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("survives a record that is nested beyond all depth (F12)", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
    const { quarantined } = accounts([user({ note: deep }), user({})]);
    expect(quarantined.map(({ recordId }) => recordId)).toEqual(["00u1"]);
  });

  it("is another record for the graph when the mapping is another (converter hash)", () => {
    const hashes = [
      settings(),
      settings({ workerIds: { badge: "hr" } }),
      settings({ nonHuman: { userType: ["bot"] } }),
      settings({ teamAttribute: "department" }),
      settings({ manager: { how: "none" } }),
      settings({ dormantAfterDays: 7 }),
    ].map(({ converterHash }) => converterHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(settings({ agents: false }).converterHash).toBe(settings().converterHash);
  });
});

describe("an AI agent of Okta", () => {
  it.each([
    ["ACTIVE", "active"],
    ["INACTIVE", "disabled"],
    ["STAGED", "disabled"],
    ["DELETED", "deleted"],
    ["DREAMING", "unknown"],
  ])("that is %s is %s", (status, expected) => {
    const agent = agentSchema.parse({ id: "wlp1", status, profile: { name: "Claims" } });
    expect(agentObservation(agent, settings()).status).toBe(expected);
  });
});
