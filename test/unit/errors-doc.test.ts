import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REASON_CODES } from "../../src/domain/reason.js";
import { packageRoot } from "../../src/platform/package-root.js";

/** Where errors are thrown; the simulator's reach the user through `countersign demo`. */
const FOLDERS = ["src", "workers", "simulator"];
const FINDINGS: ReadonlySet<string> = new Set(REASON_CODES);
const UPPER = /"([A-Z][A-Z0-9_]+)"/g;

const source = FOLDERS.flatMap((folder) =>
  readdirSync(join(packageRoot(), folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(packageRoot(), folder, file), "utf8")),
);
const doc = readFileSync(join(packageRoot(), "docs", "errors.md"), "utf8");

/** Every code in what the pattern captures, findings left out, sorted, each once. */
function codesIn(texts: readonly string[], pattern: RegExp): string[] {
  const captured = texts.flatMap((text) => [...text.matchAll(pattern)].map((one) => one[1] ?? ""));
  const codes = captured.flatMap((one) => [...one.matchAll(UPPER)].map((code) => code[1] ?? ""));
  return [...new Set(codes)].filter((code) => !FINDINGS.has(code)).toSorted();
}

/** Codes of errors: whatever a `code:` is given, also through `? :`. */
function thrownCodes(texts: readonly string[]): string[] {
  return codesIn(texts, /\bcode: ([^,;}]*)[,;}]/g);
}

/** Codes of refusals: of acts in the domain, of orders, and of people whom an order names. */
function refusalCodes(texts: readonly string[]): string[] {
  const unions = codesIn(texts, /type RefusalCode =([^;]*);/g);
  const orders = codesIn(texts, /\brefus(?:e|al|ed:)(?:\([^,)]*,| )([^,]*),/g);
  const built = texts.some((text) => text.includes("refused: `PERSON_${"));
  const kinds = texts.flatMap((text) =>
    [...text.matchAll(/readonly refused: ((?:"[a-z-]+"(?: \| )?)+);/g)].flatMap((union) => [
      ...(union[1] ?? "").matchAll(/"([a-z-]+)"/g),
    ]),
  );
  const people = built
    ? kinds.map((kind) => `PERSON_${(kind[1] ?? "").toUpperCase().replaceAll("-", "_")}`)
    : [];
  return [...new Set([...unions, ...orders, ...people])].toSorted();
}

function sectionsOf(text: string): Map<string, string> {
  const parts = text.split(/^### /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [title = "", ...lines] = part.split(/^## /m)[0]?.split("\n") ?? [];
      return [title.trim(), lines.join("\n")];
    }),
  );
}

const sections = sectionsOf(doc);
const refusals = [...doc.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((row) => row[1] ?? "");

describe("docs/errors.md", () => {
  it("has one section for each code that is thrown, and none besides", () => {
    const codes = thrownCodes(source);
    expect(codes.length).toBeGreaterThan(30);
    expect([...sections.keys()].toSorted()).toEqual(codes);
    expect(doc.match(/^### /gm)).toHaveLength(sections.size);
  });

  it("says of each what happened, why, what to do and who is told", () => {
    for (const [code, text] of sections) {
      const said = [...text.matchAll(/^- \*\*([^*]+):\*\* \S/gm)].map((one) => one[1]);
      expect(said, code).toEqual(["What happened", "Causes", "What to do", "Who is told"]);
    }
  });

  it("has one row for each refusal, and none besides", () => {
    const codes = refusalCodes(source);
    expect(codes.length).toBeGreaterThan(10);
    expect(refusals.toSorted()).toEqual(codes);
  });
});

describe("the reading of codes", () => {
  it("finds codes on any side of a condition, and no findings", () => {
    const text = `
      throw new CountersignError({ code: "A_B", message });
      super({ code: missing ? "C_1" : "D_2", message });
      return about(state, { code: "OWNER_DEPARTED", severity });`;
    expect(thrownCodes([text])).toEqual(["A_B", "C_1", "D_2"]);
  });

  it("finds refusals however they are made", () => {
    const text = `
      type RefusalCode = "ONE_A" | "TWO_B";
      return refusal(order, "THREE_C", sentence);
      return { refused: "FOUR_D", sentence };
      readonly refused: "unknown" | "not-here";
      refused: \`PERSON_\${kind}\`,`;
    expect(refusalCodes([text])).toEqual([
      "FOUR_D",
      "ONE_A",
      "PERSON_NOT_HERE",
      "PERSON_UNKNOWN",
      "THREE_C",
      "TWO_B",
    ]);
  });
});
