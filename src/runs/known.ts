import type { ManagedTransaction } from "neo4j-driver";
import { openRuns, readHorizon } from "../graph/queries/runs.js";
import type { Instant } from "../domain/time.js";
import { CountersignError } from "../platform/errors.js";
import type { Knowledge, KnownAs } from "./history-report.js";

/** Everything on record counts, runs that are going on included: what is believed now. */
export const BELIEVED_NOW = Number.MAX_SAFE_INTEGER;

/**
 * The last run or act that was closed by then, together with all before it (PRODUCT.md, "Two times").
 *
 * @throws CountersignError RUN_UNKNOWN when no run has that number yet
 */
export async function knownAs(tx: ManagedTransaction, asked: Knowledge): Promise<KnownAs> {
  const params =
    asked.kind === "run" ? { at: null, number: asked.number } : { at: asked.at, number: null };
  const [row] = await readHorizon.run(tx, params);
  if (asked.kind === "run" && asked.number > (row?.last ?? 0))
    throw runUnknown(asked.number, row?.last ?? 0);
  if (row === undefined) return { asked, run: null, isFinal: false, open: [] };
  const { run, isFinal } = row;
  if (isFinal) return { asked, run, isFinal, open: [] };
  const open = await openRuns.run(tx, {});
  return {
    asked,
    run,
    isFinal,
    open: open.map(({ number, kind, source, act }) => ({
      number,
      kind,
      source,
      act,
      operator: null,
      closedAt: null,
    })),
  };
}

/** The time meant by leaving `--at` out: that of the knowledge itself. */
export function timeOf({ asked, run }: KnownAs, now: Instant): Instant {
  if (asked.kind === "instant") return asked.at;
  return run?.closedAt ?? now;
}

function runUnknown(number: number, last: number): CountersignError {
  return new CountersignError({
    code: "RUN_UNKNOWN",
    message: `There is no run ${number} yet.`,
    next:
      last === 0
        ? "Nothing was recorded so far: countersign sync."
        : `The last one is run ${last}. Ask with run:${last}, or with a day or an instant.`,
    audience: "caller",
    data: { number },
  });
}
