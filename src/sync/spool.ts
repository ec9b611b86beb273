import { createReadStream, type WriteStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { mintId } from "../platform/ids.js";

/**
 * Changes found while reading, kept on disk until everything was read: nothing is applied before the
 * certificates are known, and memory stays flat however many records change. One JSON value a line.
 */
export class Spool<Item> {
  readonly #file: string;
  readonly #folder: string;
  #stream: WriteStream | null = null;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, `${mintId()}.jsonl`);
  }

  get count(): number {
    return this.#count;
  }

  async add(items: readonly Item[]): Promise<void> {
    if (items.length === 0) return;
    if (this.#stream === null) {
      await mkdir(this.#folder, { recursive: true });
      this.#stream = createWriteStream(this.#file, { mode: 0o600 });
    }
    this.#count += items.length;
    const lines = items.map((item) => `${JSON.stringify(item)}\n`).join("");
    if (!this.#stream.write(lines)) await once(this.#stream, "drain");
  }

  /** Everything added so far, in order, in chunks of at most `size`. */
  async *chunks(size: number): AsyncGenerator<Item[]> {
    if (this.#stream === null) return;
    await new Promise<void>((resolve, reject) => {
      this.#stream?.once("error", reject).end(resolve);
    });
    let chunk: Item[] = [];
    for await (const line of createInterface({ input: createReadStream(this.#file) })) {
      // Written by `add` of this process a moment ago: the shape is known.
      chunk.push(JSON.parse(line) as Item);
      if (chunk.length === size) {
        yield chunk;
        chunk = [];
      }
    }
    if (chunk.length > 0) yield chunk;
  }

  /** Removes the file; safe to call at any time and twice. */
  async discard(): Promise<void> {
    this.#stream?.destroy();
    await rm(this.#file, { force: true });
  }
}
