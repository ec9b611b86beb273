import { constants } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { basename, extname, join, relative, resolve, sep } from "node:path";
import { CountersignError } from "../../platform/errors.js";
import { LineIndex } from "./places.js";
import type { Problem } from "../../platform/problem.js";
import { visible } from "./visible.js";

const EXTENSIONS: ReadonlySet<string> = new Set([".yaml", ".yml", ".md", ".markdown"]);
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(["node_modules"]);

/** One file of the folder: its path on disk and how places name it. */
export interface RegistryFile {
  readonly path: string;
  readonly label: string;
}

/** The files of a folder, in a fixed order, and what could not be looked into. */
export interface FolderListing {
  readonly files: readonly RegistryFile[];
  readonly problems: readonly Problem[];
  readonly remarks: readonly string[];
}

/**
 * Every document file of the folder and the folders in it, sorted by path. Hidden files and folders
 * are left out. Links to files inside the folder are followed (mounted configuration is made of
 * them), each real file once; links that lead out are not followed.
 * @throws CountersignError REGISTRY_FOLDER_MISSING when there is no such folder
 * @throws CountersignError REGISTRY_FOLDER_UNREADABLE when it may not be read
 */
export async function listFolder(folder: string, baseDir: string): Promise<FolderListing> {
  const shown = visible(folder, 300);
  const root = await realpath(resolve(baseDir, folder)).catch(() => null);
  const facts = root === null ? null : await stat(root).catch(() => null);
  if (root === null || facts === null || !facts.isDirectory()) {
    throw new CountersignError({
      code: "REGISTRY_FOLDER_MISSING",
      message: `The registry folder ${shown} is not there.`,
      next: "Create it, or correct folder: of the registry source in the configuration. Nothing was changed.",
    });
  }
  const walk = new FolderWalk(root, resolve(baseDir, folder), baseDir);
  await walk.enter(root).catch((cause: unknown) => {
    throw new CountersignError({
      code: "REGISTRY_FOLDER_UNREADABLE",
      message: `The registry folder ${shown} cannot be read.`,
      next: "Give the account that runs countersign the right to read it. Nothing was changed.",
      cause,
    });
  });
  return walk.listing();
}

class FolderWalk {
  readonly #files = new Map<string, RegistryFile>();
  readonly #problems: Problem[] = [];
  readonly #remarks: string[] = [];
  readonly #root: string;
  readonly #folder: string;
  readonly #baseDir: string;

  constructor(root: string, folder: string, baseDir: string) {
    this.#root = root;
    this.#folder = folder;
    this.#baseDir = baseDir;
  }

  listing(): FolderListing {
    const files = [...this.#files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return { files, problems: this.#problems, remarks: this.#remarks };
  }

  async enter(folder: string): Promise<void> {
    for (const item of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, item.name);
      if (item.name.startsWith(".") || SKIPPED_FOLDERS.has(item.name)) continue;
      if (item.isSymbolicLink()) await this.#followLink(path);
      else if (item.isDirectory()) await this.enter(path).catch(() => this.#unreadable(path));
      else if (item.isFile() && isDocumentFile(path)) this.#files.set(path, this.#fileAt(path));
    }
  }

  async #followLink(path: string): Promise<void> {
    const target = await realpath(path).catch(() => null);
    const label = this.#fileAt(path).label;
    const facts = target === null ? null : await stat(target).catch(() => null);
    if (target === null || facts === null) {
      this.#remarks.push(`${label} is a link to nothing and was left out.`);
    } else if (!target.startsWith(this.#root + sep)) {
      this.#remarks.push(`${label} is a link that leads out of the folder and was not followed.`);
    } else if (facts.isDirectory()) {
      this.#remarks.push(`${label} is a link to a folder and was not followed.`);
    } else if (facts.isFile() && isDocumentFile(path) && !this.#files.has(target)) {
      this.#files.set(target, this.#fileAt(path));
    }
  }

  #unreadable(path: string): void {
    const { label } = this.#fileAt(path);
    const sentence =
      "This folder cannot be read. Give the account that runs countersign the right to read it.";
    this.#problems.push({
      place: { file: label, line: null, column: null },
      rule: "folder-unreadable",
      sentence,
    });
  }

  #fileAt(path: string): RegistryFile {
    const asConfigured = join(this.#folder, relative(this.#root, path));
    return {
      path,
      label: visible(relative(this.#baseDir, asConfigured).split(sep).join("/"), 1000),
    };
  }
}

function isDocumentFile(path: string): boolean {
  return EXTENSIONS.has(extname(basename(path)).toLowerCase());
}

/**
 * The text of a file without its byte order mark, or the problem that keeps it from being read:
 * not there any more, no right to, too large, not UTF-8.
 */
export async function readText(file: RegistryFile, mostBytes: number): Promise<string | Problem> {
  const problem = (rule: string, sentence: string): Problem => ({
    place: { file: file.label, line: null, column: null },
    rule,
    sentence,
  });
  let bytes: Buffer;
  try {
    // A pipe swapped in for the file must not make the reader wait for ever.
    const handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const facts = await handle.stat();
      if (!facts.isFile())
        return problem("file-unreadable", "This is not a file that can be read.");
      if (facts.size > mostBytes) {
        const most = Math.floor(mostBytes / 1024 / 1024);
        return problem(
          "file-too-large",
          `This file is larger than ${most} MB. Divide it into smaller ones.`,
        );
      }
      bytes = await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    return problem("file-unreadable", unreadableSentence(cause));
  }
  return decode(bytes) ?? notUtf8(bytes, file.label);
}

function unreadableSentence(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  if (code === "EACCES" || code === "EPERM") {
    return "This file cannot be read. Give the account that runs countersign the right to read it.";
  }
  return `This file cannot be read (${code}). Nothing it holds was changed.`;
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function notUtf8(bytes: Buffer, label: string): Problem {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    const sentence = "This file is saved as UTF-16. Save it as UTF-8.";
    return { place: { file: label, line: 1, column: 1 }, rule: "not-utf8", sentence };
  }
  // What a lenient reader makes of the file differs first where the bytes are wrong.
  const lenient = new TextDecoder("utf-8").decode(bytes);
  const again = Buffer.from(lenient);
  const shift = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let good = 0;
  while (good < again.length && bytes[good + shift] === again[good]) good += 1;
  const before = again
    .subarray(0, good)
    .toString()
    .replace(/\uFFFD+$/, "");
  return {
    place: new LineIndex(label, lenient).place(before.length),
    rule: "not-utf8",
    sentence:
      "This file is not UTF-8 text: here is a character that cannot be read. Save it as UTF-8.",
  };
}
