import type { RunName } from "../../runs/exposure-report.js";
import type { KnownAs } from "../../runs/history-report.js";
import { moment } from "./dates.js";
import { listed } from "./text.js";

/** `run 12 (hr)`, `act 13 (sign by lea@example.com)` */
export function runInWords({ number, kind, source, act, operator }: RunName): string {
  switch (kind) {
    case "sync":
      return `run ${number} (${source ?? "sync"})`;
    case "due":
      return `run ${number} (due work)`;
    case "act":
      return `act ${number} (${act ?? "act"}${operator === null ? "" : ` by ${operator}`})`;
    default:
      return kind satisfies never;
  }
}

/** Until when knowledge counts in the answer, and whether that can still change. */
export function knownInWords(known: KnownAs): string {
  const { run, isFinal, open, asked } = known;
  const until =
    run === null
      ? "Nothing was known by then: no run had closed."
      : `Known as of ${runInWords(run)}, closed ${moment(run.closedAt ?? 0)}.`;
  if (isFinal) return until;
  if (open.length > 0) {
    const names = listed(open.slice(0, 3).map(runInWords));
    const more = open.length > 3 ? ` and ${open.length - 3} more` : "";
    return `${until} Still open: ${names}${more}; what it records counts once it closes.`;
  }
  return asked.kind === "run"
    ? `${until} Run ${asked.number} is not closed yet.`
    : `${until} Nothing has closed since; a run that closes later may add to this answer.`;
}
