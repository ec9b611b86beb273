import { isMap, isScalar, isSeq } from "yaml";
import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Place, Problem } from "../../platform/problem.js";
import { joinPath } from "./places.js";
import {
  BAD_KEY,
  MOST_VALUES,
  tooManyValues,
  refuseCutText,
  refuseKey,
  refuseNode,
  refuseText,
} from "./refusals.js";
import type { Refusal } from "./refusals.js";
import { quoted } from "./visible.js";

/** Deeper maps and lists are refused: nothing here needs more, and later code may recurse. */
const DEEPEST_NESTING = 32;

/** The text the nodes were parsed from, and where it stands. */
export interface NodeOrigin {
  readonly text: string;
  /** Place of an offset in `text`. */
  readonly placeAt: (offset: number) => Place;
  /** Where the document begins. */
  readonly start: Place;
}

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
export function readNodes(root: Node | null, origin: NodeOrigin): ReadNodes {
  const reader = new NodeReader(origin);
  const value = reader.read(root, [], origin.start);
  reader.places[""] = origin.start;
  if (reader.isOverfull) {
    return { ...reader.result(), value: undefined, problems: [tooManyValues(origin.start)] };
  }
  return { value, ...reader.result() };
}

class NodeReader {
  readonly places: Record<string, Place> = {};
  readonly #keyPlaces = new Map<string, Place>();
  readonly #spellings = new Map<string, string>();
  readonly #spoiled = new Set<string>();
  readonly #problems: Problem[] = [];
  readonly #origin: NodeOrigin;
  #values = 0;

  constructor(origin: NodeOrigin) {
    this.#origin = origin;
  }

  get isOverfull(): boolean {
    return this.#values > MOST_VALUES;
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
    this.#values += 1;
    if (this.isOverfull) return undefined;
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
    return isEmpty ? fallback : this.#origin.placeAt(range[0]);
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
      const refusal = refuseText(node.value) ?? refuseCutText(node, this.#origin.text);
      return refusal === null ? node.value : this.#spoil(path, place, refusal);
    }
    if (node.source !== undefined) this.#spellings.set(path, node.source);
    return node.value;
  }
}
