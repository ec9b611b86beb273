/** Why an id cannot be believed, and where the other record of it is. */
export interface IdClash {
  readonly kind: "same" | "differs-by-case";
  readonly otherLine: number;
}

const EMPTY = 0;
const DUPLICATE = 2;
const CASE = 4;

/**
 * Which ids a file has, and which of them more than once, in 21 bytes a slot: a million ids take
 * 44 MB outside the heap. Ids are kept as 64-bit hashes of their lower-case form; two different ids
 * meet with a chance of 3 in 100 million at a million ids, and then both are quarantined, which
 * leaves their people unchanged.
 */
export class SeenIds {
  #mask: number;
  #used = 0;
  #high: Uint32Array;
  #low: Uint32Array;
  /** Hash of the id as it is spelled: tells a repeated id from one that differs by case. */
  #spelling: Uint32Array;
  #line: Uint32Array;
  #otherLine: Uint32Array;
  #flags: Uint8Array;

  constructor(capacity = 1_024) {
    this.#mask = capacity - 1;
    this.#high = new Uint32Array(capacity);
    this.#low = new Uint32Array(capacity);
    this.#spelling = new Uint32Array(capacity);
    this.#line = new Uint32Array(capacity);
    this.#otherLine = new Uint32Array(capacity);
    this.#flags = new Uint8Array(capacity);
  }

  /** Different ids seen (case aside). */
  get size(): number {
    return this.#used;
  }

  /** Notes an id on a line. `repeats` says that the same spelling twice is no clash. */
  add(id: string, line: number, repeats = false): void {
    const folded = id.toLowerCase();
    const high = hash(folded, HIGH);
    const low = hash(folded, LOW);
    const spelling = hash(id, SPELLING);
    const slot = this.#find(high, low);
    if (this.#flags[slot] === EMPTY) {
      this.#put(slot, { high, low, spelling, line, otherLine: 0, flags: 1 });
      this.#used += 1;
      if (this.#used * 4 > (this.#mask + 1) * 3) this.#rebuild((this.#mask + 1) * 2, () => true);
      return;
    }
    const sameSpelling = this.#spelling[slot] === spelling;
    if (sameSpelling && repeats) return;
    this.#flags[slot] = (this.#flags[slot] ?? 0) | (sameSpelling ? DUPLICATE : CASE);
    if (this.#otherLine[slot] === 0) this.#otherLine[slot] = line;
  }

  /** Whether the id was seen in exactly this spelling. */
  has(id: string): boolean {
    const slot = this.#slotOf(id);
    return this.#flags[slot] !== EMPTY && this.#spelling[slot] === hash(id, SPELLING);
  }

  /** Whether the id was seen, but only with other capitals. */
  hasOtherCase(id: string): boolean {
    const slot = this.#slotOf(id);
    return this.#flags[slot] !== EMPTY && this.#spelling[slot] !== hash(id, SPELLING);
  }

  /** Why the id on this line is not the only one; null when it is. */
  clash(id: string, line: number): IdClash | null {
    const slot = this.#slotOf(id);
    const flags = this.#flags[slot] ?? EMPTY;
    if (flags <= 1) return null;
    const first = this.#line[slot] ?? 0;
    const otherLine = first === line ? (this.#otherLine[slot] ?? 0) : first;
    return { kind: (flags & DUPLICATE) === 0 ? "differs-by-case" : "same", otherLine };
  }

  /** Forgets every id that clashes with nothing. */
  keepClashes(): void {
    let clashes = 0;
    for (const flags of this.#flags) if (flags > 1) clashes += 1;
    let capacity = 1_024;
    while (capacity * 3 < clashes * 4 + 4) capacity *= 2;
    this.#rebuild(capacity, (flags) => flags > 1);
  }

  #slotOf(id: string): number {
    const folded = id.toLowerCase();
    return this.#find(hash(folded, HIGH), hash(folded, LOW));
  }

  /** The slot of this hash, or the empty one where it belongs. At most three quarters are in use. */
  #find(high: number, low: number): number {
    let slot = low & this.#mask;
    while (this.#flags[slot] !== EMPTY && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #put(slot: number, entry: Entry): void {
    this.#high[slot] = entry.high;
    this.#low[slot] = entry.low;
    this.#spelling[slot] = entry.spelling;
    this.#line[slot] = entry.line;
    this.#otherLine[slot] = entry.otherLine;
    this.#flags[slot] = entry.flags;
  }

  #rebuild(capacity: number, keep: (flags: number) => boolean): void {
    const next = new SeenIds(capacity);
    for (let slot = 0; slot <= this.#mask; slot += 1) {
      const flags = this.#flags[slot] ?? EMPTY;
      if (flags === EMPTY || !keep(flags)) continue;
      const entry = {
        high: this.#high[slot] ?? 0,
        low: this.#low[slot] ?? 0,
        spelling: this.#spelling[slot] ?? 0,
        line: this.#line[slot] ?? 0,
        otherLine: this.#otherLine[slot] ?? 0,
        flags,
      };
      next.#put(next.#find(entry.high, entry.low), entry);
      next.#used += 1;
    }
    this.#mask = next.#mask;
    this.#used = next.#used;
    this.#high = next.#high;
    this.#low = next.#low;
    this.#spelling = next.#spelling;
    this.#line = next.#line;
    this.#otherLine = next.#otherLine;
    this.#flags = next.#flags;
  }
}

interface Entry {
  readonly high: number;
  readonly low: number;
  readonly spelling: number;
  readonly line: number;
  readonly otherLine: number;
  readonly flags: number;
}

/** Independent 32-bit hashes: seed and odd multiplier of each. */
const HIGH = [0x9e3779b1, 0x85ebca77] as const;
const LOW = [0xdeadbeef, 0x5f356495] as const;
const SPELLING = [0x41c6ce57, 0xc2b2ae3d] as const;

/** 32 bits of a string: multiply and xor over its code units, then the finaliser of MurmurHash3. */
function hash(text: string, [seed, multiplier]: readonly [number, number]): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), multiplier);
    value ^= value >>> 15;
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
