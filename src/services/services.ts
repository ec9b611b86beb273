import { existsSync } from "node:fs";
import { join } from "node:path";
import { valueOf, VARIABLE, type How } from "./choice.js";
import { dockerRunning } from "./docker-servers.js";
import { findEmbedded } from "./embedded.js";
import { ServiceNotReadyError } from "./errors.js";
import { withLock } from "./lock.js";
import { addressOf, placeOf, TITLE, type Place } from "./place.js";
import { askNeo4j, askRedis, askUntilAnswered, type Neo4jAddress, type Refusal } from "./probe.js";
import { readDockerRecord, type ServerName } from "./record.js";
import { startAll, startedNow, stopAll, type Found } from "./start.js";

/** A first start fetches jars or images while others wait. */
const LOCK_WAIT_MS = 20 * 60_000;
/** A server named by the environment may itself just be starting. */
const NAMED_READY_MS = 5_000;
const NAMES: readonly ServerName[] = ["neo4j", "redis"];

export interface ServicesOptions {
  /** Where stores, logs and pid files lie, such as `.countersign`. */
  readonly dataDir: string;
  /** NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD, REDIS_URL, COUNTERSIGN_{NEO4J,REDIS}_PORT, PATH … */
  readonly env: NodeJS.ProcessEnv;
  /** Told in whole lines what was taken and why. */
  readonly log?: (line: string) => void;
  /** Where the jars of the embedded servers are kept; `lib` in the data folder unless said. */
  readonly libDir?: string;
}

export interface Neo4jService extends Neo4jAddress {
  readonly how: How;
  readonly why: string;
}

export interface RedisService {
  readonly url: string;
  readonly how: How;
  readonly why: string;
}

/** Both servers answer. */
export interface RunningServices {
  readonly neo4j: Neo4jService;
  readonly redis: RedisService;
  /** Whether this call started at least one of them. */
  readonly startedByUs: boolean;
  /** Stops what this call started, and nothing it found. `removeData` deletes their data too. */
  stop(options?: { readonly removeData?: boolean }): Promise<void>;
}

/** What is known of one server without starting anything. */
export interface ServerStatus {
  /** Null: none runs for this data folder and none is named. */
  readonly how: How | null;
  /** Without a password. */
  readonly address: string | null;
  /** Only for embedded ones. */
  readonly pid: number | null;
  /** Null when it answered just now, else why not. */
  readonly problem: string | null;
}

/**
 * Makes sure that one Neo4j and one Redis answer, in this order of choice for each: the environment
 * names it, it runs already for this data folder, Docker, embedded. Two processes that start at once
 * get the same servers.
 *
 * @throws ServiceUnavailableError when none can be had, with what to install.
 * @throws ServiceNotReadyError when one was named or started and does not answer.
 * @throws ServicesBusyError when another process has been at it for twenty minutes.
 */
export async function servicesUp(options: ServicesOptions): Promise<RunningServices> {
  const place = placeOf(options);
  const named = await namedServers(place);
  const wanted = NAMES.filter((name) => !named.has(name));
  // With both named there is nothing to start, and no folder to make.
  const others =
    wanted.length === 0 ? [] : await locked(place, async () => startAll(place, wanted));
  return runningServices(place, new Map([...named, ...others]));
}

/** What runs for this data folder or is named by the environment. Starts nothing, waits seconds. */
export async function servicesStatus(
  options: ServicesOptions,
): Promise<{ readonly neo4j: ServerStatus; readonly redis: ServerStatus }> {
  const place = placeOf(options);
  const inDocker = await dockerRunning(place);
  const [neo4j, redis] = await Promise.all([
    statusOf("neo4j", place, inDocker),
    statusOf("redis", place, inDocker),
  ]);
  return { neo4j, redis };
}

/**
 * Stops every server that was started for this data folder, by whichever process. Servers named by
 * the environment are not ours and stay. Data stays unless `removeData`.
 *
 * @returns which ones were stopped.
 */
