import type { Driver } from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dbHits } from "../../bench/history/hits.js";
import { QUESTIONS } from "../../bench/history/measure.js";
import { type Aged, writeAged } from "../../bench/history/versions.js";
import { Graph } from "../../src/graph/graph.js";
import { applySchema } from "../../src/graph/schema.js";
import { testDriver, wipeGraph } from "../support/graph.js";

/** Nodes with a chain that one of these questions passes. */
const CHAINS = 10;

/** Database accesses do not depend on the machine: what is equal here is equal everywhere. */
describe("the cost of a question about now", () => {
  let driver: Driver;
  let young: Aged;
  let aged: Aged;
  let old: Aged;
  let oldest: Aged;

  beforeAll(async () => {
    driver = await testDriver();
    await wipeGraph(driver);
    await applySchema(new Graph(driver));
    young = await writeAged(driver, "young", 0);
    aged = await writeAged(driver, "aged", 20);
    old = await writeAged(driver, "old", 60);
    oldest = await writeAged(driver, "oldest", 240);
  });

  afterAll(async () => {
    await wipeGraph(driver);
    await driver.close();
  });

  it.each(QUESTIONS.map((one) => [one.name, one] as const))(
    "%s: does not grow with the versions of every edge and belief",
    async (_name, { text, params, ask }) => {
      const graph = new Graph(driver);
      expect(await ask(graph, young)).toHaveLength(1);
      const hits = async (of: Aged) => await dbHits(driver, text, params(of));
      expect(await hits(young)).toBeGreaterThan(5);
      expect(await hits(oldest)).toBe(await hits(old));
      // Up to 50 edges of a node are one chain in the store: walked past, never looked at.
      expect(await hits(aged)).toBeLessThan((await hits(young)) + CHAINS * 50);
    },
  );

  it("is measured where there is history: asked about the past, it is read", async () => {
    const text =
      "MATCH (p:Person {id: $id})-[r:REPORTS_TO|REPORTS_TO_RECORD]->() RETURN count(r) AS n";
    const of = (one: Aged) => dbHits(driver, text, { id: one.personId });
    expect(await of(aged)).toBeGreaterThan((await of(young)) + 15);
  });
});
