import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { packageRoot } from "../platform/package-root.js";
import { findProgram, run, type Outcome } from "./program.js";
import type { DockerRecord, ServerName } from "./record.js";

const INFO_TIMEOUT_MS = 10_000;
/** The first start pulls two images. */
const COMPOSE_TIMEOUT_MS = 10 * 60_000;

/** Null when a daemon answers and compose is there, else why Docker cannot be used. */
export async function dockerProblem(env: NodeJS.ProcessEnv): Promise<string | null> {
  const docker = findProgram("docker", env);
  if (docker === null) return "Docker is not installed";
  const options = { env, timeoutMs: INFO_TIMEOUT_MS };
  // The format keeps quiet about plugins; `info` fails exactly when no daemon answers.
  if (!(await run(docker, ["info", "--format", "{{.ID}}"], options)).ok) {
    return "no Docker daemon answers";
  }
  return (await run(docker, ["compose", "version"], options)).ok ? null : "Docker has no compose";
}

/** One compose project per data folder, so that two of them never share containers or volumes. */
export function projectOf(dataDir: string): string {
  const hash = createHash("sha256").update(resolve(dataDir)).digest("hex");
  return `countersign-${hash.slice(0, 10)}`;
}

/** Starts these servers and waits until their health checks pass. */
export async function composeUp(
  record: DockerRecord,
  names: readonly ServerName[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  return compose(record, ["up", "--detach", "--wait", ...names], env);
}

/** The servers of this project whose containers run now. */
export async function composeRunning(
  record: DockerRecord,
  env: NodeJS.ProcessEnv,
): Promise<readonly ServerName[]> {
  const { ok, output } = await compose(record, ["ps", "--services", "--status", "running"], env);
  const lines = ok ? output.split("\n") : [];
  return (["neo4j", "redis"] as const).filter((name) => lines.includes(name));
}

/** Removes the containers of these servers; when no other is left, the network too, and the data. */
export async function composeDown(
  record: DockerRecord,
  what: { readonly names: readonly ServerName[]; readonly removeData: boolean },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const others = (await composeRunning(record, env)).filter((name) => !what.names.includes(name));
  const volumes = what.removeData ? ["--volumes"] : [];
  const outcome =
    others.length === 0
      ? await compose(record, ["down", ...volumes], env)
      : await compose(record, ["rm", "--stop", "--force", ...what.names], env);
  if (!outcome.ok) throw new Error(`docker compose could not stop: ${outcome.output.trim()}`);
}

async function compose(
  record: DockerRecord,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const file = join(packageRoot(), "docker-compose.yml");
  const project = ["compose", "--project-name", record.project, "--file", file];
  return run(findProgram("docker", env) ?? "docker", [...project, ...args], {
    env: {
      ...env,
      COUNTERSIGN_NEO4J_PORT: String(record.ports.neo4j),
      COUNTERSIGN_REDIS_PORT: String(record.ports.redis),
    },
    timeoutMs: COMPOSE_TIMEOUT_MS,
  });
}
