import type { z } from "zod";
import type { Problem } from "../../platform/problem.js";
import type { ParsedDocument } from "./parse.js";
import { joinPath, placeOf } from "./places.js";
import { describe, fieldsAt } from "./schema-words.js";
import type { DocumentKind } from "./schema.js";
import { didYouMean } from "./suggest.js";
import { quoted, visible } from "./visible.js";

type Issue = z.core.$ZodIssue;

interface Document {
  readonly parsed: ParsedDocument;
  readonly kind: DocumentKind;
}

/**
 * What the schema refuses in a document, as sentences at their places. Says nothing about paths the
 * reader of the nodes already complained of.
 */
export function schemaProblems(document: Document, error: z.ZodError): Problem[] {
  const { parsed } = document;
  const problems: Problem[] = [];
  const told = new Set<string>();
  for (const issue of error.issues.flatMap((each) => decide(each))) {
    const path = joinPath(issue.path);
    if (isSpoiled(parsed.spoiled, path)) continue;
    if (issue.code === "unrecognized_keys") {
      problems.push(...unknownKeys(document, issue.path, issue.keys));
    } else if (!told.has(path)) {
      told.add(path);
      problems.push({
        place: issue.code === "invalid_key" ? keyPlace(parsed, path) : placeOf(parsed.places, path),
        ...say(document, issue),
      });
    }
  }
  return problems;
}

/** Of a field that may be written in two ways, only the complaints about the way that was meant. */
function decide(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.filter((branch) =>
    branch.every((each) => each.path.length > 0 || each.code === "unrecognized_keys"),
  );
  const known = meant.filter((branch) => branch.every((each) => each.code !== "unrecognized_keys"));
  const branch = meant.length === 1 ? meant[0] : known.length === 1 ? known[0] : undefined;
  if (branch === undefined) return [issue];
  return branch.flatMap((each) => decide({ ...each, path: [...issue.path, ...each.path] }));
}

function isSpoiled(spoiled: ReadonlySet<string>, path: string): boolean {
  if (spoiled.size === 0) return false;
  const parts = path.split(".");
  return parts.some((_, index) => spoiled.has(parts.slice(0, index + 1).join(".")));
}

function keyPlace(parsed: ParsedDocument, path: string) {
  return parsed.keyPlaces.get(path) ?? placeOf(parsed.places, path);
}

function unknownKeys(
  document: Document,
  path: readonly PropertyKey[],
  keys: readonly string[],
): Problem[] {
  const known = fieldsAt(document.kind, path);
  const where = path.length === 0 ? document.kind : label(path);
  const fields = known.filter((field) => field !== "kind").join(", ");
  return keys.map((key) => ({
    place: keyPlace(document.parsed, joinPath([...path, key])),
    rule: "unknown-field",
    sentence: `${quoted(key)} is not a field of ${where}.${didYouMean(key, known) || ` Its fields are ${fields}.`}`,
  }));
}

function say(document: Document, issue: Issue): Omit<Problem, "place"> {
  const name = label(issue.path);
  const rule = issue.code.replaceAll("_", "-");
  const written = valueAt(document.parsed.value, issue.path);
  if (issue.code === "invalid_key") {
    const message = issue.issues[0]?.message ?? "is not a name.";
    return { rule, sentence: `${quoted(String(issue.path.at(-1)))} ${message}` };
  }
  if (written === undefined || written === null) {
    const state = written === undefined ? "missing" : "empty";
    return { rule: state, sentence: `${name} is ${state}. ${describe(document.kind, issue.path)}` };
  }
  return { rule, sentence: `${name} ${sayWrong(document, issue, written)}` };
}

/** What is wrong with a value that is there, as the end of a sentence. */
function sayWrong(document: Document, issue: Issue, written: {}): string {
  if (issue.code === "invalid_type") return sayWrongType(document, issue, written);
  if (typeof written === "object") {
    const isOurs = issue.code !== "invalid_union" && issue.code !== "invalid_value";
    return isOurs || issue.message.startsWith("must")
      ? issue.message
      : `is ${typeName(written)} here. ${describe(document.kind, issue.path)}`;
  }
  const shown = show(document.parsed, issue.path, written);
  if (issue.code === "invalid_value") {
    const choices = issue.values.map(String);
    const meant = typeof written === "string" ? didYouMean(written, choices) : "";
    return `${shown} is not one of ${choices.join(", ")}.${meant}`;
  }
  if (issue.code === "invalid_union" && !issue.message.startsWith("must")) {
    return typeof written === "string"
      ? `${shown} is not enough. ${describe(document.kind, issue.path)}`
      : notText(shown, written);
  }
  return `${shown} ${issue.message}`;
}

function sayWrongType(document: Document, issue: z.core.$ZodIssueInvalidType, written: {}): string {
  if (typeof written === "object") {
    return `is ${typeName(written)} here. ${describe(document.kind, issue.path)}`;
  }
  const shown = show(document.parsed, issue.path, written);
  if (DATE_FIELDS.has(String(issue.path.at(-1)))) {
    return `${shown} is not a date. Write it as YYYY-MM-DD, such as 2026-02-03.`;
  }
  if (issue.expected === "string") return notText(shown, written);
  if (issue.expected === "number") return `${shown} is not a number. Write ${asNumber(written)}.`;
  if (issue.expected === "array") {
    return `must be a list, also when it has only one entry. Write [${shown}].`;
  }
  return `${shown} is a single value. ${describe(document.kind, issue.path)}`;
}

const DATE_FIELDS: ReadonlySet<string> = new Set(["on", "from", "to"]);

function notText(shown: string, written: {}): string {
  const type = typeof written === "number" ? "a number" : "yes or no";
  return `${shown} is read as ${type}, not as text. Put it in quotes: "${shown}".`;
}

/** `EUR 2,000` → `2000`, where only one reading is possible. */
function asNumber(written: {}): string {
  if (typeof written !== "string") return "digits";
  const bare = written.replaceAll(/^[\s\p{Sc}A-Z]+|[\s\p{Sc}A-Z]+$/gu, "");
  if (/^\d+(\.\d+)?$/.test(bare)) return bare;
  return /^\d{1,3}([,_' ]\d{3})+(\.\d+)?$/.test(bare)
    ? bare.replaceAll(/[,_' ]/g, "")
    : "digits only, such as 2000 or 0.5";
}

function typeName(written: object): string {
  return Array.isArray(written) ? "a list" : "a group of fields";
}

/** A single value as it was spelled. */
function show(parsed: ParsedDocument, path: readonly PropertyKey[], written: {}): string {
  if (typeof written === "string") return quoted(written);
  return visible(parsed.spellings.get(joinPath(path)) ?? JSON.stringify(written));
}

/** `signed.by`: positions in lists are left out, the place says which. */
function label(path: readonly PropertyKey[]): string {
  return path
    .filter((part) => typeof part !== "number")
    .map((part) => visible(String(part)))
    .join(".");
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
      return undefined;
    // Own property of plain data, checked above.
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
