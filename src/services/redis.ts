import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { findProgram, isExecutable, run } from "./program.js";
import { readFromZip } from "./zip.js";

/** BullMQ's floor. */
const LEAST_REDIS = { major: 6, minor: 2 };

/** A Redis or Valkey on the PATH that is new enough; null when there is none. */
export async function findInstalledRedis(env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const name of ["redis-server", "valkey-server"]) {
    const program = findProgram(name, env);
    if (program === null) continue;
    const { output } = await run(program, ["--version"], { env, timeoutMs: 10_000 });
    const version = /v=(\d+)\.(\d+)/.exec(output);
    if (version !== null && isEnough(Number(version[1]), Number(version[2]))) return program;
  }
  return null;
}

function isEnough(major: number, minor: number): boolean {
  return major > LEAST_REDIS.major || (major === LEAST_REDIS.major && minor >= LEAST_REDIS.minor);
}

/** Takes the server of this platform out of the embedded-redis jar, once; null: it has none for us. */
export function unpackRedis(libDir: string): string | null {
  const program = join(libDir, "redis-server");
  if (isExecutable(program)) return program;
  const jar = readdirSync(libDir).find((name) => /^embedded-redis-.*\.jar$/.test(name));
  if (jar === undefined) return null;
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const entry = new RegExp(`^redis-server-.*-${process.platform}-${arch}$`);
  const content = readFromZip(readFileSync(join(libDir, jar)), entry);
  if (content === null) return null;
  // By rename: another data folder's process may unpack at the same moment.
  const draft = `${program}.${process.pid}`;
  writeFileSync(draft, content);
  chmodSync(draft, 0o755);
  renameSync(draft, program);
  return program;
}

/** Durable (append-only file), and refusing writes over forgetting when full. */
export function redisArgs(home: string, port: number): readonly string[] {
  mkdirSync(home, { recursive: true });
  const listen = ["--bind", "127.0.0.1", "--port", String(port)];
  return [...listen, "--appendonly", "yes", "--maxmemory-policy", "noeviction", "--dir", home];
}
