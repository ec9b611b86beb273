import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { GraphAddress } from "../../src/graph/driver.js";
import { packageRoot } from "../../src/platform/package-root.js";
import { servicesUp } from "../../src/services/services.js";
import { dataDirIn, ownedTempFolder, sweepLeftovers } from "./temp.js";
import { wipeGraph, withDriver } from "./wipe.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Bolt address of the one Neo4j of this run. */
    readonly neo4jUri: string;
    /** Null: it wants no login. */
    readonly neo4jUser: string | null;
    readonly neo4jPassword: string | null;
    /** Address of the one Redis of this run; every file takes a key prefix of its own. */
    readonly redisUrl: string;
    /** Jars of the embedded servers, so that a test which starts its own fetches nothing. */
    readonly libDir: string;
  }
}

/** Jars are shared with the developer's own servers: Maven runs once per checkout. */
const libDir = join(packageRoot(), ".countersign", "lib");

/**
 * vitest globalSetup: one Neo4j and one Redis for the run, in a folder of its own. What cannot be
 * had fails the run and says what to install; nothing is skipped.
 *
 * @returns the teardown, which stops what was started and removes its data.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepLeftovers();
  const folder = ownedTempFolder();
  const dataDir = dataDirIn(folder);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const services = await servicesUp({ dataDir, env: process.env, libDir, log });
  if (services.neo4j.how === "environment") {
    // A setup that throws has no teardown: what was started has to go first.
    await assertMayBeWiped(services.neo4j).catch(async (refusal: unknown) => {
      await services.stop({ removeData: true });
      throw refusal;
    });
  }
  project.provide("neo4jUri", services.neo4j.uri);
  project.provide("neo4jUser", services.neo4j.user);
  project.provide("neo4jPassword", services.neo4j.password);
  project.provide("redisUrl", services.redis.url);
  project.provide("libDir", libDir);
  return async () => {
    // A server that was named outlives the run: the next one must find it empty again.
    if (services.neo4j.how === "environment") await withDriver(services.neo4j, wipeGraph);
    await services.stop({ removeData: true });
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Tests delete everything. A graph that somebody else filled is refused, not deleted. */
async function assertMayBeWiped(address: GraphAddress): Promise<void> {
  if (process.env["COUNTERSIGN_TEST_WIPE"] === "yes") return;
  const nodes = await withDriver(address, async (driver) => {
    const { records } = await driver.executeQuery("MATCH (n) RETURN count(n) AS nodes");
    return Number(records[0]?.get("nodes") ?? 0);
  });
  if (nodes === 0) return;
  throw new Error(
    `NEO4J_URI names a Neo4j with ${nodes} nodes, and the tests delete everything in it. ` +
      "Name an empty one, unset NEO4J_URI, or set COUNTERSIGN_TEST_WIPE=yes.",
  );
}
