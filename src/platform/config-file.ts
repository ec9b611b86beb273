import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { configSchema, type Config } from "./config.js";
import { problemsOfIssues, YamlPlaces } from "./config-problems.js";
import { CountersignError } from "./errors.js";
import { didYouMean } from "./nearest.js";
import type { Problem } from "./problem.js";

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
      message: `${path} has ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}.`,
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
  const lines = new LineCounter();
  const document = parseDocument(read(file, shown), { lineCounter: lines, prettyErrors: true });
  const places = new YamlPlaces(document, lines, shown);
  const broken = syntaxProblems(document, places);
  if (broken.length > 0) throw new ConfigInvalidError(shown, broken);
  const raw: unknown = document.toJS() ?? {};
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

/** What the YAML parser minds: tabs, duplicate keys, unclosed quotes; or more than one document. */
function syntaxProblems(document: Document.Parsed, places: YamlPlaces): Problem[] {
  return document.errors.map((error) => {
    const [first] = error.message.split(" at line ");
    return places.problem(error.pos[0], "yaml", notYaml(first ?? error.message));
  });
}

function notYaml(text: string): string {
  const trimmed = text.trim().replace(/[.:]$/, "");
  return `This is not YAML: ${trimmed.charAt(0).toLowerCase()}${trimmed.slice(1)}.`;
}

/** Only what the contradictions are about, and lenient: the rest is reported by the schema. */
const text = z.string().optional().catch(undefined);
const gist = z.object({
  sources: z
    .array(
      z
        .object({
          id: text,
          organisation: text,
          schedule: z.object({ cron: text }).catch({ cron: undefined }).prefault({}),
        })
        .catch({ id: undefined, organisation: undefined, schedule: { cron: undefined } }),
    )
    .catch([]),
  operators: z.array(z.object({ login: text }).catch({ login: undefined })).catch([]),
});

/** What is well-formed line by line and still cannot be meant. */
function contradictionsOf(raw: unknown, places: YamlPlaces): Problem[] {
  const { sources, operators } = gist.catch({ sources: [], operators: [] }).parse(raw);
  const ids = sources.map((source) => source.id);
  const logins = operators.map((operator) => operator.login);
  const say = (path: readonly (string | number)[], rule: string, sentence: string): Problem =>
    places.problem(places.offsetOf(path), rule, sentence);
  return [
    ...sources.flatMap(({ id, organisation, schedule }, index) => [
      ...(id !== undefined && ids.indexOf(id) !== index
        ? [say(["sources", index, "id"], "duplicate-source", taken(id, ids.indexOf(id)))]
        : []),
      ...(organisation !== undefined && !ids.includes(organisation)
        ? [
            say(
              ["sources", index, "organisation"],
              "unknown-source",
              noSuchSource(organisation, ids),
            ),
          ]
        : []),
      ...(schedule.cron !== undefined && !looksLikeCron(schedule.cron)
        ? [say(["sources", index, "schedule", "cron"], "cron", notCron(schedule.cron))]
        : []),
    ]),
    ...logins.flatMap((login, index) =>
      login !== undefined && logins.indexOf(login) !== index
        ? [
            say(
              ["operators", index, "login"],
              "duplicate-operator",
              `The login "${login}" is listed twice. One login is one person.`,
            ),
          ]
        : [],
    ),
  ];
}

function taken(id: string, first: number): string {
  return `The id "${id}" is taken by sources[${first + 1}]. Give every source an id of its own; it names the source for good.`;
}

function noSuchSource(id: string, ids: readonly (string | undefined)[]): string {
  const known = ids.filter((each) => each !== undefined);
  return `There is no source "${id}".${didYouMean(id, known) || ` Write the id of a source of this config: ${known.join(", ")}.`}`;
}

/** The worker's scheduler checks the rest; five or six fields tell a pattern from a wish. */
function looksLikeCron(pattern: string): boolean {
  return [5, 6].includes(pattern.trim().split(/\s+/).length);
}

function notCron(pattern: string): string {
  return `"${pattern}" is not a cron pattern. Write five fields, minute hour day month weekday: "0 2 * * *" is two at night.`;
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
