import { basename } from "node:path";
import tabtab, { type SupportedShell } from "@pnpm/tabtab";
import { loadConfig } from "../../platform/config-file.js";
import { action, type Registrar } from "../action.js";
import { type CompletionItem, completionOf } from "../completion.js";
import { EXIT } from "../exit.js";
import { type Io, usage } from "../shell.js";

const NAME = "countersign";

const SETTING_UP = `
The script asks ${NAME} at each Tab: it must be on the PATH, or an alias.
  bash   echo 'source <(${NAME} completion bash)' >> ~/.bashrc
  zsh    echo 'source <(${NAME} completion zsh)' >> ~/.zshrc
  fish   ${NAME} completion fish > ~/.config/fish/completions/${NAME}.fish
  pwsh   ${NAME} completion pwsh >> $PROFILE`;

/** `completion`, and the hidden command that the scripts call; how they call it is @pnpm/tabtab's. */
export function registerCompletion(registrar: Registrar): void {
  const { program, io } = registrar;
  program
    .command("completion")
    .summary("print a script that completes commands in a shell")
    .description("Prints a script for a shell, which then completes commands, options and sources.")
    .addArgument(program.createArgument("<shell>", "whose").choices(tabtab.SUPPORTED_SHELLS))
    .addHelpText("after", SETTING_UP)
    .action(
      action(registrar, async (_shell, _options, [name]) => {
        const shell = supported(name);
        io.stdout.write(await tabtab.getCompletionScript({ name: NAME, completer: NAME, shell }));
        return EXIT.ok;
      }),
    );
  program
    .command("completion-server", { hidden: true })
    .argument("[words...]")
    .action(
      action(registrar, async (_shell, _options, given) => {
        const shell = supported(basename(io.env["SHELL"] ?? ""));
        const words = typedWords(given.map(String), shell, io.env);
        const completion = completionOf(program, words, () => sourcesOf(io));
        if (completion.kind === "words") {
          tabtab.log([...completion.items], shell, (line) => void io.stdout.write(`${line}\n`));
        } else if (shell !== "bash") {
          // Bash completes paths when it is told nothing; told to, it does not (tabtab 0.5.4).
          tabtab.logFiles();
        }
        return EXIT.ok;
      }),
    );
}

function supported(shell: string | undefined): SupportedShell {
  if (shell !== undefined && tabtab.isShellSupported(shell)) return shell;
  const shells = tabtab.SUPPORTED_SHELLS.join(", ");
  throw usage(`"${shell}" is no shell with completion.`, `There are ${shells}.`);
}

/** The words after the program's name; fish leaves out the one that was not begun. */
function typedWords(
  [, ...typed]: readonly string[],
  shell: SupportedShell,
  env: NodeJS.ProcessEnv,
): readonly string[] {
  const isBegun = [NAME, ...typed].join(" ").length >= tabtab.parseEnv(env).point;
  return shell === "fish" && !isBegun ? [...typed, ""] : typed;
}

/** None where no config can be read: completing is no moment to complain. */
function sourcesOf({ env, cwd }: Io): readonly CompletionItem[] {
  try {
    const { sources } = loadConfig(null, env, cwd).config;
    return sources.map(({ id, type }) => ({ name: id, description: type }));
  } catch {
    return [];
  }
}
