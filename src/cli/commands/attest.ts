import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CountersignError } from "../../platform/errors.js";
import { action, type Registrar } from "../action.js";
import { readAttestFile } from "../attest-file.js";
import { templateCsv, templateLines } from "../attest-template.js";
import { EXIT, type ExitCode } from "../exit.js";
import { attestText, type AttestView } from "../render/attest.js";
import { counted } from "../../platform/counted.js";
import { operatorOf, withSession } from "../session.js";
import { answer, note, usage, type Shell } from "../shell.js";

export function registerAttest(registrar: Registrar): void {
  registrar.program
    .command("attest [file]")
    .summary("record signatures that exist on paper, many at once")
    .description(
      "Records signatures that people have given elsewhere, from a CSV or YAML file. Each is recorded as\n" +
        "attested, with the name of who signed and yours. With --template it writes the file to fill in\n" +
        "instead: one line for every owner of what lacks a signature, grouped by governance lead.",
    )
    .option("--template", "write the file to fill in (to the screen when no file is named)")
    .addHelpText(
      "after",
      "\nExit codes: 0 every line that is filled in was recorded; 1 some were not",
    )
    .action(
      action(registrar, async (shell, options: { template?: boolean }, [file]) => {
        if (options.template === true) return writeTemplate(shell, file);
        if (file !== undefined) return attest(shell, file);
        throw usage(
          "Which file?",
          "Name it, or write one to fill in: countersign attest --template > signatures.csv",
        );
      }),
    );
}

async function attest(shell: Shell, file: string): Promise<ExitCode> {
  const { lines, open, problems } = readAttestFile(file, shell.io.cwd);
  const report =
    lines.length === 0
      ? { run: null, done: [], refused: [] }
      : await withSession(shell, async ({ runs, context, loaded }) =>
          runs.attest(context, { lines, operator: operatorOf(shell, loaded) }),
        );
  const view: AttestView = { ...report, problems, open };
  answer(shell, view, attestText);
  return view.refused.length + problems.length > 0 ? EXIT.failed : EXIT.ok;
}

async function writeTemplate(shell: Shell, file: string | undefined): Promise<ExitCode> {
  const path = file === undefined ? null : resolve(shell.io.cwd, file);
  if (path !== null && existsSync(path)) {
    throw new CountersignError({
      code: "TEMPLATE_REFUSED",
      message: `${file} is there already and was not overwritten.`,
      next: "Name another file, or hand in what is in this one: countersign attest <file>",
      audience: "caller",
    });
  }
  const { lines, ownerless } = await withSession(shell, templateLines);
  if (path !== null) writeFileSync(path, templateCsv(lines), { flag: "wx" });
  if (path !== null || shell.json) {
    answer(
      shell,
      { file: file ?? null, lines, ownerless },
      (view) => `Wrote ${counted(view.lines.length, "line")} to ${view.file}.`,
    );
  } else {
    shell.io.stdout.write(templateCsv(lines));
    note(
      shell,
      "Fill in person, on (such as 2026-02-03) and evidence; then: countersign attest <file>",
    );
  }
  if (ownerless > 0) {
    note(
      shell,
      `${counted(ownerless, "decision right")} without an owner ${ownerless === 1 ? "is" : "are"} not in it; name one first: countersign orphans`,
    );
  }
  return EXIT.ok;
}
