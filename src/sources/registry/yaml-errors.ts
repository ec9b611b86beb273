import type { ErrorCode, YAMLError } from "yaml";

const NESTED = "This is nested too deeply to be read. Write it with fewer levels.";
const ALIAS =
  "Anchors (&) and aliases (*) are not read here. Write it out; if it is text, put it in quotes.";
const TAG = "Tags (!) are not read here. Leave it out; if it is text, put it in quotes.";
const NO_FIELD =
  'This is not of the form "name: value". Add the colon if it is missing. If this is text, write "|" after its field and indent the text below.';
const OTHER =
  "This cannot be read as YAML. Put text with special characters in quotes, and one field on a line.";

const SENTENCES: Readonly<Record<ErrorCode, string>> = {
  TAB_AS_INDENT:
    "A tab is used for indentation here, which YAML does not allow. Use two spaces instead.",
  BLOCK_AS_IMPLICIT_KEY:
    'There is ": " inside this text, so YAML takes it for another field. Put the whole text in quotes.',
  BAD_SCALAR_START: "Text may not begin with @ or ` here. Put it in quotes.",
  MISSING_CHAR: NO_FIELD,
  BAD_INDENT:
    "This line is not indented like its neighbours. Let fields of one level begin in the same column.",
  BAD_DQ_ESCAPE:
    "A backslash inside double quotes begins a code. Write two of them, or use single quotes.",
  BAD_DIRECTIVE: "Lines that begin with % are not read here. Remove the line.",
  RESOURCE_EXHAUSTION: NESTED,
  MULTILINE_IMPLICIT_KEY: NO_FIELD,
  KEY_OVER_1024_CHARS: NO_FIELD,
  NON_STRING_KEY: "The name before a colon must be a plain word. Write it without brackets.",
  ALIAS_PROPS: ALIAS,
  BAD_ALIAS: ALIAS,
  MULTIPLE_ANCHORS: ALIAS,
  MULTIPLE_TAGS: TAG,
  TAG_RESOLVE_FAILED: TAG,
  UNEXPECTED_TOKEN: OTHER,
  BLOCK_IN_FLOW: OTHER,
  BAD_PROP_ORDER: OTHER,
  BAD_COLLECTION_TYPE: OTHER,
  DUPLICATE_KEY: OTHER,
  IMPOSSIBLE: OTHER,
  MULTIPLE_DOCS: OTHER,
};

/** A syntax error of the YAML parser, said so that somebody who is not a programmer can mend it. */
export function yamlSentence(error: YAMLError): string {
  // Some codes stand for several mistakes; only the parser's own words tell them apart.
  if (error.message.includes("directives-end")) return SENTENCES.BAD_DIRECTIVE;
  if (error.code === "MISSING_CHAR" && error.message.includes("quote")) {
    return "A quote was opened in this document and is never closed. Close it.";
  }
  if (error.code === "BAD_INDENT" && error.message.includes("end with a")) {
    return "A [ or { was opened above and is never closed. Close it.";
  }
  return SENTENCES[error.code];
}
