import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { configSchema, type Config } from "./config.js";
import { contradictionsOf } from "./config-contradictions.js";
import { problemsOfIssues } from "./config-problems.js";
import { counted } from "./counted.js";
import { CountersignError } from "./errors.js";
import type { Problem } from "./problem.js";
import { readYaml } from "./yaml-text.js";

const CONFIG_FILE_NAME = "countersign.yaml";

export interface LoadedConfig {
  /** With the environment's NEO4J_URI, NEO4J_USER and REDIS_URL in place of what the file says. */
  readonly config: Config;
  /** Folder of the file: relative paths in the config start here. */
  readonly dir: string;
  /** Absolute path of the file. */
  readonly path: string;
}

/**
 * The config file has problems; `problems` holds every one with its place. Cause: an edit. Nobody is
 * alerted; the person who started the command reads it.
 */
export class ConfigInvalidError extends CountersignError {
  readonly problems: readonly Problem[];

  constructor(path: string, problems: readonly Problem[]) {
    super({
      code: "CONFIG_INVALID",
      message: `${path} has ${counted(problems.length, "problem")}.`,
      next: "Correct it and run the command again; `countersign doctor` checks the rest.",
      audience: "caller",
    });
    this.name = "ConfigInvalidError";
    this.problems = problems;
  }
}

/**
 * Reads and checks the config.
 *
 * @param path of the file; null looks in COUNTERSIGN_CONFIG, then for `countersign.yaml` in the
 * current folder and the ones above it.
 * @throws CountersignError CONFIG_MISSING when there is none.
 * @throws ConfigInvalidError with every problem at once.
 */
export function loadConfig(
  path: string | null,
  env: NodeJS.ProcessEnv,
  cwd: string = process.cwd(),
): LoadedConfig {
  const file = findConfig(path, env, cwd);
  const shown = relative(cwd, file) || file;
  const { value, places, problems: broken } = readYaml(read(file, shown), shown);
  if (broken.length > 0) throw new ConfigInvalidError(shown, broken);
  const raw = value ?? {};
  const parsed = configSchema.safeParse(raw);
  const problems = [
    ...(parsed.error === undefined ? [] : problemsOfIssues(parsed.error.issues, raw, places)),
    ...contradictionsOf(raw, places),
  ];
  if (!parsed.success || problems.length > 0)
    throw new ConfigInvalidError(shown, inOrder(problems));
  return { config: withEnvironment(parsed.data, env), dir: dirname(file), path: file };
}

function findConfig(path: string | null, env: NodeJS.ProcessEnv, cwd: string): string {
  const named = path ?? (env["COUNTERSIGN_CONFIG"] || null);
  if (named !== null) {
    const file = resolve(cwd, named);
    if (existsSync(file)) return file;
    throw missing(`There is no config at ${named}.`);
  }
  let folder = resolve(cwd);
  for (;;) {
    const file = join(folder, CONFIG_FILE_NAME);
    if (existsSync(file)) return file;
    const above = dirname(folder);
    if (above === folder) {
      throw missing(`There is no ${CONFIG_FILE_NAME} in this folder or above it.`);
    }
    folder = above;
  }
}

function missing(message: string): CountersignError {
  return new CountersignError({
    code: "CONFIG_MISSING",
    message,
    next: "Run `countersign init` to write a commented one, or name yours with --config.",
    audience: "caller",
  });
}

function read(file: string, shown: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
    throw new CountersignError({
      code: "CONFIG_UNREADABLE",
      message: `${shown} cannot be read${why}.`,
      next: "Check that it is a file and that you may read it.",
      audience: "caller",
      cause,
    });
  }
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) =>
      (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0),
  );
}

/** An empty variable counts as not set, as in shells and compose files. */
function withEnvironment(config: Config, env: NodeJS.ProcessEnv): Config {
  const uri = env["NEO4J_URI"] || config.neo4j.uri;
  const user = env["NEO4J_USER"] || config.neo4j.user;
  const url = env["REDIS_URL"] || config.redis.url;
  return {
    ...config,
    neo4j: { ...config.neo4j, ...(uri && { uri }), ...(user && { user }) },
    redis: { ...config.redis, ...(url && { url }) },
  };
}
