import { nearest } from "../../platform/nearest.js";

/** ` Did you mean x?`, or nothing. Meant to follow a sentence about a word in a registry file. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === null ? "" : ` Did you mean ${found}?`;
}
