import neo4j, { type Driver, type EagerResult } from "neo4j-driver";
import { openGraph, type GraphAddress } from "../../src/graph/driver.js";

/** Small enough for one transaction's memory, large enough that an ordinary test is one round. */
const BATCH = 10_000;

/** Deletes every node and relationship; constraints and indexes stay. */
export async function wipeGraph(driver: Driver): Promise<void> {
  for (;;) {
    const { records } = await driver.executeQuery<EagerResult<{ deleted: number }>>(
      "MATCH (n) WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS deleted",
      { batch: neo4j.int(BATCH) },
    );
    if ((records[0]?.get("deleted") ?? 0) < BATCH) return;
  }
}

/** Opens a driver for the work and closes it, whatever happens. */
export async function withDriver<T>(
  address: GraphAddress,
  work: (driver: Driver) => Promise<T>,
): Promise<T> {
  const driver = await openGraph(address);
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}
