import { openGraph } from "../graph/driver.js";
import { Graph } from "../graph/graph.js";
import { listConstraints, listSources } from "../graph/queries/runs.js";
import { schemaStatements } from "../graph/schema.js";
import type { SourceConfig } from "../platform/config-sources.js";
import type { Problem } from "../platform/problem.js";
import type { Context } from "./context.js";
import { standingsOf } from "./collect.js";
import { knownSource } from "./known-source.js";
import { planSync } from "./plan-sync.js";

/** One thing that `doctor` looked at. */
export interface DoctorLine {
  readonly subject: string;
  readonly state: "ok" | "remark" | "failed";
  readonly sentence: string;
  readonly next: string | null;
}

/** Rules of lines that only the directory can judge; the offline ones are the linter's own. */
const ONLINE_RULES = /^(person-|signature-refused|not-applied|definition-missing|retired)/;

/**
 * What `sync` would refuse in the registry because of who is who: owners who are unknown, have left,
 * are service accounts or built the agent. Changes nothing.
 */
export async function lintOnline(context: Context): Promise<Problem[]> {
  const registries = context.config.sources.filter((source) => source.type === "registry");
  const report = await planSync(context, registries, { plan: true });
  return report.sources
    .flatMap((source) => source.problems)
    .filter((problem) => ONLINE_RULES.test(problem.rule));
}

/** Where the graph is, and as whom to ask it. */
export interface GraphPlace {
  readonly uri: string;
  /** Null: it wants no login. */
  readonly user: string | null;
  readonly password: string | null;
  readonly database?: string | undefined;
}

/** What a look at the graph found. */
export interface GraphInspection {
  readonly lines: readonly DoctorLine[];
  /** Tenant that answered at the first sync, by source; sources without one are left out. */
  readonly tenants: ReadonlyMap<string, string>;
}

/**
 * Version and constraints of the graph, freshness of every source, and what is in it. Unlike every
 * other use case it takes the graph as it is: nothing is started, created or brought up to date.
 *
 * @throws CountersignError when Neo4j does not answer or refuses the login
 */
export async function inspectGraph(
  place: GraphPlace,
  sources: readonly SourceConfig[],
): Promise<GraphInspection> {
  const graph = new Graph(await openGraph(place), place.database);
  try {
    const synced = await syncedSources(graph);
    const lines = [
      versionLine(await graph.driver.getServerInfo()),
      await constraintLine(graph, synced.size > 0),
      ...sources.map(({ id }) => freshnessLine(id, synced.get(id))),
    ];
    const tenants = new Map<string, string>();
    for (const { id } of sources) {
      const tenant = synced.has(id) ? (await knownSource(graph, id))?.tenant : null;
      if (typeof tenant === "string") tenants.set(id, tenant);
    }
    return { lines, tenants };
  } finally {
    await graph.close();
  }
}

/** The statements of `cypher/` use subqueries with a scope, `CALL (x) { … }`, which came with this one. */
const LEAST_NEO4J = { major: 5, minor: 23 };

/** Whether the server is one that the statements are made for. */
export function versionLine({ agent }: { readonly agent?: string }): DoctorLine {
  const [, shown = "", major = "", minor = ""] =
    /^Neo4j\/((\d+)\.(\d+)\S*)/.exec(agent ?? "") ?? [];
  if (shown === "") {
    return {
      subject: "graph",
      state: "remark",
      sentence: `the server does not say that it is a Neo4j (${agent ?? "no version"})`,
      next: `Countersign is made for Neo4j ${LEAST_NEO4J.major}.${LEAST_NEO4J.minor} and later.`,
    };
  }
  const { major: least } = LEAST_NEO4J;
  const isEnough =
    Number(major) > least || (Number(major) === least && Number(minor) >= LEAST_NEO4J.minor);
  if (isEnough) return ok("graph", `Neo4j ${shown}, a version that is supported`);
  return {
    subject: "graph",
    state: "failed",
    sentence: `Neo4j ${shown} is too old: ${least}.${LEAST_NEO4J.minor} is the oldest that is supported`,
    next: "Upgrade it to 5.26 LTS or later, or unset NEO4J_URI for a local one.",
  };
}

/** Without one of them two writers could double what it keeps single. */
async function constraintLine(graph: Graph, wasUsed: boolean): Promise<DoctorLine> {
  const names = new Set(
    (await graph.read((tx) => listConstraints.run(tx, {}))).map((row) => row.name),
  );
  const wanted = schemaStatements().flatMap(
    (statement) => /CREATE CONSTRAINT (\w+)/.exec(statement)?.[1] ?? [],
  );
  const missing = wanted.filter((name) => !names.has(name));
  if (missing.length === 0) {
    const standings = await standingsOf(graph);
    const total = Object.values(standings).reduce((sum, one) => sum + one, 0);
    return ok("graph", `${wanted.length} constraints in place, ${total} authorizations`);
  }
  if (missing.length === wanted.length && !wasUsed) {
    return ok("graph", `not used yet; the first sync makes its ${wanted.length} constraints`);
  }
  return {
    subject: "graph",
    state: "remark",
    sentence: `${missing.length} of ${wanted.length} constraints are missing: ${missing.join(", ")}`,
    next: "The next command that opens the graph makes them, as a user who may: countersign sync --plan",
  };
}

type Synced = Awaited<ReturnType<typeof listSources.run>>[number];

async function syncedSources(graph: Graph): Promise<ReadonlyMap<string, Synced>> {
  const rows = await graph.read((tx) => listSources.run(tx, {}));
  return new Map(rows.map((row) => [row.id, row]));
}

function freshnessLine(id: string, synced: Synced | undefined): DoctorLine {
  if (synced === undefined) {
    return {
      subject: id,
      state: "remark",
      sentence: "was never synced",
      next: "countersign sync --plan",
    };
  }
  const { lastRun, lastRunAt } = synced;
  return ok(id, `last synced ${new Date(lastRunAt).toISOString()} (run ${lastRun})`);
}

function ok(subject: string, sentence: string): DoctorLine {
  return { subject, state: "ok", sentence, next: null };
}
