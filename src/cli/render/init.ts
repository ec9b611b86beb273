import type { DoctorLine } from "../../runs/checks.js";
import type { Look } from "./look.js";
import { table } from "./table.js";

/** What `init` wrote as a sample company, and what to type next. */
export function samplesText(
  view: { readonly files: readonly string[]; readonly later: string },
  { colours }: Look,
): string {
  return [
    "Wrote a sample company of twelve people, three agents and four decision classes:",
    ...view.files.map((file) => `  ${file}`),
    "",
    "Next:",
    `  ${colours.bold("countersign doctor")}            says what is missing, one line each`,
    `  ${colours.bold("countersign sync --plan")}       says what a sync would do, and changes nothing`,
    `  ${colours.bold("countersign sync")}              does it`,
    `  ${colours.bold(`countersign sync --plan --now ${view.later}`)}   the same once Maya Okafor has left`,
    "",
    "Then replace hr/people.csv by an export of your own; its headers are guessed and shown by doctor.",
    "To connect Okta, Entra or an HR system: countersign init --help",
  ].join("\n");
}

/** What `init` wrote for sources of somebody's own, and what they have to fill in. */
export function connectedText(
  view: { readonly files: readonly string[]; readonly missing: readonly DoctorLine[] },
  look: Look,
): string {
  const { colours } = look;
  const rows = view.missing.flatMap(({ subject, sentence, next }) => [
    [subject, sentence],
    ...(next === null ? [] : [["", `→ ${next}`]]),
  ]);
  return [
    "Wrote a config that says where each value is found, and a registry to fill:",
    ...view.files.map((file) => `  ${file}`),
    "",
    ...(rows.length === 0 ? [] : ["Still missing:", table(rows, look, { indent: 2 }), ""]),
    "Next:",
    `  ${colours.bold("countersign doctor")}            says what is still missing, and whether each source can be read`,
    `  ${colours.bold("countersign sync --plan")}       says what a sync would do, and changes nothing`,
    `  ${colours.bold("countersign sync")}              does it`,
    `  ${colours.bold("countersign adopt")}             lists the agents that nobody has registered yet`,
  ].join("\n");
}
