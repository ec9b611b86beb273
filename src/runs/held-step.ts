import {
  type FindingChanges,
  type OpenFindings,
  compareFindings,
  openWithin,
  writeFindings,
} from "../continuity/findings.js";
import { type Finding, dedupKeyOf } from "../domain/finding.js";
import { noteTaken } from "../graph/queries/gate.js";
import { beginRelease, closePlan, expirePlan, storePlan } from "../graph/queries/plans.js";
import type { Checkpoint } from "../sync/read-options.js";
import type { Removal } from "../sync/removals.js";
import { asList, type Passage } from "./gate.js";
import type { RemovalView } from "./held-report.js";
import type { HeldView } from "./held-view.js";
import type { Preview } from "./preview.js";
import type { Run } from "./run.js";

/** Of one plan that many are kept; the counts are of all. */
const KEPT = 5_000;

/**
 * Puts on record what the gate decided, before the first write that rests on it: what the run takes
 * away, a plan that waits, an approval that is used.
 */
export async function recordPassage(run: Run, source: string, passage: Passage): Promise<void> {
  const { admission, taken, toStore, held, open } = passage;
  const isReleased = admission.admits === "released";
  if (isReleased && open !== null) {
    run.under(open.id);
    await run.write("record", (tx) => beginRelease.run(tx, { id: open.id, run: run.number }));
    return;
  }
  const counts = asList(taken);
  if (counts.some((count) => count > 0)) {
    await run.write("record", (tx) =>
      noteTaken.run(tx, { run: run.number, source, taken: counts }),
    );
  }
  if (held !== null && toStore !== null) {
    await run.write("record", (tx) =>
      storePlan.run(tx, { plan: planRow(run, held, { source, toStore }) }),
    );
  } else if (held?.lost === "expired" && open?.state === "approved") {
    await run.write("record", (tx) => expirePlan.run(tx, { id: open.id }));
  }
}

function planRow(
  run: Run,
  { plan: id, trips, meaning }: HeldView,
  { source, toStore }: { readonly source: string; readonly toStore: Preview },
) {
  const { report, decisions, removals, hash, items, affectedIds } = toStore;
  const { organisation } = report;
  return {
    id: id ?? `${source}-${run.number}`,
    source,
    hash,
    heldIn: run.number,
    heldAt: run.at,
    tripsJson: JSON.stringify(trips),
    meaningJson: JSON.stringify(meaning),
    reportJson: JSON.stringify({ organisation, decisions: decisions.slice(0, KEPT) }),
    removalsJson: JSON.stringify(removals.slice(0, KEPT).map(shown)),
    items: [...items],
    affectedIds: [...affectedIds],
  };
}

function shown({ kind, key, name, owner, detail }: Removal): RemovalView {
  return { kind, key, name, owner, detail };
}

/** Ends what was open of a source and is no more, with the finding that told of it. */
export async function settlePassage(
  run: Run,
  source: string,
  { held, open, admission }: Passage,
): Promise<{ opened: number; cleared: number }> {
  if (held === null && open === null) return { opened: 0, cleared: 0 };
  const isUsed = admission.admits === "released" || open?.state === "applying";
  const state = isUsed ? "applied" : "withdrawn";
  return await run.write("authorizations", async (tx) => {
    if (held === null && open !== null) {
      await closePlan.run(tx, { id: open.id, state, run: run.number });
    }
    const changes = await heldChanges(openWithin(tx), source, held);
    if (changes.raise.length + changes.clear.length === 0) return { opened: 0, cleared: 0 };
    return await writeFindings(tx, run, changes);
  });
}

/** The finding that something of a source is held, as it should be open. */
export async function heldChanges(
  open: OpenFindings,
  source: string,
  held: HeldView | null,
): Promise<FindingChanges> {
  const subject = { kind: "source", key: source } as const;
  const finding: Finding[] =
    held === null
      ? []
      : [
          {
            dedupKey: dedupKeyOf("MASS_CHANGE_HELD", subject),
            code: "MASS_CHANGE_HELD",
            severity: "critical",
            subject,
            decisionClassId: null,
            facts: {
              source,
              plan: held.plan,
              departures: held.meaning.removals.departures,
              owners: held.meaning.removals.owners,
            },
          },
        ];
  return await compareFindings(open, {
    wanted: new Map(finding.map((one) => [one.dedupKey, one])),
    subjectKeys: [source],
    codes: ["MASS_CHANGE_HELD"],
    standingOf: (about) =>
      about === `source ${source}` ? "nothing of the source is held" : undefined,
  });
}

/** Where the next read goes on: what is held must be told again, under the scope it was judged by. */
export function checkpointAfter(
  next: Checkpoint,
  known: Checkpoint | null,
  after: { readonly passage: Passage; readonly withheld: number },
): Checkpoint {
  const { passage, withheld } = after;
  if (passage.held === null || known === null) {
    return withheld === 0 ? next : { ...next, digests: null };
  }
  return { ...known, digests: null };
}
