import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../platform/package-root.js";
import type { Graph } from "./graph.js";

/**
 * Brings constraints and indexes up to date: every statement of `cypher/schema/`, in order of the
 * numbers. Forward only and safe to run at every start.
 */
export async function applySchema(graph: Graph): Promise<void> {
  for (const statement of schemaStatements()) await graph.command(statement);
  await graph.command("CALL db.awaitIndexes(120)");
}

/** The statements of `cypher/schema/`, without comments. */
export function schemaStatements(): string[] {
  const folder = join(packageRoot(), "cypher", "schema");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".cypher"))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), "utf8").replace(/^\s*\/\/.*$/gm, ""))
    .flatMap((text) => text.split(";"))
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
