import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { unsettledAuthorizations } from "../graph/queries/authorization-read.js";

/** Authorizations decided together at most: their number bounds memory, and loads add up within it. */
const BATCH = 5_000;

/** Keys of everything that is marked, due or orphaned, in order, each once. */
export async function* unsettledKeys(graph: Graph, at: Instant): AsyncGenerator<string[]> {
  let after = "";
  for (;;) {
    const params = { at, limit: BATCH, after };
    const rows = await graph.read((tx) => unsettledAuthorizations.run(tx, params));
    if (rows.length > 0) yield rows.map((row) => row.key);
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.key ?? "";
  }
}
