import type { Problem } from "../../platform/problem.js";
import { mention } from "./entries.js";
import type { Entry } from "./entries.js";
import { placeOf } from "./places.js";
import { quoted } from "./visible.js";

const WORDS = {
  DecisionClass: "decision class",
  Agent: "agent",
  Authorization: "authorization",
  AuthorityLimit: "authority limit",
} as const;

/**
 * Two documents of one id are both refused, whatever else is wrong with either: nobody can tell
 * which was meant. Ids that differ only by case count as one (Q8), and so does an identity at a
 * source that two agents claim.
 */
export function refuseDuplicates(entries: readonly Entry[]): void {
  for (const group of groups(entries, (entry) => idKeys(entry))) {
    for (const entry of group) {
      const same = group.filter((other) => other !== entry && other.id === entry.id);
      const others = same.length > 0 ? same : group.filter((other) => other !== entry);
      entry.problems.push(same.length > 0 ? duplicate(entry, others) : caseOnly(entry, others));
    }
  }
  for (const group of groups(entries, (entry) => identityKeys(entry))) {
    for (const entry of group) entry.problems.push(claimedTwice(entry, group));
  }
}

function groups(entries: readonly Entry[], keysOf: (entry: Entry) => readonly string[]): Entry[][] {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const key of new Set(keysOf(entry))) {
      const group = byKey.get(key);
      if (group === undefined) byKey.set(key, [entry]);
      else group.push(entry);
    }
  }
  return [...byKey.values()].filter((group) => group.length > 1);
}

function idKeys(entry: Entry): string[] {
  return entry.kind === null || entry.id === null
    ? []
    : [`${entry.kind}/${entry.id.toLowerCase()}`];
}

function identityKeys(entry: Entry): string[] {
  if (entry.document?.kind !== "Agent" || entry.document.status === "retired") return [];
  return entry.document.identities.map((identity) =>
    JSON.stringify([identity.source, identity.id]),
  );
}

function duplicate(entry: Entry, others: readonly Entry[]): Problem {
  const sentence = `${nameOf(entry)} is written in more than one place: also at ${list(others)}. Keep one of them.`;
  return { place: idPlace(entry), rule: "duplicate-id", sentence };
}

function caseOnly(entry: Entry, others: readonly Entry[]): Problem {
  const other = others[0]?.id ?? "";
  const sentence = `${nameOf(entry)} differs from ${quoted(other)} at ${list(others)} only by capital letters. Use one spelling, or another id.`;
  return { place: idPlace(entry), rule: "id-differs-by-case", sentence };
}

function claimedTwice(entry: Entry, group: readonly Entry[]): Problem {
  const others = group.filter((other) => other !== entry);
  const sentence = `${nameOf(entry)} claims an identity that another agent claims too, at ${list(others)}. Leave it with the agent it belongs to.`;
  return { place: placeOf(entry.places, "identities"), rule: "identity-claimed-twice", sentence };
}

function nameOf(entry: Entry): string {
  return `${entry.kind === null ? "document" : WORDS[entry.kind]} ${quoted(entry.id ?? "")}`;
}

function idPlace(entry: Entry) {
  return placeOf(entry.places, entry.kind === "Authorization" ? "agent" : "id");
}

function list(entries: readonly Entry[]): string {
  const shown = entries.slice(0, 3).map((entry) => mention(entry));
  return entries.length > 3
    ? `${shown.join(", ")} and ${entries.length - 3} more`
    : shown.join(" and ");
}
