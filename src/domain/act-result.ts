import type { AuthorizationState } from "./authorization.js";
import { OBSTACLE_PHRASES, type Obstacle } from "./succession-trace.js";

/** Why an act was turned down. */
export type RefusalCode =
  | "REVOKED"
  | "ORPHANED"
  | "NOT_AN_OWNER"
  | "MAY_NOT_HOLD"
  | "SIGNED_IN_THE_FUTURE"
  | "SIGNED_BEFORE_THE_DUTY"
  | "RECORDER_MISSING"
  | "NOT_STOPPED";

export type ActResult =
  | { readonly ok: true; readonly state: AuthorizationState }
  | { readonly ok: false; readonly code: RefusalCode; readonly sentence: string };

/** The act is done. */
export function done(state: AuthorizationState): ActResult {
  return { ok: true, state };
}

/** The act is turned down; the sentence says what to do instead. */
export function refuse(code: RefusalCode, sentence: string): ActResult {
  return { ok: false, code, sentence };
}

export function revoked(): ActResult {
  return refuse("REVOKED", "It was revoked. Register it anew.");
}

export function notAnOwner(): ActResult {
  return refuse("NOT_AN_OWNER", "This person does not own it. Reassign it to them first.");
}

export function mayNotHold(obstacles: readonly Obstacle[]): ActResult {
  const reasons = obstacles.map((obstacle) => OBSTACLE_PHRASES[obstacle]).join(", ");
  return refuse("MAY_NOT_HOLD", `This person may not hold it: ${reasons}.`);
}
