import type { Command } from "commander";
import { ConfigInvalidError } from "../platform/config-file.js";
import { CountersignError } from "../platform/errors.js";
import { EXIT, type ExitCode } from "./exit.js";
import { errorText, type Failure } from "./render/error.js";
import { json } from "./render/text.js";
import { openShell, usage, type GlobalOptions, type Io, type Out, type Shell } from "./shell.js";

/** What every command is registered with. */
export interface Registrar {
  readonly program: Command;
  readonly io: Io;
  /** Told how the command ended. */
  finish(code: ExitCode): void;
}

/** What commander calls: the arguments, the options as declared beside it, and the command itself. */
type Handler<Options> = (
  ...given: [...args: (string | undefined)[], options: Options, command: Command]
) => Promise<void>;

/**
 * Makes a command's action of a function: opens the shell, runs, and turns what was thrown into one
 * sentence and an exit code. `args` are the arguments as declared; those left out are undefined.
 */
export function action<Options = object>(
  registrar: Registrar,
  work: (
    shell: Shell,
    options: Options,
    args: readonly (string | undefined)[],
  ) => Promise<ExitCode>,
): Handler<Options> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const globals = command.optsWithGlobals<GlobalOptions>();
    try {
      const shell = openShell(registrar.io, globals);
      requireReason(command.opts<{ reason?: unknown }>().reason);
      registrar.finish(await work(shell, given.at(-2) as Options, command.args));
    } catch (error) {
      registrar.finish(fail(registrar.io, globals, error));
    }
  };
}

/** A reason that is asked for is words: an empty variable in a script gives none. */
function requireReason(reason: unknown): void {
  if (typeof reason !== "string" || reason.trim() !== "") return;
  throw usage("The reason is empty.", "Say --reason with words.");
}

/** Says what went wrong, where the caller will look: JSON on stdout, else text on stderr. */
export function fail(io: Io, options: GlobalOptions, error: unknown): ExitCode {
  const failure = failureOf(error);
  if (options.json === true) {
    io.stdout.write(`${json({ error: failure })}\n`);
  } else {
    // Without --now: that option may be what is wrong.
    const shell = openShell(io, { ...(options.color === false && { color: false }) });
    io.stderr.write(`${errorText(failure, shell.errorLook)}\n`);
  }
  if (io.env["COUNTERSIGN_DEBUG"]) debug(io.stderr, error);
  return failure.code === "USAGE" ? EXIT.usage : EXIT.failed;
}

function failureOf(error: unknown): Failure {
  if (error instanceof CountersignError) {
    return {
      code: error.code,
      message: error.message,
      next: error.next,
      ...(error instanceof ConfigInvalidError && { problems: error.problems }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "DEFECT",
    message: `Something went wrong that was not foreseen: ${message.split("\n")[0] ?? ""}`,
    next: "This is a defect. Run it again with COUNTERSIGN_DEBUG=1 and report what it prints.",
  };
}

function debug(stderr: Out, error: unknown): void {
  for (let current = error; current instanceof Error; current = current.cause) {
    stderr.write(`${current.stack ?? current.message}\n`);
  }
}
