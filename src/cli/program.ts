import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { z } from "zod";
import { packageRoot } from "../platform/package-root.js";
import { fail, type Registrar } from "./action.js";
import { registerActs } from "./commands/acts.js";
import { registerAdopt } from "./commands/adopt.js";
import { registerAttest } from "./commands/attest.js";
import { registerCompletion } from "./commands/completion.js";
import { registerDemo } from "./commands/demo.js";
import { registerDoctor } from "./commands/doctor.js";
import { registerFindings } from "./commands/findings.js";
import { registerHistory } from "./commands/history.js";
import { registerIdentity } from "./commands/identity.js";
import { registerInit } from "./commands/init.js";
import { registerLedger } from "./commands/ledger.js";
import { registerLint } from "./commands/lint.js";
import { registerPlans } from "./commands/plans.js";
import { registerQuestions } from "./commands/questions.js";
import { registerServices } from "./commands/services.js";
import { registerSync } from "./commands/sync.js";
import { registerUndo } from "./commands/undo.js";
import { registerWorker } from "./commands/worker.js";
import { EXIT, type ExitCode } from "./exit.js";
import { usage, type Io } from "./shell.js";

/**
 * Runs one command line.
 *
 * @param argv without the interpreter and the script.
 * @returns the exit code; nothing is thrown.
 */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = buildProgram({
    io,
    finish: (ended) => {
      code = ended;
    },
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    return notUnderstood({ program, argv, io }, error);
  }
}

function buildProgram(base: Omit<Registrar, "program">): Command {
  const program = new Command("countersign");
  program
    .description("Every decision right of an AI agent, signed by someone who still works here.")
    .usage("<command> [options]")
    .version(versionOfPackage(), "-V, --version")
    .option("--json", "answer in JSON: the same facts, times in milliseconds since 1970 (UTC)")
    .option(
      "--config <file>",
      "the config; else COUNTERSIGN_CONFIG, else countersign.yaml here or above",
    )
    .option("--no-color", "no colours; NO_COLOR does the same")
    .addOption(new Option("--now <instant>", "work as if it were this time").hideHelp())
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void base.io.stdout.write(text),
      // Errors of usage are thrown and said by `notUnderstood`; only help for nothing at all comes here.
      writeErr: (text) => void base.io.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => base.io.stdout.columns || HELP_WIDTH,
      getErrHelpWidth: () => base.io.stderr.columns || HELP_WIDTH,
    })
    .addHelpText("after", EPILOGUE);
  const registrar: Registrar = { ...base, program };
  registerInit(registrar);
  registerDoctor(registrar);
  registerLint(registrar);
  registerSync(registrar);
  registerPlans(registrar);
  registerQuestions(registrar);
  registerHistory(registrar);
  registerFindings(registrar);
  registerActs(registrar);
  registerUndo(registrar);
  registerLedger(registrar);
  registerIdentity(registrar);
  registerAdopt(registrar);
  registerAttest(registrar);
  registerServices(registrar);
  registerWorker(registrar);
  registerDemo(registrar);
  registerCompletion(registrar);
  return program;
}

const HELP_WIDTH = 100;

const packageFile = z.object({ version: z.string() });

function versionOfPackage(): string {
  const text = readFileSync(join(packageRoot(), "package.json"), "utf8");
  return packageFile.parse(JSON.parse(text)).version;
}

const EPILOGUE = `
Exit codes: 0 done · 1 failed, or a check failed · 2 not understood · 3 done, and something needs a human
First steps: countersign init, countersign doctor, countersign sync --plan`;

interface Invocation {
  readonly program: Command;
  readonly argv: readonly string[];
  readonly io: Io;
}

/** Commander throws for help and for what it does not understand. */
function notUnderstood({ program, argv, io }: Invocation, error: unknown): ExitCode {
  const options = { json: argv.includes("--json"), color: !argv.includes("--no-color") };
  if (!(error instanceof CommanderError)) return fail(io, options, error);
  if (error.exitCode === 0) return EXIT.ok;
  if (error.code === "commander.help") return EXIT.usage;
  const [first = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${first.endsWith(".") ? "" : "."}`;
  const command = program.commands.find((each) => each.name() === argv[0]);
  const topic = command === undefined ? "--help" : `${command.name()} --help`;
  const next =
    suggestion?.replace(/^\((.*)\)$/, "$1") ?? `To see what there is: countersign ${topic}`;
  return fail(io, options, usage(message, next));
}
