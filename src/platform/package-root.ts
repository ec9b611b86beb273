import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of this package's own package.json. Files that are read at run time (`cypher/`,
 * `docker-compose.yml`, `services/pom.xml`) lie beside it and are not copied to `dist/`, so a path
 * relative to the module would be right from the sources and wrong when compiled.
 *
 * @throws Error when no package.json of this name lies above the module: a broken installation.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (isOurs(join(folder, "package.json"))) return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error("the package.json of countersign was not found");
    folder = above;
  }
}

function isOurs(file: string): boolean {
  if (!existsSync(file)) return false;
  const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
  return (
    typeof parsed === "object" &&
    parsed !== null &&
    "name" in parsed &&
    parsed.name === "countersign"
  );
}
