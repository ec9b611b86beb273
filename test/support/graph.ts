import type { Driver } from "neo4j-driver";
import { inject } from "vitest";
import { openGraph } from "../../src/graph/driver.js";

export { wipeGraph } from "./wipe.js";

/** A driver for the Neo4j of this run, opened as the product opens it. The caller closes it. */
export async function testDriver(): Promise<Driver> {
  return openGraph({
    uri: inject("neo4jUri"),
    user: inject("neo4jUser"),
    password: inject("neo4jPassword"),
  });
}
