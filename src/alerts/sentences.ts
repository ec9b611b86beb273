import type { ReasonCode } from "../domain/reason.js";
import type { Instant } from "../domain/time.js";
import { clean, dayOf, lastDay, listOf, zoneOr } from "./words.js";
import type { AlertView } from "./view.js";

/** The parts a sentence can use; null when the graph does not know enough to say it. */
interface Said {
  readonly who: string;
  /** `Maya Okafor left yesterday` */
  readonly left: string;
  readonly leave: string;
  /** `claims-triage still decides "Claim auto-approve"` */
  readonly still: string;
  readonly agent: string;
  readonly decision: string;
  /** `Ines Duarte answers for it now, her signature …` or `nobody answers for it; …` */
  readonly answers: string;
  readonly team: string;
  readonly subject: string;
  /** `The login okta/00u1 is with Maya Okafor, and its directory says that it is somebody else's` */
  readonly disputed: string;
  /** `The address of the login okta/00u1 belongs to somebody else now` */
  readonly recycled: string;
  /** ` (739 people would depart, 90 of them owners)`; empty where nobody would. */
  readonly departing: string;
  /** What two sources say against each other. */
  readonly disagreement: string;
}

/** One sentence or two per reason: what happened, which agent still decides what, who answers. */
const SENTENCES: Readonly<Record<ReasonCode, (said: Said) => string>> = {
  OWNER_DEPARTED: (s) => `${s.left}. ${s.still}; ${s.answers}`,
  OWNER_DEPARTING: (s) =>
    `${s.left}. ${s.still}; a successor should have signed by then, ${s.answers}`,
  OWNER_ON_LEAVE: (s) => `${s.leave}. ${s.still}; ${s.answers}`,
  OWNER_MOVED: (s) => `${s.who} has moved. ${s.still}; ${s.answers}`,
  OWNER_NOT_HUMAN: (s) => `${s.still}, owned by an account that is no person; ${s.answers}`,
  OWNER_IS_BUILDER: (s) => `${s.who} built ${s.agent} and may not own it. ${s.still}; ${s.answers}`,
  OWNER_OVER_LIMIT: (s) => `${s.still}, beyond what ${s.who} may sign for; ${s.answers}`,
  OWNER_OVERLOADED: (s) => `${s.who} answers for more decision rights than the policy allows`,
  TEAM_RETIRED: (s) => `Team ${s.team} is retired. ${s.still}; ${s.answers}`,
  TEAM_MERGED: (s) => `Team ${s.team} was merged. ${s.still}; ${s.answers}`,
  TEAM_SPLIT: (s) => `Team ${s.team} was split. ${s.still}; ${s.answers}`,
  TEAM_HEAD_VACANT: (s) => `Team ${s.team} has no head`,
  TEAM_EMPTY: (s) => `Team ${s.team} has no active member. ${s.still}; ${s.answers}`,
  AGENT_CHANGED: (s) => `${s.agent} has changed since it was signed. ${s.still}; ${s.answers}`,
  AGENT_RETIRED: (s) => `${s.agent} is retired`,
  AGENT_UNREGISTERED: (s) => `${s.subject} was seen in a directory and no document claims it`,
  CRITERIA_CHANGED: (s) =>
    `The criteria of ${s.decision} have changed since they were signed. ${s.still}; ${s.answers}`,
  THRESHOLD_RAISED: (s) =>
    `The threshold of ${s.decision} was raised since it was signed. ${s.still}; ${s.answers}`,
  DECISION_UNAUTHORIZED: (s) => `${s.agent} can decide ${s.decision} and nobody has authorized it`,
  SIGNATURE_MISSING: (s) => `${s.still} and nobody has signed it; ${s.answers}`,
  SIGNATURE_INSUFFICIENT: (s) =>
    `${s.still} on a signature that does not suffice at this impact; ${s.answers}`,
  GOVERNANCE_LEAD_VACANT: (s) => `Nobody leads ${s.decision}; its alerts come to you`,
  REVIEW_OVERDUE: (s) => `The review of ${s.decision} is overdue. ${s.still}; ${s.answers}`,
  RATIFICATION_OVERDUE: (s) => `A ratification is overdue. ${s.still}; ${s.answers}`,
  SUCCESSION_FAILED: (s) =>
    `${s.left}. ${s.still}; everyone in the order of succession was considered and none may receive it; ${s.answers}`,
  SUCCESSION_CYCLE: (s) => `The reporting line of ${s.subject} runs in a circle`,
  SINGLE_OWNER: (s) => `${s.still} with fewer owners than the policy asks for; ${s.answers}`,
  IDENTITY_DISPUTED: (s) => s.disputed,
  IDENTIFIER_RECYCLED: (s) => s.recycled,
  SOURCES_DISAGREE: (s) => s.disagreement,
  MASS_CHANGE_HELD: (s) =>
    `A sync of ${s.subject} would take more away than the limits allow${s.departing}: that part is held, and nothing of it was written`,
  REGISTRY_DRIFT: (s) => `A registry document says something else than what holds (${s.subject})`,
};

