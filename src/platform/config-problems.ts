import { toJSONSchema, type z } from "zod";
import { configSchema } from "./config.js";
import { didYouMean } from "./nearest.js";
import type { Problem } from "./problem.js";
import type { YamlPlaces } from "./yaml-text.js";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Every issue as a sentence that says what to write instead. */
export function problemsOfIssues(
  issues: readonly Issue[],
  raw: unknown,
  places: YamlPlaces,
): Problem[] {
  return issues
    .filter((issue, index) => !isFollowUp(issue, issues.slice(0, index)))
    .flatMap((issue) => problemsOf(issue, raw, places));
}

/** What is no address at all is not an address of the wrong kind as well. */
function isFollowUp({ code, path }: Issue, before: readonly Issue[]): boolean {
  return code === "custom" && before.some((one) => one.path.join() === path.join());
}

function problemsOf(issue: Issue, raw: unknown, places: YamlPlaces): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(issue.path, raw);
    return issue.keys.map((key) => {
      const written = known.length === 0 ? "" : ` Known here: ${known.join(", ")}.`;
      const help = didYouMean(key, known) || written;
      const place = issue.path.length === 0 ? "" : ` in ${nameOf(issue.path)}`;
      const text = `Unknown key \`${key}\`${place}.${help}`;
      return places.problem(places.offsetOf(issue.path, key), "unknown-key", text);
    });
  }
  const offset = places.offsetOf(issue.path);
  return [places.problem(offset, issue.code.replaceAll("_", "-"), sentenceOf(issue, raw))];
}

function sentenceOf(issue: Issue, raw: unknown): string {
  const name = nameOf(issue.path);
  const value = valueAt(raw, issue.path);
  if (value === undefined || value === null) {
    const meaning = choicesOf(issue) ?? schemaAt(issue.path, raw)?.description;
    return meaning === undefined ? `${name} is missing.` : `${name} is missing: ${meaning}.`;
  }
  // Whoever writes the secret where its variable belongs does not want it on the screen as well (F44).
  const isSecret = String(issue.path.at(-1)).endsWith("Env");
  return `${name} ${whatIsWrong(issue, value, isSecret ? "" : shown(value))}`;
}

/** What tells the kinds of a union apart: the type of a source, how it signs in. */
function choicesOf(issue: Issue): string | undefined {
  const isUnion = issue.code === "invalid_union" && "options" in issue && issue.options;
  return isUnion ? `one of ${isUnion.map(String).join(", ")}` : undefined;
}

function whatIsWrong(issue: Issue, value: unknown, quoted: string): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return notOneOf(value, issue.values.map(String));
    case "invalid_union":
      return notOneOf(value, ("options" in issue ? (issue.options ?? []) : []).map(String));
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? `must be ${issue.minimum} or more.`
        : "must not be empty.";
    case "too_big":
      return `must be ${issue.maximum} or less.`;
    case "invalid_format":
      return issue.format === "email"
        ? "must be an e-mail address such as alerts@example.com."
        : `${quoted}does not fit: it ${issue.message}.`;
    default:
      return `${quoted}${issue.message}.`;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list, each entry on a line that begins with `- `",
  object: "keys and values, indented below it",
  record: "keys and values, indented below it",
};

function notOneOf(value: unknown, values: readonly string[]): string {
  const help = typeof value === "string" ? didYouMean(value, values) : "";
  const list = values.length === 1 ? `\`${values[0]}\`` : `one of: ${values.join(", ")}`;
  return help === "" ? `must be ${list}.` : `${shown(value)}is not known.${help}`;
}

/** `sources.0.schedule` as people count: `sources[1].schedule`. */
function nameOf(path: Path): string {
  if (path.length === 0) return "the config";
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step + 1}]` : `${index > 0 ? "." : ""}${String(step)}`,
    )
    .join("");
}

/** Short values only, before a verb: a config may hold an address with a password by mistake (F44). */
function shown(value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number") return "";
  const text = String(value);
  return text.length > 40 || text.includes("://") ? "" : `"${text}" `;
}

function valueAt(raw: unknown, path: Path): unknown {
  let value: unknown = raw;
  for (const step of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  /** Of a record: what its keys may be. */
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly const?: unknown;
}

/** The keys that may stand at this path. */
function knownKeys(path: Path, raw: unknown): readonly string[] {
  const node = schemaAt(path, raw);
  return node?.propertyNames?.enum ?? Object.keys(node?.properties ?? {});
}

/** The part of the schema for this path, from the schema itself so that it cannot fall behind. */
function schemaAt(path: Path, raw: unknown): SchemaNode | null {
  let node: SchemaNode | undefined = toJSONSchema(configSchema, {
    io: "input",
    unrepresentable: "any",
  }) as SchemaNode;
  let value: unknown = raw;
  for (const step of path) {
    node = typeof step === "number" ? node.items : node.properties?.[String(step)];
    value = valueAt(value, [step]);
    const choices: readonly SchemaNode[] | undefined = node?.oneOf ?? node?.anyOf;
    if (choices !== undefined) node = choices.find((choice) => isChosen(choice, value));
    if (node === undefined) return null;
  }
  return node;
}

/** A choice is told by its constants: `type: okta`, `how: token`. */
function isChosen({ properties = {} }: SchemaNode, value: unknown): boolean {
  return Object.entries(properties).every(
    ([key, property]) => property.const === undefined || property.const === valueAt(value, [key]),
  );
}
