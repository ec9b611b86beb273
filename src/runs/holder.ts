import { hostname } from "node:os";
import { mintId } from "../platform/ids.js";

/** How long a silent holder keeps what it holds; every write prolongs it, and so does the beat. */
export const LEASE_MS = 60_000;
const BEAT_MS = 15_000;

/** This process, as leases and acts name it: machine, process id, and what tells it from a later one. */
export const SELF = newHolder();

/** A name of its own, by which this process on this machine is found again. */
export function newHolder(): string {
  return `${hostname()}:${process.pid}:${mintId().slice(0, 8)}`;
}

/** Whether the holder was a process of this machine that is no longer there. */
export function isDead(holder: string): boolean {
  const [host, pid] = holder.split(":");
  if (host !== hostname() || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/**
 * Works while the beat goes on, which tells others that this process lives.
 *
 * @param beat prolongs what is held until the given time (epoch milliseconds)
 */
export async function beating<T>(
  beat: (expiresAt: number) => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    // A beat that fails is made good by the next one, or what is held expires: both are safe.
    void beat(Date.now() + LEASE_MS).catch(() => undefined);
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
