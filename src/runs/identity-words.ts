import { shellWord } from "../alerts/words.js";
import type { FindingRow } from "../graph/queries/history.js";

/** People whom a finding about a login names besides the one it is with. */
export function candidateIds({ code, facts }: FindingRow): string[] {
  const ids = facts["candidateIds"];
  return code === "IDENTITY_DISPUTED" && typeof ids === "string" ? ids.split(",") : [];
}

/**
 * A dispute about a login in the names of those it could be (Q2), which facts do not hold: an erasure must
 * not break them. Null: it is about something else, or the general words say all there is.
 */
export function disputeWords(
  row: FindingRow,
  people: ReadonlyMap<string, { readonly name: string }>,
): { readonly sentence: string; readonly next: string } | null {
  const { facts, subjectKey } = row;
  const holderId = facts["personId"];
  const nameOf = (id: string) => people.get(id)?.name ?? id;
  const holderName = typeof holderId === "string" ? nameOf(holderId) : null;
  const names = candidateIds(row)
    .filter((id) => id !== holderId)
    .map(nameOf);
  const others = names
    .map((name) => (name === holderName ? `another ${name}` : name))
    .toSorted()
    .join(" or ");
  if (others === "") return null;
  const next = `countersign identity link ${shellWord(subjectKey)} <person> --reason "…"`;
  if (holderName === null) {
    const sentence = `The login ${subjectKey} could be that of ${others}: its directory names each of them. It belongs to nobody until somebody says whose it is.`;
    return { sentence, next };
  }
  const before =
    facts["expired"] === 1
      ? `The link by hand of the login ${subjectKey} to ${holderName} has run out`
      : `The login ${subjectKey} is with ${holderName}`;
  const sentence = `${before}, and its directory says that it is that of ${others}.`;
  // Names do not tell namesakes apart, nor two records of one human; keys do.
  const keys = `countersign identity show ${shellWord(subjectKey)}`;
  return { sentence, next: names.includes(holderName) ? keys : next };
}
