import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearest } from "../../../src/platform/nearest.js";
import { convertDocument } from "../../../src/sources/registry/convert.js";
import { writtenDocument } from "../../../src/sources/registry/schema.js";
import type { WrittenDocument } from "../../../src/sources/registry/schema.js";
import { judgeFiles, registryYaml } from "../../support/registry-files.js";

/** Pieces that YAML gives a meaning to, so that random text finds its corners. */
const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."kind: |Agent|id: |title: |\n|  |\t|- |: |---\n|...\n|[|]|{|}|&a |*a|!t |<<: |'|\"|#|%|@|?|>|\\|\r\n|\uFEFF|\u0000|__proto__: |null|~|0x1|.nan|,".split(
          "|",
        ),
        "|",
      ),
      fc.string({ maxLength: 5, unit: "grapheme" }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

const address = fc.constantFrom("maya@example.com", "jon", "ines.duarte@example.com", "CORP\\tom");
const id = fc.stringMatching(/^[a-z0-9][a-zA-Z0-9._/-]{0,20}$/);
const words = fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }).filter((text) => {
  return /\S/u.test(text) && !/[\p{Cc}\p{Cs}\u202A-\u202E]/u.test(text);
});
const manifest = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => !(name in {}) && name !== "prototype"),
  fc.oneof(words, fc.integer(), fc.boolean(), fc.array(words, { maxLength: 3 })),
);
const agent: fc.Arbitrary<WrittenDocument> = fc.record(
  { kind: fc.constant("Agent" as const), id, title: words, builder: address, manifest },
  { requiredKeys: ["kind", "id", "title"] },
);
const decisionClass: fc.Arbitrary<WrittenDocument> = fc.record({
  kind: fc.constant("DecisionClass" as const),
  id,
  title: words,
  criteria: words,
  threshold: fc.record({ text: words, limits: fc.constant({ amountEUR: 5 }) }),
  impact: fc.constantFrom("low" as const, "critical" as const),
});

describe("F40: any text at all", () => {
  test("is judged without a throw, and every problem has a place", () => {
    fc.assert(
      fc.property(
        fc.oneof(yamlish, fc.string()),
        fc.constantFrom("x.yaml", "x.md"),
        (text, name) => {
          for (const { problem } of judgeFiles({ [name]: text }).judgement.quarantined) {
            expect(problem.place.line).toBeGreaterThan(0);
            expect(problem.place.line).toBeLessThanOrEqual(text.split("\n").length);
            expect(problem.sentence).toMatch(/[.?]$/);
            expect(problem.sentence).not.toMatch(/undefined|\[object|[\p{Cc}]/u);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("never harms a good document after it or before it in the same file", () => {
    fc.assert(
      fc.property(yamlish, (garbage) => {
        const before = "kind: Agent\nid: zz-before\ntitle: B\n";
        const after = "kind: Agent\nid: zz-after\ntitle: A\n";
        const { documents } = judgeFiles({ "x.yaml": `${before}---\n${garbage}\n---\n${after}` });
        expect(Object.keys(documents)).toEqual(
          expect.arrayContaining(["Agent/zz-before", "Agent/zz-after"]),
        );
      }),
      { numRuns: 300 },
    );
  });
});

test("what is written as YAML is read as it was meant", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(agent, decisionClass), {
        maxLength: 5,
        selector: (each) =>
          each.kind === "Agent" || each.kind === "DecisionClass" ? each.id.toLowerCase() : "",
      }),
      (written) => {
        const { judgement, problems } = judgeFiles({ "x.yaml": registryYaml(written) });
        expect(problems).toEqual([]);
        expect(judgement.observations.map(({ document }) => document)).toEqual(
          written.map((each) => convertDocument(writtenDocument.parse(each))),
        );
      },
    ),
    { numRuns: 100 },
  );
});

test("a suggestion is one of the candidates, and a candidate suggests itself", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
      const found = nearest(word, candidates);
      expect([null, ...candidates]).toContain(found);
      expect(nearest(word, [...candidates, word])?.toLowerCase()).toBe(word.toLowerCase());
    }),
  );
});
