import { z } from "zod";
import { WRITTEN_SCHEMAS } from "./schema.js";
import type { DocumentKind } from "./schema.js";

/** The part of a generated JSON Schema that this file walks. */
interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly additionalProperties?: SchemaNode | boolean;
}

const nodesByKind = new Map<DocumentKind, SchemaNode>();

function nodesAt(kind: DocumentKind, path: readonly PropertyKey[]): SchemaNode[] {
  let root = nodesByKind.get(kind);
  if (root === undefined) {
    root = z.toJSONSchema(WRITTEN_SCHEMAS[kind], { io: "input" }) as SchemaNode;
    nodesByKind.set(kind, root);
  }
  let nodes = [root];
  for (const part of path) {
    nodes = nodes
      .flatMap((node) => [node, ...(node.anyOf ?? [])])
      .flatMap((node) => {
        const inner = typeof part === "number" ? node.items : node.properties?.[String(part)];
        return inner === undefined ? [] : [inner];
      });
  }
  return nodes;
}

/** What to write at a path, as the schema describes it. */
export function describe(kind: DocumentKind, path: readonly PropertyKey[]): string {
  return nodesAt(kind, path).find((node) => node.description !== undefined)?.description ?? "";
}

/** The names of the fields that may stand at a path. */
export function fieldsAt(kind: DocumentKind, path: readonly PropertyKey[]): string[] {
  const nodes = nodesAt(kind, path).flatMap((node) => [node, ...(node.anyOf ?? [])]);
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}
