import type { AuthorizationState, Owner } from "./authorization.js";
import type { Finding } from "./finding.js";
import type { ReasonCode } from "./reason.js";
import type { TraceEntry } from "./succession-trace.js";
import type { Instant } from "./time.js";

/**
 * Why an ownership ended. A reason code when a condition of the world ended it; else `declined` or
 * `byAct` (a named person), `leaveEnded` (an acting owner's period is over, N1), `restored` (the
 * owner they stood in for is back: a rescinded departure, L5), `undone` (the change set that began it).
 */
export type EndCause = ReasonCode | "declined" | "byAct" | "leaveEnded" | "restored" | "undone";

/** An ownership that continuity ended, and when in the world that was (L4: perhaps weeks ago). */
export interface Released {
  readonly owner: Owner;
  readonly endedAt: Instant;
  readonly because: EndCause;
}

/** What continuity decided for one authorization. */
export interface Settled {
  readonly before: AuthorizationState;
  readonly after: AuthorizationState;
  /** Every candidate considered, in order; null when nobody had to be looked for. */
  readonly trace: readonly TraceEntry[] | null;
  /** All conditions that hold now: what is not among them is resolved. */
  readonly findings: readonly Finding[];
  /** When to look again though nothing changes; null: never. */
  readonly nextDueAt: Instant | null;
  /** Ownerships that ended in this settlement; hand them to `changesBetween`. */
  readonly released: readonly Released[];
}
