import { type ManagedTransaction, Neo4jError } from "neo4j-driver";
import type { EntryContent } from "../domain/ledger.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import {
  finishTeams,
  projectDeputies,
  projectHeads,
  projectParents,
  unprojectedTeams,
  writeTeams,
} from "../graph/queries/org-teams.js";
import {
  type DueEmployment,
  advanceDue,
  dueEmployments,
  finishProjection,
  markUnsettled,
  projectMemberships,
  projectPersons,
  projectPositions,
  projectReporting,
  recordPast,
  unprojectedEmployments,
  wakeWaiting,
  writeEmployments,
} from "../graph/queries/org-write.js";
import {
  createEmployments,
  createReporting,
  remarkAbandoned,
} from "../graph/queries/org-create.js";
import { wakeByAddress } from "../graph/queries/identity.js";
import { contentHash } from "../platform/ids.js";
import { type RecordRow, keysContent, recordsContent } from "../platform/ledger-content.js";
import type { TeamChange } from "./diff.js";
import { freshRow, partedFresh } from "./fresh.js";
import { type EmploymentChange, concernsContinuity, nextTurn } from "./employment-change.js";

/** Rows per transaction: large enough to amortise the commit, small enough to bound its memory. */
export const CHUNK = 2_000;

/**
 * Writes one chunk. People whom nobody has told of before are created, everything else is looked up and
 * merged; where somebody else was faster, all of it is.
 */
export async function writeEmploymentChunk(
  run: RunWriter,
  changes: readonly EmploymentChange[],
): Promise<void> {
  const { fresh, others } = partedFresh(changes, run.at);
  const write = async (tx: ManagedTransaction, merge: boolean): Promise<void> => {
    if (!merge && fresh.length > 0) await createFresh(tx, run, fresh);
    const rest = merge ? changes : others;
    if (rest.length > 0) await mergeEmployments(tx, run, rest);
  };
  await createOrMerge(run, write, () => employmentsEntry(changes));
}

/**
 * One transaction that may create what was not there when it was looked for. Where somebody else was
 * faster, a constraint stops it and the work is done again, merging.
 */
export async function createOrMerge(
  run: RunWriter,
  work: (tx: ManagedTransaction, merge: boolean) => Promise<void>,
  entryOf: () => EntryContent,
): Promise<void> {
  try {
    await run.write("organisation", (tx) => work(tx, false), entryOf);
  } catch (error) {
    if (!isConstraintViolation(error)) throw error;
    await run.write("organisation", (tx) => work(tx, true), entryOf);
  }
}

/** Creates people with their one record. */
async function createFresh(
  tx: ManagedTransaction,
  run: RunWriter,
  changes: readonly EmploymentChange[],
): Promise<void> {
  const rows = changes
    .map(freshRow)
    .toSorted((a, b) => (a.identifierKey < b.identifierKey ? -1 : 1));
  const source = changes[0]?.claims.source ?? "";
  await createEmployments.run(tx, { run: run.number, source, rows });
  await wakeOthers(tx, run, changes);
}

/**
 * Writes claims over what is known. In the same transaction: persons are projected, references that
 * waited for them are woken, and the authorizations they touch are marked for settling, so that a
 * crash right after it loses nothing.
 */
async function mergeEmployments(
  tx: ManagedTransaction,
  run: RunWriter,
  changes: readonly EmploymentChange[],
): Promise<void> {
  const rows = changes.map(({ key, identifierKey, personId, validFrom, claims }) => ({
    key,
    identifierKey,
    personId,
    validFrom,
    claims,
  }));
  const written = await writeEmployments.run(tx, { run: run.number, rows });
  const ids = [...new Set(written.map((row) => row.personId))].toSorted();
  await projectPersons.run(tx, { run: run.number, at: run.at, ids });
  const known = changes
    .filter((change) => change.known && concernsContinuity(change))
    .map((change) => change.personId);
  if (known.length > 0) await markUnsettled.run(tx, { run: run.number, ids: [...new Set(known)] });
  await wakeOthers(tx, run, changes);
}

/** Each record with the run of the version it replaces and the hash of its new one. */
function employmentsEntry(changes: readonly EmploymentChange[]): EntryContent {
  const rows = changes.map(({ key, before, claims }): RecordRow => [
    key,
    before?.recordedIn ?? null,
    claims.hash,
  ]);
  return recordsContent("organisation", changes[0]?.claims.source ?? null, rows);
}

/** Logins that carry a new address, and records that waited for somebody who appeared. */
async function wakeOthers(
  tx: ManagedTransaction,
  run: RunWriter,
  changes: readonly EmploymentChange[],
): Promise<void> {
  const addresses = changes.flatMap(({ before, claims }) =>
    claims.email === null || claims.email === before?.email ? [] : [claims.email],
  );
  if (addresses.length > 0) await wakeByAddress.run(tx, { run: run.number, addresses });
  const appeared = changes.filter((change) => !change.known);
  if (appeared.length > 0) {
    const identifierKeys = [...new Set(appeared.map((change) => change.identifierKey))];
    await wakeWaiting.run(tx, { run: run.number, identifierKeys });
  }
}

