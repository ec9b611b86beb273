import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/**
 * A process that cannot be mistaken for a later one with the same number: `born` is opaque and
 * differs for every process that ever had this pid, across reboots too.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly born: string;
}

const EXIT_POLL_MS = 25;

/** Who has this pid now; null when nobody does, or only a zombie that waits for its parent. */
export function identify(pid: number): ProcessIdentity | null {
  const born = process.platform === "linux" ? bornOnLinux(pid) : bornByPs(pid);
  return born === null ? null : { pid, born };
}

/** Whether exactly this process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.born === identity.born;
}

function bornOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in parentheses and may itself contain blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, startTicks] = [fields[0], fields[19]];
    if (state === undefined || startTicks === undefined || "ZX".includes(state)) return null;
    // Ticks count from boot: without the boot's id they repeat after a restart of the machine.
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${startTicks}`;
  } catch {
    return null;
  }
}

function bornByPs(pid: number): string | null {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    const [state, ...start] = line.split(/\s+/);
    return state === undefined || start.length === 0 || state.startsWith("Z")
      ? null
      : start.join(" ");
  } catch {
    return null;
  }
}

/**
 * Starts a program that outlives us, in a process group of its own so that Ctrl-C at our terminal
 * does not reach it. Its output goes to the log file. `onSpawn` runs before anything else can, so
 * that no crash of ours leaves a server behind that nobody wrote down.
 */
export async function startDetached(
  program: {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: NodeJS.ProcessEnv;
    readonly logFile: string;
  },
  onSpawn: (identity: ProcessIdentity) => void,
): Promise<ProcessIdentity> {
  const log = openSync(program.logFile, "w");
  try {
    const child = spawn(program.command, program.args, {
      detached: true,
      env: program.env,
      stdio: ["ignore", log, log],
    });
    const failed = new Promise<never>((_, reject) => child.once("error", reject));
    const spawned = new Promise<void>((resolve) => child.once("spawn", resolve));
    const identity = child.pid === undefined ? null : identify(child.pid);
    if (identity !== null) onSpawn(identity);
    await Promise.race([spawned, failed]);
    child.unref();
    return identity ?? { pid: child.pid ?? 0, born: "ended at once" };
  } finally {
    closeSync(log);
  }
}

/**
 * Ends exactly this process: asks, waits, then insists. Does nothing when it is gone already, and
 * never signals another process that got its number.
 *
 * @returns whether there was a process to end.
 */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<boolean> {
  if (!signal(identity, "SIGTERM")) return false;
  if (await isGone(identity, graceMs)) return true;
  signal(identity, "SIGKILL");
  if (await isGone(identity, 10_000)) return true;
  throw new Error(`process ${identity.pid} survives SIGKILL`);
}

function signal(identity: ProcessIdentity, name: "SIGTERM" | "SIGKILL"): boolean {
  if (!isAlive(identity)) return false;
  try {
    process.kill(identity.pid, name);
    return true;
  } catch (error) {
    // It may have ended between the look and the signal; anything else (EPERM) is a real failure.
    if (isAlive(identity)) throw error;
    return false;
  }
}

async function isGone(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await pause(EXIT_POLL_MS);
  }
  return true;
}
