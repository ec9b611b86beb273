import { type Finding, dedupKeyOf } from "../domain/finding.js";
import type { LinkOutcome } from "./correlator.js";

/** Codes of findings about a login: whoever correlates speaks for them in full. */
export const IDENTITY_CODES = ["IDENTITY_DISPUTED", "IDENTIFIER_RECYCLED"];

/**
 * What a human must look at about a login: nobody knows whose it is (Q2), or somebody else has its
 * address now (Q1). Ids only: an erasure must not break it.
 */
export function identityFindings({ facts, decision }: LinkOutcome): Finding[] {
  const subject = { kind: "account", key: facts.key } as const;
  const findings: Finding[] = [];
  if (decision.kind === "dispute") {
    const { candidateIds, expired } = decision;
    findings.push({
      dedupKey: dedupKeyOf("IDENTITY_DISPUTED", subject),
      code: "IDENTITY_DISPUTED",
      severity: "warning",
      subject,
      decisionClassId: null,
      facts: {
        source: facts.source,
        personId: facts.linkedTo?.personId ?? null,
        candidates: candidateIds.length,
        candidateIds: candidateIds.join(","),
        expired: expired ? 1 : 0,
      },
    });
  }
  if (facts.recycledFrom !== null) {
    findings.push({
      dedupKey: dedupKeyOf("IDENTIFIER_RECYCLED", subject, facts.recycledFrom),
      code: "IDENTIFIER_RECYCLED",
      severity: "info",
      subject,
      decisionClassId: null,
      facts: {
        source: facts.source,
        personId: facts.linkedTo?.personId ?? null,
        holderId: facts.recycledFrom,
      },
    });
  }
  return findings;
}
