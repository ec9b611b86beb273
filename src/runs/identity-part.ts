import type { ManagedTransaction } from "neo4j-driver";
import { PlanOutdated } from "../continuity/work.js";
import type { PersonId } from "../domain/person.js";
import type { RunWriter } from "../graph/graph.js";
import {
  type ReturningDuty,
  lockDuties,
  lockPersons,
  moveEmployments,
  readReturning,
  readStaying,
  releaseLinks,
  returnIdentifiers,
  returnLimits,
  returnOwnerships,
  returnPlaces,
  returnRefusals,
  returnRoles,
  withdrawSameness,
  writeDifference,
} from "../graph/queries/identity-acts.js";
import { mintId } from "../platform/ids.js";
import { markFollowing } from "./identity-frame.js";
import { returnPins } from "./identity-pins.js";
import type { Moved } from "./identity-report.js";

/** Two records of two humans, who said so and why. */
export interface PartOrder {
  /** Who the other was taken for, when they were merged. */
  readonly oneId: PersonId;
  readonly otherId: PersonId;
  readonly by: string;
  readonly reason: string;
  /** Sources whose documents pin addresses. */
  readonly sources: readonly string[];
}

/** What went back, and sentences on what was settled since and stays. */
export interface Parted {
  readonly returned: Moved;
  readonly staying: readonly string[];
}

/** Remembers that two people are not one (Q3), in the caller's transaction: no login is linked across it. */
export async function tellApart(
  tx: ManagedTransaction,
  run: RunWriter,
  { oneId, otherId, by, reason }: PartOrder,
): Promise<void> {
  const ids = [oneId, otherId].toSorted();
  await lockPersons.run(tx, { run: run.number, ids });
  await difference(tx, run, { oneId, otherId, by, reason });
  await markFollowing(tx, run, { ids, keys: [] });
}

async function difference(
  tx: ManagedTransaction,
  run: RunWriter,
  { oneId, otherId, by, reason }: Omit<PartOrder, "sources">,
): Promise<void> {
  const key = [oneId, otherId].toSorted().join("|");
  const said = { run: run.number, at: run.at, by, reason };
  await writeDifference.run(tx, { ...said, key, fromId: otherId, toId: oneId });
}

/**
 * Undoes a merge exactly (Q3), in the caller's transaction: what it moved goes back as it was, a duty with the beginning
 * it had. What a person has signed or settled since stays, and is told.
 *
 * @throws PlanOutdated when the two are not one any more, or something else changed what they own
 */
export async function unmerge(
  tx: ManagedTransaction,
  run: RunWriter,
  order: PartOrder,
): Promise<Parted> {
  const { oneId, otherId, by, reason, sources } = order;
  const ids = [oneId, otherId].toSorted();
  const said = { run: run.number, at: run.at, by, reason };
  await lockPersons.run(tx, { run: run.number, ids });
  const [was] = await withdrawSameness.run(tx, { ...said, fromId: otherId });
  if (was === undefined || was.toId !== oneId) throw new PlanOutdated("who is who");
  const { movedIn, declined, refusals } = was;
  const way = { fromId: oneId, toId: otherId };
  const undoing = { run: run.number, ...way, movedIn };
  await lockDuties.run(tx, { run: run.number, ids });
  const staying = await readStaying.run(tx, { ...way, movedIn });
  const identifiers = await returnIdentifiers.run(tx, { ...undoing, at: run.at });
  const keys = identifiers.map((row) => row.key);
  const frame = { run: run.number, at: run.at, movedIn };
  const open = await releaseLinks.run(tx, { ...frame, personId: oneId, keys });
  const recorded = { run: run.number, ...way };
  const moving = { ...recorded, movedFrom: null, movedIn, keys };
  const employments = (await moveEmployments.run(tx, moving)).map((row) => row.key);
  const duties = await returnDuties(tx, run, { ...way, movedIn });
  await returnPlaces.run(tx, { ...recorded, movedIn, keys: employments });
  const [roles] = await returnRoles.run(tx, undoing);
  const limits = await returnLimits.run(tx, undoing);
  await returnRefusals.run(tx, { ...way, declined, refusals });
  const documents = await returnPins(tx, run, { ...way, sources, movedIn });
  await difference(tx, run, order);
  await markFollowing(tx, run, { ids, keys });
  return {
    returned: {
      identifiers: keys,
      employments,
      rights: duties.filter(comesBack).map((row) => row.key),
      successorOf: roles?.successors ?? [],
      leads: roles?.classes ?? [],
      built: roles?.agents ?? [],
      limits: limits.map((row) => row.document),
      documents,
    },
    staying: [
      ...duties.filter((duty) => !comesBack(duty)).map(stays),
      ...staying.map((row) => staysSince(row)),
      ...open.map(({ key }) => `${key} names both of them: whose it is is open again.`),
      ...changedRoles(roles?.staying ?? 0),
    ],
  };
}

function comesBack(duty: ReturningDuty): boolean {
  return duty.held && !duty.signed;
}

function stays({ key, held, now }: ReturningDuty): string {
  const holders = now.length === 0 ? "nobody" : now.join(", ");
  return held
    ? `${key} has been signed since: it stays with ${holders}. countersign reassign gives it to somebody else.`
    : `${key} has passed on since: ${holders} answers for it.`;
}

function staysSince(row: {
  readonly kind: "identifier" | "right";
  readonly key: string;
  readonly name: string | null;
}): string {
  const name = row.name ?? "nobody";
  return row.kind === "identifier"
    ? `${row.key} was settled anew since: it stays with ${name}.`
    : `${row.key} came to ${name} since they were taken for one: it stays there. countersign reassign gives it to somebody else.`;
}

function changedRoles(count: number): string[] {
  if (count === 0) return [];
  return [
    `${count === 1 ? "One line" : `${count} lines`} of documents that named them changed since, and hold as they are.`,
  ];
}

/** Duties that nobody has signed or passed on since go back, with the beginning they had. */
async function returnDuties(
  tx: ManagedTransaction,
  run: RunWriter,
  way: { readonly fromId: PersonId; readonly toId: PersonId; readonly movedIn: number },
): Promise<ReturningDuty[]> {
  const duties = await readReturning.run(tx, way);
  const rows = duties.filter(comesBack).map(({ key, ended, begun }) => ({
    key,
    begun,
    ended: ended.map((id) => ({ id, newId: mintId() })),
  }));
  const back = await returnOwnerships.run(tx, { run: run.number, fromId: way.fromId, rows });
  if (back.length !== rows.length) throw new PlanOutdated("an ownership");
  return duties;
}
