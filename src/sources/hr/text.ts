import { normaliseId } from "../../platform/normalise.js";

/** What exporting tools write where there is nothing. wg-portal 571: a key parsed as `[]`. */
const PLACEHOLDERS = new Set([
  "-",
  "--",
  "n/a",
  "null",
  "none",
  "nil",
  "undefined",
  "nan",
  "[]",
  "{}",
  "[object object]",
]);

/** The longest placeholder; anything longer is not looked up. */
const LONGEST_PLACEHOLDER = 15;

const SPREADSHEET_ERROR = /^#(?:ref!|n\/a|value!|name\?|div\/0!|num!|null!|spill!|calc!)$/i;
const ROUNDED_NUMBER = /^\d(?:[.,]\d+)?E\+\d+$/i;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
// Control, zero-width and direction marks: two ids that look the same on a screen must not differ by them.
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
const REPLACEMENT = "\uFFFD";

/** One spelling (NFC, no surrounding white space); what stands for "nothing" becomes the empty string. */
export function cleanText(raw: string): string {
  if (raw === "") return raw;
  const text = normaliseId(raw);
  if (text.length > LONGEST_PLACEHOLDER) return text;
  return PLACEHOLDERS.has(text.toLowerCase()) ? "" : text;
}

/** Whether the value is shaped like an e-mail address, which is never an identity (I11). */
export function looksLikeAddress(text: string): boolean {
  return text.includes("@") && ADDRESS.test(text);
}

/** Whether bytes that are not UTF-8 stood here. */
export function hasReplacement(text: string): boolean {
  return text.includes(REPLACEMENT);
}

/** Whether a spreadsheet wrote an error (`#REF!`) where a value should be. */
export function isSpreadsheetError(text: string): boolean {
  return text.startsWith("#") && SPREADSHEET_ERROR.test(text);
}

/** Why a cleaned, non-empty value cannot be an id; null when it can (Q7, Q8). */
export function faultOfId(text: string): string | null {
  if (hasReplacement(text)) return "holds bytes that are not UTF-8. Export the file as UTF-8";
  const invisible = INVISIBLE.exec(text);
  if (invisible !== null) {
    const code = (invisible[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `holds an invisible character (U+${code}). Remove it`;
  }
  if (isSpreadsheetError(text)) return "is a spreadsheet's error, not a value. Mend the formula";
  if (ROUNDED_NUMBER.test(text)) {
    return "is a number that a spreadsheet has rounded. Export the column as text";
  }
  if (looksLikeAddress(text)) {
    return "is an e-mail address, and an address is never an identity. Give the employee number";
  }
  return null;
}

/** A value as it is shown in a sentence: quoted, and short however long it is. */
export function quote(value: string): string {
  const short = value.length > 60 ? `${value.slice(0, 57)}…` : value;
  return JSON.stringify(short);
}

/**
 * A copy that does not keep the chunk of the file alive which it was cut from: V8 cuts strings of 13
 * and more characters as a view of their parent, and whoever keeps one name would keep 128 KB.
 */
export function ownCopy(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, "utf16le").toString("utf16le");
}
