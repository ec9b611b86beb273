import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { withSession } from "../session.js";
import { note } from "../shell.js";

export function registerWorker(registrar: Registrar): void {
  registrar.program
    .command("worker")
    .summary("sync by schedule, follow deadlines, send alerts; until stopped")
    .description(
      "Runs the schedules of the config, follows deadlines and sends alerts, until it is told to stop.\n" +
        "SIGTERM or Ctrl-C: finishes what it is at, then ends; a second time ends it at once.",
    )
    .action(
      action(registrar, async (shell) =>
        withSession(shell, async ({ runs, context }) => {
          const stopping = new AbortController();
          const stop = (): void => {
            // A person who asks twice does not want to wait; a crashed run is finished by the next one.
            if (stopping.signal.aborted) process.exit(EXIT.failed);
            note(shell, "Finishing what is under way; once more ends it at once.");
            stopping.abort();
          };
          process.on("SIGTERM", stop).on("SIGINT", stop);
          try {
            await runs.runWorker(context, stopping.signal);
          } finally {
            process.off("SIGTERM", stop).off("SIGINT", stop);
          }
          return EXIT.ok;
        }),
      ),
    );
}
