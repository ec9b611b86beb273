import type { Problem } from "../../platform/problem.js";
import type { Look } from "./look.js";
import { problemLines } from "./problems.js";
import { counted } from "../../platform/counted.js";

/** What `lint` answers: the report over every folder that was checked. */
export interface LintView {
  readonly files: number;
  readonly documents: number;
  readonly problems: readonly Problem[];
  readonly badFiles: number;
  readonly remarks: readonly string[];
  /** Whether people were looked up in the graph too. */
  readonly online: boolean;
}

/** Every problem with its place, then what that means for the rest. */
export function lintText(view: LintView, look: Look): string {
  const lines = view.problems.length > 0 ? [problemLines(view.problems, look)] : [];
  return [...lines, ...view.remarks, verdict(view)].join("\n");
}

function verdict({ problems, files, badFiles, documents, online }: LintView): string {
  if (problems.length === 0) {
    const people = online ? ", and everyone named in them is known" : "";
    return `${counted(documents, "document")} in ${counted(files, "file")}, no problems${people}.`;
  }
  const good = files - badFiles;
  const rest =
    good === 0
      ? ""
      : ` The other ${good === 1 ? "one is" : `${good} are`} fine and not touched by ${problems.length === 1 ? "this" : "these"}.`;
  return `${counted(problems.length, "problem")} in ${badFiles} of ${counted(files, "file")}.${rest}`;
}
