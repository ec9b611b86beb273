import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { packageRoot } from "../../../src/platform/package-root.js";
import { testDriver, wipeGraph } from "../../support/graph.js";

const ROOT = packageRoot();
const BUILT = join(ROOT, "dist", "src", "cli", "main.js");

/** The built program as a user runs it; from the sources when the build is older than they are. */
function program(): readonly string[] {
  const isCurrent = existsSync(BUILT) && statSync(BUILT).mtimeMs >= newestIn(join(ROOT, "src"));
  return isCurrent
    ? [BUILT]
    : ["--import", import.meta.resolve("tsx"), join(ROOT, "src/cli/main.ts")];
}

function newestIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const times = files
    .filter((file) => file.isFile())
    .map((file) => statSync(join(file.parentPath, file.name)).mtimeMs);
  return Math.max(...times);
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a shell of this machine would have, and the servers of this run. */
export function environment(over: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const user = inject("neo4jUser");
  const password = inject("neo4jPassword");
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    NEO4J_URI: inject("neo4jUri"),
    REDIS_URL: inject("redisUrl"),
    ...(user !== null && { NEO4J_USER: user }),
    ...(password !== null && { NEO4J_PASSWORD: password }),
    ...over,
  };
}

/** `countersign …` in a process of its own. */
export async function countersign(
  cwd: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = environment(),
): Promise<Ran> {
  const child = spawn(process.execPath, [...program(), ...argv], { cwd, env });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, out, err };
}

/** The answer of a command with `--json`, and how it ended. */
export async function answerOf(
  cwd: string,
  argv: readonly string[],
): Promise<{ readonly code: number | null; readonly answer: unknown }> {
  const ran = await countersign(cwd, [...argv, "--json"]);
  return { code: ran.code, answer: JSON.parse(ran.out) };
}

/**
 * The sentence of a command that failed as it should: one `error` line, 1 or 2, no stack trace.
 *
 * @throws Error with everything that was printed when it failed otherwise or not at all.
 */
export function refusalOf(ran: Ran): string {
  const [, sentence] = /(?:^|\n)error {2}(\S[^\n]*)/.exec(ran.err) ?? [];
  const isOurs = !/^\s+at .*:\d+:\d+|not foreseen/m.test(ran.err);
  if (sentence !== undefined && isOurs && (ran.code === 1 || ran.code === 2)) return sentence;
  throw new Error(`It ended with ${ran.code} and said:\n${ran.out}${ran.err}`);
}

/** An empty folder for one test; its servers' graph is empty too. */
export async function emptyCompany(): Promise<string> {
  const driver = await testDriver();
  await wipeGraph(driver);
  await driver.close();
  return emptyFolder();
}

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-e2e-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** How many nodes and relationships there are: what "nothing was written" is checked with. */
export async function sizeOfGraph(): Promise<number> {
  const driver = await testDriver();
  try {
    const { records } = await driver.executeQuery(
      "RETURN COUNT { (n) } + COUNT { ()-->() } AS size",
    );
    return Number(records[0]?.get("size"));
  } finally {
    await driver.close();
  }
}
