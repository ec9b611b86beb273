import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { readCsv, readCsvHeader } from "./csv-file.js";
import type { HrFile } from "./files.js";
import { readJson, readJsonHeader } from "./json-file.js";
import type { TableChunk, TableEnding, TableHeader } from "./table.js";
import { readText } from "./text-stream.js";

/**
 * Reads as much as the header takes: one line of CSV, all of a JSON file.
 *
 * @throws CountersignError HR_FILE_UNREADABLE; the signal's reason when it is aborted. So do all here.
 */
export async function readHeader(file: HrFile, signal: AbortSignal): Promise<TableHeader> {
  return file.format === "csv" ? readCsvHeader(file, signal) : readJsonHeader(file, signal);
}

/** All records of a file, a stretch at a time; the last stretch carries the ending. */
export async function* readTable(
  file: HrFile,
  header: TableHeader,
  signal: AbortSignal,
): AsyncGenerator<TableChunk> {
  const read = file.format === "csv" ? readCsv : readJson;
  for await (const chunk of read(file, header, signal)) {
    if (chunk.ending === null) yield chunk;
    else yield { ...chunk, ending: await unlessChanged(file, chunk.ending) };
  }
}

/** Somebody who writes the file while we read it makes a mixture of two files (F6). */
async function unlessChanged(file: HrFile, ending: TableEnding): Promise<TableEnding> {
  if (!ending.trusted) return ending;
  const now = await stat(file.path).catch(() => null);
  const same = now !== null && now.size === file.size && now.mtimeMs === file.mtimeMs;
  if (same) return ending;
  const reason = "The file was changed while it was being read. Put it in place with a rename.";
  return { ...ending, trusted: false, reason };
}

/** A hash of the bytes of a file. */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const { raw } of readText(path, signal)) if (raw !== null) hash.update(raw);
  return hash.digest("hex").slice(0, 32);
}
