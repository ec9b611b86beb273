import type { Problem } from "../../platform/problem.js";
import type { ActReport } from "../../runs/report.js";
import { actReport } from "./acts.js";
import type { Look } from "./look.js";
import { problemLines } from "./problems.js";
import { counted } from "../../platform/counted.js";

/** What `attest` answers: what was recorded and refused, and what of the file could not be used. */
export interface AttestView extends ActReport {
  readonly problems: readonly Problem[];
  /** Lines without a date. */
  readonly open: number;
}

export function attestText(view: AttestView, look: Look): string {
  const blocks = [actReport(view, look)];
  if (view.problems.length > 0) {
    blocks.push(
      `Not recorded, because of ${counted(view.problems.length, "problem")} in the file:\n${problemLines(view.problems, look, 2)}`,
    );
  }
  if (view.open > 0) blocks.push(`${counted(view.open, "line")} not filled in yet.`);
  return blocks.join("\n\n");
}
