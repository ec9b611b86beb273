/**
 * The places that a list has led on to, in order to notice when it leads back: it would be read for ever.
 * One place is remembered, a later one after twice as many pages each time (Brent), so that memory does
 * not grow and every circle is found within some three rounds of it.
 */
export class Trail {
  #kept: string | null = null;
  #steps = 0;
  #until = 1;

  /** Goes on to the next place; false: the list has been there. */
  goOn(next: string): boolean {
    if (next === this.#kept) return false;
    this.#steps += 1;
    if (this.#steps < this.#until) return true;
    this.#kept = next;
    this.#steps = 0;
    this.#until *= 2;
    return true;
  }
}
