import { type CallFailure, isCallFailure, isPassing } from "./errors.js";

/** Records in a row of which a side call may be refused before no more are asked for. */
const REFUSALS = 3;

/**
 * Calls beside a list, one for each of its records (its manager, its owners), that may not be allowed
 * or not exist in this org. After a failure that would repeat itself nothing more is asked, so that an
 * org without the feature costs a few calls and not one for each of its records.
 */
export class SideCalls {
  #failure: CallFailure | null = null;
  #stopped = false;
  #inARow = 0;

  /** The first failure; null: everything asked for was answered. */
  get failure(): CallFailure | null {
    return this.#failure;
  }

  /** The answer; undefined when it could not be had. @throws whatever is no failure of one call */
  async ask<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (this.#stopped) return undefined;
    try {
      const answer = await call();
      this.#inARow = 0;
      return answer;
    } catch (error) {
      if (!isCallFailure(error)) throw error;
      this.#note(error);
      return undefined;
    }
  }

  /** An answer of which one part cannot be read: a failure, after which the others are asked for all the same. */
  doubt(failure: CallFailure): void {
    this.#failure ??= failure;
  }

  #note(failure: CallFailure): void {
    this.#failure ??= failure;
    this.#inARow += 1;
    const forbidden = failure.code === "SOURCE_REFUSED" && failure.data["status"] === 403;
    this.#stopped ||= isPassing(failure) || forbidden || this.#inARow >= REFUSALS;
  }
}

/** The results in order, with at most `limit` calls under way. The first failure ends it. */
export async function mapSome<Item, Result>(
  items: readonly Item[],
  limit: number,
  call: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = Array.from<Result>({ length: items.length });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      // The index is within the bounds.
      results[index] = await call(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
