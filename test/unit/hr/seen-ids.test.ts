import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SeenIds } from "../../../src/sources/hr/seen-ids.js";

const anyIds = fc.array(
  fc.string({ unit: fc.constantFrom("a", "A", "b", "B", "1"), minLength: 1, maxLength: 4 }),
  { maxLength: 400 },
);

describe("Q7 Q8 ids that clash in one file", () => {
  test("whatever the ids, they are found as a map would find them", () => {
    fc.assert(
      fc.property(anyIds, (ids) => {
        const seen = new SeenIds(16);
        ids.forEach((id, index) => seen.add(id, index + 1));
        const lines = new Map<string, { spellings: string[]; lines: number[] }>();
        ids.forEach((id, index) => {
          const known = lines.get(id.toLowerCase()) ?? { spellings: [], lines: [] };
          known.spellings.push(id);
          known.lines.push(index + 1);
          lines.set(id.toLowerCase(), known);
        });
        expect(seen.size).toBe(lines.size);
        ids.forEach((id, index) => {
          const twins = lines.get(id.toLowerCase());
          const clash = seen.clash(id, index + 1);
          expect(clash === null).toBe(twins?.lines.length === 1);
          if (clash === null) return;
          expect(clash.otherLine).not.toBe(index + 1);
          expect(twins?.lines).toContain(clash.otherLine);
          const spellings = new Set(twins?.spellings).size;
          const kinds = spellings === 1 ? ["same"] : ["same", "differs-by-case"];
          const allDiffer = spellings === twins?.lines.length;
          expect(allDiffer ? ["differs-by-case"] : kinds).toContain(clash.kind);
        });
      }),
    );
  });

  test("forgetting what does not clash keeps what does", () => {
    fc.assert(
      fc.property(anyIds, (ids) => {
        const seen = new SeenIds(16);
        ids.forEach((id, index) => seen.add(id, index + 1));
        const before = ids.map((id, index) => seen.clash(id, index + 1));
        seen.keepClashes();
        expect(ids.map((id, index) => seen.clash(id, index + 1))).toEqual(before);
      }),
    );
  });

  test("300,000 like ids of one company do not meet", () => {
    const seen = new SeenIds();
    for (let index = 0; index < 300_000; index += 1) seen.add(`E${index}`, index);
    expect(seen.size).toBe(300_000);
    expect(seen.clash("E7", 7)).toBeNull();
    expect([seen.has("E299999"), seen.has("E300000"), seen.has("e7")]).toEqual([
      true,
      false,
      false,
    ]);
    expect([seen.hasOtherCase("e7"), seen.hasOtherCase("E7")]).toEqual([true, false]);
  });
});
