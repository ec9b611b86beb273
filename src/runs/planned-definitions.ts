import { type StoredState, revisionsInForce } from "../continuity/state.js";
import type { Graph } from "../graph/graph.js";
import {
  type DefinitionRow,
  type KnownDefinitions,
  ofDefinitions,
} from "../graph/queries/authorization-read.js";
import type { AgentRow, DecisionClassRow } from "../graph/queries/registry.js";
import type { RegistryWork } from "../sync/registry/prepare.js";
import type { Overlay } from "./engine.js";

/** Authorizations that changed definitions touch, as the graph knows them. */
export async function touchedByDefinitions(graph: Graph, work: RegistryWork): Promise<string[]> {
  const agentIds = work.agents.map((one) => one.document.id);
  const classIds = work.classes.map((one) => one.document.id);
  if (agentIds.length + classIds.length === 0) return [];
  const rows = await graph.read((tx) => ofDefinitions.run(tx, { agentIds, classIds }));
  return rows.map((row) => row.key);
}

/** Definitions as they would be after the work: for plans. */
export class PlannedDefinitions {
  readonly #agents: ReadonlyMap<string, AgentRow>;
  readonly #classes: ReadonlyMap<string, DecisionClassRow>;

  constructor(work: RegistryWork) {
    this.#agents = new Map(work.agents.flatMap(({ row }) => (row === null ? [] : [[row.id, row]])));
    this.#classes = new Map(
      work.classes.flatMap(({ row }) => (row === null ? [] : [[row.id, row]])),
    );
  }

  /** What is registered of an authorization's agent and class, as it would be. */
  row(
    { agentId, decisionClassId }: { readonly agentId: string; readonly decisionClassId: string },
    known: KnownDefinitions,
  ): KnownDefinitions {
    return {
      ...known,
      ...agentPart(this.#agents.get(agentId)),
      ...classPart(this.#classes.get(decisionClassId)),
    };
  }

  /** Lays the planned definitions over a stored state. */
  readonly overlay: Overlay = (stored) => {
    const { agentId, decisionClassId } = stored.state;
    return underClass(
      underAgent(stored, this.#agents.get(agentId)),
      this.#classes.get(decisionClassId),
    );
  };
}

function agentPart(
  planned: AgentRow | undefined,
): Pick<DefinitionRow, "agent" | "builderId"> | undefined {
  if (planned === undefined) return undefined;
  const { digest, status, builderId } = planned;
  return { agent: { digest, status }, builderId };
}

function classPart(
  planned: DecisionClassRow | undefined,
): Pick<DefinitionRow, "decisionClass" | "leadId"> | undefined {
  if (planned === undefined) return undefined;
  const { impact, criteriaDigest, thresholdDigest, limits, status, leadId } = planned;
  return { decisionClass: { impact, criteriaDigest, thresholdDigest, limits, status }, leadId };
}

function underAgent(stored: StoredState, agent: AgentRow | undefined): StoredState {
  if (agent === undefined) return stored;
  const { state } = stored;
  return {
    ...stored,
    state: {
      ...state,
      inForce: { ...state.inForce, agentDigest: agent.digest },
      builderId: agent.builderId,
      retired: state.retired || agent.status === "retired",
    },
  };
}

/** The authorization's own limit goes on narrowing what the class allows. */
function underClass(stored: StoredState, planned: DecisionClassRow | undefined): StoredState {
  if (planned === undefined) return stored;
  const { state, limitText, ownLimits } = stored;
  const { criteriaDigest, thresholdDigest, limits } = planned;
  const { agentDigest } = state.inForce;
  return {
    ...stored,
    state: {
      ...state,
      inForce: revisionsInForce(
        { agentDigest, criteriaDigest, thresholdDigest, limits },
        limitText,
        ownLimits,
      ),
      tier: planned.impact,
      leadId: planned.leadId,
      retired: state.retired || planned.status === "retired",
    },
  };
}
