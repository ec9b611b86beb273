import type { Instant } from "./time.js";

/** What an entry is about. */
export const LEDGER_KINDS = [
  "authorizations",
  "organisation",
  "identity",
  "registry",
  "agents",
  "findings",
  "plans",
] as const;

export type LedgerKind = (typeof LEDGER_KINDS)[number];

/**
 * What a transaction says of itself. `before` and `after` are plain data of ids, keys, codes, digests and
 * times: no name and no address, so that erasing a person breaks nothing (Q10).
 */
export interface EntryContent {
  readonly kind: LedgerKind;
  /** Codes of why, besides the act or run it was done in. */
  readonly because?: readonly string[];
  /** What it is about: an authorization, a source, a person; null where it is many things. */
  readonly subject: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** Keys of the authorizations that changed. */
  readonly authorizations?: readonly string[];
  /** The entry whose change set was undone. */
  readonly undoes?: string | null;
}

/** An entry as it is written with its data. `before` and `after` are canonical JSON. */
export interface LedgerEntry {
  readonly id: string;
  /** Number of the run or act. */
  readonly run: number;
  /** Order within the run, growing; not every number is used. */
  readonly ordinal: number;
  readonly at: Instant;
  readonly kind: LedgerKind;
  /** `person <id>`, `source <id>`, `service`; `operator`: the run says who, whom no source knows. */
  readonly who: string;
  /** The act or kind of run, then codes. Words that a person gave stay with the run. */
  readonly why: readonly string[];
  readonly subject: string | null;
  /** Id of the plan whose approval it was done under. */
  readonly plan: string | null;
  readonly undoes: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** Hash of everything above. */
  readonly seal: string;
}

/** An entry in its place: chained once its run was closed. */
export interface ChainedEntry extends LedgerEntry {
  /** 1, 2, 3… in closing order. */
  readonly position: number;
  /** Hash of the entry before. */
  readonly previous: string;
  readonly hash: string;
}
