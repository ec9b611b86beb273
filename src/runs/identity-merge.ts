import type { ManagedTransaction } from "neo4j-driver";
import { PlanOutdated } from "../continuity/work.js";
import type { PersonId } from "../domain/person.js";
import type { RunWriter } from "../graph/graph.js";
import { endOwnerships } from "../graph/queries/authorization-write.js";
import {
  type HeldDuty,
  carryOwnerships,
  endReporting,
  lockDuties,
  lockPersons,
  moveEmployments,
  moveIdentifiers,
  moveLimits,
  moveRefusals,
  moveRoles,
  readDuties,
  writeSameness,
} from "../graph/queries/identity-acts.js";
import { mintId } from "../platform/ids.js";
import { markFollowing } from "./identity-frame.js";
import { movePins } from "./identity-pins.js";
import type { Moved } from "./identity-report.js";

/** Two records of one human, who said so and why. */
export interface MergeOrder {
  readonly survivorId: PersonId;
  readonly otherId: PersonId;
  readonly by: string;
  readonly reason: string;
  /** Sources whose documents pin addresses. */
  readonly sources: readonly string[];
  /** Statements that they are different, which are withdrawn by this. */
  readonly withdrawn: readonly string[];
}

/**
 * Makes two records one person (Q3), in the caller's transaction. What finds the other record finds the survivor from
 * now on; what it answers for, leads, built and may sign for is the survivor's as a new version, and every moved edge
 * says where it came from. Signatures never move (I7): the record that gave them is the same as the survivor.
 *
 * ```text
 *  (Identifier)-[:BELONGS_TO {movedFrom}]->(survivor)-[:HAS_EMPLOYMENT]->(Employment)
 *  (Authorization)-[:OWNED_BY {movedFrom}]->(survivor)<-[:SAME_AS {by, reason}]-(other)<-[:SIGNED_BY]-(Signature)
 * ```
 *
 * @throws PlanOutdated when something else changed what they own meanwhile
 */
export async function merge(
  tx: ManagedTransaction,
  run: RunWriter,
  order: MergeOrder,
): Promise<Moved> {
  const { survivorId, otherId, by, reason, sources, withdrawn } = order;
  const ids = [survivorId, otherId].toSorted();
  const way = { fromId: otherId, toId: survivorId };
  const recorded = { run: run.number, ...way };
  await lockPersons.run(tx, { run: run.number, ids });
  await lockDuties.run(tx, { run: run.number, ids });
  const identifiers = keysOf(await moveIdentifiers.run(tx, { ...recorded, at: run.at }));
  const employments = await moveEmployments.run(tx, {
    ...recorded,
    movedFrom: otherId,
    movedIn: null,
    keys: identifiers,
  });
  await endReporting.run(tx, { run: run.number, id: otherId });
  const rights = await moveOwnerships(tx, run, way);
  const [roles] = await moveRoles.run(tx, recorded);
  const limits = await moveLimits.run(tx, recorded);
  const [refusals] = await moveRefusals.run(tx, way);
  const documents = await movePins(tx, run, { ...way, sources });
  const { declined, refusals: logins } = refusals ?? { declined: [], refusals: [] };
  await writeSameness.run(tx, {
    ...recorded,
    at: run.at,
    by,
    reason,
    declined,
    refusals: logins,
    withdrawn: [...withdrawn],
  });
  await markFollowing(tx, run, { ids, keys: identifiers });
  return {
    identifiers,
    employments: keysOf(employments),
    rights,
    successorOf: roles?.successors ?? [],
    leads: roles?.classes ?? [],
    built: roles?.agents ?? [],
    limits: limits.map((row) => row.document),
    documents,
  };
}

function keysOf(rows: readonly { readonly key: string }[]): string[] {
  return rows.map((row) => row.key);
}

/** Every duty of either on what the other record owned goes on as one duty of the survivor. */
async function moveOwnerships(
  tx: ManagedTransaction,
  run: RunWriter,
  way: { readonly fromId: PersonId; readonly toId: PersonId },
): Promise<string[]> {
  const duties = await readDuties.run(tx, way);
  const ends = duties.flatMap(({ held }) =>
    held.map(({ ownershipId }) => ({
      ownershipId,
      versionId: mintId(),
      endedAt: run.at,
      because: "PERSON_MERGED",
    })),
  );
  const ended = await endOwnerships.run(tx, { run: run.number, rows: ends });
  if (ended.length !== ends.length) throw new PlanOutdated("an ownership");
  const rows = duties.flatMap(({ key, held }) => {
    const duty = oneDuty(held);
    return duty === null ? [] : { key, ownershipId: mintId(), ...duty };
  });
  await carryOwnerships.run(tx, { run: run.number, at: run.at, ...way, rows });
  return keysOf(duties);
}

type Duty = Omit<HeldDuty, "ownershipId" | "personId">;

const ROLES: readonly HeldDuty["role"][] = ["owner", "coOwner", "acting"];

/**
 * Two duties of one human on the same authorization: the stronger role, and the beginning of the duty that was
 * signed, else of the earlier one. Who only stood in for an owner adds nothing to a duty of their own.
 */
function oneDuty(held: readonly HeldDuty[]): Duty | null {
  const own = held.filter((one) => one.role !== "acting");
  const [best, ...others] = (own.length > 0 ? own : [...held]).toSorted(
    (a, b) => Number(b.basis === "signed") - Number(a.basis === "signed") || a.since - b.since,
  );
  if (best === undefined) return null;
  const { ownershipId: _o, personId: _p, ...duty } = best;
  const role = ROLES.find((one) => [best, ...others].some((other) => other.role === one));
  return { ...duty, role: role ?? best.role };
}
