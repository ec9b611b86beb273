import { z } from "zod";
import { CountersignError } from "../../platform/errors.js";
import { contentHash } from "../../platform/ids.js";
import type { HrFile } from "./files.js";

/** Which files of one kind were applied, in `mode: changes`. */
const appliedSchema = z.strictObject({
  last: z.string(),
  /** Hash of the last one's bytes: a file that changes afterwards is noticed. */
  hash: z.string(),
  /** Short hashes of the names that were applied and still lie in the folder. */
  names: z.array(z.string()),
});

const cursorSchema = z.strictObject({
  version: z.literal(1),
  employments: appliedSchema.nullable(),
  teams: appliedSchema.nullable(),
});

export type Applied = z.infer<typeof appliedSchema>;
export type HrCursor = z.infer<typeof cursorSchema>;

const START: HrCursor = { version: 1, employments: null, teams: null };

/**
 * @throws CountersignError HR_CURSOR_UNREADABLE when it is not one of ours: reading everything anew
 * is right then, but a person should know.
 */
export function readCursor(text: string | null): HrCursor {
  if (text === null) return START;
  try {
    return cursorSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CountersignError({
      code: "HR_CURSOR_UNREADABLE",
      message: "The stored cursor of this HR source is not one that this version has written.",
      next: "Read the source from the start.",
      disposition: "resync",
      cause,
    });
  }
}

export function writeCursor(cursor: HrCursor): string {
  return JSON.stringify(cursor);
}

/** What to do with each file of a folder, given what was applied. */
export interface Sorted {
  readonly pending: readonly HrFile[];
  /** Sort before the last applied file and were never applied: they came too late. */
  readonly late: readonly HrFile[];
  /** The last applied file, if it still lies there. */
  readonly last: HrFile | null;
}

/** `files` in name order. */
export function sortFiles(files: readonly HrFile[], applied: Applied | null): Sorted {
  if (applied === null) return { pending: files, late: [], last: null };
  const known = new Set(applied.names);
  return {
    pending: files.filter((file) => file.name > applied.last),
    late: files.filter((file) => file.name < applied.last && !known.has(nameHash(file.name))),
    last: files.find((file) => file.name === applied.last) ?? null,
  };
}

/** The state after `newly` (not empty, in name order) were applied too. */
export function withApplied(
  applied: Applied | null,
  change: {
    readonly files: readonly HrFile[];
    readonly newly: readonly HrFile[];
    readonly hash: string;
  },
): Applied {
  const present = new Set(change.files.map((file) => nameHash(file.name)));
  const names = [...(applied?.names ?? []), ...change.newly.map((file) => nameHash(file.name))];
  return {
    last: change.newly.at(-1)?.name ?? applied?.last ?? "",
    hash: change.hash,
    names: names.filter((name) => present.has(name)),
  };
}

function nameHash(name: string): string {
  return contentHash(name).slice(0, 12);
}
