import type { Graph } from "../graph/graph.js";
import { diffAccounts } from "../graph/queries/identity.js";
import { type AccountChange, type Knowing, believed, isKnownAccount } from "./account-change.js";
import type { ReadAccount } from "./cut.js";
import { sourceKey } from "./employment-change.js";

/** Changed logins, in the order given; unchanged ones cost one indexed look-up. */
export async function changedAccounts(
  graph: Graph,
  read: readonly ReadAccount[],
  frame: Omit<Knowing, "managersUnsaid">,
): Promise<AccountChange[]> {
  if (read.length === 0) return [];
  const byKey = new Map(
    read.map((one) => [sourceKey(one.claims.source, one.claims.nativeId), one]),
  );
  const rows = [...byKey].map(([key, { claims }]) => ({ key, hash: claims.hash }));
  const differing = await graph.read((tx) => diffAccounts.run(tx, { rows }));
  return differing.flatMap((row) => {
    const seen = byKey.get(row.key);
    if (seen === undefined) return [];
    const { managersUnsaid } = seen;
    const claims = believed(seen.claims, row.before, { ...frame, managersUnsaid });
    if (claims === null || (row.before !== null && isKnownAccount(claims, row.before))) return [];
    const { key, personId, roles, before } = row;
    return { key, personId, roles, before, claims, absence: null };
  });
}
