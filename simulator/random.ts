/** Numbers from a seed: the same company lives the same life on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  /** One of them. */
  pick<T>(items: readonly T[]): T;
  /** True about this often (0 to 1). */
  chance(probability: number): boolean;
}

/** mulberry32: small, fast, good enough for names and dates; not for anything secret. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    int: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}

/** A stream of its own for one purpose: drawing more from one never changes what another yields. */
export function streamOf(seed: number, purpose: string): Random {
  let hash = 0x811c9dc5 ^ seed;
  for (const letter of purpose) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return randomOf(hash);
}
