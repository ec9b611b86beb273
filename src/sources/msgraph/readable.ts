import type { z } from "zod";
import { believe } from "./doubt.js";
import type { Entry } from "./evidence.js";
import type { Run } from "./run.js";
import { envelope, isRemoved } from "./schema.js";
import type { Telling } from "./telling.js";

/** An entry of a delta page whose id can be read, whatever else may be wrong with it. */
export interface ReadableEntry {
  readonly id: string;
  readonly entry: Entry;
  readonly removed: boolean;
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
      return [{ id, entry: { id, ...rest }, removed: isRemoved(rest) }];
    }
    run.state[what].count += 1;
    const doubt = believe(raw, schema, { source: run.config.id, what });
    if (doubt.kind === "bad") telling.quarantine(doubt.quarantined);
    return [];
  });
}
