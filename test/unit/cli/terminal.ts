import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { runCommandLine } from "../../../src/cli/program.js";

/** A folder of its own for one test, with these files in it. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** One command line in this process, with nothing of this process but the files. */
export async function countersign(
  cwd: string,
  argv: readonly string[],
  { env = {}, ...terminal }: Surroundings = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await runCommandLine(argv, {
    env,
    cwd,
    stdout: { ...terminal, write: (text) => (out += text) },
    stderr: { ...terminal, write: (text) => (err += text) },
    login: () => "mokafor",
    now: () => Date.parse("2026-11-22T20:00Z"),
  });
  return { code, out, err };
}
