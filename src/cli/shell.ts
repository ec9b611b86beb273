import { createColors } from "picocolors";
import type { Instant } from "../domain/time.js";
import { CountersignError } from "../platform/errors.js";
import type { Look } from "./render/look.js";
import { cleanAll, json } from "./render/text.js";

/** A stream as the command line uses one. */
export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Everything a command touches of the process it runs in. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdout: Out;
  readonly stderr: Out;
  /** Login of whoever started the command. */
  login(): string;
  now(): Instant;
}

/** Options that every command has. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly config?: string;
  readonly color?: boolean;
  readonly now?: string;
}

/** One invocation: the process and its global options, understood. */
export interface Shell {
  readonly io: Io;
  readonly json: boolean;
  readonly configPath: string | null;
  /** `--now`, for replays and tests; null: the real clock. */
  readonly fixedNow: Instant | null;
  readonly look: Look;
  /** The look for what goes to stderr, which may be a terminal when stdout is not. */
  readonly errorLook: Look;
}

const WIDTH_WITHOUT_TERMINAL = 130;

/** @throws CountersignError USAGE when `--now` is not an instant. */
export function openShell(io: Io, options: GlobalOptions): Shell {
  const fixedNow = options.now === undefined ? null : parseInstant("--now", options.now);
  const isColourful = options.color !== false && !io.env["NO_COLOR"] && io.env["TERM"] !== "dumb";
  const lookOf = (out: Out): Look => ({
    colours: createColors(isColourful && out.isTTY === true),
    // A terminal that does not know its width says 0.
    width: out.columns || Number(io.env["COLUMNS"]) || WIDTH_WITHOUT_TERMINAL,
    now: fixedNow ?? io.now(),
  });
  return {
    io,
    json: options.json ?? false,
    configPath: options.config ?? null,
    fixedNow,
    look: lookOf(io.stdout),
    errorLook: lookOf(io.stderr),
  };
}

/** Writes the answer: as JSON of exactly the view, or as text for people made of the clean view. */
export function answer<View>(
  shell: Shell,
  view: View,
  render: (view: View, look: Look) => string,
): void {
  const text = shell.json ? json(view) : render(cleanAll(view), shell.look);
  shell.io.stdout.write(`${text}\n`);
}

/** A line about what is going on, for people only; never part of an answer. */
export function note(shell: Shell, line: string): void {
  if (!shell.json) shell.io.stderr.write(`${line}\n`);
}

/** Understood is what ISO 8601 says with a zone (`2026-06-01T09:00Z`), or a day: its first instant in UTC. */
export function parseInstant(option: string, text: string): Instant {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(
    text,
  );
  const at = isDay || isInstant ? Date.parse(text) : Number.NaN;
  // Date.parse takes 30 February for 2 March; a day must come back as it was written.
  const isReal = isDay ? !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) : true;
  if (Number.isNaN(at) || !isReal) {
    throw usage(
      `${option} "${text}" is not a time.`,
      "Write a day (2026-06-01, from 00:00 UTC) or an instant (2026-06-01T09:00Z).",
    );
  }
  return at;
}

/** The command was not understood: exit code 2. */
export function usage(message: string, next: string): CountersignError {
  return new CountersignError({ code: "USAGE", message, next, audience: "caller" });
}
