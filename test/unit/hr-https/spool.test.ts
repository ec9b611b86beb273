import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordLine } from "../../../src/sources/hr/https-record.js";
import { ReportSpool } from "../../../src/sources/hr/https-spool.js";
import { JsonArrayScanner } from "../../../src/sources/hr/json-scan.js";
import { FIELD_LIMIT } from "../../../src/sources/hr/table.js";

let folder: string;
let spool: ReportSpool;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-spool-"));
  spool = await ReportSpool.create(join(folder, "copy.json"));
});
afterEach(async () => {
  await spool.close();
  await rm(folder, { recursive: true });
});

async function addPage(...records: readonly string[]): Promise<void> {
  spool.beginPage();
  const write = await spool.restartPage();
  await write(records);
}

async function finished() {
  const facts = { scope: "employments", shown: "hr.example.com/people", shortfall: null } as const;
  const file = await spool.finish(facts);
  const text = await readFile(file.path, "utf8");
  return { file, text };
}

describe("the copy of a report", () => {
  it("is a JSON array with one record a line, and knows where each stood", async () => {
    await addPage('{"a":1}', '{"a":2}');
    await addPage();
    await addPage('{"a":3}');
    const { file, text } = await finished();
    expect(text).toBe('[{"a":1},\n{"a":2},\n{"a":3}\n]\n');
    expect(file.size).toBe(Buffer.byteLength(text));
    expect([1, 2, 3].map((line) => file.report?.where(line))).toEqual([
      "page 1 record 1",
      "page 1 record 2",
      "page 3 record 1",
    ]);
  });

  it("of a report in one piece tells the record only; an empty one is an empty array", async () => {
    spool.beginPage();
    expect((await finished()).text).toBe("[]\n");
    spool = await ReportSpool.create(join(folder, "other.json"));
    await addPage('{"a":1}');
    expect((await finished()).file.report?.where(1)).toBe("record 1");
  });

  it("F6 an attempt that was given up leaves nothing, even when it writes late", async () => {
    await addPage('{"a":1}');
    spool.beginPage();
    const first = await spool.restartPage();
    const half = first(['{"a":"from the first attempt"}']).catch(() => undefined);
    const second = await spool.restartPage();
    await half;
    await expect(first(['{"a":"late"}'])).rejects.toThrow("given up");
    await second(['{"a":"a long record of an attempt that broke after it"}']);
    const third = await spool.restartPage();
    await expect(second(['{"a":"late"}'])).rejects.toThrow("given up");
    await third(['{"a":2}']);
    expect((await finished()).text).toBe('[{"a":1},\n{"a":2}\n]\n');
  });

  it("is readable by nobody else", async () => {
    expect((await stat(join(folder, "copy.json"))).mode & 0o077).toBe(0);
  });
});

describe("one record", () => {
  it("is one line, whatever it holds, and says the same", () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(record, fc.nat(4), (value, indent) => {
        const line = recordLine(JSON.stringify(value, null, indent), false);
        expect(line).not.toMatch(/[\r\n]/);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([["[1]"], ['"text"'], ["12"], ["null"], ["{a:1}"], [""], ["tru"], [null]])(
    "F12 %j becomes one that cannot be read",
    (text) => {
      expect(recordLine(text, true)).toBe("null");
    },
  );

  it("F12 a value of 10 MB is cut to just too long, and a bottomless one left out", () => {
    const line = recordLine(JSON.stringify({ id: "1", name: "x".repeat(10_000_000) }), false);
    expect(line.length).toBeLessThan(FIELD_LIMIT + 100);
    expect(line.length).toBeGreaterThan(FIELD_LIMIT);
    const deep = `{"id":"1","deep":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect(recordLine(deep, true).length).toBeLessThan(100);
  });

  it("Workday: a list with one object stands for it, one with several for all their values", () => {
    const record = {
      Worker: [{ Descriptor: "Maya", id: "w1" }],
      Manager_group: [{ Employee_ID: "E2", Manager: [{ Descriptor: "Ines", id: "w2" }] }],
      Costs: [{ id: "a" }, { id: "b", more: 1 }],
      Tags: ["x", "y"],
    };
    const text = JSON.stringify(record);
    expect(JSON.parse(recordLine(text, true))).toEqual({
      Worker: { Descriptor: "Maya", id: "w1" },
      Manager_group: { Employee_ID: "E2", Manager: { Descriptor: "Ines", id: "w2" } },
      Costs: { id: ["a", "b"], more: [1] },
      Tags: ["x", "y"],
    });
    expect(JSON.parse(recordLine(text, false))).toEqual(record);
  });
});

describe("what stands around the list", () => {
  it("is the answer without its records, in chunks of any size", () => {
    const member = fc.jsonValue({ maxDepth: 2 });
    const before = fc.dictionary(fc.string({ minLength: 1 }), member, { maxKeys: 3 });
    const lists = fc.array(fc.dictionary(fc.string(), member, { maxKeys: 3 }), { maxLength: 4 });
    const chunk = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(before, lists, fc.tuple(chunk, fc.nat(2)), (around, list, [size, indent]) => {
        delete around["people"];
        const value = { ...around, people: list, after: 1 };
        const text = JSON.stringify(value, null, indent);
        const scanner = new JsonArrayScanner(["people"]);
        const found = text
          .match(new RegExp(`.{1,${size}}`, "gsu"))
          ?.flatMap((one) => scanner.write(one));
        expect(scanner.end()).toEqual({ elements: [], fault: null });
        expect(scanner.sawList).toBe(true);
        expect(found?.map((one) => JSON.parse(one.text ?? "") as unknown)).toEqual(
          JSON.parse(JSON.stringify(list)),
        );
        expect(JSON.parse(scanner.envelope ?? "")).toEqual(
          JSON.parse(JSON.stringify({ ...value, people: [] })),
        );
      }),
    );
  });

  it("is not kept when it is large", () => {
    const scanner = new JsonArrayScanner(["people"]);
    scanner.write(`{"other":"${"x".repeat(2_000_000)}","people":[]}`);
    expect(scanner.end().fault).toBeNull();
    expect(scanner.envelope).toBeNull();
  });
});
