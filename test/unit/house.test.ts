import { describe, expect, test } from "vitest";
import { violationsOf } from "../../scripts/house/rules.js";
import { factsOf } from "../../scripts/house/source.js";
import { readTree } from "../../scripts/house/tree.js";
import { packageRoot } from "../../src/platform/package-root.js";

type Tree = Readonly<Record<string, string>>;

/** Somewhere to import from in every room, so that made-up trees stay short. */
const ROOMS: Tree = {
  "src/domain/x.ts": "export const x = 1;",
  "src/platform/x.ts": 'import { x } from "../domain/x.js"; export const y = x;',
  "src/sources/x.ts": "export const x = 1;",
  "src/graph/x.ts": "export const x = 1;",
  "src/queue/x.ts": "export const x = 1;",
  "src/services/x.ts": "export const x = 1;",
  "src/sync/x.ts": "export const x = 1;",
  "src/alerts/x.ts": "export const x = 1;",
  "src/runs/x.ts": "export const x = 1;",
  "src/api/x.ts": "export const x = 1;",
  "src/cli/x.ts": "export const x = 1;",
  "workers/x.ts": "export const x = 1;",
  "simulator/x.ts": "export const x = 1;",
};

/** Broken rules of the rooms with these files added, as `file:line rule`. */
function broken(tree: Tree, cypherFiles: readonly string[] = []): string[] {
  const files = Object.entries({ ...ROOMS, ...tree }).map(([path, text]) => factsOf(path, text));
  return violationsOf(files, cypherFiles).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

const importing = (path: string): string => `import { x } from "${path}";\nexport const y = x;\n`;

test("a house without faults has none", () => {
  expect(broken({})).toEqual([]);
});

describe("the checks prove that they read", () => {
  test("no file, or files without one import, is a violation", () => {
    expect(violationsOf([], [])).toMatchObject([{ rule: "proof" }]);
    expect(violationsOf([factsOf("src/domain/a.ts", "export const a = 1;")], [])).toMatchObject([
      { rule: "proof" },
    ]);
  });

  test("the real tree is read: files, imports, and statements with their contracts", () => {
    const { files, cypherFiles } = readTree(packageRoot());
    const paths = files.map((file) => file.path);
    expect(paths).toContain("src/platform/package-root.ts");
    expect(paths).toContain("scripts/house/rules.ts");
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(files.length / 2);
    expect(files.flatMap((file) => file.contracts).length).toBeGreaterThan(0);
    expect(cypherFiles.length).toBeGreaterThan(0);
  });
});

describe("direction", () => {
  test.each([
    ["src/platform/a.ts", "../domain/x.js"],
    ["src/queue/a.ts", "../platform/x.js"],
    ["src/sync/a.ts", "../graph/x.js"],
    ["src/runs/a.ts", "../alerts/x.js"],
    ["src/cli/render/a.ts", "../../services/x.js"],
    ["workers/a.ts", "../src/queue/x.js"],
    ["src/cli/a.ts", "../../simulator/x.js"],
    ["simulator/a.ts", "../src/api/x.js"],
    ["scripts/a.ts", "../simulator/x.js"],
  ])("%s may import %s", (path, target) => {
    expect(broken({ [path]: importing(target) })).toEqual([]);
  });

  test.each([
    ["src/domain/a.ts", "../platform/x.js", "direction"],
    ["src/platform/a.ts", "../graph/x.js", "direction"],
    ["src/graph/a.ts", "../sync/x.js", "direction"],
    ["src/continuity/a.ts", "../runs/x.js", "direction"],
    ["src/runs/a.ts", "../cli/x.js", "direction"],
    ["src/runs/a.ts", "../../workers/x.js", "direction"],
    ["src/api/a.ts", "../../simulator/x.js", "direction"],
    ["src/runs/a.ts", "../../test/support/x.js", "direction"],
    ["src/graph/a.ts", "../queue/x.js", "sibling"],
    ["src/services/a.ts", "../graph/x.js", "sibling"],
    ["src/sync/a.ts", "../alerts/x.js", "sibling"],
    ["workers/a.ts", "../src/cli/x.js", "sibling"],
  ])("%s must not import %s (%s)", (path, target, rule) => {
    expect(broken({ [path]: importing(target) })).toEqual([`${path}:1 ${rule}`]);
  });

  test("no spelling of an import is overlooked", () => {
    const spellings = [
      'import type { X } from "../cli/x.js";',
      'export * from "../cli/x.js";',
      'export { x } from "../cli/x.js";',
      'import "../cli/x.js";',
      'export const x = await import("../cli/x.js");',
      'export type X = import("../cli/x.js").X;',
    ];
    expect(broken({ "src/runs/a.ts": spellings.join("\n") })).toEqual(
      spellings.map((_, index) => `src/runs/a.ts:${index + 1} direction`),
    );
  });

  test("what only looks like an import is none", () => {
    const text = '// import { x } from "../cli/x.js";\nexport const a = `import "../cli/x.js"`;\n';
    expect(broken({ "src/runs/a.ts": text })).toEqual([]);
  });

  test("a new folder has to be given its place", () => {
    expect(broken({ "src/misc/a.ts": "export {};" })).toEqual(["src/misc/a.ts:1 direction"]);
    expect(broken({ "src/a.ts": "export {};" })).toEqual(["src/a.ts:1 direction"]);
  });

  test("an import that leads nowhere is said", () => {
    expect(broken({ "src/runs/a.ts": importing("../graph/gone.js") })).toEqual([
      "src/runs/a.ts:1 unresolved",
    ]);
  });
});

describe("domain", () => {
  test.each(["zod", "node:fs", "temporal-polyfill"])("must not import %s", (name) => {
    expect(broken({ "src/domain/a.ts": importing(name) })).toEqual(["src/domain/a.ts:1 domain"]);
  });

  test("imports itself, and the others import packages", () => {
    expect(broken({ "src/domain/a.ts": importing("./x.js") })).toEqual([]);
    expect(broken({ "src/platform/a.ts": importing("node:fs") })).toEqual([]);
  });
});

describe("cycles", () => {
  test("are found at any length, types included, and told once", () => {
    const found = broken({
      "src/graph/a.ts": 'import { b } from "./b.js";',
      "src/graph/b.ts": 'import type { C } from "./deep/c.js";',
      "src/graph/deep/c.ts": 'export * from "../a.js";',
    });
    expect(found).toEqual(["src/graph/deep/c.ts:1 cycle"]);
  });

  test("two ways to the same file are no cycle", () => {
    const found = broken({
      "src/graph/a.ts": 'import "./b.js";\nimport "./x.js";',
      "src/graph/b.ts": 'import "./x.js";',
    });
    expect(found).toEqual([]);
  });
});

describe("text", () => {
  test("`any` is found as a type wherever it stands, and nowhere else", () => {
    const text = [
      "export const a: any = 1;",
      "export const b = a as any;",
      "export const c = new Map<string, any>();",
      "export const any = 'any'; // : any",
    ];
    expect(broken({ "src/runs/a.ts": text.join("\n") })).toEqual([
      "src/runs/a.ts:1 any",
      "src/runs/a.ts:2 any",
      "src/runs/a.ts:3 any",
    ]);
  });

  test("suppressions, default exports and long files", () => {
    expect(broken({ "src/runs/a.ts": "\n// @ts-ignore\nexport {};" })).toEqual([
      "src/runs/a.ts:2 suppression",
    ]);
    expect(broken({ "src/runs/a.ts": "export default 1;" })).toEqual([
      "src/runs/a.ts:1 default-export",
    ]);
    expect(broken({ "src/runs/a.ts": "const a = 1;\nexport { a as default };" })).toEqual([
      "src/runs/a.ts:2 default-export",
    ]);
    expect(broken({ "src/runs/a.ts": "\n".repeat(400) })).toEqual([]);
    expect(broken({ "src/runs/a.ts": "\n".repeat(401) })).toEqual(["src/runs/a.ts:401 length"]);
  });
});

describe("statements and contracts", () => {
  const contract = (file: string): string => `export const q = defineQuery({ file: ${file} });\n`;

  test("match one to one; schema has none", () => {
    const tree = { "src/graph/queries/q.ts": contract('"org/read-a.cypher"') };
    expect(broken(tree, ["org/read-a.cypher", "schema/0001-keys.cypher"])).toEqual([]);
    expect(broken(tree, [])).toEqual(["src/graph/queries/q.ts:1 contract"]);
    expect(broken({}, ["org/read-a.cypher"])).toEqual(["cypher/org/read-a.cypher:1 contract"]);
  });

  test("no statement has two contracts, and none is computed", () => {
    const twice = contract('"org/read-a.cypher"').repeat(2);
    expect(broken({ "src/graph/queries/q.ts": twice }, ["org/read-a.cypher"])).toEqual([
      "src/graph/queries/q.ts:2 contract",
    ]);
    expect(broken({ "src/graph/queries/q.ts": contract("name + '.cypher'") })).toEqual([
      "src/graph/queries/q.ts:1 contract",
    ]);
  });
});
