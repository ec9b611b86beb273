import type { Graph } from "../../graph/graph.js";
import {
  type ClaimantRow,
  type IdentityFacts,
  claimsOf,
  findBlueprints,
  knownAs,
  readClaimants,
  readIdentities,
  unprojectedIdentities,
} from "../../graph/queries/agents.js";
import type { AgentRow } from "../../graph/queries/registry.js";
import type { AgentChange } from "./change.js";
import type { FoundAgents } from "./find.js";
import { type AgentState, byIdentifier, stateOf } from "./state.js";

/** Marked agents that a plan looks at; a run that died leaves few. */
const MOST_MARKED = 10_000;

/**
 * The agents of directories as they would be: the graph with the changes of a plan laid over it, those
 * of directories and those of documents. Whom sponsor references mean is taken as it is: who sponsors an
 * agent changes a finding and never makes one.
 */
export class PlannedAgents {
  readonly #graph: Graph;
  readonly #changed = new Map<string, AgentChange>();
  readonly #gone = new Set<string>();
  readonly #documents = new Map<string, AgentRow>();
  /** What would be marked since the last look: agents, and ids by which others go. */
  #touched = new Set<string>();
  #touchedIds = new Set<string>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Lays what a directory told over the graph. */
  add({ changes, gone }: Pick<FoundAgents, "changes" | "gone">): void {
    for (const change of changes) {
      this.#changed.set(change.key, change);
      this.#touched.add(change.key);
      for (const ref of [change.before?.blueprintRef, change.claims.blueprintRef]) {
        if (ref !== null && ref !== undefined) this.#touchedIds.add(ref);
      }
    }
    for (const { key } of gone) {
      this.#gone.add(key);
      this.#touched.add(key);
    }
  }

  /** Lays changed agent documents over the graph. */
  async register(rows: readonly (AgentRow | null)[]): Promise<void> {
    const changed = rows.flatMap((row) => row ?? []);
    const agentIds = changed.map(({ id }) => id);
    const before = await this.#graph.read((tx) => claimsOf.run(tx, { agentIds }));
    for (const { identifier } of before) this.#touchedIds.add(identifier);
    for (const row of changed) {
      this.#documents.set(row.id, row);
      for (const id of row.identities) this.#touchedIds.add(id);
    }
  }

  /** The states of everything that a run of `source` would settle now; each is told once. */
  async states(source: string): Promise<AgentState[]> {
    const keys = await this.#dueKeys(source);
    const identities = await this.#identities(keys);
    const identifiers = [...new Set(identities.flatMap((one) => one.identifiers))];
    const claimants = byIdentifier([
      ...(await this.#claimants(identifiers)),
      ...[...this.#documents.values()].flatMap(claimantRows),
    ]);
    const blueprints = await this.#blueprints(identifiers);
    return identities.map((one) => stateOf(one, { claimants, blueprints }));
  }

  async #dueKeys(source: string): Promise<string[]> {
    const identifiers = [...this.#touchedIds];
    const [marked, known] = await this.#graph.read(async (tx) => [
      await unprojectedIdentities.run(tx, { source, limit: MOST_MARKED }),
      await knownAs.run(tx, { identifiers }),
    ]);
    const planned = [...this.#changed.values()].filter((one) =>
      one.identifiers.some((id) => this.#touchedIds.has(id)),
    );
    const keys = new Set([
      ...this.#touched,
      ...[...marked, ...known, ...planned].map(({ key }) => key),
    ]);
    this.#touched = new Set();
    this.#touchedIds = new Set();
    return [...keys].toSorted();
  }

  async #identities(keys: readonly string[]): Promise<IdentityFacts[]> {
    const stored = await this.#graph.read((tx) => readIdentities.run(tx, { keys: [...keys] }));
    const known = new Map(stored.map((one) => [one.key, one]));
    return keys.flatMap((key) => {
      const before = known.get(key);
      const change = this.#changed.get(key);
      const gone = this.#gone.has(key);
      if (change === undefined)
        return before === undefined ? [] : [gone ? { ...before, gone } : before];
      const { source, status, createdAt, blueprintRef } = change.claims;
      const identifiers = [...change.identifiers];
      const sponsors = before?.sponsors ?? [];
      return [{ key, source, status, createdAt, blueprintRef, identifiers, sponsors, gone }];
    });
  }

  /** Claims of documents that the plan does not change. */
  async #claimants(identifiers: string[]): Promise<ClaimantRow[]> {
    const stored = await this.#graph.read((tx) => readClaimants.run(tx, { identifiers }));
    return stored.filter((one) => !this.#documents.has(one.agentId));
  }

  async #blueprints(identifiers: string[]): Promise<Set<string>> {
    const except = [...this.#changed.values()]
      .filter(
        ({ before, claims }) => before !== null && before.blueprintRef !== claims.blueprintRef,
      )
      .map(({ key }) => key);
    const stored = await this.#graph.read((tx) => findBlueprints.run(tx, { identifiers, except }));
    const planned = [...this.#changed.values()].flatMap(({ claims }) => claims.blueprintRef ?? []);
    return new Set([...stored.map((row) => row.identifier), ...planned]);
  }
}

function claimantRows({ id, status, identities }: AgentRow): ClaimantRow[] {
  return identities.map((identifier) => ({ identifier, agentId: id, status }));
}
