import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Instant } from "../domain/time.js";
import { CountersignError } from "../platform/errors.js";
import { Collected, type SavedCollection } from "./collected.js";
import type { CollectFrame } from "./cut.js";

/** A read that was told to wait, as it is kept on disk until it goes on. */
interface Interrupted {
  readonly resume: string;
  readonly cursor: string | null;
  readonly converterHash: string;
  readonly at: Instant;
  readonly saved: SavedCollection;
}

/** Older than this, what was read may be too far from what is; the read begins anew. */
const LIFE_MS = 6 * 3_600_000;

/** Which read it is about. */
export interface ReadPlace {
  readonly folder: string;
  readonly frame: CollectFrame;
  readonly cursor: string | null;
}

/**
 * What an earlier read of this source had collected when it was told to wait (F1), with where it goes
 * on. Taken once: whoever reads it owns it. Null where there is none, or none that fits.
 */
export async function takeInterrupted(
  place: ReadPlace,
): Promise<{ readonly collected: Collected; readonly resume: string } | null> {
  const file = fileOf(place);
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  await rm(file, { force: true });
  // Written by `keepInterrupted` of this service, whole or not at all.
  const { resume, cursor, converterHash, at, saved } = JSON.parse(text) as Interrupted;
  const { frame } = place;
  const collected = Collected.restore(frame.source, saved);
  const fits =
    cursor === place.cursor &&
    converterHash === frame.converterHash &&
    frame.at >= at &&
    frame.at - at < LIFE_MS;
  if (fits) return { collected, resume };
  await collected.discard();
  return null;
}

/** Keeps what was collected so far; the file appears whole or not at all. */
export async function keepInterrupted(
  place: ReadPlace,
  collected: Collected,
  resume: string,
): Promise<void> {
  const { frame, cursor } = place;
  const saved = await collected.save();
  const interrupted: Interrupted = {
    resume,
    cursor,
    converterHash: frame.converterHash,
    at: frame.at,
    saved,
  };
  const file = fileOf(place);
  await writeFile(`${file}.new`, JSON.stringify(interrupted), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Whether a read that failed so may go on later where it stopped. */
export function isToldToWait(error: unknown): boolean {
  return error instanceof CountersignError && error.disposition === "wait";
}

function fileOf({ folder, frame }: ReadPlace): string {
  return join(folder, `interrupted-${frame.source}.json`);
}
