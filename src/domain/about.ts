import type { AuthorizationState } from "./authorization.js";
import { type Finding, type FindingSubject, type Severity, dedupKeyOf } from "./finding.js";
import type { PersonId } from "./person.js";
import { lastDeparted } from "./restoring.js";
import { shownStanding } from "./standing.js";

/**
 * A finding about an authorization. `condition` is what makes it another one than the next of the same
 * code, such as the person; the facts every reader needs are always there.
 */
export function about(
  state: AuthorizationState,
  what: Pick<Finding, "code" | "severity"> & { readonly condition: readonly string[] },
  facts: Finding["facts"],
): Finding {
  const { code, severity, condition } = what;
  const subject: FindingSubject = { kind: "authorization", key: state.key };
  const { standing, owners } = state;
  const holder = owners.find((owner) => owner.role === "owner") ?? owners[0];
  return {
    dedupKey: dedupKeyOf(code, subject, ...condition),
    code,
    severity,
    subject,
    decisionClassId: state.decisionClassId,
    facts: {
      agentId: state.agentId,
      standing: shownStanding(state),
      tier: state.tier,
      holderId: holder?.personId ?? null,
      leaverId: predecessorOf(state),
      deadlineAt: standing.deadlineAt,
      ...facts,
    },
  };
}

/** How urgent it is that somebody signs or answers, by what the outside sees. */
export function severityOf(state: AuthorizationState): Severity {
  const standing = shownStanding(state);
  switch (standing) {
    case "valid":
    case "revoked":
      return "info";
    case "provisional":
      return "warning";
    case "orphaned":
    case "suspended":
    case "lapsed":
      return "critical";
    default:
      return standing satisfies never;
  }
}

/** Whose duty the present holder continues; with no heir, who left last. */
export function predecessorOf(state: AuthorizationState): PersonId | null {
  const heir = state.owners.find((owner) => owner.role === "owner" && owner.inheritedFrom !== null);
  if (heir !== undefined) return heir.inheritedFrom;
  return lastDeparted(state.departedOwners)?.personId ?? null;
}
