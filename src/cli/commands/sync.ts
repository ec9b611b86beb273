import type { SyncReport } from "../../runs/report.js";
import { action, type Registrar } from "../action.js";
import { EXIT, type ExitCode } from "../exit.js";
import { syncProgress } from "../progress.js";
import type { Leads } from "../render/standings.js";
import { syncReport } from "../render/sync.js";
import { withSession, type Session } from "../session.js";
import { answer } from "../shell.js";

interface SyncOptions {
  readonly plan?: boolean;
  readonly full?: boolean;
  readonly source?: string;
}

/** Standings in which an agent goes on deciding, or stopped, with nobody standing for it. */
const NEEDS_A_HUMAN: readonly string[] = ["orphaned", "lapsed", "suspended"];

export function registerSync(registrar: Registrar): void {
  registrar.program
    .command("sync")
    .summary("read the sources and apply what changed")
    .description(
      "Reads every source, compares it with the graph and applies what changed: the organisation " +
        "first, then what it means for decision rights. With --plan it prints the same and changes nothing.",
    )
    .option("--plan", "print what would change and change nothing")
    .option("--full", "read and compare everything, also what directories do not tell as changed")
    .option("--source <id>", "only this source of the config")
    .addHelpText(
      "after",
      "\nExit codes: 0 applied (or planned); 1 a source could not be read; 3 done, and a human is needed:\n" +
        "  rows or documents were set aside, a source was read only in part, or a decision right came to\n" +
        "  be orphaned, lapsed or suspended by this run",
    )
    .action(
      action(registrar, async (shell, options: SyncOptions) =>
        withSession(shell, async (session) => {
          const progress = syncProgress(shell);
          let report: SyncReport;
          try {
            report = await session.runs.sync(session.context, {
              plan: options.plan ?? false,
              full: options.full ?? false,
              ...(options.source !== undefined && { source: options.source }),
              onProgress: progress.update,
            });
          } finally {
            progress.stop();
          }
          const leads = shell.json ? new Map() : await leadsOf(report, session);
          answer(shell, report, (view, look) => syncReport(view, leads, look));
          return exitCodeOf(report);
        }),
      ),
    );
}

/** 1 a source could not be read; 3 something needs a human because of this run. */
function exitCodeOf(report: SyncReport): ExitCode {
  if (report.sources.some((source) => source.status === "failed")) return EXIT.failed;
  const incomplete = report.sources.some(
    (source) =>
      source.held !== null ||
      source.status === "partial" ||
      source.quarantined > 0 ||
      source.problems.length > 0,
  );
  const newlyWithoutAnyone = report.decisions.some(
    (line) =>
      NEEDS_A_HUMAN.includes(line.standingAfter) && line.standingAfter !== line.standingBefore,
  );
  return incomplete || newlyWithoutAnyone ? EXIT.findings : EXIT.ok;
}

/** Only the first sync is told by lead; a plan has written no finding that could name one. */
async function leadsOf(report: SyncReport, { runs, context }: Session): Promise<Leads> {
  if (!report.baseline || report.plan) return new Map();
  const findings = await runs.findings(context, {});
  return new Map(
    findings
      .filter((finding) => finding.subject.kind === "authorization")
      .map((finding) => [finding.subject.key, finding.lead]),
  );
}
