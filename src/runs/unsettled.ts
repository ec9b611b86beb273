import { DAY_MS, type Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { unsettledAuthorizations } from "../graph/queries/authorization-read.js";

/** Authorizations decided together at most: their number bounds memory, and loads add up within it. */
const BATCH = 5_000;

/** How long what a run left half done waits for the next run of its source. */
const PATIENCE_MS = DAY_MS;

/**
 * Keys of everything that is marked, due or orphaned, in order, each once. What an unfinished run of
 * another source has marked waits for that source: only its whole batch makes sense (L10).
 *
 * @param finishing the sources whose batches are applied in full when this is asked
 */
export async function* unsettledKeys(
  graph: Graph,
  at: Instant,
  finishing: readonly string[],
): AsyncGenerator<string[]> {
  let after = "";
  for (;;) {
    const params = {
      at,
      limit: BATCH,
      after,
      finishing: [...finishing],
      abandonedBefore: at - PATIENCE_MS,
    };
    const rows = await graph.read((tx) => unsettledAuthorizations.run(tx, params));
    if (rows.length > 0) yield rows.map((row) => row.key);
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.key ?? "";
  }
}
