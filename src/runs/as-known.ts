import type { ManagedTransaction } from "neo4j-driver";
import type { Instant } from "../domain/time.js";
import { placeAsKnown, whoAsKnown as whoQuery } from "../graph/queries/history-as-known.js";
import type { PlaceView, WhoThen } from "./history-report.js";
import { ownershipView, signatureView, thresholdOf } from "./answer-views.js";

/** Which time is asked about, and the last run whose record counts (`BELIEVED_NOW`: all of it). */
export interface Times {
  readonly at: Instant;
  readonly known: number;
}

/** An authorization at another time; null when it was not on record by then. */
export async function thenOf(
  tx: ManagedTransaction,
  question: Times & { readonly key: string },
): Promise<WhoThen | null> {
  const [row] = await whoQuery.run(tx, question);
  if (row === undefined) return null;
  const { agent, decisionClass, standing } = row;
  const holders = new Set(row.owners.map((owner) => owner.personId));
  return {
    agent: { id: agent.id, title: agent.title, revision: agent.digest.slice(0, 8) },
    decisionClass: {
      id: decisionClass.id,
      title: decisionClass.title,
      criteria: decisionClass.criteriaText,
      criteriaRevision: decisionClass.criteriaDigest.slice(0, 8),
      threshold: thresholdOf(row),
      impact: decisionClass.impact,
    },
    standing,
    owners: row.owners.map(ownershipView),
    signatures: row.signatures
      .filter((one) => one.signedAt <= question.at && holders.has(one.personId))
      .map((one) => signatureView(one, row)),
  };
}

/** As far as a reporting line is followed; it ends where it comes back to somebody (I10). */
const LONGEST_LINE = 25;

/** Where a person stood at another time; null when nobody knew them by then. */
export async function placeOf(
  tx: ManagedTransaction,
  id: string,
  times: Times,
): Promise<PlaceView | null> {
  const place = await placeRow(tx, id, times);
  if (place === null) return null;
  const line: { id: string; name: string }[] = [];
  const seen = new Set([place.id]);
  let next = place.managerId;
  while (next !== null && line.length < LONGEST_LINE) {
    const manager = await placeRow(tx, next, times);
    if (manager === null || seen.has(manager.id)) break;
    seen.add(manager.id);
    line.push({ id: manager.id, name: manager.name });
    next = manager.managerId;
  }
  const { teams, positions, leads, holdings, employments } = place;
  return {
    person: { id: place.id, name: place.name },
    reportsTo: line,
    teams,
    positions,
    leads,
    holdings,
    employments: employments.map(({ key, startDate, endDate }) => ({
      key,
      from: startDate,
      to: endDate,
    })),
  };
}

/** One person's place, without what rests on an employment that was not in force at the time. */
async function placeRow(tx: ManagedTransaction, id: string, times: Times) {
  const [row] = await placeAsKnown.run(tx, { id, ...times });
  if (row === undefined) return null;
  const { at } = times;
  const running = row.employments.filter(
    ({ startsAt, endsAt }) => startsAt <= at && (endsAt === null || endsAt > at),
  );
  const jobs = new Set(row.employments.map((one) => one.key));
  const inForce = new Set(running.map((one) => one.key));
  // What a login says stands by itself; what an employment says stands while that does.
  const stands = ({ via }: { readonly via: string | null }) =>
    via === null || !jobs.has(via) || inForce.has(via);
  const teams = new Map(row.teams.filter(stands).map(({ key, name }) => [key, { key, name }]));
  return {
    ...row,
    managerId: row.managers.find(stands)?.id ?? null,
    teams: [...teams.values()],
    positions: [...new Set(row.positions.filter(stands).map((one) => one.key))],
    employments: running,
  };
}
