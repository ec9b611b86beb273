import type { RunWriter } from "../graph/graph.js";
import {
  clearAbsentAccounts,
  clearAbsentEmployments,
  markAbsentAccounts,
  markAbsentEmployments,
} from "../graph/queries/absence.js";

interface Keys {
  readonly employments: readonly string[];
  readonly accounts: readonly string[];
}

/** Marks records that are missing for the first time, and takes the mark from those that are there again (L15). */
export async function writeAbsence(
  run: RunWriter,
  { marked, cleared }: { readonly marked: Keys; readonly cleared: Keys },
): Promise<void> {
  const all = [marked, cleared].flatMap(({ employments, accounts }) => [employments, accounts]);
  if (all.every((keys) => keys.length === 0)) return;
  const { at } = run;
  await run.write("organisation", async (tx) => {
    const gone = [...marked.employments];
    if (gone.length > 0) await markAbsentEmployments.run(tx, { at, keys: gone });
    const back = [...cleared.employments];
    if (back.length > 0) await clearAbsentEmployments.run(tx, { keys: back });
    const closed = [...marked.accounts];
    if (closed.length > 0) await markAbsentAccounts.run(tx, { at, keys: closed });
    const open = [...cleared.accounts];
    if (open.length > 0) await clearAbsentAccounts.run(tx, { keys: open });
  });
}
