import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Stage, setUpStage } from "../simulator/stage.js";
import { numbersOf, UsageError } from "./options.js";
import { Player, play } from "./sync/processes.js";
import { machineOf } from "./sync/machine.js";
import { writeRecord } from "./sync/record.js";
import { type Outcome, resultOf } from "./sync/result.js";
import { type Round, playPhases, playRound } from "./sync/rounds.js";
import { tableOf } from "./sync/table.js";

/**
 * `npm run bench:sync -- [--people 20000] [--rounds 3] [--warm-up 3] [--record]`
 *
 * Syncs a simulated company beside a loader written by hand, phase by phase, in one run on servers of
 * its own. The table goes to stdout, its last line is JSON; progress goes to stderr. Exit 1 when the
 * graph is not what the company is, or an unchanged company was written again.
 */
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const SELF = fileURLToPath(import.meta.url);
/** A server that was just started is 3 to 4 times slower: as many people pass through it before anything counts. */
const WARM_UP_PEOPLE = 2_000;
const TINY_PEOPLE = 60;

/** Sizes that the simulated company has a tree of teams for. */
const PEOPLE = { least: 10, most: 1_000_000, standard: 20_000 };
/** More would take days. */
const MOST_ROUNDS = 100;

function optionsOf(argv: readonly string[]) {
  const { numbers, values } = numbersOf(
    argv,
    {
      people: PEOPLE,
      rounds: { least: 1, most: MOST_ROUNDS, standard: 3 },
      "warm-up": { least: 0, most: MOST_ROUNDS, standard: 3 },
    },
    { record: { type: "boolean" }, role: { type: "string" }, folder: { type: "string" } },
  );
  const { people, rounds, "warm-up": warmUp } = numbers;
  const { role, folder } = values;
  return {
    people,
    rounds,
    warmUp,
    record: values["record"] === true,
    role: typeof role === "string" ? role : undefined,
    folder: typeof folder === "string" ? folder : "",
  };
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const { record, role, folder } = options;
  if (role !== undefined) {
    await play(role, folder);
    return 0;
  }
  const { NEO4J_URI: _, REDIS_URL: __, ...env } = process.env;
  const stage = setUpStage({ env, log });
  const interrupted = (): void => void stage.strike().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const outcome = await measure(await stage.ready, options);
    const result = resultOf(outcome);
    if (record) writeRecord(outcome);
    process.stdout.write(`${tableOf(outcome)}${JSON.stringify(result)}\n`);
    for (const one of outcome.checked.differences.slice(0, 5)) log(`bench: ${one}.`);
    return result.differences === 0 && result.unchangedOrganisationWrites === 0 ? 0 : 1;
  } finally {
    await stage.strike();
  }
}

async function measure(
  stage: Stage,
  wanted: { readonly people: number; readonly rounds: number; readonly warmUp: number },
): Promise<Outcome> {
  const { env } = stage;
  const { people } = wanted;
  const warm = await prepared(stage, Math.min(people, WARM_UP_PEOPLE));
  const tiny = await prepared(stage, Math.min(people, TINY_PEOPLE));
  const measured = people === warm.people ? warm : await prepared(stage, people);
  const place = { env, folder: newFolder(stage) };
  const ours = await Player.start(SELF, "ours", place);
  const byHand = await Player.start(SELF, "by-hand", place);
  const sameFacts = await Player.start(SELF, "same-facts", place);
  const players = { ours, byHand, sameFacts };
  try {
    for (let round = 0; round < wanted.warmUp; round += 1) {
      log(`bench: warming up, ${warm.people} people, ${round + 1} of ${wanted.warmUp}.`);
      await playPhases(players, warm.folder, round);
    }
    const rounds: Round[] = [];
    for (let round = 0; round < wanted.rounds; round += 1) {
      log(`bench: ${people} people, round ${round + 1} of ${wanted.rounds}.`);
      const companies = { measured: measured.folder, tiny: tiny.folder };
      rounds.push(await playRound(players, companies, round));
    }
    return {
      prepared: measured.company,
      machine: await machineOf(env),
      rounds,
      warmUp: wanted.warmUp,
      memory: await ours.ask("memory"),
      checked: await ours.ask("check", measured.folder),
    };
  } finally {
    await ours.end();
    await byHand.end();
    await sameFacts.end();
  }
}

async function prepared(stage: Stage, people: number) {
  log(`bench: a company of ${people} people.`);
  const folder = newFolder(stage);
  const player = await Player.start(SELF, "prepare", { folder, env: stage.env });
  try {
    return { folder, people, company: await player.ask("prepare", folder, people) };
  } finally {
    await player.end();
  }
}

function newFolder(stage: Stage): string {
  const parent = join(stage.folder, "companies");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "company-"));
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(`bench: ${isUsage ? error.message : said}`);
  process.exitCode = isUsage ? 2 : 1;
}
