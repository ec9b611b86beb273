import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ServiceNotReadyError, ServiceUnavailableError } from "./errors.js";
import { fetchJars, findJava, hasJars } from "./java.js";
import { neo4jArgs } from "./neo4j.js";
import { addressOf, TITLE, type Place } from "./place.js";
import { freePort, isFree } from "./ports.js";
import { askLocal, askUntilAnswered } from "./probe.js";
import { endProcess, isAlive, startDetached } from "./process.js";
import { findProgram } from "./program.js";
import {
  readProcessRecord,
  removeProcessRecord,
  writeProcessRecord,
  type ProcessRecord,
  type ServerName,
} from "./record.js";
import { findInstalledRedis, redisArgs, unpackRedis } from "./redis.js";

/** How long a server may take: Neo4j replays its log after a crash, Redis its append-only file. */
const READY_MS = { neo4j: 180_000, redis: 60_000 } as const;
/** How long it may take to write everything down before it is killed. */
const STOP_GRACE_MS = { neo4j: 60_000, redis: 20_000 } as const;

/** A command whose last arguments depend on the port. */
interface Program {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
}

/** A server of ours that answers. */
export interface Running {
  readonly record: ProcessRecord;
  readonly startedNow: boolean;
}

/** The server of this data folder that runs as our process; null when none does. */
export function findEmbedded(dataDir: string, name: ServerName): ProcessRecord | null {
  const record = readProcessRecord(dataDir, name);
  return record !== null && isAlive(record) ? record : null;
}

/**
 * Makes sure these servers run as processes of this machine and answer; finds the ones that run.
 *
 * @throws ServiceUnavailableError naming everything that has to be installed.
 * @throws ServiceNotReadyError when one ends or stays silent; what we started is stopped again.
 */
export async function embeddedUp(
  place: Place,
  names: readonly ServerName[],
): Promise<ReadonlyMap<ServerName, Running>> {
  const found = await findAnswering(place, names);
  const fresh = names.filter((name) => !found.has(name));
  const programs = await prepare(place, fresh);
  const started = await Promise.allSettled(
    [...programs].map(async ([name, program]): Promise<[ServerName, Running]> => {
      return [name, { record: await start(place, name, program), startedNow: true }];
    }),
  );
  const running = new Map([
    ...found,
    ...started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
  ]);
  const failure = started.find((one) => one.status === "rejected");
  if (failure === undefined) return running;
  const ours = [...running].filter(([, one]) => one.startedNow).map(([name]) => name);
  await Promise.all(ours.map(async (name) => embeddedDown(place.dataDir, name)));
  throw failure.reason;
}

/** Ends the server of this data folder; false when none ran. Its data stays. */
export async function embeddedDown(dataDir: string, name: ServerName): Promise<boolean> {
  const record = readProcessRecord(dataDir, name);
  const ended = record !== null && (await endProcess(record, STOP_GRACE_MS[name]));
  removeProcessRecord(dataDir, name);
  return ended;
}

/** Removes what the server stored. It must not run. */
export function removeData(dataDir: string, name: ServerName): void {
  rmSync(join(dataDir, name), { recursive: true, force: true });
  rmSync(join(dataDir, `${name}.log`), { force: true });
}

/** Finds or fetches what it takes to start them, and reports everything that is missing at once. */
async function prepare(
  place: Place,
  names: readonly ServerName[],
): Promise<ReadonlyMap<ServerName, Program>> {
  const wantsNeo4j = names.includes("neo4j");
  const wantsRedis = names.includes("redis");
  const installedRedis = wantsRedis ? await findInstalledRedis(place.env) : null;
  const wantsJars = wantsNeo4j || (wantsRedis && installedRedis === null);
  const java = wantsJars ? await findJava(place.env) : { java: "" };
  const missing = "problem" in java ? [java.problem] : [];
  if (wantsJars && !hasJars(place.libDir) && findProgram("mvn", place.env) === null) {
    missing.push("Maven (mvn) is not installed");
  }
  if ("problem" in java || missing.length > 0) throw new ServiceUnavailableError(missing);
  if (wantsJars) await fetchJars(place.libDir, place.env, place.log);
  const programs = new Map<ServerName, Program>();
  if (wantsNeo4j) programs.set("neo4j", neo4jProgram(place, java.java));
  if (wantsRedis) programs.set("redis", redisProgram(place, installedRedis));
  return programs;
}

