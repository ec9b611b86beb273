import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { actReport } from "../render/acts.js";
import { configOf, operatorOf, withSession } from "../session.js";
import { answer } from "../shell.js";

/** `undo`: one change set of authorizations, put back exactly as it was. */
export function registerUndo(registrar: Registrar): void {
  registrar.program
    .command("undo <entry>")
    .summary("put the authorizations of one change set back as they were")
    .description(
      "Put the authorizations of one change set back exactly as they were: who answers, on what basis, standing,\n" +
        "reasons and deadline. Signatures are never touched. The entry is a position or an id, as `countersign ledger\n" +
        "list` shows them. Refused as a whole, with every reason, where somebody has signed since, something changed\n" +
        "since, or somebody would answer again who does not work here. Who acts is the login of this machine, mapped\n" +
        "to a person under `operators` in the config.",
    )
    .requiredOption("--reason <text>", "why; kept with the act, not in the ledger")
    .addHelpText("after", "\nExit codes: 0 put back; 1 refused")
    .action(
      action<{ reason: string }>(registrar, async (shell, { reason }, [entry = ""]) => {
        const operator = operatorOf(shell, configOf(shell));
        return withSession(shell, async ({ runs, context }) => {
          const report = await runs.undo(context, { operator, entry, reason });
          answer(shell, report, actReport);
          return report.refused.length > 0 ? EXIT.failed : EXIT.ok;
        });
      }),
    );
}
