import { rmSync } from "node:fs";
import { join } from "node:path";
import neo4j, { type Driver } from "neo4j-driver";
import { openGraph, type GraphAddress } from "../../src/graph/driver.js";
import { packageRoot } from "../../src/platform/package-root.js";
import { servicesDown, servicesUp } from "../../src/services/services.js";

/** Where a replay runs: an empty graph, and a folder of its own for what it writes. */
export interface Ground {
  readonly folder: string;
  readonly address: GraphAddress;
  readonly driver: Driver;
  /** The environment that names these servers, for the product. */
  readonly env: NodeJS.ProcessEnv;
  readonly leave: () => Promise<void>;
}

const WIPE_BATCH = 10_000;

/**
 * Servers of its own with nothing in them; with NEO4J_URI set, that one, if it is empty.
 *
 * @param wipe delete what a named Neo4j holds.
 * @param keep leave servers and data for a look afterwards.
 * @throws Error when a named Neo4j holds something and may not be wiped.
 */
export async function prepareGround(options: {
  /** Of its folder. */
  readonly name: string;
  readonly wipe: boolean;
  readonly keep: boolean;
  readonly log: (line: string) => void;
}): Promise<Ground> {
  const cache = join(packageRoot(), ".countersign");
  const folder = join(cache, options.name);
  const place = { dataDir: join(folder, "servers"), libDir: join(cache, "lib"), env: process.env };
  // What an earlier replay left: running servers of a killed one, and its graph.
  await servicesDown({ ...place, removeData: true });
  rmSync(folder, { recursive: true, force: true });
  const services = await servicesUp({ ...place, log: options.log });
  const driver = await openGraph(services.neo4j);
  const leave = async (): Promise<void> => {
    await driver.close();
    if (!options.keep) await services.stop({ removeData: true });
  };
  try {
    if (services.neo4j.how === "environment") await assertEmpty(driver, options.wipe);
  } catch (error) {
    await leave();
    throw error;
  }
  const { uri, user, password } = services.neo4j;
  return {
    folder,
    address: { uri, user, password },
    driver,
    env: {
      ...process.env,
      NEO4J_URI: uri,
      REDIS_URL: services.redis.url,
      ...(user !== null && { NEO4J_USER: user }),
      ...(password !== null && { NEO4J_PASSWORD: password }),
    },
    leave,
  };
}

async function assertEmpty(driver: Driver, wipe: boolean): Promise<void> {
  const { records } = await driver.executeQuery("MATCH (n) RETURN count(n) AS nodes");
  const nodes = Number(records[0]?.get("nodes") ?? 0);
  if (nodes === 0) return;
  if (!wipe) {
    throw new Error(
      `NEO4J_URI names a Neo4j with ${String(nodes)} nodes, and a replay needs an empty one. Unset NEO4J_URI to have one started, or add --wipe to delete everything in it.`,
    );
  }
  for (let left = nodes; left > 0; left -= WIPE_BATCH) {
    await driver.executeQuery("MATCH (n) WITH n LIMIT $batch DETACH DELETE n", {
      batch: neo4j.int(WIPE_BATCH),
    });
  }
}
