import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Contract, QUERIES, contractFiles, contracts } from "../support/contracts.js";
import {
  columnsOf,
  cypherSources,
  headerNames,
  parametersOf,
  sourceOf,
  writingWords,
} from "../support/cypher-source.js";

const statements = cypherSources().filter(({ file }) => !file.startsWith("schema/"));
let byFile: ReadonlyMap<string, Contract>;

beforeAll(async () => {
  byFile = await contracts();
});

function contractOf(file: string): Contract {
  const contract = byFile.get(file);
  if (contract === undefined) throw new Error(`no exported defineQuery names ${file}`);
  return contract;
}

/** Keys of a zod object, in order. */
function keysOf(schema: unknown): string[] {
  if (schema instanceof z.ZodPipe) return keysOf(schema.in);
  if (!(schema instanceof z.ZodObject)) throw new Error("a contract is an object");
  return Object.keys(schema.shape);
}

/** Keys of the maps in a list parameter; null for anything else. */
function memberKeys(schema: unknown, name: string): string[] | null {
  if (!(schema instanceof z.ZodObject)) return null;
  const member: unknown = schema.shape[name];
  if (!(member instanceof z.ZodArray) || !(member.element instanceof z.ZodObject)) return null;
  return sorted(keysOf(member.element));
}

const sorted = (names: Iterable<string>): string[] => [...names].toSorted();
const sortedOrNull = (names: readonly string[] | null) => (names === null ? null : sorted(names));

/** One sentence when the two differ, else none. */
function differing(what: string, said: unknown, is: unknown): string[] {
  const [left, right] = [JSON.stringify(said), JSON.stringify(is)];
  return left === right ? [] : [`${what}: ${left} is not ${right}`];
}

describe("cypher/ and its contracts", () => {
  it("match one to one", () => {
    const named = contractFiles().flatMap((file) =>
      [...readFileSync(join(QUERIES, file), "utf8").matchAll(/file: "([^"]+)"/g)].map(
        (match) => match[1] ?? "",
      ),
    );
    expect(sorted(named)).toEqual(statements.map(({ file }) => file));
    expect(sorted(byFile.keys())).toEqual(statements.map(({ file }) => file));
  });

  it("are named verb-noun, in kebab case", () => {
    const odd = statements.filter(({ file }) => !/^[a-z]+\/[a-z]+(-[a-z]+)*\.cypher$/.test(file));
    expect(odd.map(({ file }) => file)).toEqual([]);
  });

  it("say why, what is guaranteed, and the contract", () => {
    const words = ["Why", "Guarantee", "params", "returns", "access"];
    const missing = statements.flatMap(({ file, header }) =>
      words.filter((word) => header[word] === undefined).map((word) => `${file}: ${word}`),
    );
    expect(missing).toEqual([]);
  });

  it("agree on parameters: header, text and zod", () => {
    const problems = statements.flatMap(({ file, header, code }) => {
      const { params } = contractOf(file);
      const names = headerNames(header["params"] ?? "");
      return [
        ...differing(`${file} header`, sorted(names.map((one) => one.name)), parametersOf(code)),
        ...differing(`${file} zod`, sorted(keysOf(params)), parametersOf(code)),
        ...names.flatMap(({ name, members }) =>
          differing(`${file} ${name}`, sortedOrNull(members), memberKeys(params, name)),
        ),
      ];
    });
    expect(problems).toEqual([]);
  });

  it("agree on what comes back: header, RETURN and zod", () => {
    const problems = statements.flatMap(({ file, header, code }) => {
      const columns = columnsOf(code);
      const said = headerNames(header["returns"] ?? "").map(({ name }) => name);
      return [
        ...differing(`${file} header`, said, columns),
        ...differing(`${file} zod`, sorted(keysOf(contractOf(file).row)), sorted(columns)),
      ];
    });
    expect(problems).toEqual([]);
  });

  it("agree on access, and nothing writes that does not say so", () => {
    const problems = statements.flatMap(({ file, header, code }) => {
      const does = writingWords(code).length === 0 ? "read" : "write";
      return [
        ...differing(`${file} header`, header["access"], does),
        ...differing(`${file} contract`, contractOf(file).access, does),
      ];
    });
    expect(problems).toEqual([]);
  });

  it("schema/ is numbered, says why, and may run again", () => {
    const schema = cypherSources().filter(({ file }) => file.startsWith("schema/"));
    expect(schema.length).toBeGreaterThan(0);
    for (const { file, header, code } of schema) {
      expect(file).toMatch(/^schema\/\d{4}-[a-z-]+\.cypher$/);
      expect(Object.keys(header)).toEqual(expect.arrayContaining(["Why", "Guarantee"]));
      const commands = code.split(";").filter((one) => one.trim() !== "");
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) expect(command).toMatch(/^\s*CREATE .* IF NOT EXISTS /);
    }
  });
});

describe("the reading of statements", () => {
  const text = `// Why: to try it.
// Guarantee: one row,
//   and no more.
//
//   (a)-[:B]->(c)
//
// params: run, rows [{key, at}], now (epoch ms)
// returns: id, list [{name}],
//   total (how many)
// access: write
UNWIND $rows AS row // a comment at the end of a line would be code
MATCH (a {key: row.key, word: 'SET $nothing, RETURN no'})
WITH a, COLLECT { MATCH (a)--(b) RETURN b.name ORDER BY b.name } AS list
CREATE (x {run: $run, now: $now})
RETURN DISTINCT a.id AS id, [y IN list | y {.name, .old}] AS list, count(*) AS total ORDER BY id LIMIT 3`;

  it("finds sections, names, parameters, columns and writes", () => {
    const { header, code } = sourceOf("x/y.cypher", text);
    expect(header["Guarantee"]).toBe("one row, and no more.");
    expect(headerNames(header["params"] ?? "")).toEqual([
      { name: "run", members: null },
      { name: "rows", members: ["key", "at"] },
      { name: "now", members: null },
    ]);
    expect(headerNames(header["returns"] ?? "").map(({ name }) => name)).toEqual(columnsOf(code));
    expect(parametersOf(code)).toEqual(["now", "rows", "run"]);
    expect(writingWords(code)).toEqual(["CREATE"]);
  });

  it("reads the real folder", () => {
    expect(statements.length).toBeGreaterThan(50);
  });
});
