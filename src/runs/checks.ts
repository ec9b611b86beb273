import { listConstraints, listSources } from "../graph/queries/runs.js";
import { schemaStatements } from "../graph/schema.js";
import type { Problem } from "../platform/problem.js";
import type { Context } from "./context.js";
import { planSync } from "./plan-sync.js";
import { standingsOf } from "./collect.js";

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

/** Constraints, freshness of every source, and what is in the graph. */
export async function doctorGraph(context: Context): Promise<DoctorLine[]> {
  const { graph, config } = context;
  const [names, sources] = await graph.read(async (tx) => [
    new Set((await listConstraints.run(tx, {})).map((row) => row.name)),
    new Map((await listSources.run(tx, {})).map((row) => [row.id, row])),
  ]);
  const wanted = schemaStatements().flatMap(
    (statement) => /CREATE CONSTRAINT (\w+)/.exec(statement)?.[1] ?? [],
  );
  const missing = wanted.filter((name) => !names.has(name));
  const standings = await standingsOf(graph);
  const total = Object.values(standings).reduce((sum, count) => sum + count, 0);
  return [
    missing.length === 0
      ? ok("graph", `${wanted.length} constraints in place, ${total} authorizations`)
      : {
          subject: "graph",
          state: "failed",
          sentence: `constraints missing: ${missing.join(", ")}`,
          next: "Run any command that writes, as a user who may create constraints.",
        },
    ...config.sources.map(({ id }): DoctorLine => {
      const known = sources.get(id);
      if (known === undefined) {
        return {
          subject: id,
          state: "remark",
          sentence: "was never synced",
          next: "countersign sync --plan",
        };
      }
      return ok(
        id,
        `last synced ${new Date(known.lastRunAt).toISOString()} (run ${known.lastRun})`,
      );
    }),
  ];
}

function ok(subject: string, sentence: string): DoctorLine {
  return { subject, state: "ok", sentence, next: null };
}
