import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../src/platform/package-root.js";
import { prepareGround } from "./replay/ground.js";
import { monthsBetween } from "./replay/months.js";
import { unknownApprovers } from "./replay/oracle.js";
import { replay } from "./replay/replay.js";
import { brokenExpectations, summarise, yearTable } from "./replay/summary.js";
import { HISTORY_FILE, readHistory } from "./replay/tenures.js";

/**
 * `npm run replay:kubernetes -- [--from 2018-09] [--to 2026-08] [--data folder] [--wipe] [--keep]`
 *
 * Lives the measured history of a real organisation month by month through the real sync. The table
 * goes to stdout, its last line is JSON; progress goes to stderr. Exit 1 when an expectation fails.
 * What every row becomes, and why numbers are what they are: docs/replay.md.
 */
const log = (line: string): void => void process.stderr.write(`${line}\n`);

function optionsOf(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      from: { type: "string", default: "2018-09" },
      to: { type: "string", default: "2026-08" },
      data: { type: "string" },
      wipe: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
    },
  });
  const folder = resolve(values.data ?? join(packageRoot(), "..", "shared", "data", "kubernetes"));
  const file = join(folder, HISTORY_FILE);
  if (!existsSync(file)) {
    throw new Error(`The measured history is missing: ${file}. Name its folder with --data.`);
  }
  return { ...values, months: monthsBetween(values.from, values.to), file };
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const history = readHistory(options.file);
  const began = performance.now();
  const { wipe, keep } = options;
  const ground = await prepareGround({ name: "replay", wipe, keep, log });
  const interrupted = (): void => void ground.leave().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const { months } = options;
    const results = await replay({ history, months, ground, log });
    const summary = summarise(results, {
      ...unknownApprovers(
        history,
        months.map(({ closesAt }) => closesAt),
      ),
      wallSeconds: Math.round((performance.now() - began) / 100) / 10,
      peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    });
    process.stdout.write(`${yearTable(results)}\n${JSON.stringify(summary)}\n`);
    const broken = brokenExpectations(summary);
    for (const sentence of broken) log(`replay: ${sentence}.`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    await ground.leave();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  log(`replay: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env["COUNTERSIGN_DEBUG"] && error instanceof Error) log(error.stack ?? "");
  process.exitCode = 1;
}
