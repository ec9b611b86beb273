import type { Random } from "../random.js";

/** Things one of which is drawn by chance; every operation costs the same however many there are. */
export class Pool<Item> {
  readonly #items: Item[] = [];
  readonly #places = new Map<Item, number>();

  get size(): number {
    return this.#items.length;
  }

  has(item: Item): boolean {
    return this.#places.has(item);
  }

  add(item: Item): void {
    if (this.#places.has(item)) return;
    this.#places.set(item, this.#items.length);
    this.#items.push(item);
  }

  delete(item: Item): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    this.#places.delete(item);
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#items[place] = last;
    this.#places.set(last, place);
  }

  /** One that fits, or undefined when a few dozen draws found none. */
  draw(random: Random, fits: (item: Item) => boolean = () => true): Item | undefined {
    for (let attempt = 0; attempt < 40 && this.#items.length > 0; attempt += 1) {
      const item = random.pick(this.#items);
      if (fits(item)) return item;
    }
    return undefined;
  }

  /** As `draw`, and takes it out. */
  take(random: Random, fits?: (item: Item) => boolean): Item | undefined {
    const item = this.draw(random, fits);
    if (item !== undefined) this.delete(item);
    return item;
  }
}
