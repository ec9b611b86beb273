import { contentHash } from "../platform/ids.js";
import { type Piece, ScratchFile } from "./scratch-file.js";

/** How many parts the records of one source are cut into. Fixed: it is part of what the graph stores. */
export const PART_COUNT = 256;

/** A record as it is kept on disk until everything was read. */
export interface Kept<Row> {
  readonly key: string;
  /** Content hash, 32 hex digits. */
  readonly hash: string;
  /** Null: it was seen and could not be believed; it is not absent, and it says nothing (F12). */
  readonly row: Row | null;
}

/** Which part a key falls into: FNV-1a, so that parts are of equal size whatever ids look like. */
export function partOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 16)) & (PART_COUNT - 1);
}

/** The name of a part in the graph. */
export function partName(source: string, part: number): string {
  return `${source}#${part}`;
}

/** Text of one part that is kept in memory before it goes to disk. */
const BUFFER_LIMIT = 32_768;
const LANES = 4;

/**
 * Records of a read, cut into parts on disk: each part is compared with the graph on its own, so memory
 * stays flat in the number of people. Every part has a digest of what it holds, whatever the order; a
 * part whose digest is the one of the last applied read holds the same and is not looked at again.
 *
 * The digest adds up 128-bit content hashes lane by lane. A record told twice counts twice: the digest
 * then differs, and the part is compared record by record, which is slower and never wrong.
 */
export class Partitions<Row> {
  readonly #file: ScratchFile;
  /** Of each part what is not on disk yet, and where the rest of it is. */
  readonly #buffers: string[] = Array.from({ length: PART_COUNT }, () => "");
  readonly #pieces: Piece[][] = Array.from({ length: PART_COUNT }, () => []);
  readonly #lanes = new Uint32Array(PART_COUNT * LANES);
  #count = 0;

  constructor(folder: string) {
    this.#file = ScratchFile.in(folder);
  }

  /** Records added, repeated ones included. */
  get count(): number {
    return this.#count;
  }

  async add(records: readonly Kept<Row>[]): Promise<void> {
    const full = new Set<number>();
    for (const record of records) {
      const part = partOf(record.key);
      this.#sum(part, record.hash);
      const buffer = `${this.#buffers[part] ?? ""}${JSON.stringify(record)}\n`;
      this.#buffers[part] = buffer;
      if (buffer.length >= BUFFER_LIMIT) full.add(part);
      this.#count += 1;
    }
    for (const part of full) await this.#flush(part);
  }

  /** One digest for each part, in order; empty text for an empty part. */
  digests(): string[] {
    return Array.from({ length: PART_COUNT }, (_, part) => {
      const lanes = [...this.#lanes.subarray(part * LANES, (part + 1) * LANES)];
      return lanes.every((lane) => lane === 0) ? "" : contentHash(lanes);
    });
  }

  /** The records of one part, the last of each key as told; `choose` settles which of two counts. */
  async part(
    part: number,
    choose: (before: Kept<Row>, after: Kept<Row>) => Kept<Row> = (_, after) => after,
  ): Promise<Map<string, Kept<Row>>> {
    let written = "";
    for (const piece of this.#pieces[part] ?? []) written += await this.#file.read(piece);
    const records = new Map<string, Kept<Row>>();
    for (const line of `${written}${this.#buffers[part] ?? ""}`.split("\n")) {
      if (line === "") continue;
      // Written by `add` a moment ago: the shape is known.
      const record = JSON.parse(line) as Kept<Row>;
      const before = records.get(record.key);
      records.set(record.key, before === undefined ? record : choose(before, record));
    }
    return records;
  }

  /** Removes everything from disk; safe to call at any time and twice. */
  async discard(): Promise<void> {
    await this.#file.discard();
  }

  #sum(part: number, hash: string): void {
    for (let lane = 0; lane < LANES; lane += 1) {
      const at = part * LANES + lane;
      const value = Number.parseInt(hash.slice(lane * 8, lane * 8 + 8), 16);
      this.#lanes[at] = (this.#lanes[at] ?? 0) + value;
    }
  }

  async #flush(part: number): Promise<void> {
    this.#pieces[part]?.push(await this.#file.append(this.#buffers[part] ?? ""));
    this.#buffers[part] = "";
  }
}
