import type { Player } from "./processes.js";
import { type Measured, PHASES, type PhaseName } from "./phases.js";

/** Both sides of one phase. */
export interface Pair {
  readonly ours: Measured;
  readonly byHand: Measured;
}

export interface Round extends Readonly<Record<PhaseName, Pair>> {
  /** Of what is changed, before it is applied: ours alone, nobody else has one. */
  readonly plan: Measured;
  /** The cold load of the rival that keeps the same facts of today, in an empty graph before the rest. */
  readonly sameFacts: Measured;
}

/** The phase that is also planned. */
export const PLANNED: PhaseName = "changed";

/** Who plays. */
export interface Players {
  readonly ours: Player;
  readonly byHand: Player;
  readonly sameFacts: Player;
}

/** Folders with prepared companies. */
export interface Companies {
  readonly measured: string;
  /** A few dozen people. */
  readonly tiny: string;
}

/**
 * One round that counts. Before it both sides sync a tiny company, so that every statement is planned
 * for an empty graph, as in life, and what planning takes is in no measurement.
 */
export async function playRound(
  players: Players,
  companies: Companies,
  number: number,
): Promise<Round> {
  await players.ours.ask("forgetPlans");
  await playPhases(players, companies.tiny, number);
  return await playPhases(players, companies.measured, number);
}

/**
 * All phases once, from an empty graph: ours and the rival one right after the other in each phase, so
 * that a machine that is slow for a while is slow for both. Who begins changes from round to round.
 */
export async function playPhases(
  { ours, byHand, sameFacts }: Players,
  folder: string,
  number: number,
): Promise<Round> {
  await ours.ask("wipe");
  const facts = await sameFacts.ask("run", folder, "cold");
  await ours.ask("wipe");
  const pairs: Partial<Record<PhaseName, Pair>> = {};
  let plan: Measured | null = null;
  for (const { name } of PHASES) {
    if (name === PLANNED) plan = await ours.ask("plan", folder, name);
    const play = async (player: Player): Promise<Measured> => await player.ask("run", folder, name);
    if (number % 2 === 0) {
      const first = await play(ours);
      pairs[name] = { ours: first, byHand: await play(byHand) };
    } else {
      const first = await play(byHand);
      pairs[name] = { byHand: first, ours: await play(ours) };
    }
  }
  // Every phase was played, the planned one among them.
  return { ...pairs, plan, sameFacts: facts } as Round;
}

/** The middle one; of two in the middle the lower. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
