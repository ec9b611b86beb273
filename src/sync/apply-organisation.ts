import type { ManagedTransaction } from "neo4j-driver";
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
import type { TeamChange } from "./diff.js";
import { type EmploymentChange, concernsContinuity, nextTurn } from "./employment-change.js";

/** Rows per transaction: large enough to amortise the commit, small enough to bound its memory. */
export const CHUNK = 2_000;

/**
 * Writes the claims of one chunk. In the same transaction: persons are projected, references that
 * waited for them are woken, and the authorizations they touch are marked for settling, so that a
 * crash right after it loses nothing.
 */
export async function writeEmploymentChunk(
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
  await run.write("organisation", async (tx) => {
    const written = await writeEmployments.run(tx, { run: run.number, rows });
    const ids = [...new Set(written.map((row) => row.personId))].toSorted();
    await projectPersons.run(tx, { run: run.number, at: run.at, ids });
    const known = changes
      .filter((change) => change.known && concernsContinuity(change))
      .map((change) => change.personId);
    if (known.length > 0)
      await markUnsettled.run(tx, { run: run.number, ids: [...new Set(known)] });
    const appeared = changes.filter((change) => !change.known);
    if (appeared.length > 0) {
      const identifierKeys = [...new Set(appeared.map((change) => change.identifierKey))];
      await wakeWaiting.run(tx, { run: run.number, identifierKeys });
    }
  });
}

/** Writes changed teams; their edges are projected with everything else. */
export async function writeTeamChunk(
  run: RunWriter,
  changes: readonly TeamChange[],
): Promise<void> {
  const rows = changes.map(({ key, claims }) => ({ key, claims }));
  await run.write("organisation", (tx) =>
    writeTeams.run(tx, { run: run.number, at: run.at, rows }),
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
    await run.write("organisation", (tx) => projectEmployments(tx, run, marked));
  }
  for (;;) {
    const marked = await graph.read((tx) => unprojectedTeams.run(tx, { limit: CHUNK }));
    if (marked.length === 0) break;
    const keys = marked.map((row) => row.key);
    const frame = { run: run.number, at: run.at, keys };
    await run.write("organisation", async (tx) => {
      await projectParents.run(tx, frame);
      await projectHeads.run(tx, frame);
      await projectDeputies.run(tx, frame);
      await finishTeams.run(tx, { keys });
    });
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
    await run.write("organisation", async (tx) => {
      await advanceDue.run(tx, { run: run.number, rows });
      await projectPersons.run(tx, { run: run.number, at: run.at, ids });
      await markUnsettled.run(tx, { run: run.number, ids });
    });
    advanced.push(...due);
  }
}
