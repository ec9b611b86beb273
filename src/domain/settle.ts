import { arrangeActing } from "./acting.js";
import type { AuthorizationState, Owner } from "./authorization.js";
import type { BatchContext, PlanContext } from "./context.js";
import { type Draft, draftOf } from "./draft.js";
import { nextDueAt } from "./due.js";
import { notePlacements, passSeats, releaseDeparted, succeed } from "./duties.js";
import { findingsOf } from "./findings.js";
import { settleStanding } from "./level.js";
import type { PersonId } from "./person.js";
import { restoreRescinded } from "./restoring.js";
import type { Settled } from "./settled.js";

/** Rounds in which freed load is offered to who was refused for it; each round must free some. */
const LOAD_ROUNDS = 10;

/**
 * Decides for each authorization who answers, in which standing it is, what needs a human and when to
 * look again. Pure; level-triggered: it compares what is on record with the facts, so a crashed run
 * simply settles again, and settling twice changes nothing (I4). Results are in order of key, whatever
 * the order of the input. The organisation is the one after the whole batch (L10).
 *
 * ```text
 *  restore rescinded ─▶ release departed ─▶ pass seats ─▶ succeed ─▶ acting ─▶ fold the standing
 *        (L5)               (L1, L4)            (M1)       (L6–L11)    (N1)     (table S)
 * ```
 */
export function settle(states: readonly AuthorizationState[], context: PlanContext): Settled[] {
  const load = unwrittenLoad(states);
  const batch: BatchContext = { ...context, extraLoad: load };
  const settled = states.toSorted(byKey).map((state) => {
    const one = settleOne(state, batch);
    addLoad(load, one, 1);
    return one;
  });
  offerFreedLoad(settled, batch, load);
  return settled;
}

function settleOne(before: AuthorizationState, context: BatchContext): Settled {
  const draft = dutiesSettled(draftOf(before), context);
  const after = settleStanding(draft, context);
  return {
    before,
    after,
    trace: draft.trace,
    findings: findingsOf(after, context),
    nextDueAt: nextDueAt(after, draft.trace, context),
    released: draft.released,
  };
}

function dutiesSettled(start: Draft, context: BatchContext): Draft {
  // What is revoked needs nobody, but nobody who left goes on owning it either (I2).
  if (start.state.retired || start.state.standing.beneath === "revoked") {
    return releaseDeparted(start, context);
  }
  const believed = releaseDeparted(restoreRescinded(start, context), context);
  const seated = passSeats(notePlacements(believed, context), context);
  return arrangeActing(succeed(seated, context), context);
}

/** Grants that are not written yet are not in the load that the organisation knows. */
function unwrittenLoad(states: readonly AuthorizationState[]): Map<PersonId, number> {
  const load = new Map<PersonId, number>();
  for (const { owners } of states) {
    for (const owner of owners) {
      if (owner.ownershipId === null) bump(load, owner, 1);
    }
  }
  return load;
}

function addLoad(load: Map<PersonId, number>, { before, after }: Settled, sign: 1 | -1): void {
  if (before.owners === after.owners) return;
  for (const owner of after.owners) bump(load, owner, sign);
  for (const owner of before.owners) bump(load, owner, -sign);
}

function bump(load: Map<PersonId, number>, owner: Owner, by: number): void {
  if (owner.role !== "acting") load.set(owner.personId, (load.get(owner.personId) ?? 0) + by);
}

/**
 * Load that a later authorization of the batch freed may let an earlier one find somebody after all.
 * Without this the next run, which knows the load anew, would decide differently on the same facts.
 */
function offerFreedLoad(
  settled: Settled[],
  context: BatchContext,
  load: Map<PersonId, number>,
): void {
  let freed = settled.some((one) => one.released.length > 0);
  for (let round = 0; freed && round < LOAD_ROUNDS; round += 1) {
    freed = false;
    for (const [index, one] of settled.entries()) {
      if (!refusedForLoad(one, context)) continue;
      addLoad(load, one, -1);
      const again = settleOne(one.before, context);
      addLoad(load, again, 1);
      settled[index] = again;
      freed ||= again.released.length > one.released.length;
    }
  }
}

/** Somebody was refused for nothing but their load, which has room now. */
function refusedForLoad({ trace }: Settled, context: BatchContext): boolean {
  if (trace === null || trace.at(-1)?.mayReceive === true) return false;
  return trace.some(({ personId, obstacles }) => {
    if (personId === null || obstacles.length !== 1 || obstacles[0] !== "overloaded") return false;
    const known = context.org.person(personId)?.load ?? 0;
    return known + (context.extraLoad.get(personId) ?? 0) < context.policy.loadCap;
  });
}

function byKey(a: AuthorizationState, b: AuthorizationState): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
