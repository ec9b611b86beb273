import type { Graph } from "../graph/graph.js";
import { type MembershipRow, knownMemberships } from "../graph/queries/memberships.js";
import type { ReadMembership } from "./cut.js";

/** One membership that begins or ends. */
export type MembershipChange =
  | { readonly kind: "begin"; readonly row: MembershipRow }
  | {
      readonly kind: "end";
      readonly key: string;
      /** What becomes of the group: it stands, or its members end with it. */
      readonly group: "stands" | GoneTeam["is"];
    };

/** A team that its source deleted, or that complete sweeps lack: missing the first time, gone the second (F15, L15). */
export interface GoneTeam {
  readonly key: string;
  readonly name: string;
  readonly is: "gone" | "missing";
}

/** Of what a read of changes told, what is not on record already. */
export async function changedMemberships(
  graph: Graph,
  told: readonly ReadMembership[],
): Promise<MembershipChange[]> {
  const keys = told.map((one) => one.key);
  const rows = await graph.read((tx) => knownMemberships.run(tx, { keys }));
  const known = new Set(rows.map((row) => row.key));
  return told.flatMap((one) => {
    return known.has(one.key) === one.ended ? [changeOf(one)] : [];
  });
}

/** What was told of a membership: that it is, or that it has ended. */
export function changeOf(told: ReadMembership): MembershipChange {
  if (told.ended) return { kind: "end", key: told.key, group: "stands" };
  const { key, accountKey, accountId, teamKey, teamId, part } = told;
  return { kind: "begin", row: { key, accountKey, accountId, teamKey, teamId, part } };
}

/** `source/team id` of a membership key. */
export function teamOf(key: string): string {
  return key.slice(key.lastIndexOf("|") + 1);
}
