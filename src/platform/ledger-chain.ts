import { hash } from "node:crypto";
import type { ChainedEntry, LedgerEntry } from "../domain/ledger.js";
import { canonicalJson } from "./ids.js";

/** Where the chain begins: the hash before the first entry. */
export const CHAIN_START = { position: 0, hash: "0".repeat(64) } as const;

/** How far a chain is known. */
export interface ChainEnd {
  readonly position: number;
  readonly hash: string;
}

/** SHA-256, hex, of everything an entry says; its place in the chain is not part of it. */
export function sealOf(entry: Omit<LedgerEntry, "seal">): string {
  const { id, run, ordinal, at, kind, who, why, subject, plan, undoes, before, after } = entry;
  const said = { id, run, ordinal, at, kind, who, why, subject, plan, undoes, before, after };
  return hash("sha256", canonicalJson(said), "hex");
}

/** The link that a sealed entry adds to the chain. */
export function linked(end: ChainEnd, seal: string): ChainEnd & { readonly previous: string } {
  const position = end.position + 1;
  const link = hash("sha256", canonicalJson([end.hash, position, seal]), "hex");
  return { position, previous: end.hash, hash: link };
}

/** What is wrong with one place of a chain. */
export interface ChainBreak {
  readonly kind: "missing" | "repeated" | "altered" | "relinked" | "unreadable";
  readonly position: number;
  readonly entry: string | null;
  readonly run: number | null;
  readonly sentence: string;
}

/** Checks entries in order of position; after the first break nothing that follows says anything. */
export class ChainWalk {
  #end: ChainEnd;

  constructor(start: ChainEnd = CHAIN_START) {
    this.#end = start;
  }

  get end(): ChainEnd {
    return this.#end;
  }

  /** Null: the entry is the next link, as it was written. */
  next(entry: ChainedEntry): ChainBreak | null {
    const expected = this.#end.position + 1;
    const where = { entry: entry.id, run: entry.run, position: entry.position };
    if (entry.position > expected) return missing(expected, entry.position);
    if (entry.position < expected) {
      const sentence = `Two entries stand at position ${entry.position}.`;
      return { kind: "repeated", ...where, sentence };
    }
    if (sealOf(entry) !== entry.seal) {
      const sentence = "Its contents are not those it was sealed with.";
      return { kind: "altered", ...where, sentence };
    }
    const link = linked(this.#end, entry.seal);
    const differs = (["previous", "hash"] as const).filter((part) => link[part] !== entry[part]);
    if (differs.length > 0) {
      const sentence = `It is sealed, but not the entry that was chained here: ${differs.join(" and ")} ${differs.length > 1 ? "differ" : "differs"}.`;
      return { kind: "relinked", ...where, sentence };
    }
    this.#end = link;
    return null;
  }
}

function missing(expected: number, found: number): ChainBreak {
  const last = found - 1;
  const sentence =
    expected === last
      ? `The entry at position ${expected} is missing.`
      : `The entries at positions ${expected} to ${last} are missing.`;
  return { kind: "missing", position: expected, entry: null, run: null, sentence };
}
