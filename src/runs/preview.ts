import type { StandingName } from "../domain/authorization.js";
import type { RemovalCounts } from "../domain/gate.js";
import type { Instant } from "../domain/time.js";
import { ownedByPersons } from "../graph/queries/authorization-read.js";
import type { SourceConfig } from "../platform/config-sources.js";
import { contentHash } from "../platform/ids.js";
import type { SourceRead } from "../sync/read-source.js";
import type { Removal } from "../sync/removals.js";
import type { Context } from "./context.js";
import { NO_STANDINGS } from "./decision-lines.js";
import type { PlanMeaning } from "./held-view.js";
import { newPlan, planSource } from "./plan-source.js";
import type { DecisionLine, SyncReport } from "./report.js";

/** What a read would do if all of it were released, with what a release of it is bound to. */
export interface Preview {
  readonly report: SyncReport;
  readonly removals: readonly Removal[];
  /** Authorizations that change because of what is taken away, and to whom they go. */
  readonly decisions: readonly DecisionLine[];
  readonly meaning: PlanMeaning;
  /** Of what is taken away, from what it was, and of what follows for authorizations: an unrelated joiner changes nothing of it. */
  readonly hash: string;
  /** One hash for each thing that is taken away. */
  readonly items: readonly string[];
  /**
   * People who lose, gain or are lost by it: none of them may release it. A new address alone does neither: when a
   * company takes another name everybody has one, and somebody must be left to say that it is right.
   */
  readonly affectedIds: readonly string[];
}

/** Plans one read as if it were released; writes nothing. */
export async function previewRead(
  context: Context,
  config: SourceConfig,
  of: {
    readonly at: Instant;
    readonly read: SourceRead;
    readonly removals: readonly Removal[];
    readonly counts: RemovalCounts;
    readonly population: RemovalCounts;
  },
): Promise<Preview> {
  const { at, read, removals, counts, population } = of;
  const plan = newPlan(context, at, [config.id]);
  const admission = { admits: "released", identifiersHeld: false } as const;
  await planSource(plan, config, { at, read, admission, held: null });
  const report = await plan.collector.report(context.graph, { plan: true, at });
  const ids = idsOf(removals);
  const touched = await context.graph.read((tx) => ownedByPersons.run(tx, { ids }));
  const keys = new Set(touched.map((row) => row.key));
  const decisions = report.decisions.filter((line) => keys.has(line.key));
  const items = removals.map(({ kind, key, essence }) => contentHash([kind, key, essence]));
  return {
    report,
    removals,
    decisions,
    meaning: { removals: counts, population, ...meaningOf(decisions) },
    hash: contentHash([config.id, items, decisions.map(essenceOf)]),
    items,
    affectedIds: [
      ...new Set([
        ...idsOf(removals.filter((one) => one.kind !== "identifiers")),
        ...decisions.flatMap(peopleOf),
      ]),
    ].toSorted(),
  };
}

function idsOf(removals: readonly Removal[]): string[] {
  return [...new Set(removals.flatMap((one) => one.personId ?? []))].toSorted();
}

function essenceOf({ key, ownersBefore, ownersAfter, ...line }: DecisionLine): unknown {
  const { standingBefore, standingAfter } = line;
  const ids = (owners: DecisionLine["ownersBefore"]) => owners.map((one) => one.id).toSorted();
  return [key, ids(ownersBefore), ids(ownersAfter), standingBefore, standingAfter];
}

function peopleOf({ ownersBefore, ownersAfter }: DecisionLine): string[] {
  return [...ownersBefore, ...ownersAfter].map((one) => one.id);
}

function meaningOf(decisions: readonly DecisionLine[]): Pick<PlanMeaning, "standings" | "handed"> {
  const standings: Record<StandingName, number> = { ...NO_STANDINGS };
  let handed = 0;
  for (const { standingBefore, standingAfter, ownersBefore, ownersAfter } of decisions) {
    if (standingBefore !== standingAfter) standings[standingAfter] += 1;
    const before = new Set(ownersBefore.map((one) => one.id));
    if (ownersAfter.some((one) => !before.has(one.id))) handed += 1;
  }
  return { standings, handed };
}
