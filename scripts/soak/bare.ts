import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A config with which a context can be opened; every company of the soak has one of its own. */
export function bare(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "countersign.yaml");
  writeFileSync(path, "sources:\n  - { id: registry, type: registry, folder: registry }\n");
  return path;
}
