import { formatPlace, type Problem } from "../../platform/problem.js";
import type { Look } from "./look.js";
import { counted } from "../../platform/counted.js";
import { indented } from "./text.js";

const MOST = 100;

/** `file:line:column  sentence`, aligned, in the order of the files. Never wrapped: editors link to it. */
export function problemLines(problems: readonly Problem[], look: Look, indent = 0): string {
  const shown = problems.slice(0, MOST);
  const places = shown.map((problem) => formatPlace(problem.place));
  const widest = Math.min(40, Math.max(0, ...places.map((place) => place.length)));
  const lines = shown.map(
    (problem, index) =>
      `${look.colours.bold((places[index] ?? "").padEnd(widest))}  ${problem.sentence}`,
  );
  const rest = problems.length - shown.length;
  if (rest > 0) lines.push(`… and ${counted(rest, "more", "more")}; --json lists them all`);
  return indented(lines.join("\n"), indent);
}
