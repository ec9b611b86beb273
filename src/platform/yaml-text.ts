import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from "yaml";
import type { Place, Problem } from "./problem.js";

/** YAML that people write, read so that every part of it can be pointed at. */
export interface YamlText {
  /** Plain data; undefined when there are problems. */
  readonly value: unknown;
  readonly places: YamlPlaces;
  /** What the parser minds: tabs, duplicate keys, unclosed quotes, a second document, aliases of nothing. */
  readonly problems: readonly Problem[];
}

/** @param file as places shall name it. */
export function readYaml(text: string, file: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const places = new YamlPlaces(document, lines, file);
  const problems = document.errors.map((error) =>
    places.problem(error.pos[0], "yaml", notYaml(error.message.split(" at line ")[0] ?? "")),
  );
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      problems.push(
        places.problem(
          alias.range?.[0] ?? 0,
          "yaml",
          notYaml(`unresolved alias: nothing above is called &${alias.source}`),
        ),
      );
    },
  });
  if (problems.length > 0) return { value: undefined, places, problems };
  try {
    return { value: document.toJS(), places, problems };
  } catch (error) {
    // Aliases that multiply without end.
    const why = error instanceof Error ? error.message : String(error);
    return { value: undefined, places, problems: [places.problem(0, "yaml", notYaml(why))] };
  }
}

function notYaml(why: string): string {
  const trimmed = why.trim().replace(/[.:]$/, "");
  return `This is not YAML: ${trimmed.charAt(0).toLowerCase()}${trimmed.slice(1)}.`;
}

type Path = readonly PropertyKey[];

/** Knows where each part of a parsed YAML file stands. */
export class YamlPlaces {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #file: string;

  constructor(document: Document.Parsed, lines: LineCounter, file: string) {
    this.#document = document;
    this.#lines = lines;
    this.#file = file;
  }

  placeAt(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line, column: col };
  }

  problem(offset: number, rule: string, sentence: string): Problem {
    return { place: this.placeAt(offset), rule, sentence };
  }

  /**
   * Where the value of the path begins; for a path that is not in the file, where the nearest part
   * above it begins. `key`: where the name of this member of the path begins instead.
   */
  offsetOf(path: Path, key?: string): number {
    let node: unknown = this.#document.contents;
    let offset = startOf(node) ?? 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
        if (pair === undefined) return offset;
        offset = startOf(pair.value) ?? startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node) && typeof step === "number") {
        node = node.items[step];
        offset = startOf(node) ?? offset;
      } else {
        return offset;
      }
    }
    if (key === undefined || !isMap(node)) return offset;
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    return (isPair(pair) ? startOf(pair.key) : null) ?? offset;
  }
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}
