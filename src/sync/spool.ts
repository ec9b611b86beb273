import { batchesOf } from "../platform/batches.js";
import { type Piece, ScratchFile } from "./scratch-file.js";

/** Items that are written and read again together. */
const PIECE_ITEMS = 1_000;

/**
 * Changes found while reading, kept on disk until everything was read: nothing is applied before the
 * certificates are known, and memory stays flat however many records change.
 */
export class Spool<Item> {
  readonly #file: ScratchFile;
  readonly #pieces: Piece[] = [];
  #count = 0;

  constructor(folder: string) {
    this.#file = ScratchFile.in(folder);
  }

  get count(): number {
    return this.#count;
  }

  async add(items: readonly Item[]): Promise<void> {
    this.#count += items.length;
    for (const batch of batchesOf(items, PIECE_ITEMS)) {
      this.#pieces.push(await this.#file.append(JSON.stringify(batch)));
    }
  }

  /** Everything added so far, in order, in chunks of `size`; the last one may be smaller. */
  async *chunks(size: number): AsyncGenerator<Item[]> {
    let rest: Item[] = [];
    for (const piece of this.#pieces) {
      // Written by `add` of this process a moment ago: the shape is known.
      rest = [...rest, ...(JSON.parse(await this.#file.read(piece)) as Item[])];
      while (rest.length >= size) yield rest.splice(0, size);
    }
    if (rest.length > 0) yield rest;
  }

  /** Removes it from disk; safe to call at any time and twice. */
  async discard(): Promise<void> {
    await this.#file.discard();
  }
}
