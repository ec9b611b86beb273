import { batchesOf } from "../platform/batches.js";
import type { AuthorizationState, Binding, Revisions, Stop } from "../domain/authorization.js";
import type { Instant } from "../domain/time.js";
import type { ReasonCode } from "../domain/reason.js";
import type { Graph } from "../graph/graph.js";
import { type StateRow, readStates } from "../graph/queries/authorization-read.js";
import { contentHash } from "../platform/ids.js";

/** A state as it was read, with what only the store needs to know. */
export interface StoredState {
  readonly state: AuthorizationState;
  readonly limitText: string | null;
  readonly ownLimits: Readonly<Record<string, number>> | null;
  readonly unsettledIn: number | null;
  readonly dueAt: Instant | null;
}

const BATCH = 500;

/** Reads authorizations by key; unknown keys are absent from the answer. */
export async function readStoredStates(
  graph: Graph,
  keys: readonly string[],
): Promise<Map<string, StoredState>> {
  const stored = new Map<string, StoredState>();
  for (const batch of batchesOf(keys, BATCH)) {
    const rows = await graph.read((tx) => readStates.run(tx, { keys: batch }));
    for (const row of rows) stored.set(row.authorization.key, storedState(row));
  }
  return stored;
}

/** What of a decision class and an agent decides what a signature must cover. */
export interface Definitions {
  readonly agentDigest: string;
  readonly criteriaDigest: string;
  readonly thresholdDigest: string;
  readonly limits: Readonly<Record<string, number>>;
}

/** The revisions in force: the class's threshold, narrowed by the authorization's own limit. */
export function revisionsInForce(
  definitions: Definitions,
  limitText: string | null,
  ownLimits: Readonly<Record<string, number>> | null,
): Revisions {
  const own = limitText !== null || ownLimits !== null;
  return {
    agentDigest: definitions.agentDigest,
    criteriaDigest: definitions.criteriaDigest,
    thresholdDigest: own
      ? contentHash([definitions.thresholdDigest, limitText, ownLimits])
      : definitions.thresholdDigest,
    limits: { ...definitions.limits, ...ownLimits },
  };
}

function storedState(row: StateRow): StoredState {
  const { authorization: a, agent, decisionClass } = row;
  const state: AuthorizationState = {
    key: a.key,
    agentId: a.agentId,
    decisionClassId: a.decisionClassId,
    tier: decisionClass.impact,
    inForce: revisionsInForce(
      { ...decisionClass, agentDigest: agent.digest },
      a.limitText,
      a.limits,
    ),
    builderId: row.builderId,
    binding: bindingOf(a.bindingKind, a.bindingKey),
    namedSuccessorIds: row.successorIds,
    leadId: row.leadId,
    owners: row.owners,
    departedOwners: row.departedOwners,
    signatures: row.signatures.map(signatureOf),
    declinedBy: a.declinedBy ?? [],
    standing: {
      beneath: a.beneath,
      // Written by this service from its own union.
      reasons: a.reasons as ReasonCode[],
      since: a.standingSince,
      deadlineAt: a.deadlineAt,
    },
    stop: stopOf(a),
    retired: a.retired || agent.status === "retired" || decisionClass.status === "retired",
    revision: a.revision,
  };
  return {
    state,
    limitText: a.limitText,
    ownLimits: a.limits,
    unsettledIn: a.unsettledIn,
    dueAt: a.dueAt,
  };
}

function signatureOf({
  agentDigest,
  criteriaDigest,
  thresholdDigest,
  limits,
  ...signature
}: StateRow["signatures"][number]) {
  return { ...signature, covers: { agentDigest, criteriaDigest, thresholdDigest, limits } };
}

function bindingOf(kind: Binding["kind"], key: string | null): Binding {
  if (kind === "position" && key !== null) return { kind, positionKey: key };
  if (kind === "team" && key !== null) return { kind, teamKey: key };
  return { kind: "person" };
}

function stopOf(a: StateRow["authorization"]): Stop | null {
  return a.stopBy === null || a.stopAt === null
    ? null
    : { orderedBy: a.stopBy, at: a.stopAt, reason: a.stopReason ?? "" };
}
