import { resolve } from "node:path";
import type { Instant } from "../domain/time.js";
import { openGraph } from "../graph/driver.js";
import { Graph } from "../graph/graph.js";
import { applySchema } from "../graph/schema.js";
import { type Clock, fixedClock, systemClock } from "../platform/clock.js";
import type { Config } from "../platform/config.js";
import { type LoadedConfig, loadConfig } from "../platform/config-file.js";
import { type Log, createLog } from "../platform/log.js";
import { servicesUp } from "../services/services.js";

/** Everything a use case needs; opened once per process. */
export interface Context {
  readonly config: Config;
  /** Folder of the config file: relative paths start here. */
  readonly dir: string;
  readonly dataDir: string;
  readonly graph: Graph;
  readonly redisUrl: string;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** What a process starts from. */
export interface ContextOptions {
  readonly configPath: string;
  readonly env: NodeJS.ProcessEnv;
  /** Stands still at this instant: replays and tests. */
  readonly now?: Instant;
  /** Told in whole lines when local servers are started. */
  readonly say?: (line: string) => void;
}

/**
 * Opens the graph and brings its schema up to date. Where no server is named, local ones are started
 * and left running (`countersign services down` stops them).
 *
 * @throws CountersignError when the config, Neo4j or Redis is not usable; says what to do
 */
export async function openContext(options: ContextOptions): Promise<Context> {
  const loaded = loadConfig(options.configPath, options.env);
  const dataDir = resolve(loaded.dir, loaded.config.dataFolder);
  const servers = await findServers(loaded, dataDir, options);
  const driver = await openGraph(servers.neo4j);
  const graph = new Graph(driver, loaded.config.neo4j.database);
  try {
    await applySchema(graph);
  } catch (error) {
    await graph.close();
    throw error;
  }
  return {
    config: loaded.config,
    dir: loaded.dir,
    dataDir,
    graph,
    redisUrl: servers.redisUrl,
    clock: options.now === undefined ? systemClock : fixedClock(options.now),
    env: options.env,
    log: createLog(),
  };
}

async function findServers(loaded: LoadedConfig, dataDir: string, options: ContextOptions) {
  const { neo4j, redis } = loaded.config;
  const password = options.env[neo4j.passwordEnv];
  const env = {
    ...options.env,
    ...(neo4j.uri === undefined ? {} : { NEO4J_URI: neo4j.uri }),
    ...(neo4j.user === undefined ? {} : { NEO4J_USER: neo4j.user }),
    ...(password === undefined ? {} : { NEO4J_PASSWORD: password }),
    ...(redis.url === undefined ? {} : { REDIS_URL: redis.url }),
  };
  const running = await servicesUp({
    dataDir,
    env,
    ...(options.say === undefined ? {} : { log: options.say }),
  });
  return { neo4j: running.neo4j, redisUrl: running.redis.url };
}

/** Closes the connection to the graph; local servers go on running. */
export async function closeContext(context: Context): Promise<void> {
  await context.graph.close();
}

/** The same context at another time. */
export function withClock(context: Context, clock: Clock): Context {
  return { ...context, clock };
}
