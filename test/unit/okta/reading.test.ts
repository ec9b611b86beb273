import { describe, expect, it } from "vitest";
import { readCursor, readResume } from "../../../src/sources/okta/cursor.js";
import { SourceAway, SourceBusy, SourceRefused } from "../../../src/sources/remote/errors.js";
import { Hints } from "../../../src/sources/okta/hints.js";
import { nextCursor } from "../../../src/sources/okta/link.js";
import { SideCalls, mapSome } from "../../../src/sources/okta/side-calls.js";
import { faultOfSize } from "../../../src/sources/okta/text.js";

describe("the next link of a list", () => {
  const next = "https://example.okta.com/api/v1/users?after=00u7%2B&limit=200";
  it.each([
    [`<https://example.okta.com/api/v1/users>; rel="self", <${next}>; rel="next"`, "00u7+"],
    [`<${next}>;rel=next`, "00u7+"],
    [`<${next}>; title="a, b"; rel="prefetch next"`, "00u7+"],
    ['</api/v1/users?after=abc>; rel="next"', "abc"],
    [`<${next}>; rel="nextish"`, null],
    [`<${next}>; rel="self"`, null],
    ["", null],
    [null, null],
  ])("is found in %s", (header, cursor) => {
    expect(nextCursor(header)).toBe(cursor);
  });

  it("is found beyond 2,000 characters, where the SDK's parser gives up", () => {
    const long = `<https://x/?filter=${"f".repeat(3_000)}>; rel="self", <https://x/?after=c>; rel="next"`;
    expect(nextCursor(long)).toBe("c");
  });

  it("is an error without a cursor: reading would begin anew for ever", () => {
    expect(() => nextCursor('<https://example.okta.com/api/v1/users>; rel="next"')).toThrow(Error);
  });
});

describe("what was stored of a read", () => {
  it.each([null, "", "no json", "{}", '{"version":2}', "[]"])("is none of ours: %j", (text) => {
    expect(readCursor(text)).toBeNull();
    expect(readResume(text)).toBeNull();
  });
});

describe("the size of a record (F12)", () => {
  it("counts bytes, in any field and at any depth", () => {
    expect(faultOfSize({ a: "x".repeat(65_536) })).toBeNull();
    expect(faultOfSize({ a: "x".repeat(65_537) })).not.toBeNull();
    expect(faultOfSize({ a: [{ b: "é".repeat(32_769) }] })).not.toBeNull();
    expect(faultOfSize({ a: Array.from({ length: 20_000 }, () => 1) })).not.toBeNull();
  });
});

describe("calls beside a list", () => {
  const facts = { tenant: "okta", endpoint: "GET /x" };
  const refused = (status: number): Promise<never> =>
    Promise.reject(new SourceRefused({ ...facts, status }));

  it("stop after one 403 or one outage, and after the third refusal of another kind", async () => {
    for (const [failure, calls] of [
      [new SourceRefused({ ...facts, status: 403 }), 1],
      [new SourceAway({ ...facts, why: "it is down" }), 1],
      [new SourceRefused({ ...facts, status: 404 }), 3],
    ] as const) {
      const side = new SideCalls();
      let asked = 0;
      for (let index = 0; index < 5; index += 1) {
        const answer = await side.ask(() => {
          asked += 1;
          return Promise.reject(failure);
        });
        expect(answer).toBeUndefined();
      }
      expect(asked).toBe(calls);
      expect(side.failure).toBe(failure);
    }
  });

  it("go on when one of them is answered in between", async () => {
    const side = new SideCalls();
    for (let index = 0; index < 9; index += 1) {
      await side.ask(() => (index % 3 === 2 ? Promise.resolve(1) : refused(404)));
    }
    expect(await side.ask(() => Promise.resolve("still asked"))).toBe("still asked");
  });

  it("pass on a wait, which is no failure (F1)", async () => {
    const busy = new SourceBusy({ ...facts, retryAfterMs: 1 });
    await expect(new SideCalls().ask(() => Promise.reject(busy))).rejects.toBe(busy);
  });
});

describe("calls side by side", () => {
  it("keep their order, and never more of them than allowed", async () => {
    let under = 0;
    let most = 0;
    const doubled = await mapSome([5, 4, 3, 2, 1], 2, async (each) => {
      under += 1;
      most = Math.max(most, under);
      await Promise.resolve();
      under -= 1;
      return each * 2;
    });
    expect(doubled).toEqual([10, 8, 6, 4, 2]);
    expect(most).toBe(2);
    expect(await mapSome([], 4, () => Promise.reject(new Error("never")))).toEqual([]);
  });
});

describe("what an event hints at (F14)", () => {
  const event = (eventType: string, ...target: readonly [string, string][]) => ({
    uuid: "u",
    eventType,
    published: 0,
    target: target.map(([type, id]) => ({ type, id })),
  });

  it("is users, groups, who may belong where, and agents", () => {
    const hints = new Hints();
    hints.add(event("user.account.update_profile", ["User", "00u1"], ["AppUser", "0ua1"]));
    hints.add(event("group.user_membership.add", ["User", "00u2"], ["UserGroup", "00g1"]));
    hints.add(event("group.user_membership.remove", ["User", "00u2"], ["UserGroup", "00g2"]));
    hints.add(event("group.profile.update", ["UserGroup", "00g3"]));
    expect(hints.agents).toBe(false);
    hints.add(event("workload_principal.deactivate", ["SomethingNew", "wlp1"]));
    expect([...hints.users]).toEqual(["00u1"]);
    expect([...hints.groups]).toEqual(["00g3"]);
    expect([...hints.memberships].map(([id, groups]) => [id, [...groups]])).toEqual([
      ["00u2", ["00g1", "00g2"]],
    ]);
    expect(hints.agents).toBe(true);
    expect(hints.size).toBe(3);
  });

  it("is nothing when it names no id", () => {
    const hints = new Hints();
    hints.add(event("user.lifecycle.suspend", ["User", "00u1/lifecycle/activate"], ["User", ""]));
    hints.add({ uuid: "u", eventType: "user.lifecycle.suspend", published: 0, target: null });
    expect(hints.size).toBe(0);
  });
});
