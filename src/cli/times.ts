import type { Knowledge } from "../runs/history-report.js";
import { parseInstant, type Shell, usage } from "./shell.js";

export const AT_HELP =
  "what was true then: a day (2026-06-01, from 00:00 UTC) or an instant (2026-06-01T09:00Z)";
export const KNOWN_AT_HELP =
  "as it was known then: a day, an instant, or a run (run:12); corrections that came later do not count";

/** The two times of a question, as typed. */
export interface TimeOptions {
  readonly at?: string;
  readonly knownAt?: string;
}

/** The two times of a question; what was left out is absent. */
export function timesOf(
  shell: Shell,
  { at, knownAt }: TimeOptions,
): { readonly at?: number; readonly knownAt?: Knowledge } {
  return {
    ...(at === undefined ? {} : { at: pastInstant(shell, at) }),
    ...(knownAt === undefined ? {} : { knownAt: knowledgeOf(knownAt) }),
  };
}

/** What will be known at a later time is not known yet. */
function pastInstant(shell: Shell, text: string): number {
  const at = parseInstant("--at", text);
  if (at <= shell.look.now) return at;
  throw usage(
    `--at ${text} lies ahead.`,
    "Ask for a time that has passed; leave --at out for today.",
  );
}

/** @throws CountersignError USAGE */
function knowledgeOf(text: string): Knowledge {
  const [, digits] = /^run:(\d{1,15})$/.exec(text) ?? [];
  if (digits !== undefined && Number(digits) > 0) return { kind: "run", number: Number(digits) };
  if (/^(run|\d+$)/.test(text)) {
    throw usage(
      `--known-at "${text}" is neither a time nor a run.`,
      "Write a run as run:12; countersign timeline shows their numbers.",
    );
  }
  return { kind: "instant", at: parseInstant("--known-at", text) };
}
