import { hostname } from "node:os";
import { deliverAlerts } from "../../src/alerts/deliver.js";
import { type GraphAddress, openGraph } from "../../src/graph/driver.js";
import { Graph } from "../../src/graph/graph.js";
import { graphOrg } from "../../src/graph/org-reader.js";
import type { Context } from "../../src/runs/context.js";
import { lastResortOf } from "../../src/runs/policy.js";
import { openSource } from "../../src/runs/sources.js";
import type { End, Life } from "./life.js";
import { type Letterbox, livingSource } from "./living-source.js";
import { livingDriver } from "./living-driver.js";

/** No process of Linux has this number. */
const NOBODY = 4_194_305;

/** What one life does with the context that is its own. */
export type LifeWork<T> = (context: Context, open: typeof openSource) => Promise<T>;

/**
 * One life of a process on the real graph, with connections of its own. When it has ended they are cut,
 * as those of a killed process are: the server rolls back what was not committed and frees its locks.
 */
export async function inOneLife<T>(
  place: { readonly context: Context; readonly address: GraphAddress },
  life: Life,
  work: LifeWork<T>,
): Promise<End<T>> {
  const { context, address } = place;
  const driver = await openGraph(address);
  const graph = new Graph(livingDriver(driver, life), context.graph.database);
  const open: typeof openSource = (config, frame) => livingSource(openSource(config, frame), life);
  try {
    const end = await life.live(() => work({ ...context, graph }, open));
    return end;
  } finally {
    await driver.close();
    if (life.isDead) await buryHolder(context);
  }
}

/** Whoever holds a lease for this process died: another machine or a restart would see a dead pid. */
async function buryHolder({ graph }: Context): Promise<void> {
  await graph.write((tx) =>
    tx.run(
      "MATCH (l:Lease) WHERE l.holder STARTS WITH $self SET l.holder = $dead RETURN count(l) AS leases",
      { self: `${hostname()}:${process.pid}:`, dead: `${hostname()}:${NOBODY}:dead` },
    ),
  );
}

/** One pass of the alert outbox into the letterbox. */
export async function tell(context: Context, life: Life, letterbox: Letterbox): Promise<void> {
  const { graph, clock, config, log } = context;
  await deliverAlerts({
    driver: graph.driver,
    database: graph.database,
    clock,
    channels: [letterbox.channel(life)],
    lastResort: () => lastResortOf(config, graphOrg(graph), clock.now()),
    log,
  });
}
