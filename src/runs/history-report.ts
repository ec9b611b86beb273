import type { StandingName } from "../domain/authorization.js";
import type { ReasonCode } from "../domain/reason.js";
import type { Instant } from "../domain/time.js";
import type { Exposure, RunName } from "./exposure-report.js";
import type { OwnershipView, PersonName, SignatureView } from "./report.js";

/** Until when knowledge counts, as it was asked: an instant, or the number of a run or act. */
export type Knowledge =
  | { readonly kind: "instant"; readonly at: Instant }
  | { readonly kind: "run"; readonly number: number };

/** What an answer knows: everything recorded up to this run, and nothing later. */
export interface KnownAs {
  readonly asked: Knowledge;
  /** Null: nothing was closed by then. */
  readonly run: RunName | null;
  /** False: what was asked for is not closed yet; asked later, more may be known. */
  readonly isFinal: boolean;
  /** Runs and acts that are still open, where that is why. */
  readonly open: readonly RunName[];
}

/** `who --known-at`: who authorized it at `at`, as it was known then. Never changes once `known.isFinal` (I6). */
export interface WhoAsKnown {
  readonly key: string;
  readonly at: Instant;
  readonly known: KnownAs;
  /** Null: the authorization was not on record by then. */
  readonly was: WhoThen | null;
}

/** What was in force, who answered and who had signed, at one time as known at one time. */
export interface WhoThen {
  readonly agent: { readonly id: string; readonly title: string; readonly revision: string };
  readonly decisionClass: {
    readonly id: string;
    readonly title: string;
    readonly criteria: string;
    readonly criteriaRevision: string;
    readonly threshold: string;
    readonly impact: string;
  };
  /** Null: no standing had begun. */
  readonly standing: {
    readonly standing: StandingName;
    readonly reasons: readonly ReasonCode[];
    readonly since: Instant;
    readonly deadlineAt: Instant | null;
  } | null;
  readonly owners: readonly OwnershipView[];
  /** Of those who answered, given by then; `current`: for what was in force then. */
  readonly signatures: readonly SignatureView[];
}

/** Where a person stood at one time, as known at one time. */
export interface PlaceView {
  readonly person: PersonName;
  /** Nearest first. */
  readonly reportsTo: readonly PersonName[];
  readonly teams: readonly { readonly key: string; readonly name: string }[];
  readonly positions: readonly string[];
  readonly leads: readonly {
    readonly key: string;
    readonly name: string;
    readonly as: "head" | "deputy";
  }[];
  readonly holdings: readonly {
    readonly key: string;
    readonly role: OwnershipView["role"];
    readonly standing: StandingName | null;
  }[];
  /** Employments in force then. */
  readonly employments: readonly {
    readonly key: string;
    readonly from: string;
    readonly to: string | null;
  }[];
}

/** `chain --at`: where people stood then; of an authorization, everyone who answered for it. */
export interface ChainThen {
  readonly subject: {
    readonly kind: "authorization" | "person";
    readonly key: string;
    readonly title: string;
  };
  readonly at: Instant;
  /** Null: as known now, runs that are going on included. */
  readonly known: KnownAs | null;
  readonly standing: StandingName | null;
  readonly people: readonly PlaceView[];
}

/** A run or act with the instant it worked at. */
export interface RunStamp extends RunName {
  readonly at: Instant;
}

/** One thing that was true, or was believed to be. */
export interface TimelineEntry {
  readonly kind: string;
  readonly sentence: string;
  readonly from: Instant;
  /** Null: still true. Equal to `from`: something that happened at one moment. */
  readonly to: Instant | null;
  /** When it became known; null where many records were counted together. */
  readonly knownIn: RunStamp | null;
  /** When it became known that it had ended; null while it is true, or where both came at once. */
  readonly endKnownIn: RunStamp | null;
  /** Set where it was believed and turned out not to have been so: the run that corrected it. */
  readonly believedUntil: RunStamp | null;
}

/** `countersign timeline`: what was true and when it became known, oldest first. */
export interface TimelineAnswer {
  readonly subject: {
    readonly kind: "authorization" | "person" | "team";
    readonly key: string;
    readonly title: string;
  };
  readonly entries: readonly TimelineEntry[];
  /** True: there are older ones before these. */
  readonly more: boolean;
  readonly limit: number;
  /** Of an authorization: times without a living owner that became known late (L4). */
  readonly exposures: readonly Exposure[];
}
