import type { Graph } from "../../graph/graph.js";
import {
  type AgentClaims,
  type AgentVersion,
  diffIdentities,
  identitiesOf,
} from "../../graph/queries/agents.js";
import { batchesOf } from "../../platform/batches.js";
import type { AgentObservation, Certificate } from "../../sources/port.js";
import { sourceKey } from "../employment-change.js";
import { type SourceRead, isCertified } from "../read-source.js";
import {
  type AgentChange,
  agentClaims,
  believedAgent,
  compareVersions,
  identifiersOf,
  isKnownAgent,
  takesAwayAgent,
} from "./change.js";

/** What a read of a directory changes about its agents. */
export interface FoundAgents {
  readonly changes: readonly AgentChange[];
  /** The same in a newer version, or as a newer converter reads it. */
  readonly confirmed: readonly AgentVersion[];
  /** Told to be gone, or not listed by a complete sweep. */
  readonly gone: readonly { readonly key: string; readonly name: string }[];
  /** Changes left out because the read was not complete (I5). */
  readonly withheld: number;
}

/** What of a read is about agents. */
export type AgentRead = Pick<
  SourceRead,
  | "source"
  | "converterHash"
  | "agents"
  | "goneAgentIds"
  | "certificates"
  | "quarantined"
  | "quarantinedCount"
>;

/** Agents compared in one statement. */
const BATCH = 2_000;

/**
 * Compares the agents of a read with the graph. An unchanged one costs one look-up by key.
 *
 * @param scopeBefore hash of what the last applied read asked for; null: there was none
 */
export async function findAgents(
  graph: Graph,
  read: AgentRead,
  scopeBefore: string | null,
): Promise<FoundAgents> {
  const told = newestOf(read);
  const certified = isCertified(read, "agents");
  const changes: AgentChange[] = [];
  const confirmed: AgentVersion[] = [];
  let withheld = 0;
  for (const batch of batchesOf([...told.values()], BATCH)) {
    for (const one of await differing(graph, batch, isSweep(read))) {
      if (one.before !== null && isKnownAgent(one.claims, one.before)) {
        const { hash, version } = one.claims;
        confirmed.push({ key: one.key, hash, version: version ?? one.before.version });
      } else if (!certified && takesAwayAgent(one)) withheld += 1;
      else changes.push(one);
    }
  }
  const gone = certified ? await goneAgents(graph, read, { told, scopeBefore }) : [];
  return { changes, confirmed, gone, withheld };
}

/** Of several tellings of one agent the newest version counts, else the last; not those told to be gone after. */
function newestOf({ agents, goneAgentIds, ...frame }: AgentRead): Map<string, AgentClaims> {
  const gone = new Set(goneAgentIds);
  const told = new Map<string, AgentObservation>();
  for (const one of agents) {
    const other = told.get(one.nativeId);
    const isOlder = other !== undefined && compareVersions(one.version, other.version) < 0;
    if (!isOlder && !gone.has(one.nativeId)) told.set(one.nativeId, one);
  }
  return new Map(
    [...told].map(([id, one]) => [sourceKey(frame.source, id), agentClaims(one, frame)]),
  );
}

async function differing(
  graph: Graph,
  batch: readonly AgentClaims[],
  sweep: boolean,
): Promise<AgentChange[]> {
  const byKey = new Map(batch.map((one) => [sourceKey(one.source, one.nativeId), one]));
  const rows = [...byKey].map(([key, { hash, version }]) => ({ key, hash, version }));
  const found = await graph.read((tx) => diffIdentities.run(tx, { rows }));
  return found.flatMap(({ key, before }) => {
    const seen = byKey.get(key);
    const claims = seen === undefined ? null : believedAgent(seen, before, sweep);
    return claims === null ? [] : [{ key, before, claims, identifiers: identifiersOf(claims) }];
  });
}

function certificateOf({ certificates }: AgentRead): Certificate | undefined {
  return certificates.find((one) => one.scope === "agents");
}

function isSweep(read: AgentRead): boolean {
  return certificateOf(read)?.basis === "sweep";
}

/**
 * Agents that are gone, by a complete read. Absence counts only in a sweep of the same scope as before
 * (L17) that told of every record which one it was: one that could not be believed is unchanged, never
 * gone (F12).
 */
async function goneAgents(
  graph: Graph,
  read: AgentRead,
  { told, scopeBefore }: { told: ReadonlyMap<string, AgentClaims>; scopeBefore: string | null },
): Promise<FoundAgents["gone"]> {
  const { source, quarantined, quarantinedCount } = read;
  const removed = new Set(read.goneAgentIds.map((id) => sourceKey(source, id)));
  const unbelieved = quarantined.flatMap(({ recordId }) => recordId ?? []);
  const sameScope = scopeBefore === null || scopeBefore === certificateOf(read)?.scopeHash;
  const swept = isSweep(read) && sameScope && unbelieved.length === quarantinedCount;
  if (removed.size === 0 && !swept) return [];
  const seen = new Set([...told.keys(), ...unbelieved.map((id) => sourceKey(source, id))]);
  const known = await graph.read((tx) => identitiesOf.run(tx, { source }));
  return known.filter(({ key }) => removed.has(key) || (swept && !seen.has(key)));
}
