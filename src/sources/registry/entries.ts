import type { z } from "zod";
import type { LocalDate } from "../../domain/time.js";
import { formatPlace } from "../../platform/problem.js";
import type { Place, Problem } from "../../platform/problem.js";
import { documentProblems, spellingProblems } from "./checks.js";
import { convertDocument } from "./convert.js";
import type { RegistryDocument } from "./documents.js";
import type { ParsedDocument } from "./parse.js";
import { normalisedPlaces, placeOf } from "./places.js";
import type { Places } from "./places.js";
import { DOCUMENT_KINDS, WRITTEN_SCHEMAS } from "./schema.js";
import type { DocumentKind, WrittenDocument } from "./schema.js";
import { schemaProblems } from "./sentences.js";
import { didYouMean } from "./suggest.js";
import { quoted } from "./visible.js";

/** One document of the folder on its way through the checks; good as long as it has no problem. */
export interface Entry {
  /** Null when the kind is missing or unknown. */
  readonly kind: DocumentKind | null;
  readonly id: string | null;
  readonly rawHash: string;
  readonly places: Places;
  /** Null when required fields are missing or refused; may lack refused fields while there are problems. */
  readonly document: RegistryDocument | null;
  readonly problems: Problem[];
}

/** Whether nothing was found wrong with it so far. */
export function isGood(entry: Entry): boolean {
  return entry.problems.length === 0;
}

/** Where the document begins. */
export function startOf(entry: Entry): Place {
  return placeOf(entry.places, "");
}

/** `registry/claims.yaml:3`, to name one document in a problem of another. */
export function mention(entry: Entry): string {
  return formatPlace({ ...startOf(entry), column: null });
}

/** `Kind/id` as far as it can be read. */
export function recordIdOf(entry: Entry): string | null {
  return entry.kind === null || entry.id === null ? null : `${entry.kind}/${entry.id}`;
}

/** Judges one document by itself: schema, conversion, and what no schema can say. */
export function judge(parsed: ParsedDocument, today: LocalDate): Entry {
  const kind = DOCUMENT_KINDS.find((each) => each === parsed.kind) ?? null;
  const base = { kind, id: parsed.id, rawHash: parsed.rawHash };
  if (parsed.value === null) {
    return { ...base, places: parsed.places, document: null, problems: [...parsed.problems] };
  }
  if (kind === null) {
    const problems = [...parsed.problems, ...kindProblem(parsed)];
    return { ...base, places: parsed.places, document: null, problems };
  }
  const problems = [...parsed.problems, ...spellingProblems(parsed)];
  const written = WRITTEN_SCHEMAS[kind].safeParse(parsed.value);
  if (!written.success) problems.push(...schemaProblems({ parsed, kind }, written.error));
  const draft = written.success
    ? written.data
    : withoutBadFields(parsed.value, kind, written.error);
  if (draft === null) return { ...base, places: parsed.places, document: null, problems };
  const document = convertDocument(draft);
  const places = normalisedPlaces(parsed.places);
  // A field that was refused is written all the same: nothing is missing for its sake.
  const isOwnerRefused =
    !written.success && !("owner" in draft || "coOwners" in draft) && hasOwner(parsed.value);
  for (const problem of documentProblems(document, places, today)) {
    if (problem.rule !== "owner-missing" || !isOwnerRefused) problems.push(problem);
  }
  return { ...base, id: document.id, places, document, problems };
}

function hasOwner(value: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(value, "owner") || Object.hasOwn(value, "coOwners");
}

/**
 * The document without the fields the schema refused, if that leaves one: so that everything else
 * that is wrong with it can be said in the same report.
 */
function withoutBadFields(
  value: Readonly<Record<string, unknown>>,
  kind: DocumentKind,
  error: z.ZodError,
): WrittenDocument | null {
  const bad = new Set(
    error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" && issue.path.length === 0
        ? issue.keys
        : [String(issue.path[0])],
    ),
  );
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !bad.has(name)));
  return WRITTEN_SCHEMAS[kind].safeParse(rest).data ?? null;
}

function kindProblem(parsed: ParsedDocument): Problem[] {
  if (parsed.spoiled.has("kind")) return [];
  const place = placeOf(parsed.places, "kind");
  const choices = DOCUMENT_KINDS.join(", ");
  const written = parsed.value?.["kind"];
  if (typeof written === "string") {
    const meant = didYouMean(written, DOCUMENT_KINDS);
    return [
      {
        place,
        rule: "unknown-kind",
        sentence: `kind ${quoted(written)} is not one of ${choices}.${meant}`,
      },
    ];
  }
  return [
    {
      place,
      rule: "kind-missing",
      sentence: `kind is ${written === undefined ? "missing" : "not a word"}. Begin the document with kind: and one of ${choices}.`,
    },
  ];
}
