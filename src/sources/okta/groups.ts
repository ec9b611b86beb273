import type { TeamObservation } from "../port.js";
import type { Part } from "./accounts.js";
import { believe } from "./believe.js";
import { type Ask, CONCURRENCY, type OktaClient } from "./client.js";
import { teamObservation } from "./convert.js";
import { groupSchema, ownerSchema, type OktaGroup } from "./schema.js";
import type { OktaSettings } from "./settings.js";
import { type SideCalls, mapSome } from "./side-calls.js";

/** Owners on a page; Okta allows ten of each group. */
const OWNERS = 1_000;

export interface GroupsFrame {
  readonly client: OktaClient;
  readonly settings: OktaSettings;
  /** Failures of asking for owners. */
  readonly owners: SideCalls;
  readonly signal: AbortSignal;
}

export interface Groups {
  readonly parts: readonly Part<TeamObservation>[];
  /** Owners that are groups themselves: nobody in particular heads by them. */
  readonly groupOwners: number;
}

/** Raw groups as teams. Whose owners could not be asked for comes in a part that leaves them unsaid. */
export async function groupParts(items: readonly unknown[], frame: GroupsFrame): Promise<Groups> {
  const { settings } = frame;
  const { records, quarantined } = believe(
    items,
    { path: "groups", schema: groupSchema, convert: (group) => group },
    settings,
  );
  const asked = await mapSome(records, CONCURRENCY, async (group) => withOwners(group, frame));
  const known = asked.flatMap((one) => (one.owners === null ? [] : [one.team]));
  const others = asked.flatMap((one) => (one.owners === null ? [one.team] : []));
  return {
    parts: [
      { observations: known, quarantined, unsaid: [] },
      { observations: others, quarantined: [], unsaid: ["headRef", "deputyRefs"] },
    ],
    groupOwners: asked.reduce((sum, { owners }) => sum + (owners?.groups ?? 0), 0),
  };
}

interface Owners {
  readonly userIds: readonly string[];
  readonly groups: number;
}

async function withOwners(
  group: OktaGroup,
  frame: GroupsFrame,
): Promise<{ readonly team: TeamObservation; readonly owners: Owners | null }> {
  const { settings } = frame;
  const owners = settings.config.groups.owners
    ? ((await frame.owners.ask(() => ownersOf(group.id, frame))) ?? null)
    : null;
  return { team: teamObservation(group, owners?.userIds ?? [], settings), owners };
}

/** Null when one of them cannot be read: half of the owners would name the wrong head. */
async function ownersOf(groupId: string, { client, signal }: GroupsFrame): Promise<Owners | null> {
  const userIds = new Set<string>();
  let groups = 0;
  let after: string | null = null;
  const ask: Ask = {
    endpoint: "GET /api/v1/groups/{id}/owners",
    call: (okta, at) => okta.groups.listGroupOwners({ groupId, limit: OWNERS, ...at }),
    signal,
  };
  do {
    const page = await client.list(ask, after);
    for (const item of page.items) {
      const owner = ownerSchema.safeParse(item).data;
      if (owner === undefined) return null;
      if (owner.type === "USER") userIds.add(owner.id);
      else groups += 1;
    }
    after = page.after;
  } while (after !== null);
  return { userIds: [...userIds].toSorted(), groups };
}
