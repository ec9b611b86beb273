import type { ManagedTransaction } from "neo4j-driver";
import type { EntryContent, LedgerEntry } from "../domain/ledger.js";
import type { Instant } from "../domain/time.js";
import type { EntryOf, Graph, Work, WriteKind } from "../graph/graph.js";
import { graphOrg } from "../graph/org-reader.js";
import { WriteTally, talliedApart, writtenIn } from "../graph/query.js";
import { linkEntry, writeEntry } from "../graph/queries/ledger.js";
import { canonicalJson, mintId } from "../platform/ids.js";
import { sealOf } from "../platform/ledger-chain.js";
import { ask } from "./asked.js";

/** Who a run or act is of, and what it is, as every entry of it says. */
export type Author = Pick<LedgerEntry, "who" | "why">;

/**
 * The author by ids only: an operator as the person the sources know under the address in the config. Where they know
 * nobody, the entry says `operator` and the record of the act has the address: that one can be erased (Q10).
 */
export async function authorOf(
  graph: Graph,
  facts: {
    readonly kind: string;
    readonly source: string | null;
    readonly operator: string | null;
    readonly act: string | null;
  },
  at: Instant,
): Promise<Author> {
  const why = [facts.act ?? facts.kind];
  if (facts.operator === null)
    return { who: facts.source === null ? "service" : `source ${facts.source}`, why };
  const asked = await ask(graphOrg(graph), [{ address: facts.operator, on: null }], at);
  const person = asked.who(facts.operator);
  return { who: typeof person === "string" ? `person ${person}` : "operator", why };
}

type Slot = Pick<LedgerEntry, "id" | "ordinal">;

/** Writes the entries of one run, each in the transaction of what it tells of. */
export class EntryWriter {
  readonly #run: { readonly number: number; readonly at: Instant };
  readonly #author: Author;
  readonly #record: WriteTally;
  #ordinal = 0;
  #plan: string | null = null;

  /** @param record where committed entries are counted: they are no change of the organisation */
  constructor(
    run: { readonly number: number; readonly at: Instant },
    author: Author,
    record: WriteTally,
  ) {
    this.#run = run;
    this.#author = author;
    this.#record = record;
  }

  /** Whatever is written from here on is done under the approval of this plan. */
  under(plan: string): void {
    this.#plan = plan;
  }

  /**
   * Commits the work with its entry. The entry's id is minted once: a commit whose answer was lost and that is
   * done again writes no second one.
   */
  async logged<T>(
    kind: WriteKind,
    write: { readonly work: Work<T>; readonly entryOf: EntryOf<T> | undefined },
    commit: (work: Work<T>) => Promise<T>,
  ): Promise<T> {
    if (kind === "record") return await commit(write.work);
    this.#ordinal += 1;
    const slot = { id: mintId(), ordinal: this.#ordinal };
    const { entryOf = () => unspoken(kind) } = write;
    let tally = new WriteTally();
    const result = await commit(async (tx) => {
      tally = new WriteTally();
      const value = await write.work(tx);
      if (writtenIn(tx) === 0) return value;
      const content = entryOf(value);
      if (content !== null) await talliedApart(tx, tally, () => this.#append(tx, slot, content));
      return value;
    });
    this.#record.add(tally.total);
    return result;
  }

  async #append(tx: ManagedTransaction, slot: Slot, content: EntryContent): Promise<void> {
    const { who, why } = this.#author;
    const entry: Omit<LedgerEntry, "seal"> = {
      ...slot,
      run: this.#run.number,
      at: this.#run.at,
      kind: content.kind,
      who,
      why: [...why, ...new Set(content.because)],
      subject: content.subject,
      plan: this.#plan,
      undoes: content.undoes ?? null,
      before: textOf(content.before),
      after: textOf(content.after),
    };
    await writeEntry.run(tx, { ...entry, why: [...entry.why], seal: sealOf(entry) });
    const keys = [...new Set(content.authorizations)].toSorted();
    if (keys.length > 0) await linkEntry.run(tx, { id: slot.id, keys });
  }
}

function textOf(value: unknown): string | null {
  return value === null ? null : canonicalJson(value);
}

function unspoken(kind: Exclude<WriteKind, "record">): EntryContent {
  return { kind, subject: null, before: null, after: null };
}
