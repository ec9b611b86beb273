import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, assert, asyncProperty, integer, string } from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Spool } from "../../../src/sync/spool.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-spool-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function chunksOf<Item>(spool: Spool<Item>, size: number): Promise<Item[][]> {
  const chunks: Item[][] = [];
  for await (const chunk of spool.chunks(size)) chunks.push(chunk);
  return chunks;
}

describe("changes on disk", () => {
  it("come back in order, in full chunks but the last, however they were added", async () => {
    const adding = array(array(string(), { maxLength: 40 }), { maxLength: 20 });
    await assert(
      asyncProperty(adding, integer({ min: 1, max: 50 }), async (added, size) => {
        const spool = new Spool<string>(folder);
        for (const items of added) await spool.add(items);
        const all = added.flat();
        const chunks = await chunksOf(spool, size);
        await spool.discard();
        expect(spool.count).toBe(all.length);
        expect(chunks.flat()).toEqual(all);
        expect(chunks.slice(0, -1).every((chunk) => chunk.length === size)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("may be more than what is written at once, and are read more than once", async () => {
    const spool = new Spool<number>(folder);
    const items = Array.from({ length: 4_321 }, (_, index) => index);
    await spool.add(items);
    for (const size of [2_000, 700]) expect((await chunksOf(spool, size)).flat()).toEqual(items);
    await spool.discard();
    expect(await readdir(folder)).toEqual([]);
  });
});
