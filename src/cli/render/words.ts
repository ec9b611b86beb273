import type { StandingName } from "../../domain/authorization.js";
import type { Severity } from "../../domain/finding.js";
import type { SuccessionStep } from "../../domain/policy.js";
import { REASON_CODES, type ReasonCode } from "../../domain/reason.js";
import type { Obstacle } from "../../domain/succession-trace.js";
import type { SignatureView } from "../../runs/report.js";
import type { Look } from "./look.js";
import { listed } from "./text.js";

/** One word per thing (docs/glossary.md); the compiler asks for every new one. */
export const STEP_WORDS: Readonly<Record<SuccessionStep, string>> = {
  namedSuccessor: "named successor",
  coOwner: "co-owner",
  samePosition: "same position",
  actingHeadOrDeputy: "acting head or deputy",
  manager: "manager",
  reportingLine: "up the reporting line",
  teamHead: "head of the team",
  governanceLead: "governance lead",
};

export const OBSTACLE_WORDS: Readonly<Record<Obstacle, string>> = {
  unknown: "nobody we know",
  notHuman: "not a person",
  notActive: "has no active employment",
  departed: "has left",
  isBuilder: "built this agent",
  isContractor: "a contractor, who may not own it",
  overLimit: "may not sign for that much",
  onLongLeave: "on long leave",
  leavingSoon: "leaving soon",
  overloaded: "over the load limit",
  declined: "declined it",
  isLeaver: "is leaving too",
  cycle: "comes round in a circle",
};

const REASON_WORDS: Readonly<Record<ReasonCode, string>> = {
  OWNER_DEPARTED: "the owner has left",
  OWNER_DEPARTING: "the owner is leaving",
  OWNER_ON_LEAVE: "the owner is on leave",
  OWNER_MOVED: "the owner moved to another team or job",
  OWNER_NOT_HUMAN: "the owner is not a person",
  OWNER_IS_BUILDER: "the owner built the agent",
  OWNER_OVER_LIMIT: "the threshold is above what the owner may sign for",
  OWNER_OVERLOADED: "the owner answers for too many",
  TEAM_RETIRED: "the team is retired",
  TEAM_MERGED: "the team was merged",
  TEAM_SPLIT: "the team was split",
  TEAM_HEAD_VACANT: "the team has no head",
  TEAM_EMPTY: "the team has nobody in it",
  AGENT_CHANGED: "the agent changed after it was signed",
  AGENT_RETIRED: "the agent is retired",
  AGENT_UNREGISTERED: "no document claims the agent",
  CRITERIA_CHANGED: "the criteria changed after they were signed",
  THRESHOLD_RAISED: "the threshold was raised after it was signed",
  DECISION_UNAUTHORIZED: "nobody authorized this decision class",
  SIGNATURE_MISSING: "nobody who answers for it has signed",
  SIGNATURE_INSUFFICIENT: "the signature is not strong enough for this impact",
  GOVERNANCE_LEAD_VACANT: "there is no governance lead",
  REVIEW_OVERDUE: "the review is overdue",
  RATIFICATION_OVERDUE: "nobody signed in time",
  SUCCESSION_FAILED: "nobody who was asked may receive it",
  SUCCESSION_CYCLE: "the reporting line goes round in a circle",
  SINGLE_OWNER: "only one person answers for it",
  IDENTITY_DISPUTED: "two people could be meant",
  IDENTIFIER_RECYCLED: "the address now belongs to somebody else",
  SOURCES_DISAGREE: "the sources disagree",
  MASS_CHANGE_HELD: "the change is held",
  REGISTRY_DRIFT: "the registry still says otherwise",
};

export const STRENGTH_WORDS: Readonly<Record<SignatureView["strength"], string>> = {
  authenticated: "in person (authenticated)",
  attested: "recorded for them (attested)",
  declared: "as the registry declares (declared)",
};

export function standingWord(standing: StandingName, look: Look): string {
  switch (standing) {
    case "valid":
      return look.colours.green(standing);
    case "provisional":
      return look.colours.yellow(standing);
    case "orphaned":
    case "suspended":
    case "lapsed":
      return look.colours.red(standing);
    case "revoked":
      return look.colours.gray(standing);
  }
}

export function severityWord(severity: Severity, look: Look): string {
  switch (severity) {
    case "critical":
      return look.colours.red(severity);
    case "warning":
      return look.colours.yellow(severity);
    case "info":
      return severity;
  }
}

/** Reason codes inside a sentence (`orphaned (OWNER_DEPARTED)`) as people say them. */
export function codesInWords(sentence: string): string {
  return sentence.replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g, (found) => {
    const code = REASON_CODES.find((known) => known === found);
    return code === undefined ? found : REASON_WORDS[code];
  });
}

export function reasonsInWords(reasons: readonly ReasonCode[]): string {
  return listed(reasons.map((reason) => REASON_WORDS[reason]));
}
