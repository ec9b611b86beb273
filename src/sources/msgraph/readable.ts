import type { z } from "zod";
import { believe } from "./doubt.js";
import type { Entry, Removal } from "./evidence.js";
import type { Run } from "./run.js";
import { envelope, isRemoved } from "./schema.js";
import type { Telling } from "./telling.js";

/** An entry of a delta page whose id can be read, whatever else may be wrong with it. */
export interface ReadableEntry {
  readonly id: string;
  readonly entry: Entry;
  readonly removed: Removal;
}

/** Entries of a page whose id can be read; the others are counted and go to quarantine (F12). */
export function readable(
  raws: readonly unknown[],
  of: {
    readonly what: "users" | "groups";
    readonly schema: z.ZodType;
    readonly run: Run;
    readonly telling: Telling;
  },
): ReadableEntry[] {
  const { what, schema, run, telling } = of;
  return raws.flatMap((raw) => {
    const read = envelope.safeParse(raw);
    if (read.success) {
      const { id, ...rest } = read.data;
      return [{ id, entry: { id, ...rest }, removed: removalIn(rest, what) }];
    }
    run.state[what].count += 1;
    const doubt = believe(raw, schema, { source: run.config.id, what });
    if (doubt.kind === "bad") telling.quarantine(doubt.quarantined);
    return [];
  });
}

/** Teams have no soft deletion of their own, so a group is simply gone. */
function removalIn(
  entry: Pick<z.infer<typeof envelope>, "@removed">,
  what: "users" | "groups",
): Removal {
  if (!isRemoved(entry)) return "none";
  const isLasting = what === "groups" || entry["@removed"]?.reason === "deleted";
  return isLasting ? "lasting" : "soft";
}
