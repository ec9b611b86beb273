import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "../platform/package-root.js";
import { ServiceNotReadyError } from "./errors.js";
import { withLock } from "./lock.js";
import { findProgram, isExecutable, run } from "./program.js";

/** Neo4j 5.26 runs on Java 17 and 21. */
const LEAST_JAVA = 17;
const MAVEN_TIMEOUT_MS = 15 * 60_000;
const MARK = "complete";

/** The Java to start Neo4j with, or what is wrong with it in a few words. */
export async function findJava(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly java: string } | { readonly problem: string }> {
  const home = env["JAVA_HOME"];
  const fromHome = home === undefined || home === "" ? null : join(home, "bin", "java");
  const java = fromHome !== null && isExecutable(fromHome) ? fromHome : findProgram("java", env);
  if (java === null) return { problem: `Java ${LEAST_JAVA} or later is not installed` };
  const { output } = await run(java, ["-version"], { env, timeoutMs: 30_000 });
  const major = Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
  return major >= LEAST_JAVA
    ? { java }
    : {
        problem: `${java} is Java ${major || "of an unknown version"}, not ${LEAST_JAVA} or later`,
      };
}

/** Whether the jars of today's pom are all in this folder. */
export function hasJars(libDir: string): boolean {
  const mark = join(libDir, MARK);
  return existsSync(mark) && readFileSync(mark, "utf8") === pomHash();
}

/**
 * Fetches the jars with Maven unless they are there: 217 of them, 131 MB. Whole or not at all: they
 * arrive in a folder beside it and are renamed. Processes of other data folders may share it.
 */
export async function fetchJars(
  libDir: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  if (hasJars(libDir)) return;
  await withLock(`${libDir}.lock`, MAVEN_TIMEOUT_MS, async () => {
    if (hasJars(libDir)) return;
    log("Fetching Neo4j and Redis with Maven, once (about 131 MB).");
    const arriving = `${libDir}.arriving`;
    rmSync(arriving, { recursive: true, force: true });
    mkdirSync(dirname(libDir), { recursive: true });
    await copyDependencies(arriving, env);
    writeFileSync(join(arriving, MARK), pomHash());
    rmSync(libDir, { recursive: true, force: true });
    renameSync(arriving, libDir);
  });
}

async function copyDependencies(into: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = ["-B", "-q", "-f", pomFile(), "dependency:copy-dependencies"];
  const settings = ["-DincludeScope=runtime", `-DoutputDirectory=${into}`];
  const maven = findProgram("mvn", env) ?? "mvn";
  const outcome = await run(maven, [...args, ...settings], { env, timeoutMs: MAVEN_TIMEOUT_MS });
  if (outcome.ok) return;
  const said = outcome.output.split("\n").find((line) => line.includes("ERROR")) ?? outcome.output;
  throw new ServiceNotReadyError({
    message: `Maven could not fetch the servers: ${said.trim().slice(0, 500)}`,
    next: "Check that this machine reaches a Maven repository (~/.m2/settings.xml), then try again.",
  });
}

function pomFile(): string {
  return join(packageRoot(), "services", "pom.xml");
}

/** A new version in the pom makes old folders incomplete. */
function pomHash(): string {
  return createHash("sha256").update(readFileSync(pomFile())).digest("hex");
}
