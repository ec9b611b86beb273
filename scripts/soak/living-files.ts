import { appendFileSync, mkdirSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { dirname } from "node:path";
import { type Piece, ScratchFile } from "../../src/sync/scratch-file.js";
import type { Life } from "./life.js";

/** Whose life touches files at the moment; null: nobody's. */
interface Watched {
  readonly folder: string;
  life: Life | null;
}

/**
 * From now on every touch of a file below the folder is a point of the life that is set: what was read
 * and waits there on disk, the place where an interrupted read goes on. Writing has two: before it, and
 * with half of it written. Files are watched in Node itself and in `ScratchFile`; the code that uses them
 * does not know.
 */
export function watchFiles(folder: string): {
  use(life: Life | null): void;
  restore(): void;
} {
  const watched: Watched = { folder, life: null };
  const undo = [watchNode(watched), watchScratch(watched)];
  return {
    use(life) {
      watched.life = life;
    },
    restore() {
      for (const one of undo) one();
    },
  };
}

function watchNode(watched: Watched): () => void {
  const { mkdir, appendFile, writeFile, readFile, rename, rm } = fs;
  const original = { mkdir, appendFile, writeFile, readFile, rename, rm };
  const before = async (what: string, path: unknown): Promise<void> => {
    if (isWithin(watched, path)) await watched.life?.pass(`file: ${what}`);
  };
  const halfway = async (
    what: string,
    [path, data]: readonly unknown[],
    write: (path: string, half: string) => Promise<void>,
  ): Promise<void> => {
    if (typeof path !== "string" || typeof data !== "string" || !isWithin(watched, path)) return;
    const half = data.slice(0, data.length / 2);
    await watched.life?.pass(`file: ${what} half-way`, () => write(path, half));
  };
  const changed = {
    mkdir: told(mkdir, (args) => before("mkdir", args[0])),
    readFile: told(readFile, (args) => before("read", args[0])),
    rename: told(rename, (args) => before("rename", args[0])),
    rm: told(rm, (args) => before("remove", args[0])),
    appendFile: told(appendFile, async (args) => {
      await before("append", args[0]);
      await halfway("append", args, appendFile);
    }),
    writeFile: told(writeFile, async (args) => {
      await before("write", args[0]);
      await halfway("write", args, writeFile);
    }),
  };
  Object.assign(fs, changed);
  syncBuiltinESMExports();
  return () => {
    Object.assign(fs, original);
    syncBuiltinESMExports();
  };
}

/** The same function, with something to wait for before it. */
function told<Args extends readonly unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
  first: (args: Args) => Promise<void>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    await first(args);
    return await call(...args);
  };
}

function isWithin({ folder, life }: Watched, path: unknown): boolean {
  return life !== null && typeof path === "string" && path.startsWith(folder);
}

function watchScratch(watched: Watched): () => void {
  const original = {
    append: Reflect.get(ScratchFile.prototype, "append"),
    read: Reflect.get(ScratchFile.prototype, "read"),
  };
  Object.assign(ScratchFile.prototype, {
    async append(this: ScratchFile, text: string) {
      await watched.life?.pass("scratch: write");
      const half = text.slice(0, text.length / 2);
      // Not by its own `append`, which makes the folder first: that is a touch, and the dead touch nothing.
      await watched.life?.pass("scratch: write half-way", async () => {
        mkdirSync(dirname(this.path), { recursive: true });
        appendFileSync(this.path, half);
      });
      return await original.append.call(this, text);
    },
    async read(this: ScratchFile, piece: Piece) {
      await watched.life?.pass("scratch: read");
      return await original.read.call(this, piece);
    },
  });
  return () => void Object.assign(ScratchFile.prototype, original);
}
