import type { ManagedTransaction } from "neo4j-driver";
import type { EntryContent } from "../domain/ledger.js";
import type { OrgView } from "../domain/org.js";
import type { PersonId } from "../domain/person.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import { settleUnchanged } from "../graph/queries/authorization-write.js";
import { changeSetsOf } from "./change-set.js";
import {
  type FindingChanges,
  findingChanges,
  openIn,
  openWithin,
  writeFindings,
} from "./findings.js";
import { type WrittenChanges, changeSetEntry } from "./ledger-entry.js";
import { expectAll, writeDuties, writeHistory, writeProjection } from "./rows.js";
import { type Decided, type Decision, PlanOutdated, changesAnything } from "./work.js";

/** Findings that a write opened and cleared. */
export interface WriteResult {
  readonly opened: number;
  readonly cleared: number;
}

/**
 * Commits the decisions, one change set per person who left (L6) and the rest in bounded chunks. A
 * change set is one transaction: authorizations, ownerships, signatures, standings, traces, findings,
 * their alerts and the applied documents together, or none of it.
 *
 * @throws PlanOutdated when an authorization or a successor is no longer as it was planned on
 */
export async function writeDecisions(
  graph: Graph,
  run: RunWriter,
  { decisions, org }: Decided,
): Promise<WriteResult> {
  let opened = 0;
  let cleared = 0;
  for (const changeSet of changeSetsOf(decisions)) {
    if (isIdle(changeSet, await findingChanges(openIn(graph), changeSet))) continue;
    const result = await writeTogether(run, { decisions: changeSet, org });
    opened += result.opened;
    cleared += result.cleared;
  }
  return { opened, cleared };
}

/** Commits decisions as one change set, however many they are, with their entry in the ledger. */
export async function writeTogether(
  run: RunWriter,
  { decisions, org }: Decided,
): Promise<WriteResult> {
  const { result } = await run.write(
    "authorizations",
    (tx) => writeChangeSet(tx, run, { changeSet: decisions, org }),
    ({ entry }) => entry,
  );
  return result;
}

async function writeChangeSet(
  tx: ManagedTransaction,
  run: RunWriter,
  set: { readonly changeSet: readonly Decision[]; readonly org: OrgView },
): Promise<{ readonly result: WriteResult; readonly entry: EntryContent | null }> {
  const changed = set.changeSet.filter(changesAnything);
  const written =
    changed.length === 0 ? null : await writeChanges(tx, run, { changed, org: set.org });
  for (const { item } of set.changeSet) await item.alongside?.(tx);
  const unchanged = set.changeSet.filter((decision) => !changesAnything(decision));
  const rows = unchanged.map(({ item, settled }) => ({
    key: item.current.key,
    seenRevision: item.current.revision,
    seenUnsettledIn: item.unsettledIn,
    dueAt: settled.nextDueAt,
  }));
  expectAll(await settleUnchanged.run(tx, { rows }), rows, "an authorization");
  // All are locked by now: nobody can end a condition between this comparison and the commit.
  const findings = await findingChanges(openWithin(tx), set.changeSet);
  const result = await writeFindings(tx, run, findings);
  const documents = set.changeSet.flatMap(({ item }) =>
    item.alongside === null ? [] : item.current.key,
  );
  return { result, entry: changeSetEntry(written, { findings, documents }) };
}

async function writeChanges(
  tx: ManagedTransaction,
  run: RunWriter,
  { changed, org }: { readonly changed: readonly Decision[]; readonly org: OrgView },
): Promise<WrittenChanges> {
  await writeProjection(tx, run, changed);
  const duties = await writeDuties(tx, run, { changed, seenIn: seenIn(org) });
  const signed = await writeHistory(tx, run, changed);
  return { at: run.at, changed, duties, signed };
}

/** The record of each person that the plan was made on: checked again in the transaction. */
function seenIn(org: OrgView): (id: PersonId) => number {
  return (id) => {
    const person = org.person(id);
    if (person === undefined) throw new PlanOutdated(`person ${id}`);
    return person.recordedIn;
  };
}

/** Nothing to write at all, not even a mark to take away. */
function isIdle(changeSet: readonly Decision[], findings: FindingChanges): boolean {
  return (
    findings.raise.length === 0 &&
    findings.clear.length === 0 &&
    changeSet.every(
      (decision) =>
        !changesAnything(decision) &&
        decision.item.alongside === null &&
        decision.item.unsettledIn === null &&
        decision.item.dueAt === decision.settled.nextDueAt,
    )
  );
}
