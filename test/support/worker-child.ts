import { createLog } from "../../src/platform/log.js";
import { startWorkers } from "../../src/queue/host.js";

/** A worker process with one run that ends when it is told to: `worker-child.ts REDIS PREFIX` */
const [redisUrl = "", prefix = ""] = process.argv.slice(2);
const workers = await startWorkers({
  config: { sources: [{ id: "hr", type: "registry", folder: "x" }], redis: { prefix } },
  redisUrl,
  handlers: {
    syncSource: (_sourceId, signal) =>
      new Promise((_resolve, reject) => {
        process.stdout.write("running\n");
        signal.addEventListener("abort", () => reject(new Error("stopped")));
      }),
    dueWork: () => Promise.resolve(),
    deliverAlerts: () => Promise.resolve(),
  },
  log: createLog(),
  drain: { graceMs: 200, limitMs: 5_000 },
});
process.once("SIGTERM", () => void workers.close());
await workers.requestSync("hr");
