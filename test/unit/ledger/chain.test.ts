import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChainedEntry, LedgerEntry } from "../../../src/domain/ledger.js";
import { CHAIN_START, ChainWalk, linked, sealOf } from "../../../src/platform/ledger-chain.js";
import { keysContent, recordsContent } from "../../../src/platform/ledger-content.js";

function entry(number: number): Omit<LedgerEntry, "seal"> {
  return {
    id: `entry-${number}`,
    run: number,
    ordinal: 1,
    at: 1_700_000_000_000 + number,
    kind: "authorizations",
    who: "source hr",
    why: ["sync", "OWNER_DEPARTED"],
    subject: "bot:refund",
    plan: null,
    undoes: null,
    before: '{"owners":["a"]}',
    after: '{"owners":["b"]}',
  };
}

function chainOf(length: number): ChainedEntry[] {
  let end: Parameters<typeof linked>[0] = CHAIN_START;
  return Array.from({ length }, (_, index) => {
    const said = entry(index + 1);
    const seal = sealOf(said);
    const link = linked(end, seal);
    end = link;
    return { ...said, seal, ...link };
  });
}

function firstBreak(entries: readonly ChainedEntry[]) {
  const walk = new ChainWalk();
  for (const one of entries) {
    const broken = walk.next(one);
    if (broken !== null) return broken;
  }
  return null;
}

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value)) return [...(value as unknown[]), "x"];
  return value === "organisation" ? "identity" : `${String(value)}x`;
}

describe("F45: the chain of the ledger", () => {
  it("is whole as it was made, however long", () => {
    fc.assert(fc.property(fc.nat(30), (length) => firstBreak(chainOf(length)) === null));
  });

  it("names the entry whose any one property was changed", () => {
    const fields = Object.keys(chainOf(1)[0] ?? {}) as (keyof ChainedEntry)[];
    expect(fields).toHaveLength(16);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.constantFrom(...fields), (index, field) => {
        const chain = chainOf(9);
        const edited = chain.map((one, at): ChainedEntry =>
          at === index ? { ...one, [field]: other(one[field]) } : one,
        );
        const ordered = edited.toSorted((a, b) => a.position - b.position);
        expect(firstBreak(ordered)?.position).toBe(index + 1);
      }),
    );
  });

  it("names a missing, a doubled, a swapped and a forged entry", () => {
    const chain = chainOf(5);
    const [first, second, third, fourth, fifth] = chain;
    if (!first || !second || !third || !fourth || !fifth) throw new Error("the chain has five");
    expect(firstBreak([first, second, fourth, fifth])).toMatchObject({
      kind: "missing",
      position: 3,
    });
    expect(firstBreak([first, first, second])).toMatchObject({ kind: "repeated", position: 1 });
    const swapped = [first, { ...third, position: 2 }, { ...second, position: 3 }];
    expect(firstBreak(swapped)).toMatchObject({ kind: "relinked", position: 2, run: 3 });
    const said = { ...entry(3), after: '{"owners":["thief"]}' };
    const seal = sealOf(said);
    const forged = { ...said, seal, ...linked(second, seal) };
    expect(firstBreak([first, second, forged, fourth])).toMatchObject({
      kind: "relinked",
      position: 4,
      sentence: expect.stringContaining("previous and hash differ") as string,
    });
    expect(firstBreak([first, { ...second, after: null }])).toMatchObject({
      kind: "altered",
      run: 2,
    });
  });

  it("does not depend on the order in which an entry's properties are listed", () => {
    const said = entry(1);
    const turned = Object.fromEntries(Object.entries(said).toReversed()) as typeof said;
    expect(sealOf(turned)).toBe(sealOf(said));
  });
});

describe("what an entry says of records", () => {
  const rows = (count: number, before: string | null) =>
    Array.from({ length: count }, (_, index) => [`hr/${index}`, before, `h${index}`] as const);

  it("lists a few, and of many new ones keeps a digest that does not depend on their order", () => {
    expect(recordsContent("organisation", "hr", rows(2, null)).after).toEqual({
      created: [
        ["hr/0", "h0"],
        ["hr/1", "h1"],
      ],
    });
    const many = recordsContent("organisation", "hr", rows(2_000, null));
    expect(many.after).toEqual({
      created: { count: 2_000, digest: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    });
    expect(recordsContent("organisation", "hr", rows(2_000, null).toReversed())).toEqual(many);
  });

  it("always lists what replaced something", () => {
    const { before, after } = recordsContent("organisation", "hr", rows(2_000, "earlier"));
    expect(before).toHaveLength(2_000);
    expect((after as { replaced: unknown[] }).replaced).toHaveLength(2_000);
    expect(keysContent("agents", null, { gone: ["b", "a"], confirmed: [] }).after).toEqual({
      gone: ["a", "b"],
    });
  });
});
