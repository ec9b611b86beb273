import { parseDocument } from "yaml";
import type { Document } from "yaml";
import { contentHash } from "../../platform/ids.js";
import type { Place, Problem } from "../../platform/problem.js";
import { claimOf, salvageClaim } from "./claim.js";
import { readNodes } from "./nodes.js";
import { refuseText, tooManyValues } from "./refusals.js";
import type { ReadNodes } from "./nodes.js";
import { LineIndex } from "./places.js";
import { contentStart, splitMarkdown, splitYaml } from "./split.js";
import type { Chunk } from "./split.js";
import { yamlSentence } from "./yaml-errors.js";

/** One document as it stands in a file, before anyone asked whether it makes sense. */
export interface ParsedDocument extends Omit<ReadNodes, "value" | "places"> {
  /** Null: not even a map could be read. */
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly places: Readonly<Record<string, Place>>;
  /** What the document says it is, as far as that could be made out. */
  readonly kind: string | null;
  /** Registry id; for an authorization `agent:decisionClass`. */
  readonly id: string | null;
  readonly rawHash: string;
}

export interface ParsedFile {
  readonly documents: readonly ParsedDocument[];
  /** Of the file as a whole. */
  readonly problems: readonly Problem[];
  readonly remarks: readonly string[];
}

/** Longest text of one document: room for four of the longest texts. */
const LONGEST_DOCUMENT = 256 * 1024;
/**
 * Most characters of one document that mean something to YAML. Text made to be slow (256 KB of `]`)
 * keeps the parser busy for seconds, which blocks everything else in the process.
 */
const MOST_STRUCTURE = 40_000;
/** More errors of one document than this are consequences of the first ones. */
const MOST_SYNTAX_ERRORS = 20;

/**
 * The documents of one file, each with the place of every field. `file` is how places name it; its
 * ending decides between YAML and Markdown with front matter. Never throws.
 */
export function parseFile(file: string, text: string, mostDocuments: number): ParsedFile {
  const lines = new LineIndex(file, text);
  if (/\.(md|markdown)$/i.test(file)) return parseMarkdown(text, lines);
  const chunks = splitYaml(text, lines);
  if (chunks.length > mostDocuments) {
    const sentence = `This file holds ${chunks.length} documents; ${mostDocuments} are read from one file at most. Divide it.`;
    return {
      documents: [],
      problems: [fileProblem(lines, "too-many-documents", sentence)],
      remarks: [],
    };
  }
  const remarks = chunks.length === 0 ? [`${file} holds no document.`] : [];
  return { documents: chunks.map((chunk) => parseChunk(chunk, lines)), problems: [], remarks };
}

function parseMarkdown(text: string, lines: LineIndex): ParsedFile {
  const chunk = splitMarkdown(text, lines);
  // A README beside the documents is no document and needs no word.
  if (chunk === "no-front-matter") return { documents: [], problems: [], remarks: [] };
  if (chunk === "unclosed") {
    const sentence =
      "The fields at the top are never closed. Put a line with only --- after the last one.";
    const problem = fileProblem(lines, "front-matter-unclosed", sentence);
    const document = brokenDocument({ text, offset: 0, body: null }, lines.place(0), [problem]);
    return { documents: [document], problems: [], remarks: [] };
  }
  return { documents: [parseChunk(chunk, lines)], problems: [], remarks: [] };
}

function fileProblem(lines: LineIndex, rule: string, sentence: string): Problem {
  return { place: lines.place(0), rule, sentence };
}

function parseChunk(chunk: Chunk, lines: LineIndex): ParsedDocument {
  const start = lines.place(chunk.offset + contentStart(chunk.text));
  const broken = (problems: readonly Problem[]) => brokenDocument(chunk, start, problems);
  if (chunk.text.length > LONGEST_DOCUMENT) {
    const sentence = "This document is longer than 256 KB. Shorten it and link to the rest.";
    return broken([{ place: start, rule: "document-too-long", sentence }]);
  }
  if (hasTooMuchStructure(chunk.text)) return broken([tooManyValues(start)]);
  const parsed = parseYaml(chunk.text);
  if (parsed.errors.length > 0) return broken(syntaxProblems(parsed, chunk, lines));
  const placeAt = (offset: number) => lines.place(chunk.offset + offset);
  const nodes = readNodes(parsed.contents, { text: chunk.text, placeAt, start });
  if (nodes.value === undefined) return broken(nodes.problems);
  if (!isPlainMap(nodes.value)) {
    const sentence =
      "This is not a document. A document is a list of fields that begins with kind:, such as kind: Agent.";
    return broken([{ place: start, rule: "not-a-document", sentence }]);
  }
  const problems = [
    ...nodes.problems,
    ...addMarkdownBody({ value: nodes.value, places: nodes.places }, chunk, lines),
  ];
  return {
    ...nodes,
    value: nodes.value,
    problems,
    ...claimOf(nodes.value),
    rawHash: hashOf(chunk),
  };
}

function brokenDocument(chunk: Chunk, start: Place, problems: readonly Problem[]): ParsedDocument {
  return {
    value: null,
    places: { "": start },
    keyPlaces: new Map(),
    spellings: new Map(),
    spoiled: new Set(),
    problems,
    ...salvageClaim(chunk.text),
    rawHash: hashOf(chunk),
  };
}

function hasTooMuchStructure(text: string): boolean {
  let count = 0;
  for (const _ of text.matchAll(/[-[\]{},&!*?:|>'"\n]/g)) {
    count += 1;
    if (count > MOST_STRUCTURE) return true;
  }
  return false;
}

function hashOf(chunk: Chunk): string {
  return contentHash(chunk.body === null ? chunk.text : [chunk.text, chunk.body.text]);
}

function parseYaml(text: string): Document.Parsed {
  return parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // Compares every pair of keys; readNodes finds duplicates with a set.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
}

function syntaxProblems(parsed: Document.Parsed, chunk: Chunk, lines: LineIndex): Problem[] {
  const byLine = new Map<number | null, Problem>();
  for (const error of parsed.errors) {
    if (byLine.size >= MOST_SYNTAX_ERRORS) break;
    const place = lines.place(chunk.offset + Math.min(error.pos[0], lastContent(chunk.text)));
    const rule = `yaml-${error.code.toLowerCase().replaceAll("_", "-")}`;
    if (!byLine.has(place.line))
      byLine.set(place.line, { place, rule, sentence: yamlSentence(error) });
  }
  return [...byLine.values()];
}

function lastContent(text: string): number {
  return Math.max(0, text.trimEnd().length - 1);
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The Markdown body is the criteria of a decision class that does not give them as a field. */
function addMarkdownBody(
  { value, places }: { value: Record<string, unknown>; places: Record<string, Place> },
  chunk: Chunk,
  lines: LineIndex,
): Problem[] {
  const text = chunk.body?.text.trim() ?? "";
  if (chunk.body === null || text === "" || value["kind"] !== "DecisionClass") return [];
  const place = lines.place(chunk.body.offset + chunk.body.text.indexOf(text));
  const { criteria } = value;
  if (criteria === undefined) {
    value["criteria"] = text;
    places["criteria"] = place;
  } else if (isPlainMap(criteria) && criteria["text"] === undefined) {
    criteria["text"] = text;
    places["criteria.text"] = place;
  } else {
    return [];
  }
  const refusal = refuseText(text);
  return refusal === null ? [] : [{ place, rule: refusal[0], sentence: refusal[1] }];
}
