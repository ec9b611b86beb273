import type { Context } from "../../src/runs/context.js";
import type { SyncReport } from "../../src/runs/report.js";
import { plan } from "../../src/runs/use-cases.js";
import { firstApprover } from "../first-approver.js";
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
 * Looks at the plan and has it approved by the first member who is not affected by it.
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
  const order = { id, login: "replay", reason: "the clean-up is on record" };
  const { person, affected } = await firstApprover(context, order, members);
  return { ...facts, approvedBy: person, affected };
}
