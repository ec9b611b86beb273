/** A record of a delta page. */
export type Entry = Readonly<Record<string, unknown>>;

/** What the directory says when it is asked for one object by its id. */
export type Fresh =
  | { readonly kind: "live"; readonly raw: unknown; readonly unsaid: boolean }
  | { readonly kind: "deleted"; readonly raw: unknown }
  | { readonly kind: "none" };

/**
 * What a round says of an object's removal. `soft` can be restored: it is among the deleted items then,
 * and where it is not found there yet, they lag behind (F15, L16).
 */
export type Removal = "none" | "soft" | "lasting";

/** Of several words the one that says most, in whichever order they come (F8). */
function strongest(one: Removal, other: Removal): Removal {
  if (one === "lasting" || other === "lasting") return "lasting";
  return one === "soft" ? one : other;
}

/** What a round has told of one object so far. */
export interface Evidence {
  /** Its entries on this page that are no removal. */
  readonly puts: readonly Entry[];
  /** This round says, on this page or before, that it was removed. */
  readonly removed: Removal;
  /** It was on an earlier page of this round. */
  readonly before: boolean;
  /** The last read could not settle it. */
  readonly recheck: boolean;
}

/** What is told of the object, and whether the next read has to ask for it again. */
export type Verdict =
  | { readonly tell: "live" | "deleted"; readonly raw: unknown; readonly again: boolean }
  | { readonly tell: "gone" | "nothing"; readonly again: boolean };

/**
 * Weighs what a round told against a point read. Pure. Graph has no versions, and each of the two may
 * lag behind the other (F15), so:
 *
 * - one entry, and it is there: the properties it names are believed, the point read fills in the rest
 * - several entries, or one after a removal: only the point read counts, whatever their order (F8)
 * - told as removed and still there, or told as changed and nowhere: what takes nothing away is told,
 *   and the next read asks again. Nothing is gone on the word of one point read alone, nor by a removal
 *   that can be undone: a tombstone would outlive it.
 */
export function weigh(evidence: Evidence, fresh: Fresh): Verdict {
  const { puts, removed, before, recheck } = evidence;
  switch (fresh.kind) {
    case "live": {
      const [only] = puts;
      const single = puts.length === 1 && removed === "none" && !before && !recheck;
      const raw = single && only !== undefined ? overlaid(only, fresh.raw) : fresh.raw;
      return { tell: "live", raw, again: removed !== "none" && !recheck };
    }
    case "deleted":
      return { tell: "deleted", raw: fresh.raw, again: false };
    case "none": {
      const twice = removed === "lasting" || recheck;
      return twice ? { tell: "gone", again: false } : { tell: "nothing", again: true };
    }
  }
}

function overlaid(entry: Entry, raw: unknown): unknown {
  return typeof raw === "object" && raw !== null ? { ...raw, ...entry } : entry;
}

/** What a round has told so far, in order to know later what it told before. */
export class RoundMemory {
  readonly #removed = new Map<string, Removal>();
  readonly #rechecks: ReadonlySet<string>;

  constructor(rechecks: Iterable<string>) {
    this.#rechecks = new Set(rechecks);
  }

  /** The evidence of one object on this page; from now on it was told before. */
  take(id: string, page: { readonly puts: readonly Entry[]; readonly removed: Removal }): Evidence {
    const known = this.#removed.get(id);
    const removed = strongest(page.removed, known ?? "none");
    this.#removed.set(id, removed);
    const recheck = this.#rechecks.has(id);
    return { puts: page.puts, removed, before: known !== undefined, recheck };
  }

  /** What the last read could not settle and this round has not told so far. */
  *unseen(): Generator<string> {
    for (const id of this.#rechecks) if (!this.#removed.has(id)) yield id;
  }

  /** Whether the round told it as removed. */
  isRemoved(id: string): boolean {
    return (this.#removed.get(id) ?? "none") !== "none";
  }
}

/** The entries of a page by the object they are about, in the order they come. */
export function byObject(
  entries: readonly { readonly id: string; readonly entry: Entry; readonly removed: Removal }[],
): Map<string, { readonly puts: Entry[]; removed: Removal }> {
  const objects = new Map<string, { readonly puts: Entry[]; removed: Removal }>();
  for (const { id, entry, removed } of entries) {
    const object = objects.get(id) ?? { puts: [], removed: "none" };
    if (removed === "none") object.puts.push(entry);
    else object.removed = strongest(object.removed, removed);
    objects.set(id, object);
  }
  return objects;
}
