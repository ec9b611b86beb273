import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/platform/package-root.js";

/**
 * `RETURN a {.email} ORDER BY a.key`: without a name of its own the map takes the name of the node, and
 * `a.key` is asked of the map, which has none. The server says nothing and orders by null (seen on
 * 5.26: which of two logins names a person depended on the order in which they were stored).
 */
function unnamedOrders(text: string): string[] {
  const projected = /RETURN (?:DISTINCT )?(\w+) \{([^{}]*)\}\s*ORDER BY ([^}\n]*)/g;
  return [...text.matchAll(projected)].flatMap(([whole, name = "", map = "", order = ""]) => {
    const asked = [...order.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map((one) => one[1]);
    const told = new Set([...map.matchAll(/(?<!\w)\.(\w+)/g)].map((one) => one[1]));
    return asked.every((property) => told.has(property)) ? [] : [whole];
  });
}

describe("the order of maps in cypher/", () => {
  it("T I3 is never asked of a map that does not hold what it is ordered by", () => {
    const folder = join(packageRoot(), "cypher");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".cypher"),
    );
    expect(files.length).toBeGreaterThan(100);
    const wrong = files.flatMap((file) =>
      unnamedOrders(readFileSync(join(folder, file), "utf8")).map((one) => `${file}: ${one}`),
    );
    expect(wrong).toEqual([]);
  });

  it("sees one that is, and none where the map has a name or holds it", () => {
    expect(unnamedOrders("RETURN a {.email}\n ORDER BY a.rank, a.key LIMIT 1")).toHaveLength(1);
    expect(unnamedOrders("RETURN a {.email} AS one ORDER BY a.key")).toEqual([]);
    expect(unnamedOrders("RETURN a {.key, .email} ORDER BY a.key")).toEqual([]);
  });
});
