import { FIELD_LIMIT } from "./table.js";

/** Objects and lists inside each other that are looked into; the row reader looks into fewer. */
const DEPTH_LIMIT = 8;

/** What the row reader reports as "not a JSON object". */
const NO_RECORD = "null";

/**
 * One record as one line of JSON: values longer than the row reader takes are cut to just too long, so
 * that it still sees them as such (F12); what is no JSON object becomes a record that cannot be read.
 *
 * `collapse` is for Workday: a list with one object stands for that object, one with several for the
 * values of all of them (`[{"Descriptor": "Maya", "id": "1"}]` is read as `{"Descriptor": "Maya", "id": "1"}`).
 */
export function recordLine(text: string | null, collapse: boolean): string {
  if (text === null) return NO_RECORD;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NO_RECORD;
  }
  return isObject(value) ? JSON.stringify(shaped(value, { collapse, depth: 0 })) : NO_RECORD;
}

interface Manner {
  readonly collapse: boolean;
  readonly depth: number;
}

/** Undefined where it is nested deeper than anybody reads: JSON.stringify then leaves it out. */
function shaped(value: unknown, manner: Manner): unknown {
  if (typeof value === "string") return value.slice(0, FIELD_LIMIT + 1);
  if (value === null || typeof value !== "object") return value;
  const inner = { ...manner, depth: manner.depth + 1 };
  if (inner.depth > DEPTH_LIMIT) return undefined;
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shaped(one, inner)]));
  }
  const list: readonly unknown[] = value;
  const objects = manner.collapse ? list.filter(isObject) : [];
  return objects.length > 0
    ? shaped(merged(objects), inner)
    : list.map((one) => shaped(one, inner) ?? null);
}

function merged(objects: readonly Record<string, unknown>[]): Record<string, unknown> {
  const [first = {}, ...others] = objects;
  if (others.length === 0) return first;
  const keys = new Set(objects.flatMap(Object.keys));
  const values = (key: string): unknown[] =>
    objects.flatMap((one) => (one[key] === undefined ? [] : [one[key]])).flat();
  return Object.fromEntries([...keys].map((key) => [key, values(key)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
