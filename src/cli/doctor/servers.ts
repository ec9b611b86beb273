import { resolve } from "node:path";
import type { Config } from "../../platform/config.js";
import type { LoadedConfig } from "../../platform/config-file.js";
import { CountersignError } from "../../platform/errors.js";
import type { ServerStatus } from "../../services/services.js";
import { isLoginRefused, LOGIN_ADVICE } from "../login-refused.js";
import { serverEnvironment } from "../server-environment.js";
import type { Shell } from "../shell.js";
import type { DoctorLine, GraphInspection, GraphPlace } from "../../runs/checks.js";
import { checkRedis } from "./redis.js";

/** What the servers hold, with the tenants that the graph has pinned. */
type ServerFindings = GraphInspection;

/** Neo4j and Redis as they are now; starts neither and changes nothing in them. */
export async function checkServers(
  shell: Shell,
  loaded: LoadedConfig | null,
): Promise<ServerFindings> {
  const { servicesStatus } = await import("../../services/services.js");
  const env = serverEnvironment(loaded, shell.io.env);
  const dataDir = resolve(loaded?.dir ?? shell.io.cwd, loaded?.config.dataFolder ?? ".countersign");
  const { neo4j, redis } = await servicesStatus({ dataDir, env });
  const lines = [serverLine("Neo4j", neo4j), serverLine("Redis", redis)];
  const redisUrl = env["REDIS_URL"] || redis.address;
  if (answers(redis) && redisUrl !== null) lines.push(...(await checkRedis(redisUrl)));
  if (loaded === null || !answers(neo4j)) return { lines, tenants: new Map() };
  const place = { ...loginAt(neo4j, env), database: loaded.config.neo4j.database };
  const graph = await checkGraph(place, loaded.config);
  return { lines: [...lines, ...graph.lines], tenants: graph.tenants };
}

function answers(server: ServerStatus): boolean {
  return server.how !== null && server.problem === null;
}

/** User and password belong to a server that was named; those we start have none. */
function loginAt({ how, address }: ServerStatus, env: NodeJS.ProcessEnv): GraphPlace {
  if (how !== "environment") return { uri: address ?? "", user: null, password: null };
  const password = env["NEO4J_PASSWORD"] || null;
  const user = env["NEO4J_USER"] || (password === null ? null : "neo4j");
  return { uri: env["NEO4J_URI"] ?? "", user, password };
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

async function checkGraph(place: GraphPlace, { sources }: Config): Promise<ServerFindings> {
  const { inspectGraph } = await import("../../runs/use-cases.js");
  try {
    return await inspectGraph(place, sources);
  } catch (error) {
    return { lines: [graphFailure(error, place)], tenants: new Map() };
  }
}

/** A database that is not there, or may not be read, is the operator's to mend; anything else is ours. */
function graphFailure(error: unknown, { database }: GraphPlace): DoctorLine {
  const line = (sentence: string, next: string | null): DoctorLine => ({
    subject: "Neo4j",
    state: "failed",
    sentence,
    next,
  });
  if (error instanceof CountersignError) return line(error.message, error.next);
  const isNeo4js =
    error instanceof Error && "code" in error && String(error.code).startsWith("Neo.");
  if (!isNeo4js) throw error;
  const [first = ""] = error.message.split("\n");
  const name = database === undefined ? "its default database" : `the database "${database}"`;
  return line(
    `It answers, and ${name} cannot be read: ${first}`,
    "Correct neo4j: database: in the config, or give its user the right to read it.",
  );
}
