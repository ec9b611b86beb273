import type { LoadedConfig } from "../platform/config-file.js";

/** The environment with the servers that the config names; what the environment says goes first (it is in the config already). */
export function serverEnvironment(
  loaded: LoadedConfig | null,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (loaded === null) return env;
  const { neo4j, redis } = loaded.config;
  const password = env[neo4j.passwordEnv];
  return {
    ...env,
    ...(neo4j.uri !== undefined && { NEO4J_URI: neo4j.uri }),
    ...(neo4j.user !== undefined && { NEO4J_USER: neo4j.user }),
    ...(password !== undefined && { NEO4J_PASSWORD: password }),
    ...(redis.url !== undefined && { REDIS_URL: redis.url }),
  };
}
