import type { ManagedTransaction } from "neo4j-driver";
import type { Instant } from "../domain/time.js";
import type { RunWriter } from "../graph/graph.js";
import {
  clearAbsentAccounts,
  clearAbsentEmployments,
  clearAbsentTeams,
  markAbsentAccounts,
  markAbsentEmployments,
  markAbsentTeams,
} from "../graph/queries/absence.js";
import type { AbsenceKeys } from "./absence.js";

const MARKS = {
  employments: markAbsentEmployments,
  accounts: markAbsentAccounts,
  teams: markAbsentTeams,
};
const CLEARS = {
  employments: clearAbsentEmployments,
  accounts: clearAbsentAccounts,
  teams: clearAbsentTeams,
};
const KINDS = ["employments", "accounts", "teams"] as const;

/** Marks records that are missing for the first time, and takes the mark from those that are there again (L15). */
export async function writeAbsence(
  run: RunWriter,
  absence: { readonly marked: AbsenceKeys; readonly cleared: AbsenceKeys },
): Promise<void> {
  const { marked, cleared } = absence;
  if (KINDS.every((kind) => marked[kind].length + cleared[kind].length === 0)) return;
  await run.write("organisation", async (tx) => {
    for (const kind of KINDS) await writeKind(tx, kind, { ...absence, at: run.at });
  });
}

async function writeKind(
  tx: ManagedTransaction,
  kind: (typeof KINDS)[number],
  of: { readonly marked: AbsenceKeys; readonly cleared: AbsenceKeys; readonly at: Instant },
): Promise<void> {
  const [gone, back] = [[...of.marked[kind]], [...of.cleared[kind]]];
  if (gone.length > 0) await MARKS[kind].run(tx, { at: of.at, keys: gone });
  if (back.length > 0) await CLEARS[kind].run(tx, { keys: back });
}
