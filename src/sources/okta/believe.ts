import type { z } from "zod";
import { contentHash } from "../../platform/ids.js";
import type { Quarantined } from "../port.js";
import { Unbelievable, placeOf } from "./convert.js";
import { identifiedSchema } from "./schema.js";
import type { OktaSettings } from "./settings.js";
import { faultOfSize } from "./text.js";

/** Records that can be believed, and those that cannot, with their reason (F12). */
export interface Believed<Record> {
  readonly records: readonly Record[];
  readonly quarantined: readonly Quarantined[];
}

export interface Kind<Raw, Record> {
  /** Path at the org, for places: `users`. */
  readonly path: string;
  readonly schema: z.ZodType<Raw>;
  /** @throws Unbelievable */
  readonly convert: (raw: Raw) => Record;
}

/** Judges raw records one by one: a bad one never takes the rest of its page with it. */
export function believe<Raw, Record>(
  items: readonly unknown[],
  kind: Kind<Raw, Record>,
  settings: OktaSettings,
): Believed<Record> {
  const records: Record[] = [];
  const quarantined: Quarantined[] = [];
  for (const item of items) {
    const fault = faultOrKeep(item, kind, records);
    if (fault === null) continue;
    const recordId = identifiedSchema.safeParse(item).data?.id ?? null;
    const place = placeOf(settings, `${kind.path}/${recordId ?? "?"}`);
    quarantined.push({
      recordId,
      rawHash: rawHashOf(item, recordId),
      problem: { place, rule: "okta-record", sentence: `Not believed: ${fault}.` },
    });
  }
  return { records, quarantined };
}

/** Poison may be nested too deeply to be hashed as a whole. */
function rawHashOf(item: unknown, recordId: string | null): string {
  try {
    return contentHash(item);
  } catch {
    return contentHash(["not hashable", recordId]);
  }
}

function faultOrKeep<Raw, Record>(
  item: unknown,
  { schema, convert }: Kind<Raw, Record>,
  records: Record[],
): string | null {
  const size = faultOfSize(item);
  if (size !== null) return size;
  const raw = schema.safeParse(item);
  if (!raw.success) {
    const [issue] = raw.error.issues;
    // The path only: messages of zod may quote the value.
    return `\`${issue?.path.join(".") || "it"}\` is not what Okta documents`;
  }
  try {
    records.push(convert(raw.data));
    return null;
  } catch (error) {
    if (error instanceof Unbelievable) return error.message;
    throw error;
  }
}
