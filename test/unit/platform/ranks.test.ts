import { expect, test } from "vitest";
import { ranksOf } from "../../../src/platform/ranks.js";
import type { Config } from "../../../src/platform/config.js";

test("a directory of a fifth kind decides like the others where nobody else does", () => {
  // Only ids and types are looked at; the kind is one that the config does not know yet.
  const config = {
    sources: [
      { id: "ldap", type: "ldap" },
      { id: "registry", type: "registry" },
    ],
    identity: {},
  } as unknown as Config;
  expect(ranksOf(config, "ldap")).toEqual({ employment: 1, guests: 1, account: 0 });
  expect(ranksOf(config, "registry").employment).toBeNull();
});
