import type { EntryContent, LedgerKind } from "../domain/ledger.js";
import { contentHash } from "./ids.js";

/** Rows that an entry lists one by one at most; longer lists of what is new are a digest and a count. */
const LISTED = 100;

/** A record that changed: its key, which version was replaced (run or hash; null: none), the new hash. */
export type RecordRow = readonly [
  key: string,
  before: string | number | null,
  after: string | null,
];

/**
 * Records that a transaction wrote. Whoever keeps the rows can prove them by the digest: it covers them all, in
 * order of key. What replaced something is always listed.
 */
export function recordsContent(
  kind: LedgerKind,
  subject: string | null,
  rows: readonly RecordRow[],
): EntryContent {
  const sorted = rows.toSorted(byKey);
  const created = sorted.filter(([, before]) => before === null);
  const replaced = sorted.filter(([, before]) => before !== null);
  return {
    kind,
    subject,
    before: replaced.length === 0 ? null : replaced.map(([key, before]) => [key, before]),
    after: {
      ...(created.length > 0 && {
        created: compact(created.map(([key, , after]) => [key, after])),
      }),
      ...(replaced.length > 0 && { replaced: replaced.map(([key, , after]) => [key, after]) }),
    },
  };
}

/** What was done to records that are named only by their keys. */
export function keysContent(
  kind: LedgerKind,
  subject: string | null,
  done: Readonly<Record<string, readonly string[]>>,
): EntryContent {
  const some = Object.entries(done).filter(([, keys]) => keys.length > 0);
  const after = Object.fromEntries(some.map(([name, keys]) => [name, compact(keys.toSorted())]));
  return { kind, subject, before: null, after };
}

function compact(rows: readonly unknown[]): unknown {
  return rows.length <= LISTED ? rows : { count: rows.length, digest: contentHash(rows) };
}

function byKey([a]: RecordRow, [b]: RecordRow): number {
  return a < b ? -1 : 1;
}
