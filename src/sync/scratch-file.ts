import fs from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { mintId } from "../platform/ids.js";

// Plain descriptors: a `FileHandle` that nobody holds any more is closed by the garbage collector, which may end
// the whole process.
const open = promisify(fs.open);
const close = promisify(fs.close);
const appendFile = promisify(fs.appendFile);
const read = promisify(fs.read);
const fstat = promisify(fs.fstat);

/** Where a text stands in a scratch file, in bytes. */
export type Piece = readonly [offset: number, length: number];

/**
 * Texts of a read that would not fit in memory: appended one by one, read again in any order. The file
 * appears with the first text and is opened once.
 */
export class ScratchFile {
  readonly path: string;
  /** Its file descriptor while it is open. */
  #open: number | null = null;
  #size = 0;

  private constructor(path: string) {
    this.path = path;
  }

  /** A new one in the folder, which need not be there yet. */
  static in(folder: string): ScratchFile {
    return new ScratchFile(join(folder, `${mintId()}.scratch`));
  }

  /** One that another process has written and closed. */
  static at(path: string): ScratchFile {
    return new ScratchFile(path);
  }

  /** One at a time: the next waits until this one has returned. */
  async append(text: string): Promise<Piece> {
    const bytes = Buffer.from(text);
    await appendFile(this.#open ?? (await this.#reopen()), bytes);
    const piece: Piece = [this.#size, bytes.length];
    this.#size += bytes.length;
    return piece;
  }

  async read([offset, length]: Piece): Promise<string> {
    const bytes = Buffer.allocUnsafe(length);
    const file = this.#open ?? (await this.#reopen());
    const { bytesRead } = await read(file, bytes, 0, length, offset);
    if (bytesRead < length) throw new Error(`${this.path} ends within a piece of it`);
    return bytes.toString("utf8");
  }

  /** Lets go of the file and leaves it where it is. */
  async close(): Promise<void> {
    const file = this.#open;
    this.#open = null;
    if (file !== null) await close(file);
  }

  /** Removes it; safe to call at any time and twice. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  async #reopen(): Promise<number> {
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(this.path, "a+", 0o600);
    this.#size = (await fstat(file)).size;
    this.#open = file;
    return file;
  }
}
