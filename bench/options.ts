import { parseArgs, type ParseArgsConfig } from "node:util";

/** What was typed makes no sense; the message says all of it and how to type it. Nothing was started. */
export class UsageError extends Error {}

interface Numbered {
  readonly least: number;
  readonly most: number;
  readonly standard: number;
}

/**
 * Options of a measurement, looked at before a server is started: whole numbers by name, and words.
 *
 * @throws UsageError with everything that is wrong
 */
export function numbersOf<Name extends string>(
  argv: readonly string[],
  wanted: Readonly<Record<Name, Numbered>>,
  others: NonNullable<ParseArgsConfig["options"]>,
): {
  readonly numbers: Readonly<Record<Name, number>>;
  readonly values: Readonly<Record<string, unknown>>;
} {
  const names = Object.keys(wanted) as Name[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const values = parsed(argv, { ...options, ...others });
  const wrong: string[] = [];
  const numbers = names.map((name): [Name, number] => {
    const { least, most, standard } = wanted[name];
    const text = values[name];
    if (typeof text !== "string") return [name, standard];
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= least && number <= most)) {
      wrong.push(`--${name} "${text}" is not a whole number from ${least} to ${most}.`);
    }
    return [name, number];
  });
  if (wrong.length > 0) throw new UsageError(wrong.join(" "));
  return { numbers: Object.fromEntries(numbers) as Record<Name, number>, values };
}

function parsed(
  argv: readonly string[],
  options: NonNullable<ParseArgsConfig["options"]>,
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const names = Object.keys(options).filter((name) => !["role", "folder"].includes(name));
    throw new UsageError(`${why}. The options are --${names.join(", --")}.`);
  }
}
