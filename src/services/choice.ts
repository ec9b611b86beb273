/** Where a server comes from. */
export type How = "environment" | "docker" | "embedded";

export interface Choice {
  readonly how: How;
  /** Half a sentence: "because …". */
  readonly why: string;
}

/** The variable that names a server, per server. */
export const VARIABLE = { neo4j: "NEO4J_URI", redis: "REDIS_URL" } as const;

/** The value of a variable; an empty one counts as not set, as in shells and compose files. */
export function valueOf(env: NodeJS.ProcessEnv, variable: string): string | null {
  const value = env[variable];
  return value === undefined || value === "" ? null : value;
}

/**
 * The order of choice, for one server: the environment names it; else it runs already for this data
 * folder; else Docker; else embedded.
 */
export function choose(facts: {
  readonly variable: string;
  readonly isNamed: boolean;
  /** What already runs for this data folder: its data is there, so it goes before a fresh choice. */
  readonly running: "docker" | "embedded" | null;
  /** Null when a Docker daemon answers, else why it cannot be used. */
  readonly dockerProblem: string | null;
}): Choice {
  if (facts.isNamed) return { how: "environment", why: `${facts.variable} is set` };
  if (facts.running !== null) return { how: facts.running, why: "it was started before and runs" };
  const unnamed = `${facts.variable} is not set`;
  return facts.dockerProblem === null
    ? { how: "docker", why: `${unnamed} and a Docker daemon answers` }
    : { how: "embedded", why: `${unnamed} and ${facts.dockerProblem}` };
}
