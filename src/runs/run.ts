import { hostname } from "node:os";
import type { Instant } from "../domain/time.js";
import type { Graph, RunWriter, Work, WriteKind } from "../graph/graph.js";
import { WriteTally } from "../graph/query.js";
import {
  closeAbandoned,
  closeRun,
  holdLease,
  lastInstant,
  openRun,
  readLease,
  releaseLease,
  takeLease,
} from "../graph/queries/runs.js";
import { CountersignError } from "../platform/errors.js";
import { mintId } from "../platform/ids.js";
import type { Checkpoint } from "../sync/read-options.js";

/** How long a silent holder keeps a lease; every write prolongs it, and so does the beat. */
const LEASE_MS = 60_000;
const BEAT_MS = 15_000;

/** Another run holds the source; it is not started twice. */
class RunBusy extends CountersignError {
  constructor(key: string, holder: string) {
    super({
      code: "RUN_BUSY",
      message: `A run of "${key}" is going on (${holder}).`,
      next: "Wait for it to end; a run that died is taken over within a minute.",
      disposition: "wait",
      data: { key },
    });
  }
}

/** The lease was lost: this process was paused and another took over. Nothing of it is committed. */
class LeaseLost extends CountersignError {
  constructor(key: string) {
    super({
      code: "LEASE_LOST",
      message: `This run of "${key}" was taken over by another process and stopped.`,
      next: "Nothing to do: the other run does the work.",
      disposition: "halt",
    });
  }
}

/** What is on record about a run before it has done anything. */
export interface RunFacts {
  readonly kind: "sync" | "due" | "act";
  readonly source: string | null;
  readonly baseline: boolean;
  readonly operator: string | null;
  readonly onBehalfOf: string | null;
  readonly act: string | null;
  readonly reason: string | null;
}

const NO_CHECKPOINT: Checkpoint = {
  cursor: null,
  tenant: null,
  keyFill: null,
  scopes: {},
  digests: null,
};

function row({ cursor, tenant, keyFill, scopes, digests }: Checkpoint) {
  return {
    cursor,
    tenant,
    keyFill,
    scopes: JSON.stringify(scopes),
    employmentDigests: digests === null ? null : [...digests.employments],
    accountDigests: digests === null ? null : [...digests.accounts],
    membershipDigests: digests === null ? null : [...digests.memberships],
  };
}

/** What a run holds while it works; the epoch tells it from the holder that took over (F23). */
export interface Lease {
  readonly key: string;
  readonly epoch: number;
}

/** A run in progress, with what it has written so far by the server's own counters. */
export class Run implements RunWriter {
  readonly number: number;
  readonly at: Instant;
  readonly baseline: boolean;
  readonly #graph: Graph;
  readonly #lease: Lease | null;
  readonly #source: string | null;
  readonly #tallies: Record<WriteKind, WriteTally> = {
    organisation: new WriteTally(),
    authorizations: new WriteTally(),
    record: new WriteTally(),
  };

  constructor(
    graph: Graph,
    opened: { readonly number: number; readonly at: Instant },
    of: Pick<RunFacts, "baseline" | "source"> & { readonly lease: Lease | null },
  ) {
    this.number = opened.number;
    this.at = opened.at;
    this.baseline = of.baseline;
    this.#graph = graph;
    this.#lease = of.lease;
    this.#source = of.source;
  }

  get writes(): Record<WriteKind, number> {
    const { organisation, authorizations, record } = this.#tallies;
    return {
      organisation: organisation.total,
      authorizations: authorizations.total,
      record: record.total,
    };
  }

  async write<T>(kind: WriteKind, work: Work<T>): Promise<T> {
    const lease = this.#lease;
    if (lease === null) return await this.#graph.write(work, this.#tallies[kind]);
    try {
      return await this.#graph.write(async (tx) => {
        const result = await work(tx);
        const expiresAt = Date.now() + LEASE_MS;
        const held = await holdLease.uncounted(tx, { ...lease, expiresAt });
        if (held.length === 0) throw new LeaseLost(lease.key);
        return result;
      }, this.#tallies[kind]);
    } catch (error) {
      // Whoever took over has written the same already: the constraint says so before the lease can.
      if (!(error instanceof CountersignError) && (await this.#isReplaced(lease)))
        throw new LeaseLost(lease.key);
      throw error;
    }
  }

  /** False when nobody can tell: the error at hand says more then. */
  async #isReplaced({ key, epoch }: Lease): Promise<boolean> {
    const [held] = await this.#graph.read((tx) => readLease.run(tx, { key })).catch(() => []);
    return held !== undefined && held.epoch !== epoch;
  }

  /**
   * Closes the run, and with it those of the same source that died and whose work it has finished; the
   * source's cursor moves in the same transaction (checkpoint last).
   */
  async close(checkpoint: Checkpoint = NO_CHECKPOINT): Promise<void> {
    const source = this.#source;
    const params = { number: this.number, source, summary: null, ...row(checkpoint) };
    await this.write("record", async (tx) => {
      if (this.#lease !== null) {
        const kind = source === null ? "due" : "sync";
        await closeAbandoned.run(tx, { kind, source, before: this.number });
      }
      await closeRun.run(tx, params);
    });
  }

  /** Closes a run that could read nothing useful; the source's cursor stays where it was. */
  async fail(summary: string): Promise<void> {
    const params = { number: this.number, source: null, summary, ...row(NO_CHECKPOINT) };
    await this.write("record", (tx) => closeRun.run(tx, params));
  }
}

