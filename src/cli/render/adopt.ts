import type { AdoptReport, UnregisteredAgent } from "../../runs/adopt.js";
import { day } from "./dates.js";
import type { Look } from "./look.js";
import { table } from "./table.js";
import { counted } from "../../platform/counted.js";
import { indented, shellWord, wrapped } from "./text.js";

/** `countersign adopt`: the agents that no document claims, and what to type next. */
export function unregisteredList(agents: readonly UnregisteredAgent[], look: Look): string {
  const [first] = agents;
  if (first === undefined) return "Every agent that a directory knows is claimed by a document.";
  const head = ["agent", "source/id", "seen since", "sponsor"];
  const rows = agents.map((agent) => [
    agent.name,
    agent.key,
    day(agent.firstSeenAt, look.now),
    sponsorCell(agent),
  ]);
  const waiting = agents.filter((agent) => agent.document !== null);
  const open = agents.find((agent) => agent.document === null);
  const next = [
    ...(open === undefined
      ? []
      : [`To write a document for one: countersign adopt ${shellWord(open.key)}`]),
    ...(agents.length - waiting.length > 1 ? ["For all of them: countersign adopt --all"] : []),
    ...(waiting.length === 0
      ? []
      : ["What is written already takes effect with: countersign sync"]),
  ];
  const verb = agents.length === 1 ? "works and is" : "work and are";
  return [
    table(rows, look, { head }),
    "",
    `${counted(agents.length, "agent")} ${verb} claimed by no document.`,
    ...next,
  ].join("\n");
}

function sponsorCell({ sponsor, document }: UnregisteredAgent): string {
  const name = sponsor.person?.name ?? "nobody known";
  const who = sponsor.person !== null && sponsor.address === null ? (sponsor.remark ?? name) : name;
  return document === null ? who : `${who} · document written, not synced: ${document}`;
}

/** What `adopt` answers; files from where the command was started. */
export type AdoptView = AdoptReport;

/** What was written for whom, and what to do next. */
export function adoptReport(view: AdoptView, look: Look): string {
  const blocks = view.adopted.map(({ name, file, id, sponsor }) => {
    const head = `${look.colours.bold(file)}  ${name} as ${id}`;
    const owner =
      sponsor.person === null || sponsor.address === null
        ? `Nobody is proposed as owner. ${sponsor.remark ?? ""}`
        : `${sponsor.person.name} is proposed as owner. ${sponsor.remark ?? ""}`;
    return `${head}\n${indented(wrapped(owner.trim(), look.width - 2), 2)}`;
  });
  if (view.refused.length > 0) {
    const lines = view.refused.map(({ name, sentence }) =>
      wrapped(`${name}: ${sentence}`, look.width - 2, 2),
    );
    const title = look.colours.red(`${counted(view.refused.length, "agent")} not adopted`);
    blocks.push(`${title}\n${indented(lines.join("\n"), 2)}`);
  }
  if (view.adopted.length + view.refused.length === 0) {
    return "Every agent that a directory knows is claimed by a document.";
  }
  if (view.adopted.length > 0) blocks.push(NEXT);
  return blocks.join("\n");
}

const NEXT = `Fill in what is marked TODO. Then: countersign lint, countersign sync`;
