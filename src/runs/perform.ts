import { loadOrgSlice } from "../continuity/org-slice.js";
import { type Act, applyAct } from "../domain/acts.js";
import type { AuthorizationState } from "../domain/authorization.js";
import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import { type OrgReader, graphOrg } from "../graph/org-reader.js";
import { type Asked, type NamedAddress, type Refusal, ask } from "./asked.js";
import type { Context } from "./context.js";
import { decisionLine } from "./decision-lines.js";
import { changedOnly, settleWork, workOn, writingEngine } from "./engine.js";
import { policyOf } from "./policy.js";
import type { ActReport, DecisionLine } from "./report.js";
import { type Run, withAct } from "./run.js";

/** An authorization by what it lets an agent decide. */
type Name = Pick<AuthorizationState, "agentId" | "decisionClassId">;

/** One thing to do to one authorization. */
export interface Order {
  readonly name: Name;
  /** Where the order was read, for refusals. */
  readonly place: string | null;
  readonly act: (people: Asked, at: Instant) => Act | Refusal;
  /** Addresses the order names. */
  readonly addresses: readonly NamedAddress[];
}

/** What the record of the act says besides its orders. */
export interface ActFacts {
  /** Address of the operator as a person. */
  readonly operator: string;
  readonly act: string;
  /** Address of the person the operator acts for; null: for themselves. */
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
}

type Refused = ActReport["refused"][number];

/**
 * Performs orders as one numbered act. Each authorization is decided and committed with everything it
 * causes; an order that is refused leaves the others alone and says what to do instead. The
 * attempt is on record with its number, also where everything was refused.
 */
export async function perform(
  context: Context,
  facts: ActFacts,
  orders: readonly Order[],
): Promise<ActReport> {
  const { graph, clock, log } = context;
  return await withAct(graph, { ...facts, clock, log }, async (run) => {
    const reader = graphOrg(graph);
    const asked = await ask(
      reader,
      orders.flatMap((order) => order.addresses),
      run.at,
    );
    return await settleOrders(context, run, { orders, asked, reader });
  });
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
    const slice = await loadOrgSlice(states, people, engine);
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

function keyOf(name: Name): string {
  return `${name.agentId}:${name.decisionClassId}`;
}

function refusal(order: Order, code: string, sentence: string): Refused {
  return { key: keyOf(order.name), code, sentence, place: order.place };
}

function unknownSentence({ agentId, decisionClassId }: Name): string {
  return `No authorization lets "${agentId}" make "${decisionClassId}". Register one, or check the spelling.`;
}

function peopleOf(act: Act | Refusal): PersonId[] {
  if ("refused" in act) return [];
  if (act.kind === "reassign") return [act.toPersonId];
  return act.kind === "sign" || act.kind === "decline" ? [act.personId] : [];
}
