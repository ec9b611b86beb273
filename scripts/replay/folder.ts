import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A folder of generated files. Remembers what it wrote, so that only what changed is written again. */
export interface Folder {
  readonly path: string;
  readonly written: Map<string, string>;
}

export function emptyFolder(path: string): Folder {
  mkdirSync(path, { recursive: true });
  return { path, written: new Map() };
}

/**
 * Writes the files whose text differs from what was written before; the others keep their time of
 * change. Files that are not named any more stay: what a source no longer tells, it does not unsay.
 *
 * @returns how many were written.
 */
export function writeChanged(folder: Folder, files: ReadonlyMap<string, string>): number {
  let count = 0;
  for (const [name, text] of files) {
    if (folder.written.get(name) === text) continue;
    const target = join(folder.path, name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    folder.written.set(name, text);
    count += 1;
  }
  return count;
}
