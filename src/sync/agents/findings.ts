import { type Finding, dedupKeyOf } from "../../domain/finding.js";
import { type AgentState, isWorking } from "./state.js";

/** Codes of findings about an agent of a directory: whoever settles it speaks for them in full. */
export const AGENT_CODES = ["AGENT_UNREGISTERED", "SOURCES_DISAGREE"];

/**
 * What a human must look at about an agent of a directory: it works and no document claims it, or its
 * document and its directory say different things of it. Ids only: an erasure must not break it.
 */
export function agentFindings(state: AgentState): Finding[] {
  const { key, claimant } = state;
  const works = isWorking(state);
  if (claimant === null) return works ? [unregistered(state)] : [];
  const stopped = claimant.status === "active" && !works && !state.isBlueprint;
  const goesOn = claimant.status === "retired" && works;
  if (!stopped && !goesOn) return [];
  const subject = { kind: "agent", key } as const;
  return [
    {
      dedupKey: dedupKeyOf("SOURCES_DISAGREE", subject, claimant.id, claimant.status),
      code: "SOURCES_DISAGREE",
      // What is retired and goes on decides without anybody who answers for it.
      severity: goesOn ? "warning" : "info",
      subject,
      decisionClassId: null,
      facts: {
        source: state.source,
        agentId: claimant.id,
        documentStatus: claimant.status,
        directoryStatus: state.gone ? "gone" : state.status,
      },
    },
  ];
}

function unregistered({ key, source, sponsors, createdAt }: AgentState): Finding {
  const subject = { kind: "agent", key } as const;
  return {
    dedupKey: dedupKeyOf("AGENT_UNREGISTERED", subject),
    code: "AGENT_UNREGISTERED",
    severity: "warning",
    subject,
    decisionClassId: null,
    facts: { source, sponsorId: sponsors[0]?.personId ?? null, createdAt },
  };
}

/** What settled an agent, for the record of a finding that is cleared. */
export function settledBecause(state: AgentState): string {
  if (state.gone) return "the agent is gone at its directory";
  if (state.isBlueprint) return "it is a blueprint that other agents are made from";
  if (!isWorking(state)) return `the agent is ${state.status} at its directory`;
  return state.claimant === null
    ? "no document claims the agent any more"
    : "a document claims the agent and agrees with its directory";
}
