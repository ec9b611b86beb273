/** Where something was found, the way editors and terminals link to it. Lines and columns count from 1. */
export interface Place {
  /** Relative to the folder the user works in. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * One thing wrong with an input, said so that its author can mend it. Problems are values: all of
 * them are collected and shown together, and the parts without problems go on (F40).
 */
export interface Problem {
  readonly place: Place;
  /** Stable kebab-case name of the rule. */
  readonly rule: string;
  /** What is wrong and what to write instead, in one or two sentences. */
  readonly sentence: string;
}

/** `file:line:column`, leaving out what is not known. */
export function formatPlace(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== null).join(":");
}

/** `file:line:column  sentence` */
export function formatProblem(problem: Problem): string {
  return `${formatPlace(problem.place)}  ${problem.sentence}`;
}
