import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import neo4j, { type Driver } from "neo4j-driver";
import { openGraph } from "../src/graph/driver.js";
import { CountersignError } from "../src/platform/errors.js";
import { packageRoot } from "../src/platform/package-root.js";
import { identify, isAlive, type ProcessIdentity } from "../src/services/process.js";
import { servicesDown, servicesUp, type RunningServices } from "../src/services/services.js";

/** A folder and two servers for a performance; nothing of it outlives it. */
export interface Stage {
  readonly folder: string;
  /** The environment that names the servers, for the product. */
  readonly env: NodeJS.ProcessEnv;
}

/** A stage that is being set up. */
export interface StageSetup {
  readonly ready: Promise<Stage>;
  /** Stops and removes everything, however far the set-up came. May be called more than once. */
  readonly strike: () => Promise<void>;
}

const PREFIX = "countersign-demo-";
const BATCH = 10_000;

/**
 * Begins to set up a stage in a temporary folder: servers of its own, or those the environment names
 * if the graph there is empty (and it is empty again afterwards). The jars of the embedded servers
 * are shared with everything else in this checkout.
 */
export function setUpStage(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}): StageSetup {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, "owner.json"), JSON.stringify(identify(process.pid)));
  const starting = start(folder, options);
  let struck: Promise<void> | null = null;
  const strike = async (): Promise<void> => {
    try {
      const started = await starting.catch(() => null);
      if (started?.services.neo4j.how === "environment") {
        await withDriver(started.services, emptyGraph);
      }
      await started?.services.stop({ removeData: true });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return {
    ready: starting.then(({ stage }) => stage),
    strike: async () => {
      struck ??= strike();
      return struck;
    },
  };
}

async function start(
  folder: string,
  { env, log }: { readonly env: NodeJS.ProcessEnv; readonly log: (line: string) => void },
): Promise<{ readonly services: RunningServices; readonly stage: Stage }> {
  await sweepLeftovers(env);
  const libDir = join(packageRoot(), ".countersign", "lib");
  const services = await servicesUp({ dataDir: join(folder, "servers"), libDir, env, log });
  try {
    if (services.neo4j.how === "environment") await withDriver(services, assertEmpty);
  } catch (error) {
    await services.stop({ removeData: true });
    throw error;
  }
  const { uri, user, password } = services.neo4j;
  return {
    services,
    stage: {
      folder,
      env: {
        ...env,
        NEO4J_URI: uri,
        REDIS_URL: services.redis.url,
        ...(user !== null && { NEO4J_USER: user }),
        ...(password !== null && { NEO4J_PASSWORD: password }),
      },
    },
  };
}

/** A demo that was killed could not strike its stage: its servers would stay for ever. */
async function sweepLeftovers(env: NodeJS.ProcessEnv): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = ownerOf(folder);
    if (owner === null || isAlive(owner)) continue;
    await servicesDown({ dataDir: join(folder, "servers"), env, removeData: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Null while whoever made the folder has not written it yet, or when it is not ours. */
function ownerOf(folder: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(join(folder, "owner.json"), "utf8")) as ProcessIdentity;
  } catch {
    return null;
  }
}

async function assertEmpty(driver: Driver): Promise<void> {
  const { records } = await driver.executeQuery("MATCH (n) RETURN count(n) AS nodes");
  const nodes = Number(records[0]?.get("nodes") ?? 0);
  if (nodes === 0) return;
  throw new CountersignError({
    code: "DEMO_GRAPH_NOT_EMPTY",
    message: `NEO4J_URI names a Neo4j that already holds ${String(nodes)} nodes; the demo does not touch it.`,
    next: "Unset NEO4J_URI to have one started for the demo, or name an empty one.",
    audience: "caller",
  });
}

async function emptyGraph(driver: Driver): Promise<void> {
  for (;;) {
    const { records } = await driver.executeQuery(
      "MATCH (n) WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS deleted",
      { batch: neo4j.int(BATCH) },
    );
    if (Number(records[0]?.get("deleted") ?? 0) < BATCH) return;
  }
}

async function withDriver(
  { neo4j: address }: RunningServices,
  work: (driver: Driver) => Promise<void>,
): Promise<void> {
  const driver = await openGraph(address);
  try {
    await work(driver);
  } finally {
    await driver.close();
  }
}
