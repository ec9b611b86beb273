import type { PersonId } from "./person.js";
import type { SuccessionStep } from "./policy.js";

/** Why a candidate may not receive the duty. */
export type Obstacle =
  | "unknown"
  | "notHuman"
  | "notActive"
  | "departed"
  | "isBuilder"
  /** Policy says that contractors may not own. */
  | "isContractor"
  | "overLimit"
  | "onLongLeave"
  | "leavingSoon"
  | "overloaded"
  | "declined"
  | "isLeaver"
  | "cycle";

/** One candidate that was considered. `personId` null: the step had nobody to offer (say, no manager). */
export interface TraceEntry {
  readonly step: SuccessionStep;
  readonly personId: PersonId | null;
  readonly mayReceive: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** Each obstacle in words that complete "this person …". */
export const OBSTACLE_PHRASES: Readonly<Record<Obstacle, string>> = {
  unknown: "is nobody we know to be employed",
  notHuman: "is not a natural person",
  notActive: "has not started yet",
  departed: "has left",
  isBuilder: "built the agent",
  isContractor: "is a contractor, and contractors may not own",
  overLimit: "may not sign for this much",
  onLongLeave: "is on long leave",
  leavingSoon: "is about to leave",
  overloaded: "holds as many as one person may",
  declined: "has declined it",
  isLeaver: "is who it is taken from",
  cycle: "was met before in the reporting line",
};
