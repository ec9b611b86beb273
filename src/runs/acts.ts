import { loadOrgSlice } from "../continuity/org-slice.js";
import { type Act, applyAct } from "../domain/acts.js";
import type { PersonId } from "../domain/person.js";
import type { Instant, LocalDate } from "../domain/time.js";
import { type OrgReader, graphOrg, questionKey } from "../graph/org-reader.js";
import { normaliseAddress } from "../platform/normalise.js";
import { resolve, signedInstant, signingInstant } from "../sync/registry/people.js";
import type { Context } from "./context.js";
import { decisionLine } from "./decision-lines.js";
import { changedOnly, settleWork, workOn, writingEngine } from "./engine.js";
import { policyOf } from "./policy.js";
import type { ActReport, DecisionLine } from "./report.js";
import { type Run, openRunOn } from "./run.js";

/** Who acts, by the login of the machine, mapped to a person by the config. */
export interface Operator {
  readonly login: string;
  /** Address of the operator as a person. */
  readonly person: string;
}

export interface AuthorizationName {
  readonly agentId: string;
  readonly decisionClassId: string;
}

/** One thing to do to one authorization. */
interface Order {
  readonly name: AuthorizationName;
  /** Where the order was read, for refusals. */
  readonly place: string | null;
  readonly act: (people: Asked, at: Instant) => Act | Refusal;
  /** Addresses the order names, each as of a day; null: as of now. */
  readonly addresses: readonly { readonly address: string; readonly on: LocalDate | null }[];
}

interface Refusal {
  readonly refused: string;
  readonly sentence: string;
}

type Refused = ActReport["refused"][number];

/** Addresses of an order, resolved. */
class Asked {
  readonly #answers: ReadonlyMap<string, PersonId | Refusal>;

  constructor(answers: ReadonlyMap<string, PersonId | Refusal>) {
    this.#answers = answers;
  }

  /** The person, or why there is none. */
  who(address: string, on: LocalDate | null = null): PersonId | Refusal {
    return (
      this.#answers.get(`${normaliseAddress(address)}@${on ?? ""}`) ?? {
        refused: "PERSON_UNKNOWN",
        sentence: `"${address}" is nobody we know.`,
      }
    );
  }
}

/** Signs as the operator, or for a named person: then it is attested, with both names. */
export async function sign(
  context: Context,
  order: AuthorizationName & { operator: Operator; evidence?: string; for?: string },
): Promise<ActReport> {
  const { operator } = order;
  const signer = order.for ?? operator.person;
  return await perform(
    context,
    { operator, act: "sign", onBehalfOf: order.for ?? null, reason: null },
    [
      signOrder(order, {
        signer,
        on: null,
        evidence: order.evidence ?? null,
        place: null,
        operator,
      }),
    ],
  );
}

/** Records many signatures that people gave elsewhere, each as of its day (first day, bulk). */
export async function attest(
  context: Context,
  order: {
    readonly operator: Operator;
    readonly lines: readonly {
      readonly agent: string;
      readonly decisionClass: string;
      readonly person: string;
      readonly on: LocalDate;
      readonly evidence: string | null;
      readonly place: string;
    }[];
  },
): Promise<ActReport> {
  const orders = order.lines.map((line) =>
    signOrder(
      { agentId: line.agent, decisionClassId: line.decisionClass },
      {
        signer: line.person,
        on: line.on,
        evidence: line.evidence,
        place: line.place,
        operator: order.operator,
      },
    ),
  );
  return await perform(
    context,
    { operator: order.operator, act: "attest", onBehalfOf: null, reason: null },
    orders,
  );
}

function signOrder(
  name: AuthorizationName,
  facts: {
    readonly signer: string;
    readonly on: LocalDate | null;
    readonly evidence: string | null;
    readonly place: string | null;
    readonly operator: Operator;
  },
): Order {
  const { signer, on, evidence, place, operator } = facts;
  return {
    name,
    place,
    addresses: [{ address: signer, on }],
    act: (asked, at) => {
      const personId = asked.who(signer, on);
      if (typeof personId !== "string") return personId;
      return {
        kind: "sign",
        personId,
        strength: "attested",
        signedAt: on === null ? at : signedInstant(on, at),
        evidence,
        recordedBy: operator.person,
        covers: null,
      };
    },
  };
}

/** Gives the duty back: the next in the successor order is asked. */
export async function decline(
  context: Context,
  order: AuthorizationName & { operator: Operator; for?: string; reason?: string },
): Promise<ActReport> {
  const who = order.for ?? order.operator.person;
  return await performOne(context, order, {
    act: "decline",
    onBehalfOf: order.for ?? null,
    addresses: [who],
    make: (asked) => withPerson(asked.who(who), (personId) => ({ kind: "decline", personId })),
  });
}

/** A named person gives the duty to another; never the signature. */
export async function reassign(
  context: Context,
  order: AuthorizationName & { operator: Operator; to: string; reason: string },
): Promise<ActReport> {
  return await performOne(context, order, {
    act: "reassign",
    onBehalfOf: null,
    addresses: [order.to],
    make: (asked) =>
      withPerson(asked.who(order.to), (toPersonId) => ({ kind: "reassign", toPersonId })),
  });
}

/** An emergency order: withheld until `resume`, whatever any sync says (L13). */
export async function stop(
  context: Context,
  order: AuthorizationName & { operator: Operator; reason: string },
): Promise<ActReport> {
  const { operator, reason } = order;
  return await performOne(context, order, {
    act: "stop",
    onBehalfOf: null,
    addresses: [],
    make: () => ({ kind: "stop", orderedBy: operator.person, reason }),
  });
}

