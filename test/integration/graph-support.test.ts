import type { Driver } from "neo4j-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDriver, wipeGraph } from "../support/graph.js";

let driver: Driver;
beforeAll(async () => {
  driver = await testDriver();
});
afterAll(async () => driver.close());

test("wiping removes every node in batches and keeps constraints", async () => {
  await driver.executeQuery(
    "CREATE CONSTRAINT wipe_probe IF NOT EXISTS FOR (n:WipeProbe) REQUIRE n.id IS UNIQUE",
  );
  await driver.executeQuery(
    "UNWIND range(1, 6000) AS id CREATE (:WipeProbe {id: id})-[:NEXT]->(:WipeProbe {id: -id})",
  );

  await wipeGraph(driver);

  const nodes = await driver.executeQuery("MATCH (n) RETURN count(n) AS left");
  const constraints = await driver.executeQuery(
    "SHOW CONSTRAINTS YIELD name WHERE name = 'wipe_probe' RETURN name",
  );
  expect(nodes.records[0]?.get("left")).toBe(0);
  expect(constraints.records).toHaveLength(1);
  await driver.executeQuery("DROP CONSTRAINT wipe_probe");
});
