import type { ReasonCode } from "./reason.js";

export type Severity = "info" | "warning" | "critical";

/** What a finding is about, by its key. */
export interface FindingSubject {
  readonly kind:
    | "authorization"
    | "person"
    | "team"
    | "decisionClass"
    | "agent"
    | "document"
    | "source"
    | "account";
  readonly key: string;
}

/**
 * A condition of the world that needs a human. Level, not edge: it is open exactly while the
 * condition holds. `dedupKey` names the condition (code, subject, and what makes it another one,
 * such as the person), so that the same condition found again is the same finding.
 */
export interface Finding {
  readonly dedupKey: string;
  readonly code: ReasonCode;
  readonly severity: Severity;
  readonly subject: FindingSubject;
  /** Decision class whose governance lead is told; null goes to the last resort. */
  readonly decisionClassId: string | null;
  /** Ids and numbers a text can be made of. No names, no addresses: an erasure must not break it. */
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/** One sentence-worth of dedup key: parts joined so that no part can forge another. */
export function dedupKeyOf(
  code: ReasonCode,
  subject: FindingSubject,
  ...more: readonly string[]
): string {
  return [code, subject.kind, subject.key, ...more].map(encodeURIComponent).join("|");
}