/** Where a plan would stand: the instant a run would take now, without taking a number. */
export async function planInstant(graph: Graph, now: Instant): Promise<Instant> {
  const [last] = await graph.read((tx) => lastInstant.run(tx, {}));
  return last === undefined ? now : Math.max(now, last.at);
}

/** Numbers a run and takes its instant: never earlier than that of the run before (F31). */
export async function openRunOn(
  graph: Graph,
  facts: RunFacts,
  {
    now,
    lease,
  }: {
    readonly now: Instant;
    /** Null: an act of a person; it is guarded by the revisions it was decided on. */
    readonly lease: Lease | null;
  },
): Promise<Run> {
  const [opened] = await graph.write((tx) => openRun.run(tx, { ...facts, at: now }));
  if (opened === undefined) throw new Error("the sequence gave no number");
  return new Run(graph, opened, { ...facts, lease });
}

/**
 * Does the work while holding the lease of `key`, so that a source has one run at a time on all
 * machines. A lease whose holder died on this machine is taken over at once, any other when it expires.
 *
 * @throws RunBusy when another run holds it
 */
export async function withLease<T>(
  graph: Graph,
  key: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const epoch = await acquire(graph, key);
  const lease = { key, epoch };
  const beat = setInterval(() => {
    // A beat that fails is made good by the next one, or the lease expires: both are safe.
    void graph
      .write((tx) => holdLease.run(tx, { ...lease, expiresAt: Date.now() + LEASE_MS }))
      .catch(() => undefined);
  }, BEAT_MS);
  try {
    return await work(lease);
  } finally {
    clearInterval(beat);
    await graph.write((tx) => releaseLease.run(tx, lease)).catch(() => undefined);
  }
}

async function acquire(graph: Graph, key: string): Promise<number> {
  const [held] = await graph.read((tx) => readLease.run(tx, { key }));
  const holder = held?.holder ?? null;
  const deadHolder = holder !== null && isDead(holder) ? holder : null;
  const now = Date.now();
  // One name for each taking: where the answer to the commit is lost, the driver takes it again.
  const taker = `${hostname()}:${process.pid}:${mintId().slice(0, 8)}`;
  const [taken] = await graph.write((tx) =>
    takeLease.run(tx, { key, holder: taker, now, expiresAt: now + LEASE_MS, deadHolder }),
  );
  if (taken === undefined) throw new RunBusy(key, holder ?? "another process");
  return taken.epoch;
}

/** Whether the holder was a process of this machine that is no longer there. */
function isDead(holder: string): boolean {
  const [host, pid] = holder.split(":");
  if (host !== hostname() || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
