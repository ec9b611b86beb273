import type { ActReport } from "../../runs/report.js";
import { decisionLines } from "./decisions.js";
import type { Look } from "./look.js";
import { counted } from "../../platform/counted.js";
import { indented, wrapped } from "./text.js";

/** What an act of a person did, and what was refused and why. */
export function actReport(report: ActReport, look: Look): string {
  const blocks: string[] = [];
  if (report.done.length > 0) {
    const run = report.run === null ? "" : ` as run ${report.run}`;
    blocks.push(`Recorded${run}.\n${decisionLines(report.done, look, 2)}`);
  }
  if (report.refused.length > 0) {
    const lines = report.refused.map((refusal) => {
      const place = refusal.place === null ? "" : `${refusal.place}  `;
      return wrapped(`${place}${refusal.key}: ${refusal.sentence}`, look.width - 2, 2);
    });
    const title = look.colours.red(`${counted(report.refused.length, "act")} refused`);
    blocks.push(`${title}\n${indented(lines.join("\n"), 2)}`);
  }
  if (blocks.length === 0) return "There was nothing to record.";
  return blocks.join("\n\n");
}
