import type { Act } from "../domain/acts.js";
import type { PersonId } from "../domain/person.js";
import type { LocalDate } from "../domain/time.js";
import { signedInstant } from "../sync/registry/people.js";
import type { Refusal } from "./asked.js";
import type { Context } from "./context.js";
import { type Order, perform } from "./perform.js";
import type { ActReport } from "./report.js";

/** Who acts, by the login of the machine, mapped to a person by the config. */
export interface Operator {
  readonly login: string;
  /** Address of the operator as a person. */
  readonly person: string;
}

/** An authorization as people name it. */
export interface AuthorizationName {
  readonly agentId: string;
  readonly decisionClassId: string;
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
    { operator: operator.person, act: "sign", onBehalfOf: order.for ?? null, reason: null },
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
    { operator: order.operator.person, act: "attest", onBehalfOf: null, reason: null },
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
  return await perform(
    context,
    { operator: operator.person, act, onBehalfOf, reason: reason ?? null },
    [
      {
        name: order,
        place: null,
        act: facts.make,
        addresses: facts.addresses.map((address) => ({ address, on: null })),
      },
    ],
  );
}
