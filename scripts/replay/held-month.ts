import type { Context } from "../../src/runs/context.js";
import type { SyncReport } from "../../src/runs/report.js";
import { approvePlan, plan } from "../../src/runs/use-cases.js";
import { meaningInWords, tripInWords } from "../../src/cli/render/held.js";

/** Months in which the organisation took many people off its lists on purpose. */
export const CLEAN_UPS: ReadonlySet<string> = new Set(["2020-07", "2024-02", "2025-07"]);

/** What the gate held in a month, and who let it go on. */
export interface HeldMonth {
  readonly plan: string;
  /** What it would do, in a sentence. */
  readonly meaning: string;
  /** Limits it was beyond: what they would have had to be to let it pass. */
  readonly because: readonly string[];
  readonly departures: number;
  readonly approvedBy: string;
  /** Members who were asked and lose, gain or are lost by it. */
  readonly affected: number;
}

/** What a sync has held of the people; null: nothing. */
export function heldIn({ sources }: SyncReport): string | null {
  return sources.find(({ held }) => held !== null)?.held?.plan ?? null;
}

/**
 * Looks at the plan and has it approved by the first member who is not affected by it: whoever is
 * refuses themselves, so the members are asked in turn.
 *
 * @param members addresses of who works there, in order
 */
export async function release(
  context: Context,
  id: string,
  members: readonly string[],
): Promise<HeldMonth> {
  const { meaning, trips } = await plan(context, { id });
  const facts = {
    plan: id,
    meaning: meaningInWords(meaning),
    because: trips.map(tripInWords),
    departures: meaning.removals.departures,
  };
  const reason = "the clean-up is on record";
  for (const [affected, person] of members.entries()) {
    const operator = { login: "replay", person };
    const { refused } = await approvePlan(context, { id, operator, reason });
    if (refused.length === 0) return { ...facts, approvedBy: person, affected };
  }
  throw new Error(`nobody of ${String(members.length)} members may approve ${id}`);
}
