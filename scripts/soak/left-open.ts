import { closeSync, readdirSync, readlinkSync } from "node:fs";

/**
 * Closes the files below a folder that a life which died inside this process left open: a killed process
 * has none. Linux only; elsewhere they stay open until the soak ends.
 */
export function closeLeftOpen(folder: string): void {
  for (const entry of openFiles()) {
    try {
      if (readlinkSync(`/proc/self/fd/${entry}`).startsWith(folder)) closeSync(Number(entry));
    } catch {
      // The listing itself was one of them, and is closed by now.
    }
  }
}

function openFiles(): readonly string[] {
  try {
    return readdirSync("/proc/self/fd");
  } catch {
    return [];
  }
}
