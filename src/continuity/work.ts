import type { ManagedTransaction } from "neo4j-driver";
import type { AuthorizationState } from "../domain/authorization.js";
import { type AuthorizationChanges, changesBetween, isUnchanged } from "../domain/changes.js";
import type { OrgView } from "../domain/org.js";
import type { PersonId } from "../domain/person.js";
import type { Policy } from "../domain/policy.js";
import { settle } from "../domain/settle.js";
import type { Settled } from "../domain/settled.js";
import type { Reopened } from "../domain/undo.js";
import type { Instant } from "../domain/time.js";
import type { OrgReader } from "../graph/org-reader.js";
import { CountersignError } from "../platform/errors.js";
import { loadOrgSlice } from "./org-slice.js";

/** The world moved between planning and writing: plan again. Never seen by a user. */
export class PlanOutdated extends CountersignError {
  constructor(what: string) {
    super({
      code: "PLAN_OUTDATED",
      message: `Something else changed ${what} while this was being decided.`,
      next: "It is decided anew by itself; seen here only if that failed several times in a row.",
      disposition: "retry",
    });
  }
}

/** One authorization to settle: as it is stored, and as acts have changed it before settling. */
export interface WorkItem {
  /** Null: it is new. */
  readonly before: AuthorizationState | null;
  readonly current: AuthorizationState;
  readonly limitText: string | null;
  readonly ownLimits: Readonly<Record<string, number>> | null;
  readonly unsettledIn: number | null;
  readonly dueAt: Instant | null;
  /** Written in the transaction that writes the authorization: the applied version of its document. */
  readonly alongside: ((tx: ManagedTransaction) => Promise<void>) | null;
  /** It is put back as it was before this entry of the ledger; these ended ownerships go on. */
  readonly undoes?: { readonly entry: string; readonly reopened: readonly Reopened[] };
}

/** A work item with what continuity decided for it. */
export interface Decision {
  readonly item: WorkItem;
  readonly settled: Settled;
  readonly changes: AuthorizationChanges;
}

/** Decisions with the organisation they were made on. */
export interface Decided {
  readonly decisions: readonly Decision[];
  readonly org: OrgView;
}

/** What decisions are made with; `at` is the one instant of the run. */
export interface DecideContext {
  readonly reader: OrgReader;
  readonly policy: Policy;
  readonly at: Instant;
}

/**
 * Plans all items together, on the organisation after the whole batch (L10), so that loads add up and
 * nobody inherits from a leaver who is a leaver too.
 */
export async function decide(
  items: readonly WorkItem[],
  extraIds: readonly PersonId[],
  context: DecideContext,
): Promise<Decided> {
  const { policy, at } = context;
  const states = items.map((item) => item.current);
  const org = await loadOrgSlice(states, extraIds, context);
  const byKey = new Map(items.map((item) => [item.current.key, item]));
  const decisions = settle(states, { org, policy, at }).flatMap((settled) => {
    const item = byKey.get(settled.after.key);
    if (item === undefined) return [];
    const before = item.before ?? emptyBefore(item.current);
    return { item, settled, changes: changesBetween(before, settled.after, settled.released) };
  });
  return { decisions, org };
}

/** Whether there is anything to write about the authorization itself. */
export function changesAnything({ item, changes }: Decision): boolean {
  return item.before === null || !isUnchanged(changes);
}

/** What a new authorization is compared with: itself without anything that has to be written. */
function emptyBefore(current: AuthorizationState): AuthorizationState {
  return { ...current, owners: [], signatures: [], departedOwners: [] };
}
