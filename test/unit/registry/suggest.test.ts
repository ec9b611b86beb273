import { describe, expect, test } from "vitest";
import { nearest } from "../../../src/platform/nearest.js";
import { didYouMean } from "../../../src/sources/registry/suggest.js";

describe("did you mean", () => {
  test.each([
    [
      "maya.okafor@exmaple.com",
      ["jon.reyes@example.com", "maya.okafor@example.com"],
      "maya.okafor@example.com",
    ],
    ["tilte", ["text", "title"], "title"],
    ["OWNER", ["owner"], "owner"],
    ["co-owners", ["owner", "coOwners"], "coOwners"],
    ["id", ["in", "is"], "in"],
    ["zebra", ["owner", "limit"], null],
    ["x", [], null],
    ["", ["a"], "a"],
  ])("%s", (word, candidates, meant) => {
    expect(nearest(word, candidates)).toBe(meant);
  });

  test("a question to put behind a sentence, or nothing", () => {
    expect(didYouMean("tilte", ["title"])).toBe(" Did you mean title?");
    expect(didYouMean("tilte", ["agent"])).toBe("");
  });
});
