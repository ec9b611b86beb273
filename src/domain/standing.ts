import type { AuthorizationState, Standing, StandingName } from "./authorization.js";
import { DAY_MS, type Instant, earliest } from "./time.js";

/** The rows of SEMANTICS "S": a standing, with the two suspensions told apart. */
export type TableState =
  | "valid"
  | "provisional"
  | "orphaned"
  | "suspendedByPolicy"
  | "suspendedByOrder"
  | "lapsed"
  | "revoked";

/** The columns of SEMANTICS "S". */
export type StandingEvent =
  | "signed"
  | "holderLostSuccessorFound"
  | "holderLostNoneFound"
  | "materialChange"
  | "deadlinePassed"
  | "stop"
  | "resume"
  | "retired";

/**
 * One cell. `to`: moves there. `stay`: nothing changes. `refused`: the act is turned down, with what
 * to do instead. `beneath`: `moves` applies the event to what the stop covers, `shows` ends the stop.
 */
export type Outcome =
  | { readonly to: TableState }
  | { readonly stay: true }
  | { readonly refused: true; readonly why: string }
  | { readonly beneath: "moves" | "shows" };

const stay: Outcome = { stay: true };
const beneath: Outcome = { beneath: "moves" };
const to = (state: TableState): Outcome => ({ to: state });
const refused = (why: string): Outcome => ({ refused: true, why });

/**
 * Every move of an authorization, cell by cell as in SEMANTICS "S". Where it says provisional or
 * orphaned and the impact tier grants no time, `moveStanding` makes it suspended by policy.
 */
export const STANDING_TABLE: Readonly<
  Record<TableState, Readonly<Record<StandingEvent, Outcome>>>
> = {
  valid: {
    signed: stay,
    holderLostSuccessorFound: to("provisional"),
    holderLostNoneFound: to("orphaned"),
    materialChange: to("provisional"),
    deadlinePassed: stay,
    stop: to("suspendedByOrder"),
    resume: stay,
    retired: to("revoked"),
  },
  provisional: {
    signed: to("valid"),
    holderLostSuccessorFound: stay,
    holderLostNoneFound: to("orphaned"),
    materialChange: stay,
    deadlinePassed: to("lapsed"),
    stop: to("suspendedByOrder"),
    resume: stay,
    retired: to("revoked"),
  },
  orphaned: {
    signed: refused("Nobody holds it. Reassign it first."),
    holderLostSuccessorFound: to("provisional"),
    holderLostNoneFound: stay,
    materialChange: stay,
    deadlinePassed: to("lapsed"),
    stop: to("suspendedByOrder"),
    resume: stay,
    retired: to("revoked"),
  },
  suspendedByPolicy: {
    signed: to("valid"),
    holderLostSuccessorFound: stay,
    holderLostNoneFound: stay,
    materialChange: stay,
    deadlinePassed: stay,
    stop: to("suspendedByOrder"),
    resume: refused("No stop was ordered: it is withheld until it is signed. Sign it."),
    retired: to("revoked"),
  },
  suspendedByOrder: {
    signed: beneath,
    holderLostSuccessorFound: beneath,
    holderLostNoneFound: beneath,
    materialChange: beneath,
    deadlinePassed: beneath,
    stop: stay,
    resume: { beneath: "shows" },
    retired: to("revoked"),
  },
  lapsed: {
    signed: to("valid"),
    holderLostSuccessorFound: stay,
    holderLostNoneFound: stay,
    materialChange: stay,
    deadlinePassed: stay,
    stop: to("suspendedByOrder"),
    resume: stay,
    retired: to("revoked"),
  },
  revoked: {
    signed: refused("It was revoked. Register it anew."),
    holderLostSuccessorFound: stay,
    holderLostNoneFound: stay,
    materialChange: stay,
    deadlinePassed: stay,
    stop: stay,
    resume: refused("It was revoked. Register it anew."),
    retired: stay,
  },
};

type Shown = Pick<AuthorizationState, "standing" | "stop">;

/** What anybody outside sees: suspended while a stop is in force, else what is beneath. */
export function shownStanding({ standing, stop }: Shown): StandingName {
  return stop === null || standing.beneath === "revoked" ? standing.beneath : "suspended";
}

/** The row of the table an authorization is in. */
export function tableStateOf({ standing, stop }: Shown): TableState {
  return stop === null || standing.beneath === "revoked"
    ? rowOf(standing.beneath)
    : "suspendedByOrder";
}

/** The cell for an event, looking through a stop to what it covers where the table says so. */
export function outcomeOf(state: Shown, event: StandingEvent): Outcome {
  const outcome = STANDING_TABLE[tableStateOf(state)][event];
  return "beneath" in outcome && outcome.beneath === "moves"
    ? STANDING_TABLE[rowOf(state.standing.beneath)][event]
    : outcome;
}

/** `stopped`: whether a stop is in force after the move. */
export type Moved =
  | { readonly ok: true; readonly standing: Standing; readonly stopped: boolean }
  | { readonly ok: false; readonly why: string };

/** When an event happened, and how many days the impact tier grants (0: none). */
export interface Clock {
  readonly at: Instant;
  readonly clockDays: number;
}

/**
 * One event folded by the table. Entering provisional or orphaned sets a deadline; moving between
 * the two, or passing the duty on, keeps it and never lengthens it (I12). Reasons are left alone.
 */
export function moveStanding(state: Shown, event: StandingEvent, clock: Clock): Moved {
  const stopped = tableStateOf(state) === "suspendedByOrder";
  const outcome = outcomeOf(state, event);
  if ("refused" in outcome) return { ok: false, why: outcome.why };
  if ("beneath" in outcome) return { ok: true, standing: state.standing, stopped: false };
  if ("stay" in outcome) {
    return { ok: true, standing: enter(state.standing, state.standing.beneath, clock), stopped };
  }
  if (outcome.to === "suspendedByOrder")
    return { ok: true, standing: state.standing, stopped: true };
  const name = outcome.to === "suspendedByPolicy" ? "suspended" : outcome.to;
  return {
    ok: true,
    standing: enter(state.standing, name, clock),
    stopped: stopped && name !== "revoked",
  };
}

function enter(before: Standing, name: StandingName, { at, clockDays }: Clock): Standing {
  const ticking = name === "provisional" || name === "orphaned";
  const next = ticking && clockDays === 0 ? "suspended" : name;
  const deadlineAt =
    next === "provisional" || next === "orphaned"
      ? earliest([before.deadlineAt, at + clockDays * DAY_MS])
      : null;
  if (next === before.beneath) {
    return deadlineAt === before.deadlineAt ? before : { ...before, deadlineAt };
  }
  // It lapsed at its deadline, however late the worker that noticed (F25).
  const since =
    next === "lapsed" && before.deadlineAt !== null ? Math.min(at, before.deadlineAt) : at;
  return { ...before, beneath: next, since, deadlineAt };
}

function rowOf(name: StandingName): TableState {
  return name === "suspended" ? "suspendedByPolicy" : name;
}
