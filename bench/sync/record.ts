import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/platform/package-root.js";
import { type Outcome, resultOf } from "./result.js";
import { markdownOf } from "./table.js";

/** Writes `bench/recorded/sync-<people>.json` and `.md`: what was measured, on what, and how to do it again. */
export function writeRecord(outcome: Outcome): void {
  const folder = join(packageRoot(), "bench", "recorded");
  mkdirSync(folder, { recursive: true });
  const name = `sync-${String(outcome.prepared.people)}`;
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(resultOf(outcome), null, 2)}\n`);
  writeFileSync(join(folder, `${name}.md`), textOf(outcome));
}

function textOf(outcome: Outcome): string {
  const { rounds, coldVsSameFacts: sameFacts } = resultOf(outcome);
  const { machine, prepared } = outcome;
  return `# Sync of ${String(prepared.people)} people beside a loader written by hand

\`npm run bench:sync -- --people ${String(prepared.people)} --rounds ${String(rounds)} --warm-up ${String(outcome.warmUp)} --record\`

${String(machine.cores)} cores, Node ${machine.node}, Neo4j ${machine.neo4j}, Java ${machine.java}; load average ${machine.load} when the measurement ended. Medians of ${String(rounds)} rounds, both sides one right after the other in each phase, on a server that was warmed up.

${markdownOf(outcome)}

*ratio*: seconds of the loader by hand divided by ours; *cpu ratio*: the same of processor time, which other load on the machine hardly changes. *writes*: by the server's own counters; ours about the organisation.

Both read the same prepared pages from disk, and that is in the time. Ours serves them through the port, compares, writes with history, correlates, projects and closes the run. The loader by hand: UNWIND and MERGE of 5,000 rows a statement, uniqueness constraints, everything again each time, and for *changed* and *gone* a stamp on everything and a deletion of what carries none. It writes people, employments, teams, managers, logins and their people, groups and memberships; it keeps no history, no positions, and compares nothing.

*same facts*: another loader by hand, for a cold load only, that keeps what ours keeps of today: every field the sources tell, positions, identifiers, instants, look-up by address. It tells what history, comparing and the ledger cost: ours has ${String(sameFacts)} of its pace.

*unchanged* is a company whose sources tell the same in the same order. In another order, or with one record changed, it is compared record by record, as *changed* is.
`;
}
