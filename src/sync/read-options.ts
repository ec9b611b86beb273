import type { Instant } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import type { SourceRanks } from "../platform/ranks.js";
import type { Source } from "../sources/port.js";

/** What the next read of a source begins from and is judged by. */
export interface Checkpoint {
  /** Where the next read goes on. */
  readonly cursor: string | null;
  /** Tenant that answered; null: files. */
  readonly tenant: string | null;
  /** By which precedence its records were believed; null: stored before that was kept. */
  readonly precedence: string | null;
  /** Hash of the records that could not be believed; null: all could (F12). */
  readonly unbelieved: string | null;
  /** Share of records that carried their key; null: too few to say. */
  readonly keyFill: number | null;
  /** What was asked for, by scope: a changed scope proves nobody's absence (L17). */
  readonly scopes: Readonly<Record<string, string>>;
  /** Records of each scope in the last complete sweep that was applied. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of what was read, when all of it may be relied on. */
  readonly digests: SourceDigests | null;
}

/** What is the same again is not compared again: the whole read, or one part of what the source has. */
export interface SourceDigests {
  /** Of all pages in their order; null: stored before there was one. */
  readonly whole: string | null;
  /** One for each part. */
  readonly employments: readonly string[];
  readonly accounts: readonly string[];
  readonly memberships: readonly string[];
}

/** What one read of a source needs. */
export interface ReadOptions {
  readonly graph: Graph;
  readonly source: Source;
  readonly ranks: SourceRanks;
  readonly cursor: string | null;
  /** What is known from the last applied read; null: there was none. */
  readonly known: Checkpoint | null;
  /** Least share of records with a key, as a share of what the last good read had (Q7). */
  readonly keyFillRate: number;
  /** After so many days a login that is missing has left, also where its directory cannot be asked (L15). */
  readonly graceDays: number;
  readonly at: Instant;
  readonly signal: AbortSignal;
  readonly spoolFolder: string;
  readonly onPage: (records: number, progress: number | null) => void;
  /** A read that is told to wait is kept and goes on where it stopped; a plan keeps nothing. */
  readonly resumable: boolean;
}
