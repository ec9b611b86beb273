import type { RunWriter } from "../../graph/graph.js";
import { confirmIdentities, endIdentities, writeIdentities } from "../../graph/queries/agents.js";
import { batchesOf } from "../../platform/batches.js";
import { contentHash } from "../../platform/ids.js";
import { type RecordRow, keysContent, recordsContent } from "../../platform/ledger-content.js";
import type { AgentChange } from "./change.js";
import type { FoundAgents } from "./find.js";

/** Agents written in one transaction. */
const CHUNK = 1_000;

/**
 * Writes what a read changes about the agents of a directory, in bounded transactions. Each is marked in
 * the transaction that changes it: what follows is settled by this run or, after a crash, the next one.
 */
export async function writeAgentChanges(run: RunWriter, found: FoundAgents): Promise<void> {
  const frame = { run: run.number, at: run.at };
  const changes = found.changes.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  for (const chunk of batchesOf(changes, CHUNK)) {
    const rows = chunk.map(({ key, claims, identifiers }) => ({
      key,
      claims,
      identifiers: [...identifiers],
    }));
    await run.write(
      "organisation",
      (tx) => writeIdentities.run(tx, { ...frame, rows }),
      () => recordsContent("agents", chunk[0]?.claims.source ?? null, chunk.map(recordRow)),
    );
  }
  for (const rows of batchesOf(found.confirmed, CHUNK)) {
    await run.write(
      "organisation",
      (tx) => confirmIdentities.run(tx, { rows }),
      () => keysContent("agents", null, { confirmed: rows.map((row) => row.key) }),
    );
  }
  for (const chunk of batchesOf(found.gone, CHUNK)) {
    const keys = chunk.map(({ key }) => key);
    await run.write(
      "organisation",
      (tx) => endIdentities.run(tx, { ...frame, keys }),
      () => keysContent("agents", null, { gone: keys }),
    );
  }
}

function recordRow({ key, before, claims }: AgentChange): RecordRow {
  return [key, before === null ? null : contentHash(before), claims.hash];
}
