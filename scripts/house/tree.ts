import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { factsOf, type SourceFacts } from "./source.js";

const SOURCE_FOLDERS = ["src", "workers", "simulator", "scripts"];

/** What the rules judge. */
export interface Tree {
  readonly files: readonly SourceFacts[];
  /** Under `cypher/`. */
  readonly cypherFiles: readonly string[];
}

/** Reads every TypeScript file of the product and the names of all statements. */
export function readTree(root: string): Tree {
  const sources = SOURCE_FOLDERS.flatMap((folder) => filesUnder(join(root, folder), ".ts"));
  return {
    files: sources.map((path) =>
      factsOf(slashed(relative(root, path)), readFileSync(path, "utf8")),
    ),
    cypherFiles: filesUnder(join(root, "cypher"), ".cypher").map((path) =>
      slashed(relative(join(root, "cypher"), path)),
    ),
  };
}

function filesUnder(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => join(folder, name));
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
