import Table from "cli-table3";
import type { RunResult } from "./run.js";

/** Nobody departed wrongly, nothing was lost, and the graph is the one of the undisturbed life. */
export function isGood(result: RunResult): boolean {
  return wrongsOf(result).length === 0;
}

function wrongsOf(result: RunResult): readonly string[] {
  const { wrongfulDepartures, lostAuthorizations, otherWrongs, differing } = result;
  return [...wrongfulDepartures, ...lostAuthorizations, ...otherWrongs, ...differing];
}

/** One line a run: its seed, its company and what was done to it. */
export function lineOf(result: RunResult, isVerbose: boolean): string {
  const { plan, lives, deaths, faults, injected, seconds } = result;
  const { hr, okta, entra } = plan.systems;
  const systems = [`hr ${hr}`, ...(okta ? ["okta"] : []), ...(entra ? ["entra"] : [])].join("+");
  const wrongs = wrongsOf(result);
  const verdict = wrongs.length === 0 ? "ok" : "WRONG";
  const line = `seed ${plan.seed}  ${verdict}  ${plan.people} people, ${systems}, ${plan.mode}, ${plan.steps.length} steps, ${lives} lives, ${deaths} deaths, ${faults} faults, ${seconds.toFixed(1)} s`;
  if (!isVerbose) return line;
  return [line, ...injected.map((one) => `    ${one}`), ...wrongs.map((one) => `  ! ${one}`)].join(
    "\n",
  );
}

/** Runs by systems and mode. */
export function summaryTable(results: readonly RunResult[]): string {
  const table = new Table({
    head: ["company", "runs", "lives", "deaths", "faults", "not as it should be", "s a run"],
    style: { head: [], border: [] },
  });
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    const { systems, mode } = result.plan;
    const name = `hr ${systems.hr}${systems.okta ? ", okta" : ""}${systems.entra ? ", entra" : ""}; ${mode}`;
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  for (const [name, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const bad = group.filter((one) => !isGood(one)).length;
    const seconds = sum(group, (one) => one.seconds) / group.length;
    table.push([
      name,
      group.length,
      sum(group, (one) => one.lives),
      sum(group, (one) => one.deaths),
      sum(group, (one) => one.faults),
      bad,
      seconds.toFixed(1),
    ]);
  }
  return table.toString();
}

/** The last line, for machines, and the seeds that have to be looked at. */
export function closing(
  results: readonly RunResult[],
  seconds: number,
): { readonly json: string; readonly bad: readonly number[] } {
  const json = JSON.stringify({
    runs: results.length,
    wrongfulDepartures: sum(results, (one) => one.wrongfulDepartures.length),
    lostAuthorizations: sum(results, (one) => one.lostAuthorizations.length),
    otherWrongs: sum(results, (one) => one.otherWrongs.length),
    differingGraphs: results.filter((one) => one.differing.length > 0).length,
    deaths: sum(results, (one) => one.deaths),
    faults: sum(results, (one) => one.faults),
    seconds: Math.round(seconds * 10) / 10,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  return { json, bad: results.filter((one) => !isGood(one)).map((one) => one.plan.seed) };
}

function sum(results: readonly RunResult[], count: (one: RunResult) => number): number {
  return results.reduce((total, one) => total + count(one), 0);
}
