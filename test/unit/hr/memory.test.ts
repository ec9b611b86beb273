import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { JsonLineScanner } from "../../../src/sources/hr/json-lines.js";
import { JsonArrayScanner } from "../../../src/sources/hr/json-scan.js";
import { createHrSource } from "../../../src/sources/hr/source.js";
import { hrConfig, hrWorld } from "../../support/hr-files.js";

// Vitest's workers run without --expose-gc; a heap is only comparable right after a collection.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

async function writeMany(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(
    "Employee ID,Name,Work Email,Hire Date,Termination Date,Manager ID,Department ID,Time Zone\n",
  );
  for (let from = 0; from < count; from += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, count - from) }, (_, index) => {
      const id = from + index;
      const day = String((id % 28) + 1).padStart(2, "0");
      return `E${id},"Person, Number ${id}",person.number.${id}@example.com,20${id % 3}0-01-${day},,E${id >> 3},D${id % 500},Europe/Madrid\n`;
    });
    if (!file.write(rows.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

test("F32 memory does not grow with the number of rows", { timeout: 60_000 }, async () => {
  const { baseDir, hr } = await hrWorld();
  await writeMany(join(hr, "people.csv"), 300_000);
  const source = createHrSource(hrConfig(), { baseDir });
  const request = { cursor: null, at: 0, signal: new AbortController().signal };
  const heap = new Map<number, number>();
  let rows = 0;
  let lastName = "";
  for await (const part of source.read(request)) {
    if (part.kind !== "page") continue;
    rows += part.observations.length;
    const last = part.observations.at(-1);
    lastName = last?.kind === "employment" ? last.name : lastName;
    if (rows !== 100_000 && rows !== 300_000) continue;
    collect();
    const { heapUsed, external } = process.memoryUsage();
    heap.set(rows, heapUsed + external);
  }
  await rm(baseDir, { recursive: true });
  expect(rows).toBe(300_000);
  expect(lastName).toBe("Person, Number 299999");
  const growth = (heap.get(300_000) ?? Infinity) - (heap.get(100_000) ?? 0);
  // 200,000 observations would take some 160 MB.
  expect(growth / 1024 / 1024).toBeLessThan(8);
});

test.each([
  ["a line", new JsonLineScanner(), ""],
  ["an element", new JsonArrayScanner(["people"]), "["],
])("F12 %s of 64 MB is never held", { timeout: 60_000 }, (_, scanner, opening) => {
  scanner.write(`${opening}{"name":"`);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let piece = 0; piece < 64; piece += 1)
    scanner.write(Buffer.alloc(1_048_576, "x").toString());
  collect();
  expect((process.memoryUsage().heapUsed - before) / 1024 / 1024).toBeLessThan(20);
  const [found] = scanner.write('"}\n,');
  expect(found?.text).toBeNull();
});

test("what is kept of a page does not keep the file alive", { timeout: 60_000 }, async () => {
  const { baseDir, hr } = await hrWorld();
  await writeMany(join(hr, "people.csv"), 100_000);
  const source = createHrSource(hrConfig(), { baseDir });
  const kept: string[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  const request = { cursor: null, at: 0, signal: new AbortController().signal };
  for await (const part of source.read(request)) {
    const first = part.kind === "page" ? part.observations[0] : undefined;
    if (first?.kind === "employment") kept.push(first.name, first.email ?? "", first.zone);
  }
  collect();
  await rm(baseDir, { recursive: true });
  expect(kept).toHaveLength(300);
  // A hundred names that each held on to a chunk of the file would hold all of its 9 MB.
  expect((process.memoryUsage().heapUsed - before) / 1024 / 1024).toBeLessThan(4);
});
