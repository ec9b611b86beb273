import type { HeldView } from "../../runs/held-view.js";
import type { SourceReport } from "../../runs/report.js";
import { heldLines } from "./held.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { counted } from "../../platform/counted.js";
import { listed } from "./text.js";

/** One line per source, honest about what was not read; remarks below it. */
export function sourceLines(sources: readonly SourceReport[], look: Look): string {
  const rows = sources.flatMap((source) => [
    [look.colours.bold(source.source), summary(source, look)],
    ...(source.held === null ? [] : heldRows(source.held, look)),
    ...source.remarks.map((remark) => ["", remark]),
    ...(source.failure?.next ? [["", source.failure.next]] : []),
  ]);
  return table(rows, look);
}

function heldRows(held: HeldView, look: Look): string[][] {
  const [first = "", ...rest] = heldLines(held);
  return [["", look.colours.yellow(first)], ...rest.map((line) => ["", line])];
}

function summary(source: SourceReport, look: Look): string {
  const aside =
    source.quarantined > 0
      ? look.colours.yellow(
          `; ${counted(source.quarantined, "row")} set aside, their people stay as they were`,
        )
      : "";
  switch (source.status) {
    case "complete":
      return `${scopes(source)}, complete${aside}`;
    case "partial": {
      const missing = source.certificates.filter((certificate) => !certificate.complete);
      const why = missing.map(
        ({ scope, reason }) => `${scope} not complete${reason === null ? "" : ` (${reason})`}`,
      );
      const what = why.length === 0 ? "not everything could be read" : listed(why);
      return `${look.colours.yellow("partial")}: ${what}; nobody departs because of it${aside}`;
    }
    case "failed":
      return `${look.colours.red("not read")}: ${source.failure?.message ?? "nothing useful could be read."} Nothing of it was applied.`;
  }
}

/** `412 people, 31 teams` */
function scopes(source: SourceReport): string {
  const parts = source.certificates.map(({ scope, count: number }) =>
    counted(number, singular(scope), scope),
  );
  return parts.length === 0 ? counted(source.records, "record") : parts.join(", ");
}

/** Scopes are named in the plural: people, teams, documents. */
function singular(scope: string): string {
  return scope === "people" ? "person" : scope.replace(/s$/, "");
}
