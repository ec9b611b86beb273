import type { ManagedTransaction } from "neo4j-driver";
import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { abandonRuns, dateClosings, openRuns } from "../graph/queries/runs.js";
import { isDead } from "./holder.js";

/** Runs and acts that look as if nobody works on them any more, and the holders known to be dead. */
interface LostRuns {
  readonly numbers: readonly number[];
  readonly dead: readonly string[];
}

/** Looks without a lock; `abandonLost` looks again with one. */
export async function lostRuns(graph: Graph): Promise<LostRuns> {
  const open = await graph.read((tx) => openRuns.run(tx, {}));
  const holders = open.flatMap((run) => (run.holder === null ? [] : [run.holder]));
  const dead = holders.filter(isDead);
  const now = Date.now();
  const lost = open.filter(
    ({ holder, expiresAt }) =>
      holder === null || dead.includes(holder) || (expiresAt !== null && expiresAt <= now),
  );
  return { numbers: lost.map((run) => run.number), dead: [...new Set(dead)] };
}

/**
 * Ends what has died, in the transaction that opens the next run: what it wrote counts as known from
 * there, and it can never write again (F23).
 *
 * @param now by the clock that dates closings; leases expire by that of the machine
 */
export async function abandonLost(
  tx: ManagedTransaction,
  { numbers, dead }: LostRuns,
  now: Instant,
): Promise<void> {
  if (numbers.length === 0) return;
  const frame = { now: Date.now(), dead: [...dead], numbers: [...numbers] };
  const ended = await abandonRuns.run(tx, frame);
  if (ended.length === 0) return;
  await dateClosings.run(tx, { now, numbers: ended.map((run) => run.number) });
}
