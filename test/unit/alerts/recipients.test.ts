import { describe, expect, it } from "vitest";
import { candidatesOf, chooseRecipient, isAddress } from "../../../src/alerts/recipients.js";

function person(personId: string, more: { isActive?: boolean; sharedWith?: number } = {}) {
  const { isActive = true, sharedWith = 0 } = more;
  const jobs = [{ email: `${personId}@example.com`, zone: "UTC", sharedWith }];
  return { personId, name: personId, isActive, jobs };
}

describe("chooseRecipient", () => {
  const candidates = candidatesOf([
    person("lead"),
    person("gone", { isActive: false }),
    person("shared", { sharedWith: 1 }),
    person("deputy"),
  ]);
  const choose = (leadId: string | null, lastResort: readonly string[], needsAddress = false) =>
    chooseRecipient([leadId, ...lastResort], candidates, needsAddress)?.personId ?? null;

  it("takes the lead, else the first of the last resort who works here", () => {
    expect(choose("lead", ["deputy"])).toBe("lead");
    expect(choose("gone", ["unknown", "deputy"])).toBe("deputy");
    expect(choose(null, ["gone", "deputy"])).toBe("deputy");
    expect(choose("gone", ["gone"])).toBeNull();
  });

  it("where an address is needed, prefers somebody who has one of their own (Q1)", () => {
    expect(choose("shared", ["deputy"], true)).toBe("deputy");
    expect(choose("shared", ["deputy"])).toBe("shared");
    const only = chooseRecipient(["shared"], candidates, true);
    expect(only).toMatchObject({ personId: "shared", address: null });
  });
});

describe("isAddress", () => {
  it.each([
    ["a@b.example", true],
    ["o'neil+x@b.example", true],
    ["a@b, c@d", false],
    ["a@b\r\nBcc: c@d", false],
    ["Name <a@b>", false],
    ["nobody", false],
    ["", false],
  ])("%j: %j", (text, expected) => {
    expect(isAddress(text)).toBe(expected);
  });
});
