import type { Argument, Command, Option } from "commander";

/** What may stand where the cursor is. */
export type Completion =
  | { readonly kind: "words"; readonly items: readonly CompletionItem[] }
  /** A path: shells know them better. */
  | { readonly kind: "files" };

export interface CompletionItem {
  readonly name: string;
  readonly description: string;
}

const NOTHING: Completion = { kind: "words", items: [] };

/**
 * What may stand in place of the last word, which is as far as it was typed: not narrowed down to what
 * begins like it, shells do that.
 *
 * @param words of the command line after the program's name; the last one is at the cursor, empty at first
 * @param sources values of every option that names a source
 */
export function completionOf(
  program: Command,
  words: readonly string[],
  sources: () => readonly CompletionItem[],
): Completion {
  const typed = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const { command, position, open } = placeOf(program, typed);
  if (open !== null) return valuesOf(open, sources);
  if (current.startsWith("-")) return { kind: "words", items: optionsOf(program, command) };
  if (position === 0 && command.commands.length > 0)
    return { kind: "words", items: below(command) };
  const argument = command.registeredArguments[position] ?? variadicOf(command);
  return argument === undefined ? NOTHING : valuesOf(argument, sources);
}

/** Which command the words come to, how many arguments it has got, and which option still waits for its value. */
function placeOf(
  program: Command,
  typed: readonly string[],
): { readonly command: Command; readonly position: number; readonly open: Option | null } {
  let command = program;
  let position = 0;
  let open: Option | null = null;
  for (const word of typed) {
    if (open !== null) open = null;
    else if (word.startsWith("-")) open = waiting(program, command, word);
    else {
      const next = command.commands.find((one) => one.name() === word);
      if (next === undefined) position += 1;
      else command = next;
    }
  }
  return { command, position, open };
}

function waiting(program: Command, command: Command, word: string): Option | null {
  const option = [...command.options, ...program.options].find(
    ({ short, long }) => short === word || long === word,
  );
  return option !== undefined && (option.required || option.optional) ? option : null;
}

function valuesOf(of: Option | Argument, sources: () => readonly CompletionItem[]): Completion {
  const { argChoices } = of;
  if (argChoices !== undefined) {
    return { kind: "words", items: argChoices.map((name) => ({ name, description: "" })) };
  }
  const written = "flags" in of ? of.flags : of.name();
  if (/\b(file|folder)\b/.test(written.replace(/^.*[<[]/, ""))) return { kind: "files" };
  return /^--source\b/.test(written) ? { kind: "words", items: sources() } : NOTHING;
}

function optionsOf(program: Command, command: Command): CompletionItem[] {
  const options = command.createHelp().visibleOptions(command);
  const globals = command === program ? [] : program.createHelp().visibleOptions(program);
  const items = [...options, ...globals].flatMap(({ long, description }) =>
    long === undefined || long === null ? [] : [{ name: long, description: line(description) }],
  );
  return items.filter((one, index) => items.findIndex(({ name }) => name === one.name) === index);
}

function below(command: Command): CompletionItem[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ name: one.name(), description: line(one.summary() || one.description()) }));
}

function variadicOf({ registeredArguments }: Command): Argument | undefined {
  const last = registeredArguments.at(-1);
  return last?.variadic === true ? last : undefined;
}

/** Shells show a description beside its word, on one line. */
function line(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
