import type { StandingName } from "../domain/authorization.js";
import type { ReasonCode } from "../domain/reason.js";
import type { Instant } from "../domain/time.js";
import { normaliseAddress } from "../platform/normalise.js";
import {
  type WhoRow,
  chainOfAuthorization,
  chainOfPerson,
  findPeople,
  findPeopleAsKnown,
  lineOfPerson,
  listAuthorizations,
  whoAuthorized,
} from "../graph/queries/history.js";
import { CountersignError } from "../platform/errors.js";
import { nearest } from "../platform/nearest.js";
import { authorizationStory, personStory } from "./chain-events.js";
import type { Context } from "./context.js";
import { exposureAt } from "./exposure.js";
import { BELIEVED_NOW } from "./known.js";
import { thenOf } from "./as-known.js";
import { ownershipView, signatureView, thresholdOf } from "./answer-views.js";
import type { WhoThen } from "./history-report.js";
import type { ChainAnswer, SignatureView, WhoAnswer, PersonName } from "./report.js";

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
  const { row, was } = await context.graph.read(async (tx) => {
    const [found] = await whoAuthorized.run(tx, { key });
    const past = { key, at, known: BELIEVED_NOW };
    return { row: found, was: at === now ? null : await thenOf(tx, past) };
  });
  if (row === undefined) throw await unknownAuthorization(context, question);
  const signatures = row.signatures.map((one) => signatureView(one, row));
  const { ownersAt, standingAt, signaturesAt } = was === null ? today(row, signatures) : asWas(was);
  return {
    key,
    agent: { id: row.agent.id, title: row.agent.title },
    decisionClass: {
      id: row.decisionClass.id,
      title: row.decisionClass.title,
      criteria: row.decisionClass.criteriaText,
      threshold: thresholdOf(row),
      impact: row.decisionClass.impact,
    },
    at,
    thresholdAt: was?.decisionClass.threshold ?? thresholdOf(row),
    standingAt,
    ownersAt,
    signaturesAt,
    exposure: at === now ? null : await exposureAt(context.graph, key, at),
    now: { at: now, ...standingNow(row, now), signatures },
  };
}

type At = Pick<WhoAnswer, "ownersAt" | "standingAt" | "signaturesAt">;

/** Asked about now, what is stored says it all: no version is read. */
function today(row: WhoRow, signatures: readonly SignatureView[]): At {
  const { standing, reasons } = row.authorization;
  const holders = new Set(row.owners.map((owner) => owner.personId));
  return {
    ownersAt: row.owners.map(ownershipView),
    standingAt: { standing, reasons },
    signaturesAt: signatures.filter((one) => holders.has(one.by.id)),
  };
}

function asWas({ owners, standing, signatures }: WhoThen): At {
  return {
    ownersAt: owners,
    standingAt:
      standing === null ? null : { standing: standing.standing, reasons: standing.reasons },
    signaturesAt: signatures,
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
  const person = await personAsked(context, subject);
  const { id } = person;
  const [line, story] = await graph.read(async (tx) => [
    (await lineOfPerson.run(tx, { id }))[0],
    (await chainOfPerson.run(tx, { id }))[0],
  ]);
  if (line === undefined || story === undefined) throw unknownSubject(subject);
  return personStory({ ...line, ...story });
}

/**
 * The one person this address, login or id means.
 *
 * @throws CountersignError SUBJECT_UNKNOWN, SUBJECT_AMBIGUOUS
 */
export async function personAsked({ graph }: Context, subject: string): Promise<PersonName> {
  const people = await graph.read((tx) =>
    findPeople.run(tx, { subject: normaliseAddress(subject) }),
  );
  return onlyOne(subject, people);
}

/**
 * The one person this address, login or id meant after a run; where nobody was known by it then, whom it
 * means now.
 *
 * @throws CountersignError SUBJECT_UNKNOWN, SUBJECT_AMBIGUOUS
 */
export async function personAskedThen(
  context: Context,
  subject: string,
  known: number,
): Promise<PersonName> {
  const asked = { subject: normaliseAddress(subject), known };
  const people = await context.graph.read((tx) => findPeopleAsKnown.run(tx, asked));
  return people.length === 0 ? await personAsked(context, subject) : onlyOne(subject, people);
}

function onlyOne(subject: string, people: readonly PersonName[]): PersonName {
  const [person] = people;
  if (person === undefined) throw unknownSubject(subject);
  if (people.length === 1) return person;
  throw severalPeople(
    subject,
    people.map((one) => one.id),
  );
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

/** AUTHORIZATION_UNKNOWN, with the nearest name that is known. */
export async function unknownAuthorization(
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
