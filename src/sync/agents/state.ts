import type { ManagedTransaction } from "neo4j-driver";
import type { PersonId } from "../../domain/person.js";
import type { Instant } from "../../domain/time.js";
import {
  type ClaimantRow,
  type IdentityFacts,
  findBlueprints,
  readClaimants,
  readIdentities,
} from "../../graph/queries/agents.js";
import { isIdle } from "./change.js";

/** A person whom a sponsor reference means. */
export interface Sponsor {
  /** `source/native id` of the login. */
  readonly ref: string;
  readonly personId: PersonId;
}

/** Everything that decides whether somebody has to look at an agent of a directory. */
export interface AgentState {
  readonly key: string;
  readonly source: string;
  readonly status: IdentityFacts["status"];
  readonly gone: boolean;
  /** Others were made from it: it decides nothing itself. */
  readonly isBlueprint: boolean;
  readonly createdAt: Instant | null;
  /** Each person once, in order of the references; nobody sponsors what is gone. */
  readonly sponsors: readonly Sponsor[];
  /** The registry agent whose document claims it; null: none does. */
  readonly claimant: { readonly id: string; readonly status: "active" | "retired" } | null;
}

/** Whether it may be deciding something now. */
export function isWorking({ gone, status, isBlueprint }: AgentState): boolean {
  return !gone && !isIdle(status) && !isBlueprint;
}

/** The states of these agents as a transaction sees them that has locked them; by key. */
export async function readStates(
  tx: ManagedTransaction,
  keys: readonly string[],
): Promise<AgentState[]> {
  const identities = await readIdentities.run(tx, { keys: [...keys] });
  const identifiers = [...new Set(identities.flatMap((one) => one.identifiers))];
  const claimants = await readClaimants.run(tx, { identifiers });
  const blueprints = await findBlueprints.run(tx, { identifiers, except: [] });
  const frame = {
    claimants: byIdentifier(claimants),
    blueprints: new Set(blueprints.map((row) => row.identifier)),
  };
  return identities.map((one) => stateOf(one, frame));
}

/** Claims by the id that is claimed. */
export function byIdentifier(rows: readonly ClaimantRow[]): Map<string, readonly ClaimantRow[]> {
  const claimants = new Map<string, readonly ClaimantRow[]>();
  for (const row of rows) {
    claimants.set(row.identifier, [...(claimants.get(row.identifier) ?? []), row]);
  }
  return claimants;
}

/** What the ids of an agent mean to others. */
export interface StateFrame {
  readonly claimants: ReadonlyMap<string, readonly ClaimantRow[]>;
  /** Ids that some agent names as its blueprint. */
  readonly blueprints: ReadonlySet<string>;
}

/** The state of one agent. Pure: a run and a plan decide by the same rule. */
export function stateOf(facts: IdentityFacts, { claimants, blueprints }: StateFrame): AgentState {
  const { key, source, status, gone, createdAt, identifiers, blueprintRef } = facts;
  const people = new Map<PersonId, Sponsor>();
  for (const one of gone ? [] : facts.sponsors) {
    if (!people.has(one.personId)) people.set(one.personId, one);
  }
  return {
    key,
    source,
    status,
    gone,
    isBlueprint: blueprintRef === null && identifiers.some((id) => blueprints.has(id)),
    createdAt,
    sponsors: [...people.values()],
    claimant: claimantOf(
      key,
      identifiers.flatMap((id) => claimants.get(id) ?? []),
    ),
  };
}

/**
 * Of several documents an active one goes before a retired one (G2), the one that names the agent by its
 * own id before one that names it by another, and the smaller id before the larger: the order in which
 * they came never matters.
 */
function claimantOf(key: string, rows: readonly ClaimantRow[]): AgentState["claimant"] {
  const rank = (one: ClaimantRow) =>
    (one.status === "retired" ? 2 : 0) + (one.identifier === key ? 0 : 1);
  const [first] = rows.toSorted((a, b) => rank(a) - rank(b) || (a.agentId < b.agentId ? -1 : 1));
  return first === undefined ? null : { id: first.agentId, status: first.status };
}
