import type { Directory, DirectoryChange, DirectoryGroup } from "../directory/directory.js";
import {
  groupEntity,
  isDeleted,
  liveUsers,
  managerIdOf,
  userEntity,
  userReference,
  type Entity,
} from "./entities.js";
import type { History } from "./history.js";
import { pagesOf, type Pages } from "./pages.js";
import { project } from "./query.js";
import { touchedGroups } from "./touched-groups.js";

/** What one round of a delta query is about. */
export interface Round {
  readonly directory: Directory;
  readonly history: History;
  readonly select: readonly string[] | null;
  readonly pageSize: number;
  /** Everything up to it was told before; null: the initial round, which tells what there is. */
  readonly since: number | null;
  /** Tells every change instead of only what came of them: one id several times, and both ways. */
  readonly journal: boolean;
}

/** Navigation properties that `$select` may name; each shows as `name@delta`. */
export const TRACKED = { users: ["manager"], groups: ["members", "owners"] } as const;

/** Users of a round, oldest change first. */
export function usersRound(round: Round): Pages {
  const { directory, since } = round;
  if (since === null) {
    const live = [...directory.users.values()].filter((user) => !isDeleted(user));
    return pagesOf(
      live.map(({ id }) => id),
      round.pageSize,
    );
  }
  const own = toldOf(round, changesSince(round, "user"));
  const told = [...own, ...reportsOfTurned(round, since, own)];
  return pagesOf(
    told.map(({ id, last }) =>
      last
        ? (userEntry(round, id) ?? removed(id, "deleted"))
        : earlier(id, { accountEnabled: false }),
    ),
    round.pageSize,
  );
}

/** One user of a round; null: purged. */
export function userEntry(round: Round, id: string): Entity | null {
  const user = round.directory.users.get(id);
  if (user === undefined) return null;
  if (isDeleted(user)) return removed(id, "changed");
  const told = withoutUnset(project(userEntity(user), round.select));
  return { ...told, ...(wants(round, "manager") ? managerOf(round, id) : {}) };
}

function managerOf({ directory, history, since }: Round, id: string): Entity {
  const now = managerIdOf(directory, directory.users.get(id));
  const before = since === null ? null : history.managerAt(id, since);
  if (since !== null && now === before) return {};
  const told = [
    ...(before === null ? [] : [gone(before)]),
    ...(now === null ? [] : [userReference(now)]),
  ];
  return told.length === 0 ? {} : { "manager@delta": told };
}

/** Who changes only because their manager went or came back. */
function reportsOfTurned(round: Round, since: number, own: readonly Told[]): Told[] {
  const { directory, history } = round;
  const ids = new Set(own.map(({ id }) => id));
  const turned = new Set(
    [...ids].filter((id) => {
      const user = directory.users.get(id);
      return history.livedAt(id, since) !== (user !== undefined && !isDeleted(user));
    }),
  );
  if (turned.size === 0 || !wants(round, "manager")) return [];
  return [...directory.users.values()].flatMap(({ id, managerId }) =>
    managerId !== null && turned.has(managerId) && !ids.has(id) ? [{ id, last: true }] : [],
  );
}

/** Groups of a round; a group with many members stands on several pages. */
export function groupsRound(round: Round): Pages {
  const { directory, since } = round;
  if (since === null) {
    const groups = [...directory.groups.values()];
    return packed(
      groups.map((group) => segments(round, group, initialMembers(round, group))),
      round.pageSize,
    );
  }
  const members = touchedGroups(round, since);
  const own = toldOf(round, changesSince(round, "group"));
  const others = [...members.keys()].filter((id) => !own.some((one) => one.id === id));
  const told = [...own, ...others.map((id) => ({ id, last: true }))];
  return packed(
    told.map(({ id, last }) => {
      const group = directory.groups.get(id);
      if (!last) return [earlier(id)];
      if (group === undefined) return [removed(id, "deleted")];
      const changed = wants(round, "members") ? (members.get(id) ?? []) : [];
      return segments(
        round,
        group,
        changed.map((one) => (one.belongs ? userReference(one.userId) : gone(one.userId))),
      );
    }),
    round.pageSize,
  );
}

function initialMembers(round: Round, group: DirectoryGroup): Entity[] {
  if (!wants(round, "members")) return [];
  return liveUsers(round.directory, group.memberIds).map(userReference);
}

/** The group once, or once for each stretch of its members. */
function segments(round: Round, group: DirectoryGroup, members: readonly Entity[]): Entity[] {
  const owners = wants(round, "owners")
    ? liveUsers(round.directory, group.ownerIds).map(userReference)
    : [];
  const told = withoutUnset({
    ...project(groupEntity(group), round.select),
    ...(owners.length === 0 ? {} : { "owners@delta": owners }),
  });
  if (members.length === 0) return [told];
  return pagesOf(members, round.pageSize).map((stretch) => ({ ...told, "members@delta": stretch }));
}

/** A stretch that is full ends its page, as an answer of Graph does. */
function packed(groups: readonly Entity[][], pageSize: number): Entity[][] {
  const pages: Entity[][] = [];
  let page: Entity[] = [];
  const close = (): void => {
    if (page.length > 0) pages.push(page);
    page = [];
  };
  for (const entry of groups.flat()) {
    page.push(entry);
    const members = entry["members@delta"];
    if (page.length >= pageSize || (Array.isArray(members) && members.length >= pageSize)) close();
  }
  close();
  return pages;
}

/** An entry to be told; not the last one of its id: how the thing was before. */
interface Told {
  readonly id: string;
  readonly last: boolean;
}

type OwnChange = Extract<DirectoryChange["what"], { readonly event: "put" | "purge" }>;

function changesSince({ directory, since }: Round, kind: "user" | "group"): OwnChange[] {
  // The log counts from 1 without gaps: the entry after sequence n stands at index n.
  return directory.log.slice(since ?? 0).flatMap(({ what }) => (what.kind === kind ? [what] : []));
}

/** Each id where it changed last; with a journal also where it changed before. */
function toldOf(round: Round, changes: readonly OwnChange[]): Told[] {
  const lastAt = new Map(changes.map(({ id }, at) => [id, at]));
  const told = changes.map(({ id }, at) => ({ id, last: lastAt.get(id) === at }));
  return round.journal ? told : told.filter(({ last }) => last);
}

/** Without `$select` Graph tracks the members of groups, and no other relation. */
function wants({ select }: Round, relation: string): boolean {
  return select?.includes(relation) ?? relation === "members";
}

function removed(id: string, reason: "changed" | "deleted"): Entity {
  return { id, "@removed": { reason } };
}

/** What it was before its last change; the directory does not keep that, so it is made up. */
function earlier(id: string, told: Entity = {}): Entity {
  return { id, displayName: "(earlier)", ...told };
}

function gone(id: string): Entity {
  return { ...userReference(id), "@removed": { reason: "deleted" } };
}

/** "If the property has never been set before it will not be included in the response at all." */
function withoutUnset(entity: Entity): Entity {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== null));
}
