import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Place, Problem } from "../../platform/problem.js";
import { joinPath } from "./places.js";
import { quoted } from "./visible.js";

/** Most bytes (UTF-8) of one text. */
export const LONGEST_TEXT_BYTES = 64 * 1024;
/** Deeper maps and lists are refused: nothing here needs more, and later code may recurse. */
const DEEPEST_NESTING = 32;

/** Plain data read from YAML nodes, with where each part stands. */
export interface ReadNodes {
  readonly value: unknown;
  /** Place of every value by path; an empty value has that of its key. */
  readonly places: Record<string, Place>;
  readonly keyPlaces: ReadonlyMap<string, Place>;
  /** How numbers and booleans were spelled, by path. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Paths whose value could not be taken over; what else is said about them would be noise. */
  readonly spoiled: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/**
 * Builds plain data from parsed nodes without ever resolving an alias, a merge or a tag: each of
 * them is a problem at its place, so nothing can grow and nothing means other than it reads.
 */
export function readNodes(
  root: Node | null,
  placeAt: (offset: number) => Place,
  start: Place,
): ReadNodes {
  const reader = new NodeReader(placeAt);
  const value = reader.read(root, [], start);
  reader.places[""] = start;
  return { value, ...reader.result() };
}

class NodeReader {
  readonly places: Record<string, Place> = {};
  readonly #keyPlaces = new Map<string, Place>();
  readonly #spellings = new Map<string, string>();
  readonly #spoiled = new Set<string>();
  readonly #problems: Problem[] = [];
  readonly #placeAt: (offset: number) => Place;

  constructor(placeAt: (offset: number) => Place) {
    this.#placeAt = placeAt;
  }

  result(): Omit<ReadNodes, "value"> {
    return {
      places: this.places,
      keyPlaces: this.#keyPlaces,
      spellings: this.#spellings,
      spoiled: this.#spoiled,
      problems: this.#problems,
    };
  }

  read(node: Node | null, path: readonly string[], fallback: Place): unknown {
    const place = this.#placeOfNode(node, fallback);
    const joined = joinPath(path);
    this.places[joined] = place;
    if (node === null) return null;
    const refusal = refuseNode(node);
    if (refusal !== null) return this.#spoil(joined, place, refusal);
    if (path.length > DEEPEST_NESTING) {
      return this.#spoil(joined, place, [
        "too-deep",
        "This is nested too deeply. Write it with fewer levels.",
      ]);
    }
    if (isMap(node)) return this.#readMap(node, path, place);
    if (isSeq(node)) return this.#readList(node, path, place);
    return isScalar(node) ? this.#readScalar(node, joined, place) : null;
  }

  #placeOfNode(node: Node | null, fallback: Place): Place {
    const range = node?.range;
    if (node === null || range === null || range === undefined) return fallback;
    const isEmpty = isScalar(node) && node.value === null && range[0] === range[1];
    return isEmpty ? fallback : this.#placeAt(range[0]);
  }

  #spoil(path: string, place: Place, [rule, sentence]: Refusal): undefined {
    this.#spoiled.add(path);
    this.#problems.push({ place, rule, sentence });
  }

  #readMap(map: YAMLMap, path: readonly string[], place: Place): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    // The parser types items loosely; with `stringKeys` every key that parsed is a scalar.
    for (const pair of map.items as Pair<Node | null, Node | null>[]) {
      const keyPlace = this.#placeOfNode(pair.key, place);
      const key = isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : null;
      const refusal = refuseKey(pair.key, key);
      if (key === null || refusal !== null) {
        this.#problems.push({ place: keyPlace, ...(refusal ?? BAD_KEY) });
        continue;
      }
      const keyPath = joinPath([...path, key]);
      const earlier = this.#keyPlaces.get(keyPath);
      if (earlier !== undefined && Object.hasOwn(value, key)) {
        const sentence = `${quoted(key)} is written twice: already on line ${earlier.line}. Keep one of them.`;
        this.#problems.push({ place: keyPlace, rule: "duplicate-key", sentence });
        continue;
      }
      this.#keyPlaces.set(keyPath, keyPlace);
      value[key] = this.read(pair.value, [...path, key], keyPlace);
    }
    return value;
  }

  #readList(list: YAMLSeq, path: readonly string[], place: Place): unknown[] {
    // The parser types items loosely; without a reviver they are nodes or null.
    return (list.items as (Node | null)[]).map((item, index) =>
      this.read(item, [...path, String(index)], place),
    );
  }

  #readScalar(node: Scalar, path: string, place: Place): unknown {
    if (typeof node.value === "string") {
      const refusal = refuseText(node.value);
      return refusal === null ? node.value : this.#spoil(path, place, refusal);
    }
    if (node.source !== undefined) this.#spellings.set(path, node.source);
    return node.value;
  }
}

/** Why something is not taken over. */
export type Refusal = readonly [rule: string, sentence: string];

const BAD_KEY = {
  rule: "bad-key",
  sentence: "The name before a colon must be a plain word. Write it without brackets.",
};

function refuseNode(node: Node): Refusal | null {
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

function refuseKey(node: Node | null, key: string | null): Omit<Problem, "place"> | null {
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
