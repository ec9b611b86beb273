import type { Prepared } from "./pages.js";
import { type Measured, PHASES, type PhaseName } from "./phases.js";
import { PLANNED, type Round, median } from "./rounds.js";
import type { Machine } from "./machine.js";
import type { Checked } from "./truth.js";

/** Everything that was measured. */
export interface Outcome {
  readonly prepared: Prepared;
  readonly machine: Machine;
  readonly rounds: readonly Round[];
  /** Rounds before them that do not count. */
  readonly warmUp: number;
  readonly memory: { readonly heapMb: number; readonly peakMb: number };
  readonly checked: Checked;
}

/** The last line of the output: numbers only, in a form that does not change. */
export function resultOf({ prepared, machine, rounds, memory, checked }: Outcome) {
  const rows = rowsOf(prepared);
  const seconds = (side: "ours" | "byHand", name: PhaseName): number =>
    median(rounds.map((round) => round[name][side].seconds));
  const ratio = (of: (round: Round) => number): number => rounded(median(rounds.map(of)));
  const versus = (name: PhaseName): number =>
    ratio((round) => round[name].byHand.seconds / round[name].ours.seconds);
  const versusCpu = (name: PhaseName): number =>
    ratio((round) => cpuOf(round[name].byHand) / cpuOf(round[name].ours));
  const versusCold = (name: PhaseName): number =>
    ratio((round) => round.cold.ours.seconds / round[name].ours.seconds);
  const { differences, ...compared } = checked;
  return {
    people: prepared.people,
    ...machine,
    rounds: rounds.length,
    coldVsHandWritten: versus("cold"),
    coldVsHandWrittenCpu: versusCpu("cold"),
    coldVsSameFacts: ratio(({ sameFacts, cold }) => sameFacts.seconds / cold.ours.seconds),
    coldVsSameFactsCpu: ratio(({ sameFacts, cold }) => cpuOf(sameFacts) / cpuOf(cold.ours)),
    unchangedVsCold: versusCold("unchanged"),
    changedVsCold: versusCold("changed"),
    goneVsCold: versusCold("gone"),
    unchangedVsHandWritten: versus("unchanged"),
    changedVsHandWritten: versus("changed"),
    goneVsHandWritten: versus("gone"),
    planRowsPerSecond: Math.round(
      rows[PLANNED] / median(rounds.map((round) => round.plan.seconds)),
    ),
    planVsCold: ratio((round) => round.cold.ours.seconds / round.plan.seconds),
    planPeakMb: Math.max(...rounds.map((round) => round.plan.peakRssMb)),
    planWrites: Math.max(...rounds.map((round) => round.plan.writes)),
    unchangedOrganisationWrites: Math.max(...rounds.map((round) => round.unchanged.ours.writes)),
    peakMemoryMb: memory.peakMb,
    heapAfterMb: memory.heapMb,
    rowsPerSecond: Object.fromEntries(
      PHASES.map(({ name }) => [
        name,
        {
          ours: Math.round(rows[name] / seconds("ours", name)),
          handWritten: Math.round(rows[name] / seconds("byHand", name)),
        },
      ]),
    ),
    readingRowsPerSecond: {
      hrCsv: Math.round(prepared.reading.hr.rows / prepared.reading.hr.seconds),
      oktaHttp: Math.round(prepared.reading.okta.rows / prepared.reading.okta.seconds),
    },
    compared,
    differences: differences.length,
  };
}

/** Rows of a phase: what the sources tell in its state. */
export function rowsOf({ states }: Prepared): Readonly<Record<PhaseName, number>> {
  // Every phase has a state, and every state was prepared.
  return Object.fromEntries(PHASES.map(({ name, state }) => [name, states[state].rows])) as Record<
    PhaseName,
    number
  >;
}

/** Processor time of both ends. */
export function cpuOf({ cpu }: Measured): number {
  return cpu.client + cpu.server;
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
