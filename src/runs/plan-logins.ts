import type { Graph } from "../graph/graph.js";
import { type LinkFacts, readLinks, touchedAccounts } from "../graph/queries/identity.js";
import type { AccountChange } from "../sync/account-change.js";
import {
  type CorrelatorFrame,
  Correlator,
  type LinkOutcome,
  asDecided,
} from "../sync/correlator.js";
import { changedEmployments } from "../sync/diff.js";
import type { EmploymentChange } from "../sync/employment-change.js";
import { factsAfter } from "../sync/planned-logins.js";
import type { PlannedOrg } from "../sync/planned-org.js";

/**
 * Decides about the logins that a run would look at: those that change, and those that a run would wake
 * because of people or addresses that the plan brings. Lays what follows over the organisation.
 */
export async function planLogins(
  graph: Graph,
  org: PlannedOrg,
  step: { readonly changes: readonly AccountChange[]; readonly frame: CorrelatorFrame },
): Promise<{
  readonly outcomes: readonly LinkOutcome[];
  readonly employments: readonly EmploymentChange[];
}> {
  const { changes, frame } = step;
  const woken = await graph.read((tx) => touchedAccounts.run(tx, org.takeNews()));
  const changed = new Map(changes.map((change) => [change.key, change]));
  const keys = [...new Set([...changed.keys(), ...woken.map((row) => row.key)])].toSorted();
  if (keys.length === 0) return { outcomes: [], employments: [] };
  const stored = await graph.read((tx) => readLinks.run(tx, { keys }));
  const known = new Map(stored.map((facts) => [facts.key, facts]));
  const facts = keys.flatMap((key) => {
    const change = changed.get(key);
    const before = org.plannedLogin(key) ?? known.get(key);
    if (change !== undefined) return [factsAfter(change, { before, at: frame.at })];
    return before === undefined ? [] : [before];
  });
  const correlator = new Correlator(frame);
  const outcomes = (await asPlanned(org, facts)).map((one) => correlator.decide(one));
  org.addLogins(outcomes);
  const tenures = await plannedTenures(graph, outcomes, frame.at);
  const employments = tenures.filter((change) => !org.isPlanned(change));
  org.addEmployments(employments);
  return { outcomes, employments };
}

/** Candidates and holders of addresses as they would be. */
async function asPlanned(org: PlannedOrg, facts: readonly LinkFacts[]): Promise<LinkFacts[]> {
  const people = await org.people(facts.flatMap((one) => one.claims));
  return facts.map((one) => {
    const linked = one.linkedTo?.personId ?? null;
    const planned = linked === null || one.email === null ? null : org.holderOf(one.email, linked);
    return {
      ...one,
      candidates: one.claims.flatMap((claim) => {
        const personId = people.get(claim);
        return personId === undefined ? [] : [{ claim, personId }];
      }),
      recycledFrom: planned ?? one.recycledFrom,
    };
  });
}

async function plannedTenures(
  graph: Graph,
  outcomes: readonly LinkOutcome[],
  at: number,
): Promise<EmploymentChange[]> {
  const read = outcomes.flatMap(({ tenure }) => (tenure === null ? [] : [tenure]));
  return asDecided(await changedEmployments(graph, read, at), outcomes);
}
