import { DAY_MS } from "../../domain/time.js";
import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { writeSamples } from "../samples.js";
import { answer } from "../shell.js";

export function registerInit(registrar: Registrar): void {
  registrar.program
    .command("init")
    .summary("write a commented config and a sample company into this folder")
    .description(
      "Writes a commented countersign.yaml, a sample registry and sample HR files into this folder.\n" +
        "Asks nothing and overwrites nothing.",
    )
    .action(
      action(registrar, async (shell) => {
        const { now } = shell.look;
        const files = writeSamples(shell.io.cwd, { login: shell.io.login(), now });
        const later = new Date(now + 8 * DAY_MS).toISOString().slice(0, 10);
        answer(shell, { files, next: "countersign doctor" }, (view, { colours }) =>
          [
            "Wrote a sample company of twelve people, three agents and four decision classes:",
            ...view.files.map((file) => `  ${file}`),
            "",
            "Next:",
            `  ${colours.bold("countersign doctor")}            says what is missing, one line each`,
            `  ${colours.bold("countersign sync --plan")}       says what a sync would do, and changes nothing`,
            `  ${colours.bold("countersign sync")}              does it`,
            `  ${colours.bold(`countersign sync --plan --now ${later}`)}   the same once Maya Okafor has left`,
            "",
            "Then replace hr/people.csv by an export of your own; its headers are guessed and shown by doctor.",
          ].join("\n"),
        );
        return EXIT.ok;
      }),
    );
}
