import type { Instant } from "../domain/time.js";
import type { DecisionLine, PersonName } from "./report.js";

/** What passed from one record of a person to another, by its keys. */
export interface Moved {
  /** Worker ids and logins. */
  readonly identifiers: readonly string[];
  readonly employments: readonly string[];
  /** Authorizations whose duty passed. */
  readonly rights: readonly string[];
  /** Authorizations that name them as successor. */
  readonly successorOf: readonly string[];
  /** Decision classes they lead. */
  readonly leads: readonly string[];
  /** Agents they built. */
  readonly built: readonly string[];
  /** Documents that limit what they may sign for. */
  readonly limits: readonly string[];
  /** Documents in which an address is pinned to them. */
  readonly documents: readonly string[];
}

/** What an act about who is who has done. */
export type IdentityDone =
  | {
      readonly kind: "linked";
      readonly login: string;
      readonly person: PersonName;
      readonly before: PersonName | null;
      /** Exclusive; null: for good. */
      readonly until: Instant | null;
    }
  | {
      readonly kind: "unlinked";
      readonly login: string;
      readonly person: PersonName;
      /** The login tells of an employment, so that its human is somebody: a person of their own from now on. */
      readonly founded: boolean;
      /** Whose it is at once, because that is the one other person its directory names; null: nobody's. */
      readonly follows: PersonName | null;
    }
  | {
      readonly kind: "merged";
      readonly survivor: PersonName;
      readonly other: PersonName;
      readonly moved: Moved;
    }
  | {
      readonly kind: "parted";
      readonly one: PersonName;
      readonly other: PersonName;
      /** What went back to `other`; null: they never were one. */
      readonly returned: Moved | null;
      /** Sentences on what was settled since and stays. */
      readonly staying: readonly string[];
    };

/** Result of an act about who is who: done, or refused with what to do instead. */
export interface IdentityReport {
  readonly run: number;
  readonly done: IdentityDone | null;
  /** Sentences a person should read beside it. */
  readonly notes: readonly string[];
  /** Authorizations whose owners or standing changed by it. */
  readonly decisions: readonly DecisionLine[];
  readonly refused: { readonly code: string; readonly sentence: string } | null;
}
