import { channelsFromConfig } from "../alerts/channels/from-config.js";
import { deliverAlerts } from "../alerts/deliver.js";
import { graphOrg } from "../graph/org-reader.js";
import type { CountersignError } from "../platform/errors.js";
import { startWorkers } from "../queue/host.js";
import type { Context } from "./context.js";
import { lastResortOf } from "./policy.js";
import { dueWork, sync } from "./sync.js";

/**
 * Takes part in the work of the config until the signal fires: syncs by schedule, due work, alerts.
 * Drains before it returns: a running sync is told to stop at its next page or transaction, and the
 * next one finishes what it left.
 */
export async function runWorker(context: Context, signal: AbortSignal): Promise<void> {
  const { config, redisUrl, log, env } = context;
  const channels = channelsFromConfig(config, env, log);
  const workers = await startWorkers({
    config,
    redisUrl,
    log,
    handlers: {
      async syncSource(source, abort) {
        const failures: CountersignError[] = [];
        const onFailure = (error: CountersignError): number => failures.push(error);
        const report = await sync(context, { source, plan: false, signal: abort, onFailure });
        log.info(
          {
            event: "sync.done",
            source,
            runs: report.runs,
            status: report.sources.map((one) => one.status),
            writes: report.writes,
            findings: report.findings,
          },
          "sync done",
        );
        // The run is on record as failed; the queue decides when it is tried again (F1, F2).
        for (const failure of failures) throw failure;
      },
      async dueWork(abort) {
        abort.throwIfAborted();
        await dueWork(context);
      },
      async deliverAlerts(abort) {
        await deliver(context, channels, abort);
      },
    },
  });
  log.info({ event: "worker.ready", sources: config.sources.map((one) => one.id) }, "worker ready");
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await workers.close();
  log.info({ event: "worker.drained" }, "worker drained");
}

/** One delivery pass with the config's channels. */
async function deliver(
  context: Context,
  channels: Parameters<typeof deliverAlerts>[0]["channels"],
  signal: AbortSignal,
): Promise<void> {
  const { graph, clock, config, log } = context;
  await deliverAlerts({
    driver: graph.driver,
    database: graph.database,
    clock,
    channels,
    lastResort: () => lastResortOf(config, graphOrg(graph), clock.now()),
    log,
    signal,
  });
}
