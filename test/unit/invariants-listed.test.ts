import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/platform/package-root.js";

/** The invariants of SEMANTICS.md there are, and those that must hold by now. */
const INVARIANTS = Array.from({ length: 12 }, (_, index) => `I${index + 1}`);
const PROVED = INVARIANTS;

/** The cases of SEMANTICS.md that must come out right by now; S is the table of standings. */
const CASES = [
  ...codes("L", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17]),
  ...codes("N", [1, 6, 7, 8, 10, 11]),
  ...codes("M", [1, 3, 5, 6, 7]),
  ...codes("O", [1, 2, 7, 8, 11]),
  ...codes("Q", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
  ...codes("G", [2, 5, 6, 9]),
  "S",
];

function codes(letter: string, numbers: readonly number[]): string[] {
  return numbers.map((number) => `${letter}${number}`);
}

/** How many cases SEMANTICS.md has under each letter: a code beyond is a slip of the pen. */
const LAST: Readonly<Record<string, number>> = { L: 17, N: 11, M: 7, O: 11, Q: 10, G: 10 };

/** What tests and the groups around them are called, `it.each` and its kind included. */
function titlesOf(text: string): string[] {
  const opened = /\b(?:it|test|describe)(?:\.\w+)*\(\s*("[^"\n]*"|`[^`]*`|'[^'\n]*')/g;
  const ofTables = /\)\(\s*("[^"\n]*"|`[^`]*`|'[^'\n]*'),/g;
  return [...text.matchAll(opened), ...text.matchAll(ofTables)].map((title) => title[1] ?? "");
}

const folder = join(packageRoot(), "test");
const titles = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.endsWith("invariants-listed.test.ts"))
  .flatMap((file) =>
    titlesOf(readFileSync(join(folder, file), "utf8")).map((title) => ({ file, title })),
  );

function codesIn(title: string): string[] {
  return title.match(/\b(?:[ILNMOQG][1-9]\d*|S)\b/g) ?? [];
}

const named = new Set(titles.flatMap(({ title }) => codesIn(title)));

describe("what SEMANTICS.md demands", () => {
  it("was looked for in the names of real tests", () => {
    expect(titles.length).toBeGreaterThan(300);
  });

  it("has a test that names each invariant", () => {
    expect(PROVED.filter((code) => !named.has(code))).toEqual([]);
  });

  it("has a test that names each case", () => {
    expect(CASES.filter((code) => !named.has(code))).toEqual([]);
  });

  it("knows every code that a test is named with", () => {
    const unknown = titles.flatMap(({ file, title }) =>
      codesIn(title)
        .filter((code) => !isKnown(code))
        .map((code) => `${file}: ${code} in ${title}`),
    );
    expect(unknown).toEqual([]);
  });
});

function isKnown(code: string): boolean {
  if (code === "S" || INVARIANTS.includes(code)) return true;
  const last = LAST[code[0] ?? ""];
  return last !== undefined && Number(code.slice(1)) <= last;
}

describe("the reading of titles", () => {
  it("finds those of tests, groups and tables, and no other strings", () => {
    const text = `
      describe("I1: one", () => {
        it("L2 two", () => call("I9 not a title"));
        it.each(rows)("M3 %s three", () => {});
        test.each([["a", 1]])(\`G5 \${x} four\`, async () => {});
      });`;
    expect(titlesOf(text).toSorted()).toEqual(
      ['"I1: one"', '"L2 two"', '"M3 %s three"', "`G5 ${x} four`"].toSorted(),
    );
  });
});
