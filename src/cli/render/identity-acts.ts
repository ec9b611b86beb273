import type { IdentityDone, IdentityReport, Moved } from "../../runs/identity-report.js";
import { day } from "./dates.js";
import { decisionLines } from "./decisions.js";
import type { Look } from "./look.js";
import { counted } from "../../platform/counted.js";
import { indented, wrapped } from "./text.js";

/** What an act about who is who did, or why it was refused. */
export function identityReport(report: IdentityReport, look: Look): string {
  if (report.refused !== null) return `${look.colours.red("refused")}  ${report.refused.sentence}`;
  if (report.done === null) return "There was nothing to record.";
  const lines = [
    `Recorded as run ${report.run}. ${doneWords(report.done, look)}`,
    ...details(report.done),
    ...report.notes,
  ].map((line, index) => wrapped(line, look.width - (index === 0 ? 0 : 2), index === 0 ? 0 : 2));
  const [first = "", ...rest] = lines;
  const blocks = [[first, ...rest.map((line) => indented(line, 2))].join("\n")];
  if (report.decisions.length > 0) blocks.push(decisionLines(report.decisions, look, 2));
  return blocks.join("\n\n");
}

function doneWords(done: IdentityDone, look: Look): string {
  switch (done.kind) {
    case "linked": {
      const until = done.until === null ? "" : ` until ${day(done.until - 1, look.now)}`;
      return `${done.login} belongs to ${done.person.name}${until}, whatever the sources say.`;
    }
    case "unlinked":
      if (done.follows !== null)
        return `${done.login} is not ${done.person.name}'s. Its directory says that it is ${done.follows.name}'s: it belongs to them now.`;
      return done.founded
        ? `${done.login} is not ${done.person.name}'s: it is a person of its own now.`
        : `${done.login} is not ${done.person.name}'s, and belongs to nobody until somebody says whose it is.`;
    case "merged":
      return `${done.survivor.name} and ${done.other.name} are one person. The earlier record, ${done.survivor.name}'s, goes on.`;
    case "parted":
      return `${done.one.name} and ${done.other.name} are two people. That is remembered.`;
    default:
      return done satisfies never;
  }
}

function details(done: IdentityDone): string[] {
  if (done.kind === "merged") {
    return [
      ...movedLines("Went along", done.moved),
      "Signatures stay with the record that gave them, and count for the one person.",
    ];
  }
  if (done.kind !== "parted") return [];
  return [
    ...(done.returned === null ? [] : movedLines("Went back", done.returned)),
    ...done.staying,
  ];
}

function movedLines(title: string, moved: Moved): string[] {
  const parts = [
    ...some(moved.identifiers, "identifier"),
    ...some(moved.rights, "decision right"),
    ...some(moved.successorOf, "right to succeed to", "rights to succeed to"),
    ...some(moved.leads, "class led", "classes led"),
    ...some(moved.built, "agent built", "agents built"),
    ...some(moved.limits, "authority limit"),
  ];
  return parts.length === 0 ? [] : [`${title}: ${parts.join("; ")}.`];
}

const SHOWN = 5;

function some(keys: readonly string[], one: string, many?: string): string[] {
  if (keys.length === 0) return [];
  const shown = keys.slice(0, SHOWN).join(", ");
  const rest = keys.length > SHOWN ? ` and ${keys.length - SHOWN} more` : "";
  return [`${counted(keys.length, one, many)} (${shown}${rest})`];
}