export async function servicesDown(
  options: ServicesOptions & { readonly removeData?: boolean },
): Promise<readonly ServerName[]> {
  const place = placeOf(options);
  if (!existsSync(place.dataDir)) return [];
  return locked(place, async () => stopAll(place, NAMES, options.removeData ?? false));
}

async function locked<T>(place: Place, work: () => Promise<T>): Promise<T> {
  return withLock(join(place.dataDir, "lock"), LOCK_WAIT_MS, work);
}

async function namedServers(place: Place): Promise<ReadonlyMap<ServerName, Found>> {
  const named = new Map<ServerName, Found>();
  for (const name of NAMES) {
    const variable = VARIABLE[name];
    const address = valueOf(place.env, variable);
    if (address === null) continue;
    const why = `${variable} is set`;
    place.log(`${TITLE[name]}: environment, because ${why}.`);
    named.set(name, { how: "environment", why, address, startedNow: false });
  }
  await Promise.all(
    [...named].map(async ([name, { address }]) => await assertAnswers(name, address, place)),
  );
  return named;
}

async function assertAnswers(name: ServerName, address: string, place: Place): Promise<void> {
  const problem = await askUntilAnswered(async () => ask(name, address, place), NAMED_READY_MS);
  if (problem === null) return;
  throw new ServiceNotReadyError({
    message: `${VARIABLE[name]} is ${withoutSecret(address)} and does not answer: ${problem}`,
    next: `Start it, correct ${VARIABLE[name]}, or unset it to have a local one started.`,
  });
}

async function ask(name: ServerName, address: string, place: Place): Promise<Refusal | null> {
  return name === "neo4j" ? askNeo4j(neo4jAddress(address, place)) : askRedis(address);
}

/** User and password belong to a server that was named; those we start have none. */
function neo4jAddress(uri: string, place: Place): Neo4jAddress {
  if (valueOf(place.env, "NEO4J_URI") === null) return { uri, user: null, password: null };
  const password = valueOf(place.env, "NEO4J_PASSWORD");
  const user = valueOf(place.env, "NEO4J_USER") ?? (password === null ? null : "neo4j");
  return { uri, user, password };
}

function runningServices(place: Place, found: ReadonlyMap<ServerName, Found>): RunningServices {
  const neo4j = found.get("neo4j");
  const redis = found.get("redis");
  if (neo4j === undefined || redis === undefined) throw new Error("a server is missing");
  const ours = startedNow(found);
  return {
    neo4j: { ...neo4jAddress(neo4j.address, place), how: neo4j.how, why: neo4j.why },
    redis: { url: redis.address, how: redis.how, why: redis.why },
    startedByUs: ours.length > 0,
    async stop(options = {}) {
      if (ours.length === 0) return;
      await locked(place, async () => stopAll(place, ours, options.removeData ?? false));
    },
  };
}

async function statusOf(
  name: ServerName,
  place: Place,
  inDocker: readonly ServerName[],
): Promise<ServerStatus> {
  const seen = lookFor(name, place, inDocker);
  if (seen === null) return { how: null, address: null, pid: null, problem: "it does not run" };
  const problem = (await ask(name, seen.address, place))?.reason ?? null;
  return { ...seen, address: withoutSecret(seen.address), problem };
}

/** What is named goes before what runs, as in a start. */
function lookFor(
  name: ServerName,
  place: Place,
  inDocker: readonly ServerName[],
): { readonly how: How; readonly address: string; readonly pid: number | null } | null {
  const named = valueOf(place.env, VARIABLE[name]);
  if (named !== null) return { how: "environment", address: named, pid: null };
  const process = findEmbedded(place.dataDir, name);
  if (process !== null) {
    return { how: "embedded", address: addressOf(name, process.port), pid: process.pid };
  }
  const port = readDockerRecord(place.dataDir)?.ports[name];
  if (port === undefined || !inDocker.includes(name)) return null;
  return { how: "docker", address: addressOf(name, port), pid: null };
}

function withoutSecret(address: string): string {
  return address.replace(/\/\/[^@/]*@/, "//***@");
}
