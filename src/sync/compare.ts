import type { Instant } from "../domain/time.js";
import { type Kept, PART_COUNT, type Partitions, partName } from "./partitions.js";

/** What a comparison of one or more parts found. */
export interface Compared<Row> {
  /** New records, and those whose content differs. */
  readonly differing: readonly Kept<Row>[];
  /** What the graph has and the read has not; empty unless absence may be concluded. */
  readonly absent: readonly Absent[];
  /** Keys that were missing before and are listed again. */
  readonly returned: readonly string[];
}

/** A record that a complete sweep does not list. */
export interface Absent {
  readonly key: string;
  /** When a sweep lacked it for the first time; null: this one does (L15). */
  readonly since: Instant | null;
}

/** A record of the graph, as far as comparing asks. */
export interface InGraph {
  readonly key: string;
  readonly hash: string;
  readonly absentSince: Instant | null;
  /** Over already: missing from a list it says nothing new. */
  readonly isGone: boolean;
}

/** What a comparison needs to know. */
export interface CompareOptions<Row> {
  readonly source: string;
  readonly parts: Partitions<Row>;
  /** Digests of the last applied sweep; null: unknown, everything is compared. */
  readonly stored: readonly string[] | null;
  /** Everything the graph has of these parts. */
  readonly inGraph: (parts: string[]) => Promise<readonly InGraph[]>;
  /** The read was a complete sweep and told of every record which one it was. */
  readonly absence: boolean;
  readonly choose?: (before: Kept<Row>, after: Kept<Row>) => Kept<Row>;
}

/** Parts are compared together up to so many records: few statements for a small company. */
const GROUP_ROWS = 2_000;

/**
 * Compares a sweep with the graph, part by part. A part whose digest is the stored one is the same and
 * costs nothing. Memory holds one group of parts at a time.
 */
export async function* compareSweep<Row>(
  options: CompareOptions<Row>,
): AsyncGenerator<Compared<Row>> {
  const { parts, stored } = options;
  const digests = parts.digests();
  let group = new Map<string, Kept<Row>>();
  let names: string[] = [];
  for (let part = 0; part < PART_COUNT; part += 1) {
    if (stored !== null && stored[part] === digests[part]) continue;
    names.push(partName(options.source, part));
    for (const [key, record] of await parts.part(part, options.choose)) group.set(key, record);
    if (group.size < GROUP_ROWS) continue;
    yield await compareGroup(names, group, options);
    group = new Map();
    names = [];
  }
  if (names.length > 0) yield await compareGroup(names, group, options);
}

async function compareGroup<Row>(
  names: string[],
  group: ReadonlyMap<string, Kept<Row>>,
  options: CompareOptions<Row>,
): Promise<Compared<Row>> {
  const known = new Map<string, string>();
  const absent: Absent[] = [];
  const returned: string[] = [];
  for (const { key, hash, absentSince, isGone } of await options.inGraph(names)) {
    known.set(key, hash);
    if (!group.has(key)) {
      if (options.absence && !isGone) absent.push({ key, since: absentSince });
    } else if (absentSince !== null) returned.push(key);
  }
  const differing = [...group.values()].filter(
    (record) => record.row !== null && known.get(record.key) !== record.hash,
  );
  absent.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { differing, absent, returned: returned.toSorted() };
}

/** A read of changes: whatever it told of is looked up by key, and nothing is concluded from silence. */
export async function* compareChanges<Row>(
  parts: Partitions<Row>,
  choose?: (before: Kept<Row>, after: Kept<Row>) => Kept<Row>,
): AsyncGenerator<Compared<Row>> {
  let differing: Kept<Row>[] = [];
  for (let part = 0; part < PART_COUNT; part += 1) {
    for (const record of (await parts.part(part, choose)).values()) {
      if (record.row !== null) differing.push(record);
    }
    if (differing.length < GROUP_ROWS) continue;
    yield { differing, absent: [], returned: [] };
    differing = [];
  }
  if (differing.length > 0) yield { differing, absent: [], returned: [] };
}
