import { normaliseId } from "../../platform/normalise.js";

/** Longest text of a record, in bytes: no name, id or address is longer, and a field of 10 MB is poison. */
const LONGEST = 64 * 1024;
/** Values in one record, nested ones included. */
const MOST_VALUES = 10_000;

const CONTROLS = /\p{Cc}+/gu;
/** With the `u` flag only surrogates without their other half. */
const LONE_SURROGATES = /\p{Cs}/gu;
/** Control, zero-width and direction marks: two ids that look the same must not differ by them (Q8). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\uFFFD]/gu;

/** Why nothing of a raw record is believed, before anybody looks at its fields; null: nothing (F12). */
export function faultOfSize(raw: unknown): string | null {
  const open: unknown[] = [raw];
  for (let seen = 0; open.length > 0; seen += 1) {
    if (seen > MOST_VALUES) return `it has more than ${MOST_VALUES} fields`;
    const value = open.pop();
    if (typeof value === "string" && isOversized(value)) return "a text of it is over 64 KB";
    if (typeof value === "object" && value !== null) {
      const members: readonly unknown[] = Object.values(value);
      for (const member of members) open.push(member);
    }
  }
  return null;
}

function isOversized(text: string): boolean {
  if (text.length * 3 <= LONGEST) return false;
  return text.length > LONGEST || Buffer.byteLength(text) > LONGEST;
}

/** A text for people: control characters are spaces, halves of characters are marked, NFC, trimmed. */
export function cleanText(raw: string): string {
  return normaliseId(raw.replace(CONTROLS, " ").replace(LONE_SURROGATES, "\uFFFD"));
}

/** Whether a normalised text may be (part of) a key. */
export function isCleanKey(text: string): boolean {
  return text.search(INVISIBLE) === -1;
}

/** An address without what nobody sees: it finds a person and is never a key (I11). */
export function visibleText(raw: string): string {
  return raw.replace(INVISIBLE, "");
}
