import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { ServicesBusyError } from "./errors.js";
import { identify, isAlive, type ProcessIdentity } from "./process.js";

const POLL_MS = 100;

const ticketSchema = z.object({ pid: z.int(), born: z.string(), released: z.boolean() });
type Ticket = z.infer<typeof ticketSchema>;

/**
 * Runs the work while no other process does so for the same folder. The lock of a process that died
 * falls by itself.
 *
 * Guarantee: one holder at a time. Tickets are numbered and the highest number is the holder. A
 * ticket is taken by creating the next number, which only one process can; numbers never go back
 * (a released ticket stays until the next one is there), so a process that read an old state cannot
 * create a number that counts. Removing a stale lock file and creating it anew has no such guarantee:
 * the second remover removes the first one's new lock.
 *
 * @param folder where the tickets lie; created when missing.
 * @throws ServicesBusyError when another living process holds it for longer than `waitMs`.
 */
export async function withLock<T>(
  folder: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const number = await acquire(folder, waitMs);
  try {
    return await work();
  } finally {
    release(folder, number);
  }
}

async function acquire(folder: string, waitMs: number): Promise<number> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const highest = highestNumber(folder);
    const ticket = highest === 0 ? null : readTicket(folder, highest);
    if (ticket === null || ticket.released || !isAlive(ticket)) {
      if (take(folder, highest + 1)) return highest + 1;
    } else if (performance.now() > deadline) {
      throw new ServicesBusyError(ticket.pid, folder);
    } else {
      await pause(POLL_MS);
    }
  }
}

/** Creates the ticket whole or not at all; false when somebody else was first. */
function take(folder: string, number: number): boolean {
  const draft = writeDraft(folder, { ...ourselves(), released: false });
  try {
    linkSync(draft, join(folder, String(number)));
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft);
  }
  if (highestNumber(folder) !== number) {
    rmSync(join(folder, String(number)), { force: true });
    return false;
  }
  for (const old of ticketNumbers(folder)) {
    if (old < number) rmSync(join(folder, String(old)), { force: true });
  }
  return true;
}

function release(folder: string, number: number): void {
  const draft = writeDraft(folder, { ...ourselves(), released: true });
  renameSync(draft, join(folder, String(number)));
}

function writeDraft(folder: string, ticket: Ticket): string {
  const draft = join(folder, `draft-${randomUUID()}`);
  writeFileSync(draft, JSON.stringify(ticket));
  return draft;
}

function ourselves(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity === null) throw new Error("this process cannot see itself in the process table");
  return identity;
}

function ticketNumbers(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function highestNumber(folder: string): number {
  return Math.max(0, ...ticketNumbers(folder));
}

/** Null when it vanished since the listing: a newer one is there. */
function readTicket(folder: string, number: number): Ticket | null {
  try {
    return ticketSchema.parse(JSON.parse(readFileSync(join(folder, String(number)), "utf8")));
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
