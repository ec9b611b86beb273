import type { OrganisationKind, OrganisationLine, SyncReport } from "../../runs/report.js";
import { datesInWords } from "./dates.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { counted } from "../../platform/counted.js";

const MOST_IN_PLAN = 20;
const MOST_AFTER = 10;

const SIGN: Readonly<Record<OrganisationKind, string>> = {
  depart: "-",
  leave: "◦",
  return: "•",
  join: "+",
  move: "→",
  manager: "→",
  change: "~",
  team: "~",
  login: "~",
  membership: "~",
  agent: "~",
};

/**
 * `+ 4 join   ~ 9 change   - 3 depart (1 owner: Maya Okafor, last day 30 Nov, Europe/Madrid)` and
 * below it who. A plan lists everything that would change (up to a screen); a run that was applied
 * only the owners, and a first sync nobody: everyone joins.
 */
export function organisationSection(report: SyncReport, look: Look): string {
  const { counts, lines } = report.organisation;
  const parts = SUMMARY.flatMap((kind) =>
    counts[kind] > 0 ? [inWords(kind, counts[kind], { report, look })] : [],
  );
  if (parts.length === 0) return "";
  const wanted = lines.filter((line) => isShown(line, report));
  const most = report.plan ? MOST_IN_PLAN : MOST_AFTER;
  const rows = wanted.slice(0, most).map((line) => [SIGN[line.kind], line.name, told(line, look)]);
  const rest = wanted.length - rows.length;
  return [
    `  ${parts.join("   ")}`,
    ...(rows.length > 0 ? [table(rows, look, { indent: 4 })] : []),
    ...(rest > 0 ? [`    … and ${counted(rest, "more", "more")}; --json lists them`] : []),
  ].join("\n");
}

const SUMMARY: readonly OrganisationKind[] = [
  "join",
  "move",
  "manager",
  "change",
  "depart",
  "leave",
  "return",
  "team",
  "login",
  "membership",
  "agent",
];

function inWords(
  kind: OrganisationKind,
  many: number,
  { report, look }: { readonly report: SyncReport; readonly look: Look },
): string {
  switch (kind) {
    case "join":
      return look.colours.green(`+ ${number(many)} join`);
    case "move":
      return `→ ${number(many)} move`;
    case "manager":
      return counted(many, "new manager");
    case "change":
      return `~ ${number(many)} change`;
    case "depart":
      return look.colours.red(`- ${number(many)} depart`) + owners(report, look);
    case "leave":
      return `${number(many)} on leave`;
    case "return":
      return `${number(many)} back`;
    case "team":
      return `${counted(many, "team")} ${many === 1 ? "changes" : "change"}`;
    case "login":
    case "membership":
    case "agent":
      return counted(many, kind);
  }
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}

function isShown(line: OrganisationLine, report: SyncReport): boolean {
  if (report.baseline && (line.kind === "join" || line.kind === "team" || line.kind === "agent"))
    return false;
  // Told in brackets already.
  if (line === onlyOwner(report)) return false;
  return report.plan || line.owner;
}

function told(line: OrganisationLine, look: Look): string {
  const what = line.detail === "" ? verb(line.kind) : datesInWords(line.detail, look.now);
  return line.owner ? `${what} ${look.colours.gray("(owner)")}` : what;
}

function verb(kind: OrganisationKind): string {
  switch (kind) {
    case "join":
      return "joins";
    case "move":
      return "moves";
    case "manager":
      return "has another manager";
    case "change":
      return "changes";
    case "depart":
      return "departs";
    case "leave":
      return "goes on leave";
    case "return":
      return "is back";
    case "team":
      return "team changes";
    case "login":
      return "login changes";
    case "membership":
      return "membership changes";
    case "agent":
      return "agent changes";
  }
}

function departingOwners(report: SyncReport): OrganisationLine[] {
  return report.organisation.lines.filter((line) => line.kind === "depart" && line.owner);
}

function onlyOwner(report: SyncReport): OrganisationLine | null {
  const [first, second] = departingOwners(report);
  return second === undefined ? (first ?? null) : null;
}

function owners(report: SyncReport, look: Look): string {
  const only = onlyOwner(report);
  if (only === null) {
    const several = departingOwners(report).length;
    return several === 0 ? "" : ` (${several} owners)`;
  }
  const detail = only.detail === "" ? "" : `, ${datesInWords(only.detail, look.now)}`;
  return ` (1 owner: ${only.name}${detail})`;
}
