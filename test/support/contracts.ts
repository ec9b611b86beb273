import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { Query } from "../../src/graph/query.js";
import { packageRoot } from "../../src/platform/package-root.js";

export const QUERIES = join(packageRoot(), "src", "graph", "queries");

/** The files that hold the contracts of `cypher/`. */
export function contractFiles(): string[] {
  return readdirSync(QUERIES).filter((file) => file.endsWith(".ts"));
}

export type Contract = Query<z.ZodType, z.ZodType>;

/** Every contract by the file of its statement, loaded as the product loads it. */
export async function contracts(): Promise<ReadonlyMap<string, Contract>> {
  const found = new Map<string, Contract>();
  for (const file of contractFiles()) {
    const module = (await import(join(QUERIES, file))) as Record<string, unknown>;
    for (const value of Object.values(module).filter(isContract)) found.set(value.file, value);
  }
  return found;
}

function isContract(value: unknown): value is Contract {
  return typeof value === "object" && value !== null && "file" in value && "text" in value;
}
