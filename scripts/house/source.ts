import { posix } from "node:path";
import { parseAst } from "vitest/node";

/** One import, re-export, import() or import type of a file. */
export interface ImportFact {
  readonly specifier: string;
  readonly line: number;
  /** Path from the root of the repository, as a source file (.ts); null for packages and builtins. */
  readonly target: string | null;
}

/** What the rules need to know of one TypeScript file. Paths are from the root, with slashes. */
export interface SourceFacts {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly ImportFact[];
  readonly anyLines: readonly number[];
  readonly defaultExportLines: readonly number[];
  readonly suppressionLines: readonly number[];
  /** Calls of defineQuery; `file` is null when it is not a plain string. */
  readonly contracts: readonly { readonly file: string | null; readonly line: number }[];
}

interface Node extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly start: number;
}

/** Reads the facts out of a file's text. Throws the parser's error when it is no TypeScript. */
export function factsOf(path: string, text: string): SourceFacts {
  const nodes = [...walk(parseAst(text, { lang: "ts" }))];
  const lineOf = lineFinder(text);
  const linesWhere = (test: (node: Node) => boolean): number[] =>
    nodes.filter(test).map((node) => lineOf(node.start));
  return {
    path,
    lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
    imports: nodes.flatMap((node) => importOf(path, node, lineOf)),
    anyLines: linesWhere((node) => node.type === "TSAnyKeyword"),
    defaultExportLines: linesWhere(isDefaultExport),
    suppressionLines: [...text.matchAll(/\/[/*]\s*@ts-(?:ignore|nocheck)\b/g)].map((match) =>
      lineOf(match.index),
    ),
    contracts: nodes.flatMap((node) => contractOf(node, lineOf)),
  };
}

/** Every node of the tree, whatever the parser calls it: a new kind of syntax is not overlooked. */
function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item);
  } else if (typeof value === "object" && value !== null) {
    if (isNode(value)) yield value;
    for (const child of Object.values(value)) yield* walk(child);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    "start" in value &&
    typeof value.start === "number"
  );
}

const IMPORTING = new Set([
  "ImportDeclaration",
  "ExportAllDeclaration",
  "ExportNamedDeclaration",
  "ImportExpression",
  "TSImportType",
]);

function importOf(path: string, node: Node, lineOf: (offset: number) => number): ImportFact[] {
  if (!IMPORTING.has(node.type) || !isNode(node["source"])) return [];
  const specifier = node["source"]["value"];
  if (typeof specifier !== "string") return [];
  return [{ specifier, line: lineOf(node.start), target: targetOf(path, specifier) }];
}

function targetOf(path: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
}

function isDefaultExport(node: Node): boolean {
  if (node.type === "ExportDefaultDeclaration") return true;
  return (
    node.type === "ExportSpecifier" &&
    isNode(node["exported"]) &&
    node["exported"]["name"] === "default"
  );
}

function contractOf(node: Node, lineOf: (offset: number) => number): SourceFacts["contracts"] {
  if (node.type !== "CallExpression" || !isNode(node["callee"])) return [];
  if (node["callee"]["name"] !== "defineQuery") return [];
  const line = lineOf(node.start);
  const args: unknown = node["arguments"];
  const settings: unknown = Array.isArray(args) ? args[0] : null;
  const properties: unknown = isNode(settings) ? settings["properties"] : null;
  for (const property of Array.isArray(properties) ? properties.filter(isNode) : []) {
    const { key, value } = property;
    if (isNode(key) && key["name"] === "file" && isNode(value)) {
      return [{ file: typeof value["value"] === "string" ? value["value"] : null, line }];
    }
  }
  return [{ file: null, line }];
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    return next === -1 ? starts.length : next;
  };
}