function neo4jProgram(place: Place, java: string): Program {
  const home = join(place.dataDir, "neo4j");
  return { command: java, args: (port) => neo4jArgs(home, port, place.libDir) };
}

function redisProgram(place: Place, installed: string | null): Program {
  const command = installed ?? unpackRedis(place.libDir);
  if (command === null) {
    const platform = `${process.platform} ${process.arch}`;
    throw new ServiceUnavailableError([
      `redis-server is not installed, and the embedded one has no build for ${platform}`,
    ]);
  }
  return { command, args: (port) => redisArgs(join(place.dataDir, "redis"), port) };
}

async function start(place: Place, name: ServerName, program: Program): Promise<ProcessRecord> {
  mkdirSync(place.dataDir, { recursive: true });
  const began = performance.now();
  const port = await choosePort(place, name);
  const logFile = join(place.dataDir, `${name}.log`);
  const { command } = program;
  const launch = { command, args: program.args(port), env: place.env, logFile };
  const identity = await startDetached(launch, (born) => {
    writeProcessRecord(place.dataDir, name, { ...born, port });
  });
  const record = { ...identity, port };
  const problem = await awaitAnswer(name, record);
  if (problem !== null) {
    await embeddedDown(place.dataDir, name);
    throw notReady({ name, problem, logFile });
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  place.log(`${TITLE[name]} answers at ${addressOf(name, port)} after ${seconds} s.`);
  return record;
}

/** Those that run and answer. One that is just dying, killed or crashed, is as good as not running. */
async function findAnswering(
  place: Place,
  names: readonly ServerName[],
): Promise<ReadonlyMap<ServerName, Running>> {
  const answering = new Map<ServerName, Running>();
  await Promise.all(
    names.map(async (name) => {
      const record = findEmbedded(place.dataDir, name);
      if (record === null) return;
      const problem = await awaitAnswer(name, record);
      if (problem === null) answering.set(name, { record, startedNow: false });
      else if (isAlive(record)) {
        throw notReady({ name, problem, logFile: join(place.dataDir, `${name}.log`) });
      }
    }),
  );
  return answering;
}

async function awaitAnswer(name: ServerName, record: ProcessRecord): Promise<string | null> {
  const address = addressOf(name, record.port);
  const hopeless = (): string | null => (isAlive(record) ? null : "it ended while starting");
  const problem = await askUntilAnswered(
    async () => askLocal(name, address),
    READY_MS[name],
    hopeless,
  );
  // Something else may hold the port and answer in place of a server that could not bind it.
  return problem ?? hopeless();
}

/** The port that was set; else the one it had before a crash, for its clients; else a free one. */
async function choosePort(place: Place, name: ServerName): Promise<number> {
  const variable = `COUNTERSIGN_${name.toUpperCase()}_PORT`;
  const set = place.env[variable];
  if (set !== undefined && set !== "") {
    const port = Number(set);
    if (!Number.isInteger(port) || port < 1 || port > 65_535 || !(await isFree(port))) {
      throw new ServiceNotReadyError({
        message: `${variable} is ${set}, which is no free port of 127.0.0.1.`,
        next: `Set another one, or unset ${variable} to have a free one taken.`,
      });
    }
    return port;
  }
  const before = readProcessRecord(place.dataDir, name)?.port;
  return before !== undefined && (await isFree(before)) ? before : freePort();
}

function notReady(facts: {
  readonly name: ServerName;
  readonly problem: string;
  readonly logFile: string;
}): ServiceNotReadyError {
  const last = lastLines(facts.logFile);
  return new ServiceNotReadyError({
    message: `${TITLE[facts.name]} does not answer: ${facts.problem}.${last}`,
    next: `Read ${facts.logFile}.`,
  });
}

function lastLines(logFile: string): string {
  try {
    const lines = readFileSync(logFile, "utf8").trim().split("\n");
    return ` Its last words: ${lines.slice(-3).join(" / ").slice(0, 600)}`;
  } catch {
    return "";
  }
}
