import type { StandingName } from "../domain/authorization.js";
import type { ReasonCode } from "../domain/reason.js";
import type { Instant } from "../domain/time.js";
import type { OwnershipView, PersonName, SignatureView } from "./report.js";

/** A run or act, as an answer names one. */
export interface RunName {
  readonly number: number;
  readonly kind: "sync" | "due" | "act";
  readonly source: string | null;
  readonly act: string | null;
  readonly operator: string | null;
  /** Null: still open. */
  readonly closedAt: Instant | null;
}

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

/** A time in which an authorization stood without a living owner, because a departure became known late (L4). */
export interface Exposure {
  readonly key: string;
  readonly agentTitle: string;
  readonly classTitle: string;
  /** Who was the last to answer for it, and had left. */
  readonly person: PersonName;
  /** When they left. */
  readonly from: Instant;
  /** When it was dealt with: a successor, an orphan. */
  readonly to: Instant;
  /**
   * `enteredLate`: the source told of the departure when it was past. `noticedLate`: it was told in time,
   * and no run took it up when the day came.
   */
  readonly because: "enteredLate" | "noticedLate";
  /** The run that first recorded the departure. */
  readonly toldIn: RunName;
  /** The run that ended the ownership. */
  readonly endedIn: RunName;
  /** What was shown meanwhile, to whoever asked. */
  readonly shown: readonly {
    readonly standing: StandingName;
    readonly from: Instant;
    readonly to: Instant;
  }[];
}

/** `countersign exposure`, latest first. */
export interface ExposureAnswer {
  readonly since: Instant | null;
  readonly exposures: readonly Exposure[];
  /** True: there are more before these. */
  readonly more: boolean;
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
