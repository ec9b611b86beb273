import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/platform/package-root.js";
import { type Outcome, resultOf } from "./result.js";
import { markdownOf } from "./table.js";

/** Writes `bench/recorded/sync-<people>.md`: what was measured, on what, and how to do it again. */
export function writeRecord(outcome: Outcome): void {
  const folder = join(packageRoot(), "bench", "recorded");
  mkdirSync(folder, { recursive: true });
  const { people } = outcome.prepared;
  writeFileSync(join(folder, `sync-${String(people)}.md`), textOf(outcome));
}

function textOf(outcome: Outcome): string {
  const result = resultOf(outcome);
  const { machine, prepared } = outcome;
  return `# Sync of ${String(prepared.people)} people beside a loader written by hand

\`npm run bench:sync -- --people ${String(prepared.people)} --rounds ${String(result.rounds)} --record\`

${String(machine.cores)} cores, Node ${machine.node}, Neo4j ${machine.neo4j}, Java ${machine.java}; medians of ${String(result.rounds)} rounds, both sides one right after the other in each phase, on a server that was warmed up.

${markdownOf(outcome)}

*ratio*: seconds of the loader by hand divided by ours. *writes*: by the server's own counters; ours about the organisation.

Ours reads prepared pages through the port, compares, writes with history, correlates, projects and closes the run; what serving the pages takes is left out. The loader by hand has its rows in memory: UNWIND and MERGE of 5,000 rows a statement, uniqueness constraints, everything again each time, and for *gone* a stamp on everything and a deletion of what carries none. It keeps no history and compares nothing.

\`\`\`json
${JSON.stringify(result, null, 2)}
\`\`\`
`;
}
