import { join } from "node:path";
import { parseArgs } from "node:util";
import { Graph } from "../src/graph/graph.js";
import { createLog } from "../src/platform/log.js";
import { openContext } from "../src/runs/use-cases.js";
import { prepareGround } from "./replay/ground.js";
import { planCompany } from "./soak/company.js";
import { Life } from "./soak/life.js";
import { livingDriver } from "./soak/living-driver.js";
import { endedEarly, soakRun, type RunResult } from "./soak/run.js";
import { closing, isGood, lineOf, summaryTable } from "./soak/table.js";
import { holdTime } from "./soak/virtual-time.js";
import { bare } from "./soak/bare.js";

/**
 * `npm run soak -- [--runs 500] [--seed 1] [--minutes M] [--wipe] [--verbose]`
 *
 * Simulated companies live with faults and deaths of the service at random, each held against the same
 * life without them. One line a run on stderr; the table and one line of JSON on stdout. Exit 1 when
 * anybody departed wrongly, an authorization was lost, or a graph differs; 130 when it was interrupted.
 */
const log = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "500" },
      seed: { type: "string" },
      minutes: { type: "string" },
      wipe: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
    },
  });
  const first =
    values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  const until = performance.now() + Number(values.minutes ?? Infinity) * 60_000;
  const began = performance.now();
  const ground = await prepareGround({ name: "soak", wipe: values.wipe, keep: false, log });
  const context = await openContext({ configPath: bare(ground.folder), env: ground.env });
  // Only now: whoever waits for a server to come up needs real time.
  const time = holdTime();
  // Thousands of alerts are told; what the service says of them is read only by who looks into one run.
  const quiet = values.verbose ? context.log : createLog({ level: "silent" });
  const results: RunResult[] = [];
  let isInterrupted = false;
  const interrupted = (): void => {
    isInterrupted = true;
    log("soak: ending with this run; interrupt once more to end at once.");
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const { driver } = context.graph;
    const place = {
      context: { ...context, log: quiet, graph: new Graph(livingDriver(driver, new Life())) },
      address: ground.address,
      folder: join(ground.folder, "life"),
      time,
      wipe: async () => void (await driver.executeQuery("MATCH (n) DETACH DELETE n")),
    };
    for (let run = 0; run < Number(values.runs) && performance.now() < until; run += 1) {
      if (isInterrupted) break;
      const plan = planCompany(first + run);
      const result = await soakRun(place, plan).catch((error: unknown) => endedEarly(plan, error));
      results.push(result);
      log(lineOf(result, values.verbose || !isGood(result)));
    }
    await context.graph.close();
  } finally {
    time.restore();
    await ground.leave();
  }
  const { json, bad } = closing(results, (performance.now() - began) / 1000);
  process.stdout.write(`${summaryTable(results)}\n${json}\n`);
  for (const seed of bad)
    log(`soak: repeat it with  npm run soak -- --runs 1 --seed ${seed} --verbose`);
  if (bad.length > 0) return 1;
  return isInterrupted ? 130 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  log(`soak: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
// A life that died inside this process may hold timers and sockets of its own for ever.
process.exit();
