import type { BeliefRow } from "../graph/queries/timeline.js";
import { BECAUSE, ROLES } from "./chain-events.js";

/** What each kind of belief says, as a sentence without its times. */
const WORDS: Readonly<Record<BeliefRow["kind"], (row: BeliefRow, name: string) => string>> = {
  owner: (row, name) => `${name} answers for it as ${roleOf(row)}${ended(row)}`,
  answers: (row, name) => `answers for ${name} as ${roleOf(row)}${ended(row)}`,
  standing: ({ word, reasons }) =>
    `${word ?? ""}${reasons.length === 0 ? "" : ` (${reasons.join(", ")})`}`,
  signature: ({ word, basis }, name) =>
    `${name} signed (${word ?? ""}${basis === null ? "" : `, recorded by ${basis}`})`,
  limit: ({ word }) => `its limit changed; until then: ${word ?? "that of its decision class"}`,
  agent: ({ word }, name) => `the agent changed; until then: ${name}, revision ${word ?? ""}`,
  class: ({ word }, name) =>
    `the decision class changed; until then: ${name}, criteria revision ${word ?? ""}`,
  employment: ({ about, word, basis }, name) =>
    `employment ${about}: ${name}, from ${word ?? ""}${basis === null ? "" : ` to ${basis}`}`,
  manager: (_row, name) => `reports to ${name}`,
  team: (_row, name) => `is in ${name}`,
  seat: (_row, name) => `holds the position ${name}`,
  heads: (_row, name) => `leads ${name}`,
  deputises: (_row, name) => `is deputy in ${name}`,
  named: (_row, name) => `is called ${name}`,
  partOf: (_row, name) => `is part of ${name}`,
  contains: (_row, name) => `${name} is part of it`,
  head: (_row, name) => `${name} leads it`,
  deputy: (_row, name) => `${name} is deputy`,
};

export function beliefWords(row: BeliefRow): string {
  return WORDS[row.kind](row, row.name ?? row.about);
}

function roleOf({ word, basis }: BeliefRow): string {
  const role = word === "coOwner" || word === "acting" ? ROLES[word] : ROLES.owner;
  return basis === null ? role : `${role} (${basis})`;
}

function ended({ because }: BeliefRow): string {
  return because === null ? "" : `; ended: ${BECAUSE[because] ?? because}`;
}
