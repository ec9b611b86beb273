import { packageRoot } from "../src/platform/package-root.js";
import { violationsOf } from "./house/rules.js";
import { readTree } from "./house/tree.js";

/** Part of `npm run lint`: one line when the house stands, else one line per violation and exit 1. */
const { files, cypherFiles } = readTree(packageRoot());
const violations = violationsOf(files, cypherFiles);
const imports = files.reduce((sum, file) => sum + file.imports.length, 0);
if (violations.length === 0) {
  console.log(`house: ${files.length} files, ${imports} imports, no violations`);
} else {
  for (const { file, line, rule, sentence } of violations) {
    console.log(`${file}:${line} ${rule}: ${sentence}`);
  }
  process.exitCode = 1;
}
