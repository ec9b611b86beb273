import type {
  AccountObservation,
  Observation,
  SourcePage,
  TeamObservation,
} from "../../../src/sources/port.js";

/** What reads have told so far, folded as naively as the port allows. */
export interface World {
  readonly accounts: ReadonlyMap<string, AccountObservation>;
  readonly teams: ReadonlyMap<string, TeamObservation>;
  /** `team member`, of everybody who belongs to a team that is there. */
  readonly members: ReadonlySet<string>;
}

/** Starts with nothing, or goes on from what is known. */
export function fold(pages: readonly SourcePage[], known?: World): World {
  const world = {
    accounts: new Map(known?.accounts),
    teams: new Map(known?.teams),
    members: new Set(known?.members),
  };
  for (const page of pages) {
    const keepsManager = page.unsaid?.includes("managerRef") === true;
    for (const one of page.observations) take(world, one, keepsManager);
  }
  return world;
}

interface OpenWorld {
  readonly accounts: Map<string, AccountObservation>;
  readonly teams: Map<string, TeamObservation>;
  readonly members: Set<string>;
}

function take({ accounts, teams, members }: OpenWorld, one: Observation, keeps: boolean): void {
  if (one.kind === "account") {
    const manager = keeps ? (accounts.get(one.nativeId)?.manager ?? null) : one.manager;
    accounts.set(one.nativeId, { ...one, manager });
  }
  if (one.kind === "team") teams.set(one.nativeId, one);
  if (one.kind === "removed") teams.delete(one.nativeId);
  if (one.kind !== "members") return;
  for (const id of one.memberIds) members.add(`${one.teamId} ${id}`);
  for (const id of one.removedIds) members.delete(`${one.teamId} ${id}`);
}

/** The world as a full read sees it: who is purged is not listed, and nothing is said of lost managers. */
export function seenInFull(world: World): unknown {
  const accounts = [...world.accounts.values()]
    .filter(({ status }) => status !== "purged")
    .map((one) => (one.status === "deleted" ? { ...one, manager: null } : one));
  return {
    accounts: accounts.toSorted((a, b) => (a.nativeId < b.nativeId ? -1 : 1)),
    teams: [...world.teams.values()].toSorted((a, b) => (a.nativeId < b.nativeId ? -1 : 1)),
    members: [...world.members]
      .filter((pair) => world.teams.has(pair.split(" ", 1)[0] ?? ""))
      .toSorted(),
  };
}
