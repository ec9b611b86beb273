import neo4j, { type Driver, type Plan } from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Graph } from "../../src/graph/graph.js";
import { applySchema, schemaStatements } from "../../src/graph/schema.js";
import { type Contract, contracts } from "../support/contracts.js";
import { cypherSources } from "../support/cypher-source.js";
import { testDriver, wipeGraph } from "../support/graph.js";

/** Operators that read everything of a kind, however large the company is. */
const SCANS =
  /AllNodesScan|ByLabelScan|ByLabelsScan|AllRelationshipsScan|RelationshipTypeScan|RelationshipTypesScan/;

/** Statements that may scan, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  "gate/population.cypher":
    "counts what a share is of: asked only when more would go than a few, and owners are everywhere",
  "runs/list-sources.cypher": "there is one Source per configured source: a handful",
};

const FILLER = 400;

let driver: Driver;
let statements: readonly Contract[];

beforeAll(async () => {
  driver = await testDriver();
  await wipeGraph(driver);
  await applySchema(new Graph(driver));
  statements = [...(await contracts()).values()];
  await nameEverything(statements.filter(({ access }) => access === "write"));
  await fill();
});

afterAll(async () => {
  await wipeGraph(driver);
  await driver.close();
});

/**
 * Makes the server know each name that a writing statement uses, so that it warns of one that only a
 * reading statement uses: nothing would ever be found under it.
 */
async function nameEverything(writing: readonly Contract[]): Promise<void> {
  const codes = cypherSources().filter(
    ({ file }) => file.startsWith("schema/") || writing.some((one) => one.file === file),
  );
  const all = codes.map(({ code }) => code).join("\n");
  const found = (pattern: RegExp) => [
    ...new Set([...all.matchAll(pattern)].map((match) => match[1] ?? "")),
  ];
  const types = found(/\[\w*:(\w+)/g);
  const labels = found(/\(\w*:(\w+)/g);
  const properties = new Set([
    ...found(/\.(\w+)/g),
    ...found(/[{,]\s*(\w+):/g),
    ...writing.flatMap(({ params }) => deepKeys(params)),
  ]);
  for (const [procedure, names] of [
    ["db.createLabel", labels],
    ["db.createRelationshipType", types],
    ["db.createProperty", [...properties]],
  ] as const) {
    await driver.executeQuery(`UNWIND $names AS name CALL ${procedure}(name) FINISH`, { names });
  }
}

/** Keys at any depth: what is written as a whole map. */
function deepKeys(schema: unknown): string[] {
  if (schema instanceof z.ZodPipe) return deepKeys(schema.in);
  if (schema instanceof z.ZodNullable) return deepKeys(schema.unwrap());
  if (schema instanceof z.ZodArray) return deepKeys(schema.element);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, member]) => [key, ...deepKeys(member)]);
}

/** Numbers that make scanning dear: the planner judges by them. */
async function fill(): Promise<void> {
  const { records } = await driver.executeQuery(
    "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, entityType WHERE entityType = 'NODE' " +
      "RETURN labelsOrTypes[0] AS label, properties[0] AS property",
  );
  for (const record of records) {
    const label = String(record.get("label"));
    const property = String(record.get("property"));
    await driver.executeQuery(
      `UNWIND range(1, $count) AS i MERGE (n:\`${label}\` {\`${property}\`: 'filler ' + i})`,
      { count: neo4j.int(FILLER) },
    );
  }
  await driver.executeQuery("CALL db.prepareForReplanning(60)");
}

/** Any value that the contract takes. */
function sampleOf(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe) return sampleOf(schema.in);
  if (schema instanceof z.ZodNullable) return sampleOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return [sampleOf(schema.element)];
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodNumber) return 1;
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodRecord) return { amount: 1 };
  if (schema instanceof z.ZodString) return "x";
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (!(schema instanceof z.ZodObject)) throw new Error("a parameter of an unknown kind");
  return Object.fromEntries(
    Object.entries(schema.shape).map(([key, member]) => [key, sampleOf(member)]),
  );
}

function integers(value: unknown): unknown {
  if (typeof value === "number") return neo4j.int(value);
  if (Array.isArray(value)) return value.map(integers);
  if (value === null || typeof value !== "object" || neo4j.isDateTime(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, integers(one)]));
}

interface Explained {
  readonly file: string;
  readonly notices: readonly string[];
  readonly scans: readonly string[];
}

async function explain(statement: Contract): Promise<Explained> {
  const { file, params, text } = statement;
  const sample = integers(params.parse(sampleOf(params))) as Record<string, unknown>;
  const { summary } = await driver.executeQuery(`EXPLAIN ${text}`, sample);
  return {
    file,
    notices: summary.notifications.map(
      ({ code, description }) => `${file}: ${code} ${description}`,
    ),
    scans: summary.plan === false ? ["no plan"] : scansIn(summary.plan),
  };
}

function scansIn(plan: Plan): string[] {
  const here = SCANS.test(plan.operatorType)
    ? [`${plan.operatorType} ${String(plan.arguments["Details"])}`]
    : [];
  return [...here, ...plan.children.flatMap(scansIn)];
}

describe("every statement on the real server", () => {
  const explained: Explained[] = [];

  beforeAll(async () => {
    for (const statement of statements) explained.push(await explain(statement));
  });

  it("is planned without a warning", () => {
    expect(explained.length).toBeGreaterThan(50);
    expect(explained.flatMap(({ notices }) => notices)).toEqual([]);
  });

  it("reads by key or index: no scan off the allow-list", () => {
    const scanning = explained.filter(({ scans }) => scans.length > 0);
    const unexpected = scanning.filter(({ file }) => ALLOWED[file] === undefined);
    expect(unexpected.map(({ file, scans }) => `${file}: ${scans.join(", ")}`)).toEqual([]);
    expect(scanning.map(({ file }) => file)).toEqual(expect.arrayContaining(Object.keys(ALLOWED)));
  });
});

describe("the checks themselves", () => {
  it("see a scan and an unknown name", async () => {
    const { summary } = await driver.executeQuery(
      "EXPLAIN MATCH (p:Person) WHERE p.nmae = 'x' RETURN p.id AS id",
    );
    expect(summary.plan === false ? [] : scansIn(summary.plan)).toHaveLength(1);
    expect(summary.notifications.length).toBeGreaterThan(0);
  });
});

describe("the schema", () => {
  it("may be applied again and again, and changes nothing then", async () => {
    const before = await schemaNames();
    await applySchema(new Graph(driver));
    expect(await schemaNames()).toEqual(before);
    expect(before).toHaveLength(schemaStatements().length);
  });
});

/** Names of constraints and of the indexes that belong to none. */
async function schemaNames(): Promise<string[]> {
  const { records: constraints } = await driver.executeQuery("SHOW CONSTRAINTS YIELD name");
  const { records: indexes } = await driver.executeQuery(
    "SHOW INDEXES YIELD name, type, owningConstraint WHERE owningConstraint IS NULL AND type <> 'LOOKUP' RETURN name",
  );
  return [...constraints, ...indexes].map((record) => String(record.get("name"))).toSorted();
}
