import type { DoctorLine } from "../../runs/checks.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { counted } from "../../platform/counted.js";

/** `countersign doctor`: one line each; what to do is on the line below. */
export function doctorReport(lines: readonly DoctorLine[], look: Look): string {
  const rows = lines.flatMap((line) => [
    [mark(line.state, look), line.subject, line.sentence],
    ...(line.next === null ? [] : [["", "", `→ ${line.next}`]]),
  ]);
  return `${table(rows, look)}\n\n${verdict(lines)}`;
}

function mark(state: DoctorLine["state"], look: Look): string {
  switch (state) {
    case "ok":
      return look.colours.green("ok");
    case "remark":
      return look.colours.yellow("note");
    case "failed":
      return look.colours.red("fail");
  }
}

function verdict(lines: readonly DoctorLine[]): string {
  const failed = lines.filter((line) => line.state === "failed").length;
  const remarks = lines.filter((line) => line.state === "remark").length;
  if (failed > 0) return `${counted(failed, "thing")} to mend first.`;
  if (remarks > 0) return `Ready, with ${counted(remarks, "note")}. Next: countersign sync --plan`;
  return "Ready. Next: countersign sync --plan";
}
