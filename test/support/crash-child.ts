import { once } from "node:events";
import { z } from "zod";
import { fixedClock } from "../../src/platform/clock.js";
import { dueWork, openContext, sync } from "../../src/runs/use-cases.js";
import { dieNow, WatchedGraph } from "./dying-graph.js";

/**
 * A process that is killed in the middle of its work: says "ready", reads one order from its input, and
 * dies by SIGKILL around its n-th writing transaction. Exits with 0 when it came to its end.
 */
const order = z.strictObject({
  config: z.string(),
  at: z.string(),
  work: z.enum(["sync", "dueWork"]),
  dies: z.enum(["beforeCommit", "afterCommit"]),
  write: z.number().int(),
});

process.stdout.write("ready\n");
const [line] = (await once(process.stdin, "data")) as [Buffer];
const told = order.parse(JSON.parse(line.toString("utf8")));
const opened = await openContext({ configPath: told.config, env: process.env });
const dieAt = async (write: number): Promise<void> => {
  if (write === told.write) await dieNow();
};
const context = {
  ...opened,
  clock: fixedClock(Date.parse(told.at)),
  graph: new WatchedGraph(opened.graph, { [told.dies]: dieAt }),
};
if (told.work === "sync") await sync(context, { plan: false });
else await dueWork(context);
process.exit(0);
