import { revisionsInForce } from "../continuity/state.js";
import { covers } from "../domain/signature.js";
import type { WhoRow } from "../graph/queries/history.js";
import type { OwnershipView, SignatureView } from "./report.js";

/** What was in force when a signature is looked at: now, or at another time. */
type InForce = {
  readonly authorization: Pick<WhoRow["authorization"], "limitText" | "limits">;
  readonly agent: WhoRow["agent"];
  readonly decisionClass: WhoRow["decisionClass"];
};

export function ownershipView(row: WhoRow["owners"][number]): OwnershipView {
  return {
    person: { id: row.personId, name: row.name },
    role: row.role,
    basis: row.basis,
    from: row.from,
    to: row.to,
    inheritedFrom:
      row.giverId === null || row.giverName === null
        ? null
        : { id: row.giverId, name: row.giverName },
    endedBecause: row.endedBecause,
    personEndsAt: row.personEndsAt,
  };
}

export function signatureView(one: WhoRow["signatures"][number], row: InForce): SignatureView {
  const { agentDigest, criteriaDigest, thresholdDigest, limits } = one;
  const inForce = revisionsInForce(
    { ...row.decisionClass, agentDigest: row.agent.digest },
    row.authorization.limitText,
    row.authorization.limits,
  );
  return {
    by: { id: one.personId, name: one.name },
    signedAt: one.signedAt,
    strength: one.strength,
    evidence: one.evidence,
    recordedBy: one.recordedBy,
    agentRevision: agentDigest.slice(0, 8),
    criteriaRevision: criteriaDigest.slice(0, 8),
    current: covers({ covers: { agentDigest, criteriaDigest, thresholdDigest, limits } }, inForce),
  };
}

/** The limit of its own where an authorization has one, else the threshold of its class. */
export function thresholdOf({ authorization, decisionClass }: InForce): string {
  return authorization.limitText ?? decisionClass.thresholdText;
}
