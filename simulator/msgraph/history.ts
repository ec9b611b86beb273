import type { Directory } from "../directory/directory.js";
import { isDeleted } from "./entities.js";

interface Moment {
  readonly sequence: number;
  readonly deleted: boolean;
  readonly managerId: string | null;
}

/**
 * What users were like at earlier sequences of the log, as far as a delta answer depends on it: whether
 * they were deleted, and who managed them. The directory itself keeps only the present, so this
 * looks at it with every request and remembers what changed since the last look.
 */
export class History {
  readonly #directory: Directory;
  readonly #moments = new Map<string, Moment[]>();
  #folded: number;

  constructor(directory: Directory) {
    this.#directory = directory;
    this.#folded = directory.log.length;
    for (const user of directory.users.values()) if (isDeleted(user)) this.#note(user.id, 0);
  }

  /** Takes in what happened since the last call. */
  catchUp(): void {
    const { log } = this.#directory;
    for (; this.#folded < log.length; this.#folded += 1) {
      const change = log[this.#folded];
      if (change?.what.kind === "user") this.#note(change.what.id, change.sequence);
    }
  }

  /** Null: not known, it has not changed since this server looks. */
  at(userId: string, sequence: number): Moment | null {
    return this.#moments.get(userId)?.findLast((moment) => moment.sequence <= sequence) ?? null;
  }

  /** Whether the user could be seen then. Who is not known to have been deleted could. */
  livedAt(userId: string, sequence: number): boolean {
    return !(this.at(userId, sequence)?.deleted ?? false);
  }

  /** Whose report the user was seen to be then; null: nobody's, or not known. */
  managerAt(userId: string, sequence: number): string | null {
    const unchanged = !this.#moments.has(userId);
    const then = unchanged ? this.#directory.users.get(userId) : this.at(userId, sequence);
    const managerId = then?.managerId ?? null;
    return managerId !== null && this.livedAt(managerId, sequence) ? managerId : null;
  }

  #note(id: string, sequence: number): void {
    const user = this.#directory.users.get(id);
    const moments = this.#moments.get(id) ?? [];
    moments.push({
      sequence,
      deleted: user === undefined || isDeleted(user),
      managerId: user?.managerId ?? null,
    });
    this.#moments.set(id, moments);
  }
}
