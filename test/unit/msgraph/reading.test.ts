import { describe, expect, it } from "vitest";
import { concurrently } from "../../../src/sources/msgraph/concurrently.js";
import { believe } from "../../../src/sources/msgraph/doubt.js";
import {
  readCursor,
  readResume,
  startState,
  usable,
} from "../../../src/sources/msgraph/read-state.js";
import { deltaPage, userSchema } from "../../../src/sources/msgraph/schema.js";
import { NOW } from "./tenant.js";

describe("point reads at a time", () => {
  it("keep their order and their number", async () => {
    let open = 0;
    let most = 0;
    const items = Array.from({ length: 30 }, (_, at) => at);
    const results = await concurrently(items, async (item) => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBe(8);
  });

  it("end with the first failure, and begin nothing after it", async () => {
    const begun: number[] = [];
    const items = Array.from({ length: 30 }, (_, at) => at);
    const failing = concurrently(items, async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 3) throw new Error("the fourth");
      return item;
    });
    await expect(failing).rejects.toThrow("the fourth");
    expect(begun.length).toBeLessThan(20);
  });
});

describe("F12: a record that cannot be believed", () => {
  const of = { source: "entra", what: "users" };

  it("is named by its id and place, with a reason that quotes nothing of it", () => {
    const raw = { id: "u-1", displayName: ["secret name"] };
    const read = believe(raw, userSchema, of);
    expect(read).toMatchObject({
      kind: "bad",
      quarantined: {
        recordId: "u-1",
        problem: { rule: "schema", place: { file: "entra/users/u-1", line: null } },
      },
    });
    expect(JSON.stringify(read)).not.toContain("secret name");
    expect(believe(raw, userSchema, of)).toEqual(read);
  });

  it.each([
    ["no id", {}],
    ["an id that is a path", { id: "../groups" }],
    ["an id that is empty", { id: "" }],
    ["no object", "user"],
    ["null", null],
  ])("%s: nobody knows whose it was", (_, raw) => {
    const read = believe(raw, userSchema, of);
    expect(read).toMatchObject({ kind: "bad", quarantined: { recordId: null } });
  });

  it("a text of 65,536 characters is long, one more is too long", () => {
    expect(believe({ id: "u", mail: "x".repeat(65_536) }, userSchema, of).kind).toBe("good");
    expect(believe({ id: "u", mail: "x".repeat(65_537) }, userSchema, of)).toMatchObject({
      quarantined: { problem: { rule: "too-long" } },
    });
    const deep = {
      id: "u",
      onPremisesExtensionAttributes: { extensionAttribute1: "x".repeat(70_000) },
    };
    expect(believe(deep, userSchema, of).kind).toBe("bad");
  });
});

describe("pages and marks", () => {
  it("F6: a delta page has one link, no more and no less", () => {
    const next = "https://graph.microsoft.com/v1.0/users/delta?$skiptoken=x";
    const takes = (body: unknown): boolean => deltaPage.safeParse(body).success;
    expect(takes({ value: [], "@odata.nextLink": next })).toBe(true);
    expect(takes({ value: [], "@odata.deltaLink": next })).toBe(true);
    expect(takes({ value: [] })).toBe(false);
    expect(takes({ value: [], "@odata.nextLink": next, "@odata.deltaLink": next })).toBe(false);
    expect(takes({ value: {}, "@odata.deltaLink": next })).toBe(false);
    expect(takes({ "@odata.deltaLink": next })).toBe(false);
  });

  it("a mark is taken up under the config it was made with, and no other", () => {
    const state = startState("asked", { version: 1, users: null, groups: null });
    expect(readResume(JSON.stringify(state), "asked")).toEqual(state);
    expect(readResume(JSON.stringify(state), "other")).toBeNull();
    expect(readResume("{", "asked")).toBeNull();
  });

  it("a cursor is taken as it was written, and goes stale", () => {
    const users = { link: "/users/delta?x", level: 0, asked: "a", sweptAt: NOW, recheck: [] };
    const cursor = readCursor(JSON.stringify({ version: 1, users, groups: null }));
    expect(cursor?.users).toEqual(users);
    for (const text of ["", "null", "[]", '{"version":2,"users":null,"groups":null}']) {
      expect(readCursor(text)).toBeNull();
    }
    expect(usable(users, { asked: "a", at: NOW + 1 })).toBe(users);
    expect(usable(users, { asked: "b", at: NOW + 1 })).toBeNull();
    expect(usable(users, { asked: "a", at: NOW + 30 * 86_400_000 })).toBeNull();
    expect(usable(undefined, { asked: "a", at: NOW })).toBeNull();
  });
});
