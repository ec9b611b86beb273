import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Node, Scalar } from "yaml";
import type { Place, Problem } from "../../platform/problem.js";
import { quoted } from "./visible.js";

/** Most bytes (UTF-8) of one text. */
const LONGEST_TEXT_BYTES = 64 * 1024;

/** Most values in one document; bounds every list and every check that compares its entries. */
export const MOST_VALUES = 5000;

/** Said of a document with more values than `MOST_VALUES`. */
export function tooManyValues(start: Place): Problem {
  const sentence = `This document holds more than ${MOST_VALUES} values. Shorten it and link to the rest.`;
  return { place: start, rule: "too-many-values", sentence };
}

/** Why something is not taken over. */
export type Refusal = readonly [rule: string, sentence: string];

/** A name that is a list, a map or nothing. */
export const BAD_KEY = {
  rule: "bad-key",
  sentence: "The name before a colon must be a plain word. Write it without brackets.",
};

/** Aliases, anchors and tags. */
export function refuseNode(node: Node): Refusal | null {
  if (isAlias(node)) {
    return [
      "alias",
      `*${quoted(node.source).slice(1, -1)} refers to an anchor, which is not read here. Write it out; if it is text, put it in quotes.`,
    ];
  }
  if (isScalar(node) || isMap(node) || isSeq(node)) {
    if (node.anchor !== undefined) {
      return [
        "anchor",
        "Anchors (&) are not read here. Write it out where it is needed; if it is text, put it in quotes.",
      ];
    }
    if (node.tag !== undefined) {
      return ["tag", "Tags (!) are not read here. Leave it out; if it is text, put it in quotes."];
    }
  }
  return null;
}

/** Names that are no plain words or would mean something to the program. */
export function refuseKey(node: Node | null, key: string | null): Omit<Problem, "place"> | null {
  const refusal = node === null ? null : refuseNode(node);
  if (refusal !== null) return { rule: refusal[0], sentence: refusal[1] };
  if (key === null) return BAD_KEY;
  if (key === "<<") {
    return { rule: "merge-key", sentence: "Merging with << is not read here. Write it out." };
  }
  // `key in {}`: names every object already has; with them data could pose as something else.
  if (key in {} || key === "prototype") {
    return {
      rule: "reserved-key",
      sentence: `${quoted(key)} cannot be used as a name. Choose another.`,
    };
  }
  if (/\p{Cf}/u.test(key)) {
    const sentence = `The name ${quoted(key)} contains an invisible character. Type it anew.`;
    return { rule: "control-character", sentence };
  }
  const text = refuseText(key);
  return text === null ? null : { rule: text[0], sentence: text[1] };
}

/** Control characters other than tab and line end, marks that reverse the direction of text, halves of pairs. */
const FORBIDDEN = /[^\P{Cc}\n\t\r]|[\u202A-\u202E]|\p{Cs}/u;

/** Why a text is not taken over, or null. */
export function refuseText(text: string): Refusal | null {
  const bad = FORBIDDEN.exec(text)?.[0];
  if (bad !== undefined) {
    const code = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return [
      "control-character",
      `This text contains an invisible control character (U+${code}). Type the text anew.`,
    ];
  }
  // Three bytes a character at most: short texts need no encoding to be found short.
  if (text.length * 3 <= LONGEST_TEXT_BYTES || Buffer.byteLength(text) <= LONGEST_TEXT_BYTES)
    return null;
  return ["text-too-long", "This text is longer than 64 KB. Shorten it and link to the rest."];
}

/**
 * Plain text that goes on behind a ` #`: what follows is a comment to YAML, so somebody would sign
 * half a sentence. A comment that is meant as one has a space after the mark.
 */
export function refuseCutText(node: Scalar, source: string): Refusal | null {
  const end = node.range?.[1];
  if (node.type !== "PLAIN" || end === undefined) return null;
  const rest = /^[ \t]+(#[^\s#][^\r\n]*)/.exec(source.slice(end, end + 200))?.[1];
  if (rest === undefined) return null;
  return [
    "text-cut-by-comment",
    `This text ends before ${quoted(rest)}, which YAML takes for a comment. Put all of it in quotes; if it is a comment, put a space after #.`,
  ];
}
