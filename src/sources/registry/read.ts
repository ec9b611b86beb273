import type { Instant } from "../../domain/time.js";
import { listFolder, readText } from "./files.js";
import { FolderJudge, REGISTRY_CAPS } from "./folder-judge.js";
import type { Judgement, RegistryCaps } from "./folder-judge.js";
import { visible } from "./visible.js";

/** How to look at a folder. */
export interface ReadRegistryOptions {
  /** Places are relative to it, and the folder too unless it is absolute. */
  readonly baseDir: string;
  readonly at: Instant;
  readonly signal?: AbortSignal | undefined;
  readonly caps?: Partial<RegistryCaps> | undefined;
}

/** Everything one look at the folder found. */
export interface RegistryReading extends Judgement {
  /** Document files found, those that could not be read included. */
  readonly files: number;
}

/**
 * Reads and judges a registry folder.
 * @throws CountersignError REGISTRY_FOLDER_MISSING, REGISTRY_FOLDER_UNREADABLE
 */
export async function readRegistry(
  folder: string,
  options: ReadRegistryOptions,
): Promise<RegistryReading> {
  const listing = await listFolder(folder, options.baseDir);
  const caps = { ...REGISTRY_CAPS, ...options.caps };
  const judge = new FolderJudge(options.at, caps);
  for (const problem of listing.problems) judge.unreadable(problem);
  for (const file of listing.files) {
    options.signal?.throwIfAborted();
    const text = await readText(file, caps.bytesPerFile);
    if (typeof text === "string") judge.add(file.label, text);
    else judge.unreadable(text);
  }
  const remarks = [...listing.remarks];
  if (judge.isEmpty) {
    remarks.push(
      `${visible(folder, 300)} holds no registry document yet: none of its .yaml, .yml and .md files has one.`,
    );
  }
  return { ...judge.finish(remarks), files: listing.files.length };
}
