import type { Instant } from "../domain/time.js";
import type { BeliefRow } from "../graph/queries/timeline.js";
import type { RunStamp, TimelineEntry } from "./history-report.js";
import { beliefWords } from "./timeline-words.js";

/** A belief with the runs it hangs on, as it goes through the folding. */
interface Told {
  readonly row: BeliefRow;
  /** The run in which it became known, also where later runs only said when it ended. */
  readonly knownIn: number;
}

/**
 * Folds versions into what a reader wants to know. A version that was given up because the fact ended
 * (or something else about it changed) when the run looked is no error: it goes on in the one that
 * replaced it. One that claimed a time before the run that replaced it, and was not so, was an error and
 * is told as one.
 */
export function foldBeliefs(
  rows: readonly BeliefRow[],
  runs: ReadonlyMap<number, RunStamp>,
): TimelineEntry[] {
  const at = (number: number): Instant => runs.get(number)?.at ?? 0;
  const kept: Told[] = [];
  const beginnings = new Map<BeliefRow, number>();
  const byTime = rows.toSorted((a, b) => a.recordedIn - b.recordedIn);
  for (const row of byTime) {
    const knownIn = beginnings.get(row) ?? row.recordedIn;
    if (row.supersededIn === null) {
      kept.push({ row, knownIn });
      continue;
    }
    // Written and taken back within one run: nobody could ever have been told.
    if (row.supersededIn === row.recordedIn) continue;
    const next = rows.find((other) => goesOn(row, other));
    if (next !== undefined) beginnings.set(next, knownIn);
    const end = at(row.supersededIn);
    const claimedTo = row.validTo === null ? end : Math.min(row.validTo, end);
    const keptTo = next === undefined ? row.validFrom : (next.validTo ?? Number.POSITIVE_INFINITY);
    if (keptTo < claimedTo) kept.push({ row, knownIn });
  }
  return kept.map(({ row, knownIn }) => entryOf(row, knownIn, runs));
}

/** Whether the other says the same of the same beginning, and is what the run put in its place. */
function goesOn(row: BeliefRow, other: BeliefRow): boolean {
  return (
    other !== row &&
    other.recordedIn === row.supersededIn &&
    other.kind === row.kind &&
    other.about === row.about &&
    other.validFrom === row.validFrom &&
    other.name === row.name &&
    other.word === row.word
  );
}

function entryOf(
  row: BeliefRow,
  knownIn: number,
  runs: ReadonlyMap<number, RunStamp>,
): TimelineEntry {
  const stamp = (number: number | null) => (number === null ? null : (runs.get(number) ?? null));
  return {
    kind: row.kind,
    sentence: beliefWords(row),
    from: row.validFrom,
    to: row.validTo,
    knownIn: stamp(knownIn),
    endKnownIn: row.recordedIn === knownIn ? null : stamp(row.recordedIn),
    believedUntil: stamp(row.supersededIn),
  };
}
