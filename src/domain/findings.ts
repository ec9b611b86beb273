import { about, predecessorOf, severityOf } from "./about.js";
import type { AuthorizationState, Owner } from "./authorization.js";
import type { PlanContext } from "./context.js";
import { holdersOf } from "./duties.js";
import { isActiveAt } from "./employment-status.js";
import { type Finding, type FindingSubject, dedupKeyOf } from "./finding.js";
import { ineligibilityOf, mayHold } from "./holding.js";
import { resolveLead } from "./lead.js";
import {
  accessFindings,
  departureFindings,
  leaveFindings,
  returnFindings,
} from "./owner-findings.js";
import type { PersonId } from "./person.js";
import { hasMoved } from "./placement.js";
import type { ReasonCode } from "./reason.js";
import { DAY_MS, type Instant } from "./time.js";

/**
 * Every condition that holds now for one authorization: the whole desired set, level-triggered, so
 * that whatever is not in it is resolved. A revoked one needs nobody.
 */
export function findingsOf(state: AuthorizationState, context: PlanContext): Finding[] {
  if (state.standing.beneath === "revoked") return [];
  return [
    ...standingFindings(state, context),
    ...ratificationFindings(state, context),
    ...departureFindings(state, context),
    ...leaveFindings(state, context),
    ...accessFindings(state, context),
    ...returnFindings(state, context),
    ...coverFindings(state, context),
    ...leadFindings(state, context),
  ];
}

/** When the second half of the clock begins; null without a clock. */
export function halfTimeOf(state: AuthorizationState, { policy }: PlanContext): Instant | null {
  const { deadlineAt } = state.standing;
  return deadlineAt === null ? null : deadlineAt - (policy.clockDays[state.tier] * DAY_MS) / 2;
}

function standingFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  const severity = severityOf(state);
  return state.standing.reasons.flatMap((code) =>
    peopleConcerned(code, state, context).map((personId) =>
      about(
        state,
        { code, severity, condition: personId === null ? [] : [personId] },
        { personId },
      ),
    ),
  );
}

/** Everybody whom the reason is about; [null]: nobody in particular. */
function peopleConcerned(
  code: ReasonCode,
  state: AuthorizationState,
  context: PlanContext,
): readonly (PersonId | null)[] {
  const { org } = context;
  const those = (is: (owner: Owner) => boolean): readonly (PersonId | null)[] => {
    const found = new Set(state.owners.filter(is).map((owner) => owner.personId));
    return found.size > 0 ? [...found] : [predecessorOf(state)];
  };
  const personOf = (owner: Owner) => org.person(owner.personId);
  switch (code) {
    case "OWNER_DEPARTED":
    case "SUCCESSION_CYCLE":
      return [predecessorOf(state)];
    case "OWNER_MOVED":
      return those((owner) => hasMoved(owner, personOf(owner)));
    case "OWNER_IS_BUILDER":
    case "OWNER_NOT_HUMAN":
    case "OWNER_OVER_LIMIT":
      return those((owner) => ineligibilityOf(mayHold(personOf(owner), state, context)) === code);
    default:
      return [null];
  }
}

/** G5: a reminder from half time on, an alarm once it lapsed; silence never counts as consent. */
function ratificationFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  if (state.standing.beneath === "lapsed") {
    return [
      about(
        state,
        { code: "RATIFICATION_OVERDUE", severity: "critical", condition: ["lapsed"] },
        {},
      ),
    ];
  }
  const half = halfTimeOf(state, context);
  if (half === null || context.at < half) return [];
  const severity = severityOf(state);
  return [
    about(
      state,
      { code: "RATIFICATION_OVERDUE", severity, condition: ["halfTime"] },
      { halfTimeAt: half },
    ),
  ];
}

/** L11: too few owners; L12: the owning team has nobody left in it. */
function coverFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  const findings: Finding[] = [];
  const holders = holdersOf(state, context).length;
  const { minimumOwners } = context.policy;
  if (holders > 0 && holders < minimumOwners) {
    findings.push(
      about(
        state,
        { code: "SINGLE_OWNER", severity: "info", condition: [] },
        { owners: holders, minimumOwners },
      ),
    );
  }
  if (state.binding.kind === "team") {
    const team = context.org.team(state.binding.teamKey);
    const people = team === undefined ? [] : [team.headId, ...team.memberIds];
    const someone = people.some(
      (id) => id !== null && isActiveAt(context.org.person(id), context.at),
    );
    const facts = { teamKey: state.binding.teamKey };
    if (team !== undefined && !someone) {
      findings.push(
        about(state, { code: "TEAM_EMPTY", severity: "warning", condition: [team.key] }, facts),
      );
    }
  }
  return findings;
}

/** The class's lead is missing or may not serve; the same finding for every authorization of the class. */
function leadFindings(state: AuthorizationState, context: PlanContext): Finding[] {
  const lead = resolveLead(state.leadId, context);
  if (!lead.vacant) return [];
  const subject: FindingSubject = { kind: "decisionClass", key: state.decisionClassId };
  return [
    {
      dedupKey: dedupKeyOf("GOVERNANCE_LEAD_VACANT", subject),
      code: "GOVERNANCE_LEAD_VACANT",
      severity: lead.personId === null ? "critical" : "warning",
      subject,
      decisionClassId: state.decisionClassId,
      facts: { leadId: state.leadId, actingLeadId: lead.personId },
    },
  ];
}
