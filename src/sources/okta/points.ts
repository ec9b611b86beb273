import { z } from "zod";
import type { AccountObservation, MembersObservation } from "../port.js";
import { type AccountsFrame, type Part, accountParts } from "./accounts.js";
import { type Ask, CONCURRENCY } from "./client.js";
import { purgedAccount } from "./convert.js";
import { isAbsent } from "./errors.js";
import { type Groups, type GroupsFrame, groupParts } from "./groups.js";
import { goOnAt } from "./link.js";
import { identifiedSchema } from "./schema.js";
import { mapSome } from "./side-calls.js";
import type { ReadFrame } from "./stages.js";

/** A record as it came, or null when Okta does not know the id. @throws as `OktaClient.get` */
async function rawOrNull(frame: ReadFrame, kind: "users" | "groups", id: string): Promise<unknown> {
  try {
    const { body } = await frame.client.get(
      {
        endpoint: `GET /api/v1/${kind}/{id}`,
        call: (okta) =>
          kind === "users"
            ? okta.users.getUser({ userId: id })
            : okta.groups.getGroup({ groupId: id }),
        signal: frame.signal,
      },
      z.unknown(),
    );
    return body;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Users by id, as they are now: no index lags behind a point read (F15). Unknown ids are purged. */
export async function accountsById(
  ids: readonly string[],
  frame: AccountsFrame,
): Promise<Part<AccountObservation>[]> {
  const raw = await mapSome(ids, CONCURRENCY, async (id) => rawOrNull(frame, "users", id));
  const parts = await accountParts(
    raw.filter((one) => one !== null),
    frame,
  );
  const gone = ids.filter((_, index) => raw[index] === null);
  const purged = gone.map((id) => purgedAccount(id, frame.settings));
  return [...parts, { observations: purged, quarantined: [], unsaid: [] }];
}

export interface GroupsById extends Groups {
  readonly goneIds: readonly string[];
}

/** Groups by id. One that the config's filter leaves out is not told. */
export async function groupsById(ids: readonly string[], frame: GroupsFrame): Promise<GroupsById> {
  const raw = await mapSome(ids, CONCURRENCY, async (id) => rawOrNull(frame, "groups", id));
  const goneIds = ids.filter((_, index) => raw[index] === null);
  const present = raw.filter((one) => one !== null);
  const inScope = await mapSome(present, CONCURRENCY, async (one) => {
    const id = identifiedSchema.safeParse(one).data?.id;
    return id === undefined || (await isInScope(id, frame));
  });
  const groups = await groupParts(
    present.filter((_, index) => inScope[index]),
    frame,
  );
  return { ...groups, goneIds };
}

/** Whether the config asks for this group: Okta itself judges its filter. */
async function isInScope(id: string, { client, settings, signal }: ReadFrame): Promise<boolean> {
  const { filter } = settings.config.groups;
  if (filter === undefined) return true;
  const page = await client.list(
    {
      endpoint: "GET /api/v1/groups",
      call: (okta) => okta.groups.listGroups({ filter: `(${filter}) and id eq "${id}"`, limit: 1 }),
      signal,
    },
    null,
  );
  return page.items.length > 0;
}

export interface Memberships {
  readonly observations: readonly MembersObservation[];
  /** Users of whom it is not known where they belong. */
  readonly unreadable: number;
}

/**
 * Whether users belong to the groups that a hint named, each by the list of groups that the user is in:
 * large groups are not read for one who came.
 */
export async function membershipsOf(
  pairs: ReadonlyMap<string, ReadonlySet<string>>,
  frame: ReadFrame,
): Promise<Memberships> {
  const groupIds = [...new Set([...pairs.values()].flatMap((ids) => [...ids]))];
  const judged = await mapSome(groupIds, CONCURRENCY, async (id) => isInScope(id, frame));
  const asked = new Set(groupIds.filter((_, index) => judged[index]));
  const found = await mapSome([...pairs], CONCURRENCY, async ([userId, named]) => {
    const wanted = [...named].filter((id) => asked.has(id));
    return { userId, wanted, actual: wanted.length === 0 ? NONE : await groupIdsOf(userId, frame) };
  });
  const members = new Map<string, { memberIds: string[]; removedIds: string[] }>();
  let unreadable = 0;
  for (const { userId, wanted, actual } of found) {
    if (actual === null) unreadable += 1;
    for (const id of actual === null ? [] : wanted) {
      const group = members.get(id) ?? { memberIds: [], removedIds: [] };
      (actual?.has(id) === true ? group.memberIds : group.removedIds).push(userId);
      members.set(id, group);
    }
  }
  const observations = [...members].map(([teamId, ids]) => ({
    kind: "members" as const,
    teamId,
    ...ids,
  }));
  return { observations, unreadable };
}

const NONE: ReadonlySet<string> = new Set();

/** Groups of a user; none when Okta does not know the user; null when one of them cannot be read. */
async function groupIdsOf(
  userId: string,
  { client, signal }: ReadFrame,
): Promise<ReadonlySet<string> | null> {
  const ids = new Set<string>();
  let after: string | null = null;
  const ask: Ask = {
    endpoint: "GET /api/v1/users/{id}/groups",
    call: async (okta, at) => goOnAt(await okta.users.listUserGroups({ userId }), at),
    signal,
  };
  do {
    try {
      const page = await client.list(ask, after);
      for (const item of page.items) {
        const id = identifiedSchema.safeParse(item).data?.id;
        if (id === undefined) return null;
        ids.add(id);
      }
      after = page.after;
    } catch (error) {
      if (!isAbsent(error)) throw error;
      return new Set();
    }
  } while (after !== null);
  return ids;
}
