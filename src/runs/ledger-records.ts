import { z } from "zod";
import { type ChainedEntry, LEDGER_KINDS } from "../domain/ledger.js";
import type { Graph } from "../graph/graph.js";
import { readEntries } from "../graph/queries/ledger.js";
import { instantOut } from "../graph/values.js";

/** Entries read at once: what memory holds of a ledger of any length. */
const PAGE = 500;

const text = z.string().nullable().default(null);

const sealed = {
  id: z.string(),
  run: z.number().int(),
  ordinal: z.number().int(),
  kind: z.enum(LEDGER_KINDS),
  who: z.string(),
  why: z.array(z.string()),
  subject: text,
  plan: text,
  undoes: text,
  before: text,
  after: text,
  seal: z.string(),
};
const link = { position: z.number().int(), previous: z.string(), hash: z.string() };

/** An entry of the database; what is not there is null. */
export const storedEntry = z.strictObject({ ...sealed, ...link, at: instantOut });

/** The same before it has its place. */
export const waitingEntry = z.strictObject({ ...sealed, at: instantOut });

/** A line of an export. */
export const exportedEntry = z.strictObject({ ...sealed, ...link, at: z.number().int() });

/** Something that stands where an entry should, and the entry, when it can be read as one. */
export interface LedgerRecord {
  /** `position 7`, `line 7`. */
  readonly place: string;
  readonly position: number;
  readonly entry: ChainedEntry | null;
  /** What about it cannot be read. */
  readonly problem: string | null;
}

/** Reads something as an entry; what is not one is told, not thrown. */
export function ledgerRecord(
  schema: typeof storedEntry | typeof exportedEntry,
  value: unknown,
  where: Pick<LedgerRecord, "place" | "position">,
): LedgerRecord {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ...where, entry: parsed.data, problem: null };
  const issues = parsed.error.issues.slice(0, 3);
  const problem = issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim());
  return { ...where, entry: null, problem: problem.join("; ") };
}

/** The chain in order, page by page; memory is one page. */
export async function* storedRecords(graph: Graph, after: number): AsyncGenerator<LedgerRecord> {
  let last = after;
  for (;;) {
    const from = last;
    const page = await graph.read((tx) => readEntries.run(tx, { after: from, limit: PAGE }));
    for (const { entry } of page) {
      // The order is the one of positions, so each of them has one.
      last = Number(entry["position"]);
      yield ledgerRecord(storedEntry, entry, { place: `position ${last}`, position: last });
    }
    if (page.length < PAGE) return;
  }
}
