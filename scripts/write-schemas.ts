import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publishedSchemas } from "../src/sources/registry/json-schemas.js";

// Run from the root of the repository: `npm run schemas`.
await mkdir("schemas", { recursive: true });
for (const [name, text] of publishedSchemas()) {
  const path = join("schemas", name);
  await writeFile(path, text);
  process.stdout.write(`${path}\n`);
}
