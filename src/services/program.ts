import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The full path of a program on the PATH of this environment; null when it is not there. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | null {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    const file = join(folder, name);
    if (folder !== "" && isExecutable(file)) return file;
  }
  return null;
}

/** Whether the file is there and may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export interface Outcome {
  readonly ok: boolean;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** Runs a program to its end, `timeoutMs` at most. Does not throw: a failure is an outcome. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      { env: options.env, timeout: options.timeoutMs, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const reason = error === null || stdout + stderr !== "" ? "" : error.message;
        resolve({ ok: error === null, output: `${stdout}${stderr}${reason}` });
      },
    );
    child.stdin?.end();
  });
}
