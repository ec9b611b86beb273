import { Option } from "commander";
import type { Severity } from "../../domain/finding.js";
import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { findingList, orphanList } from "../render/findings.js";
import { withSession } from "../session.js";
import { answer } from "../shell.js";

interface FindingOptions {
  readonly severity?: Severity;
  readonly all?: boolean;
}

export function registerFindings(registrar: Registrar): void {
  registrar.program
    .command("findings")
    .summary("what needs a human, worst first")
    .description("Conditions that need a human, worst first, each with what to type next.")
    .addOption(
      new Option("--severity <severity>", "only these").choices(["info", "warning", "critical"]),
    )
    .option("--all", "those that have cleared, too")
    .addHelpText("after", "\nExit codes: 0 there are none; 3 there are some")
    .action(
      action(registrar, async (shell, options: FindingOptions) =>
        withSession(shell, async ({ runs, context }) => {
          const found = await runs.findings(context, options);
          answer(shell, found, findingList);
          return found.length === 0 ? EXIT.ok : EXIT.findings;
        }),
      ),
    );
  registrar.program
    .command("orphans")
    .summary("decision rights for which nobody stands")
    .description(
      "Decision rights for which nobody stands: orphaned, lapsed or suspended by policy, and who was asked.",
    )
    .addHelpText("after", "\nExit codes: 0 there are none; 3 there are some")
    .action(
      action(registrar, async (shell) =>
        withSession(shell, async ({ runs, context }) => {
          const found = await runs.orphans(context);
          answer(shell, found, orphanList);
          return found.length === 0 ? EXIT.ok : EXIT.findings;
        }),
      ),
    );
}
