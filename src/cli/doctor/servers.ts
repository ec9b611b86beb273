import { resolve } from "node:path";
import type { LoadedConfig } from "../../platform/config-file.js";
import { CountersignError } from "../../platform/errors.js";
import type { ServerStatus } from "../../services/services.js";
import { isLoginRefused, LOGIN_ADVICE } from "../login-refused.js";
import { serverEnvironment } from "../server-environment.js";
import { withSession } from "../session.js";
import type { Shell } from "../shell.js";
import type { DoctorLine } from "../../runs/checks.js";
import { evictionPolicyOf } from "./redis-policy.js";

/** Neo4j and Redis as they are now; starts neither. */
export async function checkServers(
  shell: Shell,
  loaded: LoadedConfig | null,
): Promise<DoctorLine[]> {
  const { servicesStatus } = await import("../../services/services.js");
  const env = serverEnvironment(loaded, shell.io.env);
  const dataDir = resolve(loaded?.dir ?? shell.io.cwd, loaded?.config.dataFolder ?? ".countersign");
  const status = await servicesStatus({ dataDir, env });
  const lines = [serverLine("Neo4j", status.neo4j), serverLine("Redis", status.redis)];
  if (answers(status.redis)) {
    lines.push(...(await checkEviction(env["REDIS_URL"] || status.redis.address)));
  }
  if (loaded !== null && answers(status.neo4j)) lines.push(...(await checkGraph(shell)));
  return lines;
}

function answers(server: ServerStatus): boolean {
  return server.how !== null && server.problem === null;
}

function serverLine(name: "Neo4j" | "Redis", server: ServerStatus): DoctorLine {
  const variable = name === "Neo4j" ? "NEO4J_URI" : "REDIS_URL";
  if (server.how === null) {
    return {
      subject: name,
      state: "ok",
      sentence: "does not run yet; the first command that needs it starts one here",
      next: null,
    };
  }
  if (server.problem === null) {
    return {
      subject: name,
      state: "ok",
      sentence: `${server.address ?? ""} answers (${server.how})`,
      next: null,
    };
  }
  const next =
    server.how !== "environment"
      ? "countersign services down, then countersign services up"
      : isLoginRefused(server.problem)
        ? LOGIN_ADVICE[variable]
        : `Start it, or unset ${variable} for a local one.`;
  return {
    subject: name,
    state: "failed",
    sentence: `${server.address ?? ""} does not answer: ${server.problem}`,
    next,
  };
}

/** Under any other policy a full Redis throws away jobs that wait. */
async function checkEviction(url: string | null): Promise<DoctorLine[]> {
  const policy = url === null ? null : await evictionPolicyOf(url);
  if (policy === null || policy === "noeviction") return [];
  return [
    {
      subject: "Redis",
      state: "remark",
      sentence: `Its eviction policy is ${policy}: when memory is short it drops jobs. They are made again from Neo4j, later than they should be.`,
      next: "redis-cli config set maxmemory-policy noeviction",
    },
  ];
}

async function checkGraph(shell: Shell): Promise<DoctorLine[]> {
  try {
    return await withSession(shell, async ({ runs, context }) => [
      ...(await runs.doctorGraph(context)),
    ]);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    return [{ subject: "Neo4j", state: "failed", sentence: error.message, next: error.next }];
  }
}
