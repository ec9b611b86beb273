import type { z } from "zod";
import { contentHash } from "../../platform/ids.js";
import type { Quarantined } from "../port.js";
import { envelope } from "./schema.js";

/** A record that was read, or the reason why it is not believed. */
export type Converted<Good> =
  | { readonly kind: "good"; readonly good: Good }
  | { readonly kind: "bad"; readonly quarantined: Quarantined };

/** Of one property. Longer ones are no names, ids or departments (F12). */
const LONGEST_TEXT = 64 * 1024;
const DEPTH = 8;
/** NUL, and halves of a surrogate pair: no store keeps them as they are. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * The raw record as the schema reads it, or quarantined with a reason that names the property and
 * quotes nothing of it (F12).
 *
 * @param what the collection the record is of, such as `users`
 */
export function believe<Good>(
  raw: unknown,
  schema: z.ZodType<Good>,
  of: { readonly source: string; readonly what: string },
): Converted<Good> {
  const fault = textFault(raw, DEPTH);
  if (fault !== null) return quarantine(raw, of, fault);
  const read = schema.safeParse(raw);
  if (read.success) return { kind: "good", good: read.data };
  const [issue] = read.error.issues;
  const path = issue?.path.join(".") ?? "";
  const sentence = `${path === "" ? "The record" : path} is not what Graph documents: ${issue?.message ?? ""}`;
  return quarantine(raw, of, { rule: "schema", sentence });
}

/** A record of which a part that was asked for apart cannot be read. */
export function disbelieve(
  raw: unknown,
  of: { readonly source: string; readonly what: string },
  sentence: string,
): Quarantined {
  return quarantine(raw, of, { rule: "schema", sentence }).quarantined;
}

interface Fault {
  readonly rule: string;
  readonly sentence: string;
}

function quarantine(
  raw: unknown,
  { source, what }: { readonly source: string; readonly what: string },
  { rule, sentence }: Fault,
): { readonly kind: "bad"; readonly quarantined: Quarantined } {
  const read = envelope.safeParse(raw);
  const recordId = read.success ? read.data.id : null;
  const place = { file: `${source}/${what}/${recordId ?? "?"}`, line: null, column: null };
  const problem = {
    place,
    rule,
    sentence: `${sentence}. The record stays as it was known before.`,
  };
  return { kind: "bad", quarantined: { recordId, rawHash: contentHash(raw), problem } };
}

/** The first text in it that is too long or cannot be stored. Relations are looked at apart. */
function textFault(value: unknown, depth: number, path = ""): Fault | null {
  if (typeof value === "string") return faultOfText(value, path);
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth === 0)
    return null;
  for (const [name, member] of Object.entries(value)) {
    const fault = textFault(member, depth - 1, path === "" ? name : `${path}.${name}`);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfText(value: string, path: string): Fault | null {
  if (value.length > LONGEST_TEXT) {
    const length = value.length.toLocaleString("en");
    return { rule: "too-long", sentence: `${path} has ${length} characters; 65,536 are the most` };
  }
  if (!UNSTORABLE.test(value)) return null;
  return { rule: "encoding", sentence: `${path} holds characters that are no text` };
}
