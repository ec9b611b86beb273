import type { ManagedTransaction } from "neo4j-driver";
import { openIn, writeFindings } from "../continuity/findings.js";
import { findingsEntry } from "../continuity/ledger-entry.js";
import type { PersonId } from "../domain/person.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import { graphOrg } from "../graph/org-reader.js";
import { markPeople, markedAuthorizations } from "../graph/queries/identity-acts.js";
import { markUnsettled, projectPersons, wakeWaiting } from "../graph/queries/org-write.js";
import { holdLease } from "../graph/queries/runs.js";
import { CountersignError } from "../platform/errors.js";
import { correlateAccounts } from "../sync/apply-accounts.js";
import { projectOrganisation } from "../sync/apply-organisation.js";
import type { Operator } from "./acts.js";
import type { Refusal } from "./asked.js";
import type { Context } from "./context.js";
import { decisionLine } from "./decision-lines.js";
import { changedOnly, settleKeys, writingEngine } from "./engine.js";
import type { IdentityDone, IdentityReport } from "./identity-report.js";
import { correlatorFrame, identityChanges } from "./identity-step.js";
import { policyOf } from "./policy.js";
import type { DecisionLine } from "./report.js";
import { type Lease, withAct, withLease } from "./run.js";

/** What an act changed, and what a person should read beside it. */
export interface IdentityChange {
  readonly done: IdentityDone;
  readonly notes: readonly string[];
}

/** Who says so, and why; on record with the number of the act. */
export interface Said {
  readonly operator: Operator;
  readonly reason: string;
}

/** Prolonged by every write, as by a run. */
const LEASE_MS = 60_000;

/**
 * Performs one act about who is who. The change and the marks of all that follows from it are one
 * transaction; what follows is then done the way a run does it, so that a crash in between is made good by the next
 * run. No sync and no due work goes on meanwhile: whose a login is must not change under a run that
 * has read it.
 *
 * @throws RunBusy when a run of any source is going on
 */
export async function performIdentity(
  context: Context,
  facts: Said & { readonly act: string },
  change: (run: RunWriter) => Promise<IdentityChange | Refusal>,
): Promise<IdentityReport> {
  const { graph, config, clock, log } = context;
  const keys = [...config.sources.map((source) => source.id), "due-work"].toSorted();
  return await withLeases(graph, keys, async (leases) => {
    const { act, operator, reason } = facts;
    const said = { act, operator: operator.person, onBehalfOf: null, reason };
    return await withAct(graph, { ...said, clock, log }, async (run) => {
      const writer: RunWriter = {
        number: run.number,
        at: run.at,
        baseline: false,
        write: (kind, work, entryOf) =>
          run.write(kind, (tx) => underLeases(tx, leases, work), entryOf),
      };
      const outcome = await change(writer);
      const refused = "refused" in outcome;
      const decisions = refused ? [] : await follow(context, writer);
      return {
        run: run.number,
        done: refused ? null : outcome.done,
        notes: refused ? [] : outcome.notes,
        decisions,
        refused: refused ? { code: outcome.refused, sentence: outcome.sentence } : null,
      };
    });
  });
}

async function withLeases<T>(
  graph: Graph,
  keys: readonly string[],
  work: (leases: readonly Lease[]) => Promise<T>,
): Promise<T> {
  const [key, ...rest] = keys;
  if (key === undefined) return await work([]);
  return await withLease(graph, key, (lease) =>
    withLeases(graph, rest, (leases) => work([lease, ...leases])),
  );
}

/** As a run of each source: the leases are locked and looked at last (F23). */
async function underLeases<T>(
  tx: ManagedTransaction,
  leases: readonly Lease[],
  work: (tx: ManagedTransaction) => Promise<T>,
): Promise<T> {
  const result = await work(tx);
  const expiresAt = Date.now() + LEASE_MS;
  for (const lease of leases) {
    const held = await holdLease.uncounted(tx, { ...lease, expiresAt });
    if (held.length > 0) continue;
    throw new CountersignError({
      code: "LEASE_LOST",
      message: `A run of "${lease.key}" began while this was being settled, and it was stopped.`,
      next: "Try again; what was written already is on record, and the next run does what follows from it.",
      disposition: "retry",
    });
  }
  return result;
}

/**
 * Marks everything that is to be looked at anew because identifiers passed between these people, or because of what
 * was said of them: in the transaction that did so.
 */
export async function markFollowing(
  tx: ManagedTransaction,
  run: RunWriter,
  { ids, keys }: { readonly ids: readonly PersonId[]; readonly keys: readonly string[] },
): Promise<void> {
  const people = [...new Set(ids)].toSorted();
  const frame = { run: run.number, at: run.at };
  await projectPersons.run(tx, { ...frame, ids: people });
  await markPeople.run(tx, { run: run.number, ids: people, keys: [...keys] });
  await wakeWaiting.run(tx, { run: run.number, identifierKeys: [...keys] });
  await markUnsettled.run(tx, { run: run.number, ids: people });
}

/** What a run does about what is marked: logins, edges, then the authorizations of this act. */
async function follow(context: Context, run: RunWriter): Promise<DecisionLine[]> {
  const { graph } = context;
  await correlateAccounts(graph, run, {
    ...correlatorFrame(context, run.at),
    onEmployments: () => undefined,
    onOutcomes: async (outcomes) => {
      const keys = outcomes.map((one) => one.facts.key);
      const changes = await identityChanges(openIn(graph), outcomes, keys);
      if (changes.raise.length + changes.clear.length === 0) return;
      await run.write(
        "authorizations",
        (tx) => writeFindings(tx, run, changes),
        () => findingsEntry(changes),
      );
    },
  });
  await projectOrganisation(graph, run);
  const marked = await graph.read((tx) => markedAuthorizations.run(tx, { run: run.number }));
  if (marked.length === 0) return [];
  const reader = graphOrg(graph);
  const policy = await policyOf(context.config, reader, run.at);
  const engine = writingEngine(graph, run, { policy, reader });
  const { decisions, org } = await settleKeys(
    engine,
    marked.map((row) => row.key),
  );
  return changedOnly(decisions).map((one) => decisionLine(one, org));
}
