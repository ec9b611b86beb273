import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/platform/package-root.js";
import { countersign, emptyFolder } from "./support/cli.js";

/** Presses Tab after a line, in a real bash that has sourced the script. */
const PRESS_TAB = `
source ./script.bash
COMP_LINE="$LINE"; COMP_POINT=\${#LINE}; COMP_WORDS=($LINE ''); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_countersign_completion
printf '%s\\n' "\${COMPREPLY[@]}"
`;

test("bash completes with the script that it is given", { timeout: 60_000 }, async () => {
  const folder = emptyFolder();
  const script = await countersign(folder, ["completion", "bash"]);
  writeFileSync(join(folder, "script.bash"), script.out);
  const main = join(packageRoot(), "src/cli/main.ts");
  const program = `countersign() { '${process.execPath}' --import '${import.meta.resolve("tsx")}' '${main}' "$@"; }`;
  const tab = (line: string): string[] =>
    execFileSync("bash", ["-c", `${program}\n${PRESS_TAB}`], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LINE: line },
    })
      .trim()
      .split("\n");
  expect(tab("countersign ledger ")).toEqual(["list", "show", "verify", "export", "help"]);
  expect(tab("countersign findings --severity ")).toEqual(["info", "warning", "critical"]);
  // A second time in one shell is no error.
  expect(() => tab("countersign who ")).not.toThrow();
});
