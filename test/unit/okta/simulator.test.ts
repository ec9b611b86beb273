import { describe, expect, it } from "vitest";
import { OktaRefusal } from "../../../simulator/okta/errors.js";
import { parseFilter } from "../../../simulator/okta/filter.js";
import { cutSorted } from "../../../simulator/okta/paging.js";

type Thing = Readonly<Record<string, string>>;

const matches = (filter: string, thing: Thing): boolean =>
  parseFilter<Thing>(filter, (one, property) => one[property])(thing);

describe("filters of the simulated Okta", () => {
  const thing = { status: "ACTIVE", id: "00u1", lastUpdated: "2026-03-02T08:00:00.000Z" };
  it.each([
    ['status eq "ACTIVE"', true],
    ['status EQ "active"', false],
    ['status eq "STAGED" or status eq "ACTIVE"', true],
    ['status eq "ACTIVE" and id eq "00u2"', false],
    ['status eq "STAGED" and id eq "x" or id eq "00u1"', true],
    ['status eq "STAGED" and (id eq "x" or id eq "00u1")', false],
    ['lastUpdated gt "2026-03-01T00:00:00.000Z"', true],
    ['lastUpdated lt "2026-03-01T00:00:00.000Z"', false],
    ['id sw "00u"', true],
    ["missing pr", false],
    ['id eq "a \\"quoted\\" id"', false],
  ])("%s is %s", (filter, expected) => {
    expect(matches(filter, thing)).toBe(expected);
  });

  it.each(["", "nonsense", "id eq", 'id ne "x"', '(id eq "x"', 'id eq "x" id eq "y"'])(
    "refuses %j as Okta does",
    (filter) => {
      expect(() => matches(filter, thing)).toThrow(OktaRefusal);
    },
  );
});

describe("pages of the simulated Okta", () => {
  const page = (keys: string[], after: string | null, limit: number) =>
    cutSorted(keys, { after, limit }, (key) => (key.endsWith("-") ? null : key));

  it("goes on after a key that is gone, and says when nothing follows", () => {
    expect(page(["a", "b", "c"], null, 2)).toEqual({ items: ["a", "b"], next: "b" });
    expect(page(["a", "c", "d"], "b", 2)).toEqual({ items: ["c", "d"], next: null });
    expect(page(["a"], "z", 2)).toEqual({ items: [], next: null });
  });

  it("fills pages with what a filter leaves", () => {
    expect(page(["a-", "b", "c-", "d", "e-"], null, 1)).toEqual({ items: ["b"], next: "b" });
    expect(page(["a-", "b", "c-", "d", "e-"], "b", 1)).toEqual({ items: ["d"], next: null });
  });
});
