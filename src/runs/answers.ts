import type { StandingName } from "../domain/authorization.js";
import type { ReasonCode } from "../domain/reason.js";
import { covers } from "../domain/signature.js";
import type { Instant } from "../domain/time.js";
import { revisionsInForce } from "../continuity/state.js";
import { normaliseAddress } from "../platform/normalise.js";
import {
  type OwnershipRow,
  type WhoRow,
  chainOfAuthorization,
  chainOfPerson,
  findPeople,
  listAuthorizations,
  whoAuthorized,
} from "../graph/queries/history.js";
import { CountersignError } from "../platform/errors.js";
import { nearest } from "../platform/nearest.js";
import { authorizationStory, personStory } from "./chain-events.js";
import type { Context } from "./context.js";
import type { ChainAnswer, OwnershipView, SignatureView, WhoAnswer } from "./report.js";

/**
 * Who authorized this agent to make this class of decision at `at` (now when left out), and who
 * answers today. A worker that stands still never makes this lie: what has taken effect since the
 * last run is taken into account and said (`now.stale`).
 *
 * @throws CountersignError AUTHORIZATION_UNKNOWN
 */
export async function who(
  context: Context,
  question: { readonly agentId: string; readonly decisionClassId: string; readonly at?: Instant },
): Promise<WhoAnswer> {
  const key = `${question.agentId}:${question.decisionClassId}`;
  const now = context.clock.now();
  const at = question.at ?? now;
  const [row] = await context.graph.read((tx) => whoAuthorized.run(tx, { key, at }));
  if (row === undefined) throw await unknownAuthorization(context, question);
  const signatures = row.signatures.map((one) => signatureView(one, row));
  const holdersAt = new Set(row.ownersAt.map((owner) => owner.personId));
  return {
    key,
    agent: { id: row.agent.id, title: row.agent.title },
    decisionClass: {
      id: row.decisionClass.id,
      title: row.decisionClass.title,
      criteria: row.decisionClass.criteriaText,
      threshold: row.authorization.limitText ?? row.decisionClass.thresholdText,
      impact: row.decisionClass.impact,
    },
    at,
    standingAt: row.standingAt,
    ownersAt: row.ownersAt.map(ownershipView),
    signaturesAt: signatures.filter((one) => one.signedAt <= at && holdersAt.has(one.by.id)),
    now: { at: now, ...standingNow(row, now), signatures },
  };
}

/** Standing and owners as they are at this moment, whether or not a run has seen it yet. */
function standingNow(
  row: WhoRow,
  now: Instant,
): Pick<WhoAnswer["now"], "standing" | "reasons" | "deadlineAt" | "owners" | "stale"> {
  const { standing, reasons, deadlineAt } = row.authorization;
  const present = row.owners.filter(
    (owner) => owner.personEndsAt === null || owner.personEndsAt > now,
  );
  const gone = row.owners.filter((owner) => !present.includes(owner));
  const owners = present.map(ownershipView);
  const stored = { standing, reasons, deadlineAt, owners };
  if (standing === "revoked") return { ...stored, stale: null };
  const open = standing === "provisional" || standing === "orphaned";
  if (open && deadlineAt !== null && deadlineAt <= now) {
    const lapsed: { standing: StandingName } = { standing: "lapsed" };
    return {
      ...stored,
      ...lapsed,
      stale: "The deadline has passed since the last run; the next one records it.",
    };
  }
  if (gone.length === 0) return { ...stored, stale: null };
  const names = gone.map((owner) => owner.name).join(", ");
  const stale = `${names} left after the last run; the next one finds a successor.`;
  if (owners.length > 0) return { ...stored, stale };
  const departed: ReasonCode[] = [...new Set<ReasonCode>(["OWNER_DEPARTED", ...reasons])];
  return {
    ...stored,
    standing: standing === "valid" || standing === "provisional" ? "orphaned" : standing,
    reasons: departed,
    stale,
  };
}

function ownershipView(row: OwnershipRow): OwnershipView {
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

function signatureView(one: WhoRow["signatures"][number], row: WhoRow): SignatureView {
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

/** The story of an authorization (`agent:class`) or a person (address, login or id). */
export async function chain(
  context: Context,
  question: { readonly subject: string },
): Promise<ChainAnswer> {
  const { graph } = context;
  const { subject } = question;
  const key = subject.replace(/\s+/, ":");
  const [authorization] = await graph.read((tx) => chainOfAuthorization.run(tx, { key }));
  if (authorization !== undefined) return authorizationStory(authorization);
  const address = normaliseAddress(subject);
  const people = await graph.read((tx) => findPeople.run(tx, { subject: address }));
  const [person] = people;
  if (person === undefined) throw unknownSubject(subject);
  if (people.length > 1)
    throw severalPeople(
      subject,
      people.map((one) => one.id),
    );
  const [story] = await graph.read((tx) => chainOfPerson.run(tx, { id: person.id }));
  if (story === undefined) throw unknownSubject(subject);
  return personStory(story);
}

function unknownSubject(subject: string): CountersignError {
  return new CountersignError({
    code: "SUBJECT_UNKNOWN",
    message: `"${subject}" is no authorization and nobody we know.`,
    next: "Give an authorization as agent:class, or a person by e-mail, login or id.",
    audience: "caller",
  });
}

function severalPeople(subject: string, ids: readonly string[]): CountersignError {
  return new CountersignError({
    code: "SUBJECT_AMBIGUOUS",
    message: `"${subject}" was or is the address of ${ids.length} people.`,
    next: `Ask by id: ${ids.join(", ")}.`,
    audience: "caller",
  });
}

const LISTED = 500;

async function unknownAuthorization(
  context: Context,
  { agentId, decisionClassId }: { readonly agentId: string; readonly decisionClassId: string },
): Promise<CountersignError> {
  const known = await context.graph.read((tx) =>
    listAuthorizations.run(tx, { prefix: "", limit: LISTED }),
  );
  const ofAgent = known.filter((one) => one.agentId === agentId).map((one) => one.decisionClassId);
  const near =
    ofAgent.length > 0
      ? nearest(decisionClassId, ofAgent)
      : nearest(agentId, [...new Set(known.map((one) => one.agentId))]);
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  const next =
    ofAgent.length > 0
      ? `${agentId} may decide: ${ofAgent.slice(0, 10).join(", ")}.`
      : "countersign findings and the registry list agents and their decision classes.";
  return new CountersignError({
    code: "AUTHORIZATION_UNKNOWN",
    message: `No authorization lets "${agentId}" make "${decisionClassId}".${hint}`,
    next,
    audience: "caller",
  });
}
