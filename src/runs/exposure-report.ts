import type { StandingName } from "../domain/authorization.js";
import type { Instant } from "../domain/time.js";

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

/** A time in which an authorization stood without a living owner, because a departure became known late (L4). */
export interface Exposure {
  readonly key: string;
  readonly agentTitle: string;
  readonly classTitle: string;
  /** Who was the last to answer for it, and had left. */
  readonly person: { readonly id: string; readonly name: string };
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
