import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/platform/package-root.js";

const FOLDER = "test/scenarios/incidents";

/** `incident file`, as the page says and as the tests are called. */
function listed(): string[] {
  const page = readFileSync(join(packageRoot(), "docs", "incidents.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && line.includes("](../"));
  return rows.map((row) => {
    const [, first = ""] = row.split(" | ")[0]?.split("| ") ?? [];
    const incident = first.replace(/^\[([^\]]+)\]\(.*\)$/, "$1");
    const [, file = "no file"] = /\]\(\.\.\/([^)]+)\) \|$/.exec(row) ?? [];
    return `${incident} in ${file}`;
  });
}

function tested(): string[] {
  const files = readdirSync(join(packageRoot(), FOLDER)).filter((one) => one.endsWith(".test.ts"));
  return files.flatMap((file) => {
    const text = readFileSync(join(packageRoot(), FOLDER, file), "utf8");
    const titles = [...text.matchAll(/(?:\bit|\]\))\(\s*"([^":\n]+): /g)];
    return titles.map((title) => `${title[1] ?? ""} in ${FOLDER}/${file}`);
  });
}

describe("docs/incidents.md", () => {
  it("names every incident that is replayed, where it is, and no other", () => {
    expect(listed().toSorted()).toEqual([...new Set(tested())].toSorted());
  });

  it("names each once", () => {
    expect(new Set(listed()).size).toBe(listed().length);
    expect(listed()).toHaveLength(17);
  });

  it("every replay says what the feed did, what the known system did and what happens here", () => {
    for (const file of readdirSync(join(packageRoot(), FOLDER))) {
      if (!file.endsWith(".test.ts")) continue;
      const text = readFileSync(join(packageRoot(), FOLDER, file), "utf8");
      const told = text.match(
        /\/\*\*\n\s+\* Feed: .*\n\s+\* [A-Z].*: .*\n\s+\* Here: .*\n\s+\*\//gi,
      );
      const replays = text.match(/^ {2}it(?:\.each)?\(/gm);
      expect(told?.length, file).toBe(replays?.length);
    }
  });
});
