import { nativeId, type OktaEvent } from "./schema.js";

/**
 * Kinds of events after which something is read again. Sign-ins and everything else that changes
 * nobody's place are left out at the org already: they are most of a log.
 */
const KINDS = [
  "user.lifecycle.",
  "user.account.",
  "group.lifecycle.",
  "group.profile.",
  "group.user_membership.",
  "system.import.user.",
  "system.import.group.",
  "workload_principal.",
  "resource.owner.",
] as const;

/** Okta's filter for them. */
export const HINTS_FILTER = KINDS.map((kind) => `eventType sw "${kind}"`).join(" or ");

/** What to read again. Nothing else of an event is used: it is a hint and may be forged or late (F14). */
export class Hints {
  readonly users = new Set<string>();
  readonly groups = new Set<string>();
  /** User → groups that may have gained or lost them. */
  readonly memberships = new Map<string, Set<string>>();
  /** Agents are few: one that changed has the list read. */
  agents = false;

  /** Records to ask for one by one. */
  get size(): number {
    return this.users.size + this.groups.size + this.memberships.size;
  }

  add(event: OktaEvent): void {
    const { eventType } = event;
    const users = idsOf(event, "User");
    const groups = idsOf(event, "UserGroup");
    if (eventType.startsWith("workload_principal.") || eventType.startsWith("resource.owner.")) {
      this.agents = true;
      for (const id of groups) this.groups.add(id);
    } else if (eventType.startsWith("group.user_membership.")) {
      for (const user of users) this.#membership(user, groups);
    } else {
      for (const id of users) this.users.add(id);
      for (const id of groups) this.groups.add(id);
    }
  }

  #membership(user: string, groups: readonly string[]): void {
    const known = this.memberships.get(user) ?? new Set();
    for (const id of groups) known.add(id);
    this.memberships.set(user, known);
  }
}

function idsOf({ target }: OktaEvent, type: string): string[] {
  return (target ?? []).flatMap((one) => {
    const id = one.type === type ? nativeId.safeParse(one.id).data : undefined;
    return id === undefined ? [] : [id];
  });
}
