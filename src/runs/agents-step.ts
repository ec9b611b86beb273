import type { ManagedTransaction } from "neo4j-driver";
import {
  type FindingChanges,
  type OpenFindings,
  compareFindings,
  openWithin,
  writeFindings,
} from "../continuity/findings.js";
import type { PlannedFindings } from "../continuity/planned-findings.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import {
  lockIdentities,
  projectClaimants,
  projectSponsors,
  settleIdentities,
  staleSponsors,
  unprojectedIdentities,
} from "../graph/queries/agents.js";
import { batchesOf } from "../platform/batches.js";
import { keysContent } from "../platform/ledger-content.js";
import { type AgentRead, findAgents } from "../sync/agents/find.js";
import { AGENT_CODES, agentFindings, settledBecause } from "../sync/agents/findings.js";
import type { PlannedAgents } from "../sync/agents/planned.js";
import { type AgentState, readStates } from "../sync/agents/state.js";
import { writeAgentChanges } from "../sync/agents/write.js";
import type { Collector } from "./collect.js";
import { knownSource } from "./known-source.js";

/** Agents settled in one transaction. */
const CHUNK = 500;

/** Writes what a directory tells of agents; returns how many changes were withheld for want of a certificate. */
export async function applyAgents(
  graph: Graph,
  run: RunWriter,
  step: { readonly read: AgentRead; readonly collector: Collector },
): Promise<number> {
  const found = await findAgents(graph, step.read, await scopeBefore(graph, step.read));
  step.collector.organisation.agents(found);
  await writeAgentChanges(run, found);
  return found.withheld;
}

/** What the last applied read of agents asked for: of another scope nobody's absence says anything (L17). */
async function scopeBefore(graph: Graph, { source }: AgentRead): Promise<string | null> {
  return (await knownSource(graph, source))?.scopes["agents"] ?? null;
}

/**
 * Settles every agent of a directory that is marked, whoever marked it (a directory, a document, a run
 * that died), and those whose sponsors have become somebody else. Each in one transaction: who claims
 * it, who sponsors it, what somebody has to look at, and the mark.
 *
 * @param step.source the source of the run; null: it has none
 */
export async function settleAgents(
  graph: Graph,
  run: RunWriter,
  step: { readonly source: string | null; readonly collector: Collector },
): Promise<void> {
  const { source, collector } = step;
  const stale = await graph.read((tx) => staleSponsors.run(tx, { source }));
  for (const batch of batchesOf(stale, CHUNK)) collector.findings(await settle(run, batch));
  for (;;) {
    const marked = await graph.read((tx) =>
      unprojectedIdentities.run(tx, { source, limit: CHUNK }),
    );
    if (marked.length === 0) return;
    collector.findings(await settle(run, marked));
  }
}

async function settle(
  run: RunWriter,
  identities: readonly { readonly key: string }[],
): Promise<{ opened: number; cleared: number }> {
  const keys = identities.map(({ key }) => key).toSorted();
  const frame = { run: run.number, at: run.at };
  const write = async (tx: ManagedTransaction) => {
    await lockIdentities.run(tx, { run: run.number, keys });
    const states = await readStates(tx, keys);
    const claimed = states.map(({ key, claimant }) => ({ key, agentId: claimant?.id ?? null }));
    const sponsored = states.map(({ key, sponsors }) => ({ key, sponsors: [...sponsors] }));
    await projectClaimants.run(tx, { ...frame, rows: claimed });
    await projectSponsors.run(tx, { ...frame, rows: sponsored });
    const changes = await agentFindingChanges(openWithin(tx), states);
    const counts = await writeFindings(tx, run, changes);
    await settleIdentities.run(tx, { rows: states.map(settledRow) });
    return counts;
  };
  return await run.write("organisation", write, () =>
    keysContent("agents", null, { settled: keys }),
  );
}

function settledRow(state: AgentState): { key: string; unregistered: boolean } {
  const unregistered = agentFindings(state).some((one) => one.code === "AGENT_UNREGISTERED");
  return { key: state.key, unregistered };
}

/** Findings about agents that were just settled: those that hold, and those that do not any more. */
async function agentFindingChanges(
  open: OpenFindings,
  states: readonly AgentState[],
): Promise<FindingChanges> {
  const settled = new Map(states.map((state) => [`agent ${state.key}`, state]));
  return await compareFindings(open, {
    wanted: new Map(states.flatMap(agentFindings).map((one) => [one.dedupKey, one])),
    subjectKeys: states.map(({ key }) => key),
    codes: AGENT_CODES,
    standingOf: (subject) => {
      const state = settled.get(subject);
      return state === undefined ? undefined : settledBecause(state);
    },
  });
}

/** Lays what a directory tells of agents over the plan; returns how many changes a run would withhold. */
export async function planAgents(
  graph: Graph,
  planned: PlannedAgents,
  step: { readonly read: AgentRead; readonly collector: Collector },
): Promise<number> {
  const found = await findAgents(graph, step.read, await scopeBefore(graph, step.read));
  step.collector.organisation.agents(found);
  planned.add(found);
  return found.withheld;
}

/** Counts the findings that a run of `source` would raise and clear about agents. */
export async function planAgentFindings(
  planned: PlannedAgents,
  findings: PlannedFindings,
  step: { readonly source: string; readonly collector: Collector },
): Promise<void> {
  const states = await planned.states(step.source);
  const changes = await agentFindingChanges(findings.open, states);
  step.collector.findings(await findings.note(changes));
}
