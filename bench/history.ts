import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openGraph } from "../src/graph/driver.js";
import { Graph } from "../src/graph/graph.js";
import { applySchema } from "../src/graph/schema.js";
import { packageRoot } from "../src/platform/package-root.js";
import { setUpStage } from "../simulator/stage.js";
import { type Measured, QUESTIONS, measure } from "./history/measure.js";
import { writeAged } from "./history/versions.js";
import { type Machine, machineOf } from "./sync/machine.js";

/**
 * `npm run bench:history -- [--versions 20] [--times 400] [--record]`
 *
 * Asks questions about now of a graph without history and of one where every edge and belief has past
 * versions, in turns on one server. The table goes to stdout, its last line is JSON. Exit 1 when a
 * question reads more of ten times as much history.
 */
const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** Once a node has 50 edges the server finds those of a type without passing the others. */
const TENFOLD = 10;

function optionsOf(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      versions: { type: "string", default: "20" },
      times: { type: "string", default: "400" },
      record: { type: "boolean", default: false },
    },
  });
  return { record: values.record, versions: Number(values.versions), times: Number(values.times) };
}

type Options = ReturnType<typeof optionsOf>;

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const { NEO4J_URI: _, REDIS_URL: __, ...env } = process.env;
  const stage = setUpStage({ env, log });
  const interrupted = (): void => void stage.strike().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const { env: servers } = await stage.ready;
    const measured = await measureAll(servers, options);
    const machine = await machineOf(servers);
    const result = {
      versions: options.versions,
      times: options.times,
      ...machine,
      questions: measured,
    };
    const table = tableOf(measured, options);
    if (options.record) record(table, { options, machine, result });
    process.stdout.write(`${table}\n${JSON.stringify(result)}\n`);
    return measured.every(({ hits: [, aged, old] }) => old <= aged) ? 0 : 1;
  } finally {
    await stage.strike();
  }
}

async function measureAll(env: NodeJS.ProcessEnv, options: Options): Promise<Measured[]> {
  const driver = await openGraph({ uri: env["NEO4J_URI"] ?? "", user: null, password: null });
  try {
    await applySchema(new Graph(driver));
    const young = await writeAged(driver, "young", 0);
    const aged = await writeAged(driver, "aged", options.versions);
    const old = await writeAged(driver, "old", options.versions * TENFOLD);
    const measured: Measured[] = [];
    for (const question of QUESTIONS) {
      log(`bench: ${question.name}, ${options.times} times each.`);
      measured.push(await measure(driver, question, { young, aged, old, times: options.times }));
    }
    return measured;
  } finally {
    await driver.close();
  }
}

function tableOf(measured: readonly Measured[], { versions }: Options): string {
  const rows = measured.map(({ name, hits, ms }) => {
    const [young, aged] = ms;
    return `| ${name} | ${hits.join(" | ")} | ${young.toFixed(2)} | ${aged.toFixed(2)} | ${(aged / young).toFixed(2)} |`;
  });
  return [
    `| question about now | db hits, 0 versions | db hits, ${versions} | db hits, ${versions * TENFOLD} | ms, 0 versions | ms, ${versions} | ratio of ms |`,
    "|---|--:|--:|--:|--:|--:|--:|",
    ...rows,
  ].join("\n");
}

function record(
  table: string,
  of: { readonly options: Options; readonly machine: Machine; readonly result: object },
): void {
  const folder = join(packageRoot(), "bench", "recorded");
  mkdirSync(folder, { recursive: true });
  const { options, machine, result } = of;
  const text = `# Questions about now, with and without history

\`npm run bench:history -- --versions ${options.versions} --times ${options.times} --record\`

${machine.cores} cores, Node ${machine.node}, Neo4j ${machine.neo4j}, Java ${machine.java}; medians of ${options.times}, both asked in turns on one server. Every edge and every belief of the second has ${options.versions} past versions. The server keeps the edges of a node in one chain until it has 50: a few db hits more between 0 and 50 are that; with ten times as many versions they are gone again.

${table}

\`\`\`json
${JSON.stringify(result, null, 2)}
\`\`\`
`;
  writeFileSync(join(folder, "history.md"), text);
}

try {
  process.exitCode = await main();
} catch (error) {
  log(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
