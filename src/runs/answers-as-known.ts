import type { ManagedTransaction } from "neo4j-driver";
import type { Instant } from "../domain/time.js";
import { whoAuthorized } from "../graph/queries/history.js";
import { personAsked, personAskedThen, unknownAuthorization } from "./answers.js";
import { type Times, placeOf, thenOf } from "./as-known.js";
import type { Context } from "./context.js";
import type { ChainThen, Knowledge, PlaceView, WhoAsKnown } from "./history-report.js";
import { BELIEVED_NOW, knownAs, timeOf } from "./known.js";
import type { PersonName } from "./report.js";

/**
 * Who authorized this agent to make this class of decision at `at`, as it was known at another time.
 * Asked again with the same times the answer is the same, whatever is recorded in between (I6), once
 * `known.isFinal`.
 *
 * @throws CountersignError AUTHORIZATION_UNKNOWN, RUN_UNKNOWN
 */
export async function whoAsKnown(
  context: Context,
  question: {
    readonly agentId: string;
    readonly decisionClassId: string;
    /** Left out: the time of the knowledge. */
    readonly at?: Instant;
    readonly knownAt: Knowledge;
  },
): Promise<WhoAsKnown> {
  const key = `${question.agentId}:${question.decisionClassId}`;
  const answer = await context.graph.read(async (tx) => {
    const known = await knownAs(tx, question.knownAt);
    const at = question.at ?? timeOf(known, context.clock.now());
    const was = await thenOf(tx, { key, at, known: known.run?.number ?? 0 });
    return { key, at, known, was };
  });
  if (answer.was === null) await requireAuthorization(context, question);
  return answer;
}

/** What was not on record then may be now; what never was is asked for by a wrong name. */
async function requireAuthorization(
  context: Context,
  question: { readonly agentId: string; readonly decisionClassId: string },
): Promise<void> {
  const key = `${question.agentId}:${question.decisionClassId}`;
  const [row] = await context.graph.read((tx) => whoAuthorized.run(tx, { key }));
  if (row === undefined) throw await unknownAuthorization(context, question);
}

/**
 * Where a person stood at `at`, or everyone who answered for an authorization: reporting line, teams,
 * seats, holdings, as believed now or as known at another time.
 *
 * @throws CountersignError SUBJECT_UNKNOWN, SUBJECT_AMBIGUOUS, RUN_UNKNOWN
 */
export async function chainThen(
  context: Context,
  question: { readonly subject: string; readonly at?: Instant; readonly knownAt?: Knowledge },
): Promise<ChainThen> {
  const key = question.subject.replace(/\s+/, ":");
  const [authorization] = await context.graph.read((tx) => whoAuthorized.run(tx, { key }));
  const { subject, knownAt } = question;
  const known =
    knownAt === undefined ? null : await context.graph.read((tx) => knownAs(tx, knownAt));
  const run = known?.run?.number ?? null;
  const asked = async (): Promise<PersonName> =>
    run === null ? personAsked(context, subject) : personAskedThen(context, subject, run);
  const person = authorization === undefined ? await asked() : null;
  const now = context.clock.now();
  return await context.graph.read(async (tx) => {
    const at = question.at ?? (known === null ? now : timeOf(known, now));
    const times = { at, known: known === null ? BELIEVED_NOW : (known.run?.number ?? 0) };
    const found =
      person === null ? await rightThen(tx, key, times) : await personThen(tx, person, times);
    return { ...found, at, known };
  });
}

type Found = Pick<ChainThen, "subject" | "standing" | "people">;

async function personThen(
  tx: ManagedTransaction,
  person: PersonName,
  times: Times,
): Promise<Found> {
  const place = await placeOf(tx, person.id, times);
  return {
    subject: { kind: "person", key: person.id, title: person.name },
    standing: null,
    people: place === null ? [] : [place],
  };
}

async function rightThen(tx: ManagedTransaction, key: string, times: Times): Promise<Found> {
  const was = await thenOf(tx, { key, ...times });
  if (was === null)
    return { subject: { kind: "authorization", key, title: key }, standing: null, people: [] };
  const people: PlaceView[] = [];
  for (const owner of was.owners) {
    const place = await placeOf(tx, owner.person.id, times);
    if (place !== null) people.push(place);
  }
  const title = `${was.agent.title} may decide ${was.decisionClass.title}`;
  return {
    subject: { kind: "authorization", key, title },
    standing: was.standing?.standing ?? null,
    people,
  };
}
