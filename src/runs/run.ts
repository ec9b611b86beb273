import type { ManagedTransaction } from "neo4j-driver";
import type { Instant } from "../domain/time.js";
import type { EntryOf, Graph, RunWriter, Work, WriteKind } from "../graph/graph.js";
import { WriteTally } from "../graph/query.js";
import {
  closeAbandoned,
  closeRun,
  dateClosings,
  holdAct,
  holdLease,
  lastInstant,
  openRun,
  readLease,
  releaseLease,
  takeLease,
} from "../graph/queries/runs.js";
import { CountersignError } from "../platform/errors.js";
import type { Clock } from "../platform/clock.js";
import type { Log } from "../platform/log.js";
import type { Checkpoint } from "../sync/read-options.js";
import { abandonLost, lostRuns } from "./abandoned.js";
import { LEASE_MS, SELF, beating, isDead, newHolder } from "./holder.js";
import { chainAfterClosing } from "./ledger-chaining.js";
import { type Author, EntryWriter, authorOf } from "./ledger-writing.js";

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

/** The act was closed as abandoned: this process was silent for too long. Nothing more of it is committed. */
class ActLost extends CountersignError {
  constructor(number: number) {
    super({
      code: "LEASE_LOST",
      message: `This act (number ${number}) was silent for so long that it was closed, and it was stopped.`,
      next: "Try again; what was written already is on record, and the next run does what follows from it.",
      disposition: "retry",
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
  precedence: null,
  unbelieved: null,
  keyFill: null,
  scopes: {},
  counts: {},
  digests: null,
};

function row({ scopes, counts, digests, ...checkpoint }: Checkpoint) {
  return {
    ...checkpoint,
    scopes: JSON.stringify(scopes),
    counts: JSON.stringify(counts),
    readDigest: digests?.whole ?? null,
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
  readonly #clock: Clock;
  readonly #log: Log | undefined;
  readonly #entries: EntryWriter;
  readonly #tallies: Record<WriteKind, WriteTally> = {
    organisation: new WriteTally(),
    authorizations: new WriteTally(),
    record: new WriteTally(),
  };

  constructor(
    graph: Graph,
    opened: { readonly number: number; readonly at: Instant },
    of: Pick<RunFacts, "baseline" | "source"> & {
      readonly lease: Lease | null;
      readonly clock: Clock;
      readonly log?: Log | undefined;
      readonly author: Author;
    },
  ) {
    this.number = opened.number;
    this.at = opened.at;
    this.baseline = of.baseline;
    this.#graph = graph;
    this.#lease = of.lease;
    this.#source = of.source;
    this.#clock = of.clock;
    this.#log = of.log;
    this.#entries = new EntryWriter(opened, of.author, this.#tallies.record);
  }

  /** From here on this run does what a named person has approved: its entries of the ledger say so. */
  under(plan: string): void {
    this.#entries.under(plan);
  }

  get writes(): Record<WriteKind, number> {
    const { organisation, authorizations, record } = this.#tallies;
    return {
      organisation: organisation.total,
      authorizations: authorizations.total,
      record: record.total,
    };
  }

  async write<T>(kind: WriteKind, unlogged: Work<T>, entryOf?: EntryOf<T>): Promise<T> {
    return await this.#entries.logged(kind, { work: unlogged, entryOf }, (work) =>
      this.#write(kind, work),
    );
  }

  async #write<T>(kind: WriteKind, work: Work<T>): Promise<T> {
    const lease = this.#lease;
    if (lease === null) return await this.#writeAct(kind, work);
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

  /** An act has no source to hold: it holds its own record, locked last as a lease is (F23). */
  async #writeAct<T>(kind: WriteKind, work: Work<T>): Promise<T> {
    const { number } = this;
    return await this.#graph.write(async (tx) => {
      const result = await work(tx);
      const expiresAt = Date.now() + LEASE_MS;
      const held = await holdAct.uncounted(tx, { number, holder: SELF, expiresAt });
      if (held.length === 0) throw new ActLost(number);
      return result;
    }, this.#tallies[kind]);
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
      await closeRun.run(tx, params);
      const finished = await this.#finishAbandoned(tx);
      await this.#date(tx, [...finished, this.number]);
    });
    await chainAfterClosing(this.#graph, this.#log);
  }

  /** Closes a run that could read nothing useful; the source's cursor stays where it was. */
  async fail(summary: string): Promise<void> {
    const params = { number: this.number, source: null, summary, ...row(NO_CHECKPOINT) };
    await this.write("record", async (tx) => {
      await closeRun.run(tx, params);
      await this.#date(tx, [this.number]);
    });
    await chainAfterClosing(this.#graph, this.#log);
  }

  /** Runs of the same source that died: this one has done their work. An act finishes nobody's. */
  async #finishAbandoned(tx: ManagedTransaction): Promise<number[]> {
    if (this.#lease === null) return [];
    const source = this.#source;
    const kind = source === null ? "due" : "sync";
    const [finished] = await closeAbandoned.run(tx, { kind, source, before: this.number });
    return finished?.undated ?? [];
  }

  /** The closing happens now, whatever the instant the run works at. */
  async #date(tx: ManagedTransaction, numbers: number[]): Promise<void> {
    await dateClosings.run(tx, { now: this.#clock.now(), numbers });
  }
}

/** Where a plan would stand: the instant a run would take now, without taking a number. */
export async function planInstant(graph: Graph, now: Instant): Promise<Instant> {
  const [last] = await graph.read((tx) => lastInstant.run(tx, {}));
  return last === undefined ? now : Math.max(now, last.at);
}

/**
 * Numbers a run and takes its instant: never earlier than that of the run before (F31). Runs and acts
 * that have died are closed first, so that none of them hides what is known for ever.
 */
export async function openRunOn(
  graph: Graph,
  facts: RunFacts,
  {
    clock,
    log,
    lease,
  }: {
    readonly clock: Clock;
    readonly log?: Log | undefined;
    /** Null: an act of a person (`withAct`), guarded by its own record and the revisions it was decided on. */
    readonly lease: Lease | null;
  },
): Promise<Run> {
  const { baseline, source } = facts;
  const held =
    lease === null
      ? { holder: SELF, expiresAt: Date.now() + LEASE_MS, leaseKey: null, epoch: null }
      : { holder: null, expiresAt: null, leaseKey: lease.key, epoch: lease.epoch };
  const lost = await lostRuns(graph);
  const [opened] = await graph.write(async (tx) => {
    await abandonLost(tx, lost, clock.now());
    return await openRun.run(tx, { ...facts, ...held, at: clock.now() });
  });
  if (opened === undefined) throw new Error("the sequence gave no number");
  const author = await authorOf(graph, facts, opened.at);
  return new Run(graph, opened, { baseline, source, lease, clock, log, author });
}

/**
 * Performs an act of a person as one numbered record, held while it goes on. One that fails is closed
 * as failed at once: nobody waits for it, and what it wrote by then is known from there.
 */
export async function withAct<T>(
  graph: Graph,
  said: Pick<RunFacts, "operator" | "onBehalfOf" | "act" | "reason"> & {
    readonly clock: Clock;
    readonly log?: Log;
  },
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const { clock, log, ...facts } = said;
  const kept: RunFacts = { ...facts, kind: "act", source: null, baseline: false };
  const run = await openRunOn(graph, kept, { clock, log, lease: null });
  const own = { number: run.number, holder: SELF };
  const beat = (expiresAt: number) => graph.write((tx) => holdAct.run(tx, { ...own, expiresAt }));
  try {
    const result = await beating(beat, () => work(run));
    await run.close();
    return result;
  } catch (error) {
    const code = error instanceof CountersignError ? error.code : "UNEXPECTED";
    // When even that fails, the next to open a run finds it expired.
    await run.fail(code).catch(() => undefined);
    throw error;
  }
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
  const beat = (expiresAt: number) =>
    graph.write((tx) => holdLease.run(tx, { ...lease, expiresAt }));
  try {
    return await beating(beat, () => work(lease));
  } finally {
    await graph.write((tx) => releaseLease.run(tx, lease)).catch(() => undefined);
  }
}

async function acquire(graph: Graph, key: string): Promise<number> {
  const [held] = await graph.read((tx) => readLease.run(tx, { key }));
  const holder = held?.holder ?? null;
  const deadHolder = holder !== null && isDead(holder) ? holder : null;
  const now = Date.now();
  // One name for each taking: where the answer to the commit is lost, the driver takes it again.
  const taker = newHolder();
  const [taken] = await graph.write((tx) =>
    takeLease.run(tx, { key, holder: taker, now, expiresAt: now + LEASE_MS, deadHolder }),
  );
  if (taken === undefined) throw new RunBusy(key, holder ?? "another process");
  return taken.epoch;
}
