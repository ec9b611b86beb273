import { closeContext, openContext, runWorker } from "../src/runs/use-cases.js";

/** One worker process: builds its context, takes part in the work, drains on SIGTERM. */
const configPath = process.argv[2] ?? process.env["COUNTERSIGN_CONFIG"] ?? "countersign.yaml";
const stopping = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => stopping.abort());

const context = await openContext({ configPath, env: process.env });
try {
  await runWorker(context, stopping.signal);
} finally {
  await closeContext(context);
}
