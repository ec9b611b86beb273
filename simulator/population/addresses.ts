import type { Random } from "../random.js";
import type { StaffRecord } from "./model.js";
import { Pool } from "./pool.js";

/** Whose an address was. */
type Bearer = Pick<StaffRecord, "workerId" | "email" | "given" | "family" | "name">;

/** Gives out addresses: each to one person at a time, a leaver's sometimes again. */
export class AddressBook {
  readonly domain: string;
  readonly #numbers = new Map<string, number>();
  readonly #free = new Pool<string>();
  readonly #formerly = new Map<string, Bearer>();
  readonly #reissuedTo = new Map<string, string>();

  constructor(domain: string) {
    this.domain = domain;
  }

  /** An address that nobody ever had: `jon.reyes@…`, `jon.reyes2@…` */
  mint(latin: string): string {
    const number = (this.#numbers.get(latin) ?? 0) + 1;
    this.#numbers.set(latin, number);
    return `${latin}${number === 1 ? "" : String(number)}@${this.domain}`;
  }

  /** Nobody uses it any more: it may be given to a namesake. */
  release(bearer: Bearer): void {
    this.#formerly.set(bearer.email, bearer);
    this.#free.add(bearer.email);
  }

  /** One that was released, with whom it belonged to, for a newcomer. */
  recycle(newcomer: string, random: Random): Bearer | undefined {
    const address = this.#free.take(random);
    const bearer = address === undefined ? undefined : this.#formerly.get(address);
    if (bearer === undefined) return undefined;
    this.#formerly.delete(bearer.email);
    this.#reissuedTo.set(bearer.email, newcomer);
    return bearer;
  }

  /** Somebody returns: whether the address is still theirs, and nobody else's from now on. */
  reclaim(address: string, workerId: string): boolean {
    if ((this.#reissuedTo.get(address) ?? workerId) !== workerId) return false;
    this.#formerly.delete(address);
    this.#free.delete(address);
    return true;
  }
}
