import Table from "cli-table3";
import { type Measured, PHASES } from "./phases.js";
import { type Outcome, cpuOf, rounded, rowsOf } from "./result.js";
import { median, PLANNED, type Round } from "./rounds.js";

const HEAD = [
  "phase",
  "",
  "rows",
  "seconds",
  "rows/s",
  "ratio",
  "cpu client",
  "cpu server",
  "cpu ratio",
  "statements",
  "writes",
  "rss MB",
];

/** A row for each phase and side; seconds and ratios are medians over the rounds. */
function linesOf({ prepared, rounds }: Outcome): readonly (readonly string[])[] {
  const rows = rowsOf(prepared);
  return [
    ...PHASES.flatMap(({ name }) =>
      (["ours", "byHand"] as const).map((side) => {
        const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
        const seconds = of((round) => round[name][side].seconds);
        const ratio = of((round) => round[name].byHand.seconds / round[name].ours.seconds);
        const cpuRatio = of((round) => cpuOf(round[name].byHand) / cpuOf(round[name].ours));
        return [
          side === "ours" ? name : "",
          side === "ours" ? "sync" : "by hand",
          String(rows[name]),
          seconds.toFixed(2),
          String(Math.round(rows[name] / seconds)),
          side === "ours" ? String(rounded(ratio)) : "",
          of((round) => round[name][side].cpu.client).toFixed(2),
          of((round) => round[name][side].cpu.server).toFixed(2),
          side === "ours" ? String(rounded(cpuRatio)) : "",
          String(of((round) => round[name][side].statements)),
          String(of((round) => round[name][side].writes)),
          String(Math.max(...rounds.map((round) => round[name][side].peakRssMb))),
        ];
      }),
    ),
    loneLine(["plan", "sync --plan", rows[PLANNED]], rounds, ({ plan }) => plan),
    loneLine(["same facts", "by hand", rows.cold], rounds, ({ sameFacts }) => sameFacts),
  ];
}

/** What one side alone did. */
function loneLine(
  [phase, side, rows]: readonly [phase: string, side: string, rows: number],
  rounds: readonly Round[],
  measured: (round: Round) => Measured,
): readonly string[] {
  const of = (pick: (one: Measured) => number): number =>
    median(rounds.map((round) => pick(measured(round))));
  const seconds = of((one) => one.seconds);
  return [
    phase,
    side,
    String(rows),
    seconds.toFixed(2),
    String(Math.round(rows / seconds)),
    "",
    of((one) => one.cpu.client).toFixed(2),
    of((one) => one.cpu.server).toFixed(2),
    "",
    String(of((one) => one.statements)),
    String(of((one) => one.writes)),
    String(Math.max(...rounds.map((round) => measured(round).peakRssMb))),
  ];
}

/** For a terminal. */
export function tableOf(outcome: Outcome): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  for (const line of linesOf(outcome)) table.push([...line]);
  const { hr, okta } = outcome.prepared.reading;
  return [
    table.toString(),
    `Reading, for information: HR CSV ${Math.round(hr.rows / hr.seconds)} rows/s, Okta over HTTP ${Math.round(okta.rows / okta.seconds)} rows/s (the simulated org answers in the same process).`,
    "",
  ].join("\n");
}

/** For a file: the table in Markdown. */
export function markdownOf(outcome: Outcome): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(HEAD), line(HEAD.map(() => "---")), ...linesOf(outcome).map(line)].join("\n");
}
