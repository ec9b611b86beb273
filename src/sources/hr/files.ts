import { readdir, stat } from "node:fs/promises";
import { basename, extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { CountersignError } from "../../platform/errors.js";
import type { HrSourceConfig } from "../../platform/config-sources.js";
import type { HrScope } from "./header-names.js";

export type HrFormat = "csv" | "jsonl" | "json";

/** One file of the folder, as it was when it was listed. */
export interface HrFile {
  readonly scope: HrScope;
  readonly format: HrFormat;
  /** File name without folder. */
  readonly name: string;
  readonly path: string;
  /** As shown to people: relative to the folder the config is in. */
  readonly shown: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** Set where the file is the copy of a report that a service answered, and nobody's own file. */
  readonly report?: Report;
}

/** A report as it was fetched, page by page. */
export interface Report {
  /** Where the record on a line of the copy stands in the report: `page 3 record 17`. */
  where(line: number): string;
  /** Why the end of the copy is not the end of the report; null when it is. */
  readonly shortfall: string | null;
}

const FORMATS: Readonly<Record<string, HrFormat>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "csv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".json": "json",
};

/** What the folder holds for this source. */
export interface HrFolder {
  /** Relative to the base folder where it lies in it. */
  readonly shown: string;
  /** In name order. */
  readonly people: readonly HrFile[];
  readonly teams: readonly HrFile[];
  /** Names that fit a pattern and have an ending that is not read (`people.xlsx`). */
  readonly unread: readonly string[];
}

/**
 * Lists the files of both patterns. Hidden files and other endings (`.part`, `.tmp`) are not read,
 * so that a file being written under another name is safe until it is renamed.
 *
 * @throws CountersignError HR_FILE_MISSING when the folder is not there, HR_FILE_UNREADABLE when it
 * cannot be listed.
 */
export async function listFolder(config: HrSourceConfig, baseDir: string): Promise<HrFolder> {
  const folder = resolve(baseDir, config.folder);
  const names = await readFolder(folder, config.folder);
  const fit = (pattern: string): readonly string[] => {
    const matcher = patternMatcher(pattern);
    return names.filter((name) => matcher.test(name)).toSorted(byName);
  };
  const find = async (scope: HrScope, pattern: string): Promise<readonly HrFile[]> => {
    const files = await Promise.all(
      fit(pattern).map((name) => fileFacts(scope, join(folder, name), baseDir)),
    );
    return files.filter((file) => file !== null);
  };
  return {
    shown: shownPath(baseDir, folder),
    people: await find("employments", config.people),
    teams: await find("teams", config.teams),
    unread: [...new Set([...fit(config.people), ...fit(config.teams)])].filter(
      (name) => FORMATS[extname(name).toLowerCase()] === undefined,
    ),
  };
}

/** The newest file: by time of modification, and of two at the same time the one later in name order. */
export function newest(files: readonly HrFile[]): HrFile | null {
  let best: HrFile | null = null;
  for (const file of files) {
    if (best === null || file.mtimeMs >= best.mtimeMs) best = file;
  }
  return best;
}

/** Order of file names by code unit, the same on every machine and in every language. */
function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

async function readFolder(folder: string, asConfigured: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const missing = code === "ENOENT" || code === "ENOTDIR";
    throw new CountersignError({
      code: missing ? "HR_FILE_MISSING" : "HR_FILE_UNREADABLE",
      message: missing
        ? `The HR folder ${asConfigured} (${folder}) is not there.`
        : `The HR folder ${asConfigured} (${folder}) cannot be read.`,
      next: missing
        ? "Create it and put the people file in it, or correct `folder:` in the config."
        : "Let the user that runs Countersign read it.",
      cause: error,
    });
  }
}

async function fileFacts(scope: HrScope, path: string, baseDir: string): Promise<HrFile | null> {
  const name = basename(path);
  const format = FORMATS[extname(name).toLowerCase()];
  if (format === undefined) return null;
  // Gone again between listing and now: as if it had never been there.
  const facts = await stat(path).catch(() => null);
  if (facts === null || !facts.isFile()) return null;
  const shown = shownPath(baseDir, path);
  return { scope, format, name, path, shown, size: facts.size, mtimeMs: facts.mtimeMs };
}

/** `*` is any run of characters, `?` is one; hidden files never fit. */
function patternMatcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^(?!\\.)${source}$`, "su");
}

function shownPath(baseDir: string, path: string): string {
  const short = relative(resolve(baseDir), path);
  if (short === "") return ".";
  return short.startsWith("..") || isAbsolute(short) ? path : short.split(sep).join("/");
}
