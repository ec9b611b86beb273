import type { ChainedEntry, LedgerEntry } from "../domain/ledger.js";
import type { Graph } from "../graph/graph.js";
import { namePeople } from "../graph/queries/history.js";
import { findEntry, readHead } from "../graph/queries/ledger.js";
import { CountersignError } from "../platform/errors.js";
import type { Context } from "./context.js";
import { storedEntry, storedRecords, waitingEntry } from "./ledger-records.js";

/** An entry, in its place or waiting for it. */
export type FoundEntry = LedgerEntry &
  Pick<Partial<ChainedEntry>, "position" | "hash" | "previous">;

/** An entry as it is shown: names are those of now, the ledger has none. */
export interface EntryView {
  /** `before` and `after` as data. */
  readonly entry: Omit<FoundEntry, "before" | "after"> & {
    readonly before: unknown;
    readonly after: unknown;
  };
  /** By person id; who was erased is missing. */
  readonly names: Readonly<Record<string, string>>;
}

/** No such entry. */
class EntryUnknown extends CountersignError {
  constructor(name: string) {
    super({
      code: "LEDGER_ENTRY_UNKNOWN",
      message: `The ledger has no entry "${name}".`,
      next: "Name its position or its id, as countersign ledger list shows them.",
      audience: "caller",
    });
  }
}

/** Something stands in the ledger that Countersign did not write. */
class EntryUnreadable extends CountersignError {
  constructor(name: string) {
    super({
      code: "LEDGER_BROKEN",
      message: `The entry "${name}" is not as Countersign wrote it.`,
      next: "countersign ledger verify names the first broken entry.",
      audience: "operator",
    });
  }
}

/**
 * One entry by position or id.
 *
 * @throws EntryUnknown
 * @throws EntryUnreadable when it was edited so that it cannot be read
 */
export async function findLedgerEntry(graph: Graph, name: string): Promise<FoundEntry> {
  const position = /^\d{1,15}$/.test(name) ? Number(name) : 0;
  const [row] = await graph.read((tx) => findEntry.run(tx, { id: name, position }));
  if (row === undefined) throw new EntryUnknown(name);
  const schema = row.entry["position"] === undefined ? waitingEntry : storedEntry;
  const parsed = schema.safeParse(row.entry);
  if (!parsed.success) throw new EntryUnreadable(name);
  return parsed.data;
}

/** One entry with the names of now. */
export async function ledgerEntry(context: Context, name: string): Promise<EntryView> {
  const [view] = await entryViews(context.graph, [await findLedgerEntry(context.graph, name)]);
  if (view === undefined) throw new EntryUnknown(name);
  return view;
}

/** The last entries, newest first. */
export async function ledgerEntries(context: Context, limit: number): Promise<EntryView[]> {
  const { graph } = context;
  const [row] = await graph.read((tx) => readHead.run(tx, {}));
  const told = row?.head["position"];
  const position = typeof told === "number" ? told : 0;
  const entries: FoundEntry[] = [];
  for await (const { entry } of storedRecords(graph, Math.max(0, position - limit)))
    if (entry !== null) entries.push(entry);
  return await entryViews(graph, entries.slice(-limit).toReversed());
}

/**
 * The ledger as JSON Lines, one entry a line with its hash: enough to verify it anywhere.
 *
 * @throws EntryUnreadable
 */
export async function* exportLedger(
  context: Context,
  { since }: { readonly since: number },
): AsyncGenerator<ChainedEntry> {
  for await (const { entry, place } of storedRecords(context.graph, since - 1)) {
    if (entry === null) throw new EntryUnreadable(place);
    yield entry;
  }
}

async function entryViews(graph: Graph, entries: readonly FoundEntry[]): Promise<EntryView[]> {
  const views = entries.map((entry) => ({
    ...entry,
    before: dataOf(entry.before),
    after: dataOf(entry.after),
  }));
  const ids = [...new Set(views.flatMap((view) => [...personIds(view)]))];
  const named = await graph.read((tx) => namePeople.run(tx, { ids }));
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return views.map((entry) => ({
    entry,
    names: Object.fromEntries(
      [...personIds(entry)].flatMap((id) => {
        const name = names.get(id);
        return name === undefined ? [] : [[id, name]];
      }),
    ),
  }));
}

function dataOf(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

/** Everything in an entry that may be the id of a person. */
function personIds(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === "string") {
    const id = value.startsWith("person ") ? value.slice("person ".length) : value;
    if (/^[0-9a-f]{32}$/.test(id)) found.add(id);
  } else if (value !== null && typeof value === "object")
    for (const member of Object.values(value)) personIds(member, found);
  return found;
}
