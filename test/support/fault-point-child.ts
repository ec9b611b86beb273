import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";
import { Life } from "../../scripts/soak/life.js";
import { watchFiles } from "../../scripts/soak/living-files.js";
import { Letterbox } from "../../scripts/soak/living-source.js";
import { inOneLife } from "../../scripts/soak/one-life.js";
import { fixedClock } from "../../src/platform/clock.js";
import { openContext } from "../../src/runs/use-cases.js";
import { dieNow } from "./dying-graph.js";
import { liveStage, stageWork } from "./fault-stage.js";

/**
 * A process that is killed at a numbered point of its work: says "ready", reads one order from its input,
 * and dies there by SIGKILL. Exits with 0 when it came to its end.
 */
const order = z.strictObject({
  config: z.string(),
  folder: z.string(),
  at: z.string(),
  work: stageWork,
  point: z.number().int(),
  address: z.strictObject({
    uri: z.string(),
    user: z.string().nullable(),
    password: z.string().nullable(),
  }),
});

process.stdout.write("ready\n");
const [line] = (await once(process.stdin, "data")) as [Buffer];
const told = order.parse(JSON.parse(line.toString("utf8")));
const opened = await openContext({ configPath: told.config, env: process.env });
const life = new Life({
  strike: ({ number }) => (number === told.point ? { kind: "die" } : null),
  die: dieNow,
});
watchFiles(join(told.folder, ".countersign")).use(life);
const context = { ...opened, clock: fixedClock(Date.parse(told.at)) };
await inOneLife({ context, address: told.address }, life, async (own, openSource) => {
  await liveStage(own, { work: told.work, life, letterbox: new Letterbox(), openSource });
});
process.exit(0);
