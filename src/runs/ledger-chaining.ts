import type { ManagedTransaction } from "neo4j-driver";
import type { Graph } from "../graph/graph.js";
import {
  chainEntries,
  lockHead,
  unchainedEntries,
  unchainedRuns,
} from "../graph/queries/ledger.js";
import { type Log, loggedError } from "../platform/log.js";
import { CHAIN_START, type ChainEnd, linked } from "../platform/ledger-chain.js";

/** Entries and runs chained in one transaction: what the lock of the head is held for. */
const ENTRIES = 1_000;
const RUNS = 50;

/**
 * Gives the entries of closed runs their places, in closing order and within a run in the order in which they were
 * written. Writers never wait for it, nor for each other: it runs after closing, and only who chains holds the head.
 * Entries that a crash left unchained are chained by whoever closes next.
 */
async function chainLedger(graph: Graph): Promise<void> {
  for (;;) {
    const waiting = await graph.read((tx) => unchainedRuns.run(tx, { limit: 1 }));
    if (waiting.length === 0) return;
    await graph.write(chainBatch);
  }
}

/**
 * The same, when the run itself is closed and done: what hinders chaining must not make a finished run fail.
 * It is logged; the entries keep waiting, and `ledger verify` says that they do, and what is wrong with a chain that
 * was tampered with.
 */
export async function chainAfterClosing(graph: Graph, log?: Log): Promise<void> {
  await chainLedger(graph).catch((error: unknown) => {
    const said = "the run is closed; its ledger entries wait for the next one to chain them";
    log?.warn({ event: "ledger.not-chained", err: loggedError(error) }, said);
  });
}

async function chainBatch(tx: ManagedTransaction): Promise<void> {
  const [head] = await lockHead.run(tx, { start: CHAIN_START.hash });
  // Read under the lock: whoever held it before may have chained them all.
  const runs = await unchainedRuns.run(tx, { limit: RUNS });
  if (head === undefined || runs.length === 0) return;
  let end: ChainEnd = { position: head.position, hash: head.hash };
  const rows = [];
  const finished: number[] = [];
  for (const { number } of runs) {
    const limit = ENTRIES - rows.length;
    const entries = await unchainedEntries.run(tx, { run: number, limit });
    for (const { id, seal } of entries) {
      const link = linked(end, seal);
      rows.push({ id, ...link });
      end = { position: link.position, hash: link.hash };
    }
    if (entries.length === limit) break;
    finished.push(number);
  }
  const [done] = await chainEntries.run(tx, {
    rows,
    position: end.position,
    hash: end.hash,
    finished,
  });
  if (done?.chained !== rows.length) throw new Error("an entry was given its place meanwhile");
}
