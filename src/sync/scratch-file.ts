import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mintId } from "../platform/ids.js";

/** Where a text stands in a scratch file, in bytes. */
export type Piece = readonly [offset: number, length: number];

/**
 * Texts of a read that would not fit in memory: appended one by one, read again in any order. The file
 * appears with the first text and is opened once.
 */
export class ScratchFile {
  readonly path: string;
  #handle: FileHandle | null = null;
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
    const handle = this.#handle ?? (await this.#open());
    await handle.appendFile(bytes);
    const piece: Piece = [this.#size, bytes.length];
    this.#size += bytes.length;
    return piece;
  }

  async read([offset, length]: Piece): Promise<string> {
    const bytes = Buffer.allocUnsafe(length);
    const handle = this.#handle ?? (await this.#open());
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    if (bytesRead < length) throw new Error(`${this.path} ends within a piece of it`);
    return bytes.toString("utf8");
  }

  /** Lets go of the file and leaves it where it is. */
  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  /** Removes it; safe to call at any time and twice. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  async #open(): Promise<FileHandle> {
    await mkdir(dirname(this.path), { recursive: true });
    const handle = await open(this.path, "a+", 0o600);
    this.#size = (await handle.stat()).size;
    this.#handle = handle;
    return handle;
  }
}
