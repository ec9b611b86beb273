import type { Problem } from "../../platform/problem.js";
import type { Look } from "./look.js";
import { problemLines } from "./problems.js";
import { clean, cleanAll } from "./text.js";

/** What a person or a script is told when a command could not do its work. */
export interface Failure {
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  readonly next: string | null;
  /** Where the failure is an input with problems: every one. */
  readonly problems?: readonly Problem[];
}

/** One sentence and what to do next; never a stack trace. */
export function errorText(failure: Failure, look: Look): string {
  const lines = [
    ...(failure.problems && failure.problems.length > 0
      ? [problemLines(cleanAll(failure.problems), look)]
      : []),
    `${look.colours.red("error")}  ${clean(failure.message)}`,
    ...(failure.next === null ? [] : [`       ${clean(failure.next)}`]),
  ];
  return lines.join("\n");
}