const STANDING_LABEL: Readonly<Record<string, string>> = {
  orphaned: "Orphaned",
  provisional: "Provisional",
  suspended: "Suspended",
  lapsed: "Lapsed",
};

/** What is told of an alert, in one line of plain text without any escaping. */
export function sentenceOf(view: AlertView, now: Instant, zone: string): string {
  if (view.kind === "cleared") return settledSentence(view, now, zone);
  const label = view.standing === null ? undefined : STANDING_LABEL[view.standing];
  const prefix = view.isSettled ? "Settled meanwhile: " : label === undefined ? "" : `${label}: `;
  const sentence = capitalised(SENTENCES[view.code](partsOf(view, now, zone)));
  const criteria =
    view.criteria === null || view.isSettled
      ? ""
      : ` It decides when: ${clean(view.criteria, 140)}`;
  return `${prefix}${ended(sentence)}${criteria === "" ? "" : ended(criteria)}`;
}

/** Words that stand in for a name begin a sentence like any other; ids and names stay as they are. */
function capitalised(sentence: string): string {
  return sentence.replace(/(^|\. )(an agent|the owner)/g, (_all, start: string, words: string) => {
    return `${start}${capital(words)}`;
  });
}

function ended(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

function partsOf(view: AlertView, now: Instant, zone: string): Said {
  const agent = view.agent === null ? "an agent" : clean(view.agent.title);
  const decision =
    view.decisionClass === null ? "a decision class" : `"${clean(view.decisionClass.title)}"`;
  // A withheld authorization decides nothing; saying "still" of it would not be true.
  const verb =
    view.standing === "suspended" || view.standing === "lapsed"
      ? "may not decide"
      : "still decides";
  const still = `${agent} ${verb} ${decision}`;
  return {
    who: view.person === null ? "the owner" : clean(view.person.name),
    left: leftWords(view, now, zone),
    leave: leaveWords(view, now, zone),
    still,
    disagreement: disagreementWords(view, still),
    agent,
    decision,
    answers: answersWords(view, now, zone),
    team: clean(view.teamName ?? view.subject.key),
    subject: clean(view.person?.name ?? view.agent?.title ?? view.subject.key),
    disputed: disputedWords(view),
    recycled: recycledWords(view),
    departing: departingWords(view),
  };
}

/** Q2: the link that there is stays until a person says whose the login is. */
function departingWords({ facts }: AlertView): string {
  const { departures, owners } = facts;
  if (typeof departures !== "number" || departures === 0) return "";
  const people = departures === 1 ? "one person" : `${departures.toLocaleString("en-GB")} people`;
  const of = typeof owners === "number" && owners > 0 ? `, ${owners} of them owners` : "";
  return ` (${people} would depart${of})`;
}

function disputedWords(view: AlertView): string {
  const login = `The login ${clean(view.subject.key)}`;
  if (view.person === null)
    return `${login} could be that of more than one person, and belongs to nobody until somebody says whose it is`;
  const name = clean(view.person.name);
  return view.facts["expired"] === 1
    ? `The link by hand of the login ${clean(view.subject.key)} to ${name} has run out`
    : `${login} is with ${name}, and its directory says that it is somebody else's`;
}

/** Q1: an address that is given on makes nobody the person who had it. */
function recycledWords(view: AlertView): string {
  if (view.subject.kind !== "account") {
    const subject = clean(view.person?.name ?? view.subject.key);
    return `An address now belongs to somebody else (${subject})`;
  }
  const whose = view.person === null ? "" : ` of ${clean(view.person.name)}`;
  const [holder] = view.owners;
  const now = holder === undefined ? "somebody else" : clean(holder.name);
  return `The address of the login ${clean(view.subject.key)}${whose} is that of ${now} now; nothing follows from that but that messages to it may reach the wrong person`;
}

function leftWords(view: AlertView, now: Instant, zone: string): string {
  if (view.person === null) return "the owner has left";
  const name = clean(view.person.name);
  const { until } = view.person;
  if (until === null)
    return `${name} ${view.code === "OWNER_DEPARTING" ? "is leaving" : "has left"}`;
  // The last day is a day where the leaver works, not where the reader does (L2).
  const when = lastDay(until, now, view.person.zone === null ? zone : zoneOr(view.person.zone));
  return until <= now ? `${name} left ${when}` : `${name} leaves ${when}`;
}

function leaveWords(view: AlertView, now: Instant, zone: string): string {
  const name = view.person === null ? "the owner" : clean(view.person.name);
  const until = view.person?.leaveUntil ?? null;
  // L13: kept out by the directory, and not left.
  if (view.facts["suspended"] === 1) return `${name}'s login is suspended`;
  return `${name} is on leave${until === null ? "" : ` until ${dayOf(until - 1, now, zone)}`}`;
}

/** L16, N11: what a directory says of somebody whom HR still has; or of an agent. */
function disagreementWords(view: AlertView, still: string): string {
  const name = view.person === null ? null : clean(view.person.name);
  if (name === null) return `The sources disagree about ${clean(view.subject.key)}`;
  const said =
    view.facts["access"] === "gone"
      ? `HR says that ${name} works here, and the directory has closed their login`
      : `${name} works here and has not signed in for long`;
  return `${said}. ${still}; nothing was taken from them`;
}

function answersWords(view: AlertView, now: Instant, zone: string): string {
  // A deadline is the instant at which the standing changes; the day to act by is the one it falls in.
  const due = view.deadlineAt === null ? null : dayOf(view.deadlineAt, now, zone);
  const past = view.deadlineAt !== null && view.deadlineAt <= now;
  if (view.owners.length === 0) {
    const ask = due === null || past ? "" : `; name an owner by ${due}`;
    return `nobody who works here answers for it${ask}`;
  }
  const names = listOf(view.owners.map((owner) => clean(owner.name)));
  const verb = view.owners.length === 1 ? "answers" : "answer";
  if (due === null) return `${names} ${verb} for it now`;
  return `${names} ${verb} for it now, the signature ${past ? "was" : "is"} due ${due}`;
}

function settledSentence(view: AlertView, now: Instant, zone: string): string {
  const said = partsOf(view, now, zone);
  const what = view.agent === null ? said.subject : `${said.agent}, ${said.decision}`;
  const reason = view.code.toLowerCase().replaceAll("_", " ");
  return `Settled: ${what} (${reason}). ${ended(capital(settledBy(view, said)))}`;
}

/** What holds now instead, as the graph says it. */
function settledBy(view: AlertView, said: Said): string {
  if (view.standing === "revoked") return "the authorization has ended";
  const signers = view.owners.filter((owner) => owner.hasSigned).map((owner) => clean(owner.name));
  if (view.standing === "valid" && signers.length > 0) {
    return `${listOf(signers)} ${signers.length === 1 ? "has" : "have"} signed and ${
      signers.length === 1 ? "answers" : "answer"
    } for it`;
  }
  return view.owners.length > 0 ? said.answers : "the condition no longer holds";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