/** Ends a stop: the authorization is what it would be without it. */
export async function resume(
  context: Context,
  order: AuthorizationName & { operator: Operator; reason: string },
): Promise<ActReport> {
  return await performOne(context, order, {
    act: "resume",
    onBehalfOf: null,
    addresses: [],
    make: () => ({ kind: "resume" }),
  });
}

function withPerson(answer: PersonId | Refusal, act: (id: PersonId) => Act): Act | Refusal {
  return typeof answer === "string" ? act(answer) : answer;
}

async function performOne(
  context: Context,
  order: AuthorizationName & { readonly operator: Operator; readonly reason?: string },
  facts: {
    readonly act: string;
    readonly onBehalfOf: string | null;
    readonly addresses: readonly string[];
    readonly make: Order["act"];
  },
): Promise<ActReport> {
  const { operator, reason } = order;
  const { act, onBehalfOf } = facts;
  return await perform(context, { operator, act, onBehalfOf, reason: reason ?? null }, [
    {
      name: order,
      place: null,
      act: facts.make,
      addresses: facts.addresses.map((address) => ({ address, on: null })),
    },
  ]);
}

/**
 * Performs orders as one numbered act. Each authorization is decided and committed with everything it
 * causes; an order that is refused leaves the others alone and says what to do instead. Where all are
 * refused nothing is recorded.
 */
async function perform(
  context: Context,
  facts: {
    readonly operator: Operator;
    readonly act: string;
    readonly onBehalfOf: string | null;
    readonly reason: string | null;
  },
  orders: readonly Order[],
): Promise<ActReport> {
  const { graph } = context;
  const run = await openRunOn(graph, context.clock.now(), {
    kind: "act",
    source: null,
    baseline: false,
    operator: facts.operator.person,
    onBehalfOf: facts.onBehalfOf,
    act: facts.act,
    reason: facts.reason,
  });
  const reader = graphOrg(graph);
  const asked = await ask(reader, orders, run.at);
  const report = await settleOrders(context, run, { orders, asked, reader });
  await run.close(null, null);
  return report;
}

async function settleOrders(
  context: Context,
  run: Run,
  step: { readonly orders: readonly Order[]; readonly asked: Asked; readonly reader: OrgReader },
): Promise<ActReport> {
  const { orders, asked, reader } = step;
  const policy = await policyOf(context.config, reader, run.at);
  const engine = writingEngine(context.graph, run, { policy, reader });
  const keys = [...new Set(orders.map((order) => keyOf(order.name)))];
  let refused: Refused[] = [];
  const { decisions, org } = await settleWork(engine, async () => {
    const stored = await engine.load(keys);
    const acts = orders.map((order) => ({ order, act: order.act(asked, run.at) }));
    const people = acts.flatMap(({ act }) => peopleOf(act));
    const states = [...stored.values()].map((one) => one.state);
    const slice = await loadOrgSlice(states, people, reader, policy);
    const items = new Map([...stored].map(([key, one]) => [key, workOn(one)]));
    refused = acts.flatMap(({ order, act }) => {
      const key = keyOf(order.name);
      const item = items.get(key);
      if ("refused" in act) return refusal(order, act.refused, act.sentence);
      if (item === undefined)
        return refusal(order, "AUTHORIZATION_UNKNOWN", unknownSentence(order.name));
      const result = applyAct(item.current, act, { org: slice, policy, at: run.at });
      if (!result.ok) return refusal(order, result.code, result.sentence);
      items.set(key, { ...item, current: result.state });
      return [];
    });
    return { items: [...items.values()], people };
  });
  const done: DecisionLine[] = changedOnly(decisions).map((one) => decisionLine(one, org));
  return { run: run.number, done, refused };
}

function keyOf(name: AuthorizationName): string {
  return `${name.agentId}:${name.decisionClassId}`;
}

function refusal(order: Order, code: string, sentence: string): Refused {
  return { key: keyOf(order.name), code, sentence, place: order.place };
}

function unknownSentence({ agentId, decisionClassId }: AuthorizationName): string {
  return `No authorization lets "${agentId}" make "${decisionClassId}". Register one, or check the spelling.`;
}

function peopleOf(act: Act | Refusal): PersonId[] {
  if ("refused" in act) return [];
  if (act.kind === "reassign") return [act.toPersonId];
  return act.kind === "sign" || act.kind === "decline" ? [act.personId] : [];
}

async function ask(reader: OrgReader, orders: readonly Order[], at: Instant): Promise<Asked> {
  const questions = orders
    .flatMap((order) => order.addresses)
    .map(({ address, on }) => ({
      on,
      address: normaliseAddress(address),
      at: on === null ? at : signingInstant(on, at),
    }));
  if (questions.length === 0) return new Asked(new Map());
  const found = await reader.candidates(
    questions.map(({ address, at: then }) => ({ address, at: then })),
  );
  return new Asked(
    new Map(
      questions.map((question) => {
        const answer = resolve(question, found.get(questionKey(question)) ?? []);
        const result =
          "personId" in answer
            ? answer.personId
            : {
                refused: `PERSON_${answer.refused.toUpperCase().replaceAll("-", "_")}`,
                sentence: answer.because,
              };
        return [`${question.address}@${question.on ?? ""}`, result];
      }),
    ),
  );
}
