import type { Directory, DirectoryChange } from "../directory/directory.js";
import { isDeleted } from "./entities.js";
import type { History } from "./history.js";

/** A member who came (back) or went. */
export interface MemberChange {
  readonly userId: string;
  readonly belongs: boolean;
}

interface Window {
  readonly directory: Directory;
  readonly history: History;
  readonly journal: boolean;
}

/**
 * Groups whose members changed after the sequence, each with who came and went; also those whose owner
 * or member was deleted or restored, for whom the group itself did not change.
 */
export function touchedGroups(window: Window, since: number): Map<string, MemberChange[]> {
  const { directory, journal } = window;
  const touched = new Map<string, MemberChange[]>();
  for (const { what } of directory.log.slice(since)) {
    for (const { groupId, changes } of effectsOf(window, what, since)) {
      if (!directory.groups.has(groupId)) continue;
      touched.set(groupId, [...(touched.get(groupId) ?? []), ...changes]);
    }
  }
  return new Map(
    [...touched].map(([id, changes]) => {
      const net = [...new Set(changes.map(({ userId }) => userId))];
      const now = net.map((userId) => ({ userId, belongs: belongs(directory, id, userId) }));
      return [id, journal ? [...changes, ...now] : now];
    }),
  );
}

interface Effect {
  readonly groupId: string;
  readonly changes: readonly MemberChange[];
}

function effectsOf(window: Window, what: DirectoryChange["what"], since: number): Effect[] {
  const { directory, history } = window;
  if (what.kind === "member") {
    const change = { userId: what.userId, belongs: what.event === "add" };
    return [{ groupId: what.id, changes: [change] }];
  }
  if (what.kind !== "user") return [];
  const user = directory.users.get(what.id);
  const deleted = user === undefined || isDeleted(user);
  if (!deleted && history.at(what.id, since)?.deleted !== true) return [];
  return [...directory.groups.values()].flatMap((group): Effect[] => {
    const member = group.memberIds.has(what.id);
    if (!member && !group.ownerIds.includes(what.id)) return [];
    const changes = member ? [{ userId: what.id, belongs: !deleted }] : [];
    return [{ groupId: group.id, changes }];
  });
}

function belongs(directory: Directory, groupId: string, userId: string): boolean {
  const user = directory.users.get(userId);
  const member = directory.groups.get(groupId)?.memberIds.has(userId) === true;
  return member && user !== undefined && !isDeleted(user);
}
