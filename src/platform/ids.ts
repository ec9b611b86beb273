import { hash, randomUUID } from "node:crypto";

/** Mints an id for a thing that no source names: opaque, never reused. */
export function mintId(): string {
  return randomUUID();
}

/**
 * Content hash of plain JSON data: keys sorted, so the order of construction does not matter.
 * 128 bits of SHA-256 in hex; for telling changed from unchanged, not for signing.
 */
export function contentHash(value: unknown): string {
  return textHash(canonicalJson(value));
}

/** The same of text as it stands. */
export function textHash(text: string): string {
  return hash("sha256", text, "hex").slice(0, 32);
}

/** JSON with sorted keys and without `undefined` members. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = "";
  // Every record of a read passes here: one string and one sorted list, no pairs.
  for (const key of Object.keys(members).toSorted()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
