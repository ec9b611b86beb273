import type { Instant } from "../../src/domain/time.js";

/** A login as a directory keeps it; what Okta and Graph show of it is the business of their servers. */
export interface DirectoryUser {
  /** Immutable, never reused. */
  readonly id: string;
  readonly login: string;
  readonly email: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly status: "staged" | "active" | "suspended" | "deprovisioned" | "deleted";
  readonly statusChangedAt: Instant;
  readonly createdAt: Instant;
  readonly nature: "human" | "guest" | "service";
  readonly workerId: string | null;
  /** `id` of another user. */
  readonly managerId: string | null;
  readonly department: string | null;
  readonly lastSignInAt: Instant | null;
}

export interface DirectoryGroup {
  readonly id: string;
  readonly name: string;
  readonly ownerIds: readonly string[];
  readonly memberIds: ReadonlySet<string>;
}

/** An AI agent, or an agent identity with the blueprint it was made from. */
export interface DirectoryAgent {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "disabled";
  readonly appId: string;
  readonly blueprintId: string | null;
  readonly ownerIds: readonly string[];
  readonly sponsorIds: readonly string[];
  readonly createdAt: Instant;
}

/** One thing that happened, in order. A purge leaves nothing but its entry here. */
export interface DirectoryChange {
  /** Counts from 1, without gaps. */
  readonly sequence: number;
  readonly at: Instant;
  readonly what:
    | { readonly kind: "user"; readonly id: string; readonly event: "put" | "purge" }
    | { readonly kind: "group"; readonly id: string; readonly event: "put" | "purge" }
    | {
        readonly kind: "member";
        readonly id: string;
        readonly userId: string;
        readonly event: "add" | "remove";
      }
    | { readonly kind: "agent"; readonly id: string; readonly event: "put" | "purge" };
}

/** Anything with the instant of its last change. */
export type Versioned<Thing> = Thing & { readonly updatedAt: Instant };

/**
 * What one directory knows, with everything that ever happened to it. Objects are replaced, never
 * changed in place, so that a page that was built keeps showing what it showed.
 */
export class Directory {
  readonly tenantId: string;
  readonly #users = new Map<string, Versioned<DirectoryUser>>();
  readonly #groups = new Map<string, Versioned<DirectoryGroup>>();
  readonly #agents = new Map<string, Versioned<DirectoryAgent>>();
  /** Groups by member, so that a purge costs what it changes. */
  readonly #groupsOf = new Map<string, Set<string>>();
  readonly #log: DirectoryChange[] = [];

  constructor(tenantId: string) {
    this.tenantId = tenantId;
  }

  /** By id, in order of creation; users that are deleted and not yet purged included. */
  get users(): ReadonlyMap<string, Versioned<DirectoryUser>> {
    return this.#users;
  }

  get groups(): ReadonlyMap<string, Versioned<DirectoryGroup>> {
    return this.#groups;
  }

  get agents(): ReadonlyMap<string, Versioned<DirectoryAgent>> {
    return this.#agents;
  }

  /** Everything that happened, oldest first. */
  get log(): readonly DirectoryChange[] {
    return this.#log;
  }

  putUser(user: DirectoryUser, at: Instant): void {
    this.#users.set(user.id, { ...user, updatedAt: at });
    this.#note(at, { kind: "user", id: user.id, event: "put" });
  }

  /** Changes some fields of a user; a new status is dated. */
  changeUser(id: string, change: Partial<Omit<DirectoryUser, "id">>, at: Instant): void {
    const user = this.#known(this.#users, id);
    const dated =
      change.status === undefined || change.status === user.status
        ? change
        : { statusChangedAt: at, ...change };
    this.putUser({ ...user, ...dated }, at);
  }

  /** Removes a user for good, with its memberships; references to it stay, as in life. */
  purgeUser(id: string, at: Instant): void {
    for (const groupId of [...(this.#groupsOf.get(id) ?? [])].toSorted()) {
      this.removeMember(groupId, id, at);
    }
    this.#users.delete(id);
    this.#note(at, { kind: "user", id, event: "purge" });
  }

  putGroup(group: DirectoryGroup, at: Instant): void {
    for (const id of this.#groups.get(group.id)?.memberIds ?? [])
      this.#belongs(id).delete(group.id);
    for (const id of group.memberIds) this.#belongs(id).add(group.id);
    this.#groups.set(group.id, { ...group, updatedAt: at });
    this.#note(at, { kind: "group", id: group.id, event: "put" });
  }

  purgeGroup(id: string, at: Instant): void {
    for (const userId of this.#groups.get(id)?.memberIds ?? []) this.#belongs(userId).delete(id);
    this.#groups.delete(id);
    this.#note(at, { kind: "group", id, event: "purge" });
  }

  addMember(groupId: string, userId: string, at: Instant): void {
    const group = this.#known(this.#groups, groupId);
    if (group.memberIds.has(userId)) return;
    const memberIds = new Set(group.memberIds).add(userId);
    this.#groups.set(groupId, { ...group, memberIds });
    this.#belongs(userId).add(groupId);
    this.#note(at, { kind: "member", id: groupId, userId, event: "add" });
  }

  removeMember(groupId: string, userId: string, at: Instant): void {
    const group = this.#known(this.#groups, groupId);
    const memberIds = new Set(group.memberIds);
    if (!memberIds.delete(userId)) return;
    this.#groups.set(groupId, { ...group, memberIds });
    this.#belongs(userId).delete(groupId);
    this.#note(at, { kind: "member", id: groupId, userId, event: "remove" });
  }

  putAgent(agent: DirectoryAgent, at: Instant): void {
    this.#agents.set(agent.id, { ...agent, updatedAt: at });
    this.#note(at, { kind: "agent", id: agent.id, event: "put" });
  }

  purgeAgent(id: string, at: Instant): void {
    this.#agents.delete(id);
    this.#note(at, { kind: "agent", id, event: "purge" });
  }

  #belongs(userId: string): Set<string> {
    const known = this.#groupsOf.get(userId) ?? new Set<string>();
    this.#groupsOf.set(userId, known);
    return known;
  }

  #note(at: Instant, what: DirectoryChange["what"]): void {
    this.#log.push({ sequence: this.#log.length + 1, at, what });
  }

  #known<Thing>(things: ReadonlyMap<string, Thing>, id: string): Thing {
    const thing = things.get(id);
    if (thing === undefined) throw new Error(`the directory has no ${id}`);
    return thing;
  }
}
