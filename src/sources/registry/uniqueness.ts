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
  for (const group of groups(entries, idKeys)) {
    const byId = groupBy(group, (entry) => [entry.id]);
    for (const entry of group) {
      const same = byId.get(entry.id) ?? [];
      entry.problems.push(same.length > 1 ? duplicate(entry, same) : caseOnly(entry, group));
    }
  }
  for (const group of groups(entries, identityKeys)) {
    for (const entry of group) entry.problems.push(claimedTwice(entry, group));
  }
}

/** Entries that share a key with another. */
function groups(entries: readonly Entry[], keysOf: (entry: Entry) => readonly string[]): Entry[][] {
  return [...groupBy(entries, keysOf).values()].filter((group) => group.length > 1);
}

function groupBy<Key>(
  entries: readonly Entry[],
  keysOf: (entry: Entry) => readonly Key[],
): Map<Key, Entry[]> {
  const byKey = new Map<Key, Entry[]>();
  for (const entry of entries) {
    for (const key of new Set(keysOf(entry))) {
      const group = byKey.get(key);
      if (group === undefined) byKey.set(key, [entry]);
      else group.push(entry);
    }
  }
  return byKey;
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

function duplicate(entry: Entry, group: readonly Entry[]): Problem {
  const sentence = `${nameOf(entry)} is written in more than one place: also at ${others(entry, group)}. Keep one of them.`;
  return { place: idPlace(entry), rule: "duplicate-id", sentence };
}

function caseOnly(entry: Entry, group: readonly Entry[]): Problem {
  const other = group.find((each) => each !== entry)?.id ?? "";
  const sentence = `${nameOf(entry)} differs from ${quoted(other)} at ${others(entry, group)} only by capital letters. Use one spelling, or another id.`;
  return { place: idPlace(entry), rule: "id-differs-by-case", sentence };
}

function claimedTwice(entry: Entry, group: readonly Entry[]): Problem {
  const sentence = `${nameOf(entry)} claims an identity that another agent claims too, at ${others(entry, group)}. Leave it with the agent it belongs to.`;
  return { place: placeOf(entry.places, "identities"), rule: "identity-claimed-twice", sentence };
}

function nameOf(entry: Entry): string {
  return `${entry.kind === null ? "document" : WORDS[entry.kind]} ${quoted(entry.id ?? "")}`;
}

function idPlace(entry: Entry) {
  return placeOf(entry.places, entry.kind === "Authorization" ? "agent" : "id");
}

/** The places of the first others of a group; reads no more of it than it shows. */
function others(entry: Entry, group: readonly Entry[]): string {
  const shown = group
    .slice(0, 4)
    .filter((each) => each !== entry)
    .slice(0, 3)
    .map((each) => mention(each));
  const more = group.length - 1 - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" and ");
}