/** The reporting line of people created in this run, when everybody is there (M6). */
export async function createReportingChunk(
  run: RunWriter,
  changes: readonly EmploymentChange[],
): Promise<void> {
  const rows = partedFresh(changes, run.at).fresh.flatMap(({ personId, key, validFrom, claims }) =>
    claims.managerRef === null ? [] : [{ personId, key, managerRef: claims.managerRef, validFrom }],
  );
  if (rows.length === 0) return;
  await run.write(
    "organisation",
    (tx) => createReporting.run(tx, { run: run.number, rows }),
    () => keysContent("organisation", null, { reporting: rows.map((row) => row.key) }),
  );
}

/**
 * Marks what unclosed runs of a source recorded, so that it is projected anew: what is created fresh
 * carries no mark of its own.
 */
export async function remarkUnclosed(run: RunWriter, source: string): Promise<void> {
  const params = { run: run.number, source, prefix: `${source}#` };
  await run.write("record", (tx) => remarkAbandoned.run(tx, params));
}

function isConstraintViolation(error: unknown): boolean {
  return (
    error instanceof Neo4jError &&
    error.code === "Neo.ClientError.Schema.ConstraintValidationFailed"
  );
}

/** Writes changed teams; their edges are projected with everything else. */
export async function writeTeamChunk(
  run: RunWriter,
  changes: readonly TeamChange[],
): Promise<void> {
  const rows = changes.map(({ key, claims }) => ({ key, claims }));
  await run.write(
    "organisation",
    (tx) => writeTeams.run(tx, { run: run.number, at: run.at, rows }),
    () => {
      const records = changes.map(({ key, before, claims }): RecordRow => [
        key,
        before === null ? null : contentHash(before),
        claims.hash,
      ]);
      return recordsContent("organisation", changes[0]?.claims.source ?? null, records);
    },
  );
}

/**
 * Projects the edges of every record that is marked, whoever marked it: this run, a woken reference,
 * or a run that died. Nodes come before edges, so the order of pages never matters (M6).
 */
export async function projectOrganisation(graph: Graph, run: RunWriter): Promise<void> {
  for (;;) {
    const marked = await graph.read((tx) => unprojectedEmployments.run(tx, { limit: CHUNK }));
    if (marked.length === 0) break;
    await run.write(
      "organisation",
      (tx) => projectEmployments(tx, run, marked),
      () => keysContent("organisation", null, { projected: marked.map((row) => row.key) }),
    );
  }
  for (;;) {
    const marked = await graph.read((tx) => unprojectedTeams.run(tx, { limit: CHUNK }));
    if (marked.length === 0) break;
    const keys = marked.map((row) => row.key);
    const frame = { run: run.number, at: run.at, keys };
    await run.write(
      "organisation",
      async (tx) => {
        await projectParents.run(tx, frame);
        await projectHeads.run(tx, frame);
        await projectDeputies.run(tx, frame);
        await finishTeams.run(tx, { keys });
      },
      () => keysContent("organisation", null, { projectedTeams: keys }),
    );
  }
}

async function projectEmployments(
  tx: ManagedTransaction,
  run: RunWriter,
  marked: readonly { readonly key: string; readonly personId: string }[],
): Promise<void> {
  const keys = marked.map((row) => row.key);
  const ids = [...new Set(marked.map((row) => row.personId))].toSorted();
  const frame = { run: run.number, at: run.at };
  await projectMemberships.run(tx, { ...frame, keys });
  await projectPositions.run(tx, { ...frame, keys });
  await projectReporting.run(tx, { ...frame, ids });
  await recordPast.run(tx, { ...frame, keys });
  await finishProjection.run(tx, { keys });
}

/**
 * Lets everything take effect whose time has come: an end, a start, a leave (F25). The person is
 * projected as of now, the edges are marked, and the authorizations are marked for settling.
 *
 * @returns the employments that had come due
 */
export async function advanceEmployments(graph: Graph, run: RunWriter): Promise<DueEmployment[]> {
  const advanced: DueEmployment[] = [];
  for (;;) {
    const due = await graph.read((tx) => dueEmployments.run(tx, { at: run.at, limit: CHUNK }));
    if (due.length === 0) return advanced;
    const rows = due.map((row) => ({ key: row.key, dueAt: nextTurn(row, run.at) }));
    const ids = [...new Set(due.map((row) => row.personId))].toSorted();
    await run.write(
      "organisation",
      async (tx) => {
        await advanceDue.run(tx, { run: run.number, rows });
        await projectPersons.run(tx, { run: run.number, at: run.at, ids });
        await markUnsettled.run(tx, { run: run.number, ids });
      },
      () => keysContent("organisation", null, { tookEffect: rows.map((row) => row.key) }),
    );
    advanced.push(...due);
  }
}
