import { type WriteResult, writeDecisions } from "../continuity/write.js";
import { findingChanges } from "../continuity/findings.js";
import { PlannedFindings } from "../continuity/planned-findings.js";
import { type StoredState, readStoredStates } from "../continuity/state.js";
import {
  type Decision,
  type WorkItem,
  PlanOutdated,
  changesAnything,
  decide,
} from "../continuity/work.js";
import type { AuthorizationState } from "../domain/authorization.js";
import type { OrgView } from "../domain/org.js";
import type { PersonId } from "../domain/person.js";
import type { Policy } from "../domain/policy.js";
import type { Instant } from "../domain/time.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import type { OrgReader } from "../graph/org-reader.js";

/**
 * What a use case decides with: a run reads the graph and writes what it decides; a plan reads through
 * what it would have written so far and only remembers. Everything above is the same code for both,
 * so `sync --plan` says what `sync` does.
 */
export interface Engine {
  readonly at: Instant;
  readonly policy: Policy;
  readonly reader: OrgReader;
  load(keys: readonly string[]): Promise<Map<string, StoredState>>;
  commit(decisions: readonly Decision[], org: OrgView): Promise<WriteResult>;
}

/** The engine of a run: reads the graph and commits what it decides. */
export function writingEngine(
  graph: Graph,
  run: RunWriter,
  frame: { readonly policy: Policy; readonly reader: OrgReader },
): Engine {
  return {
    ...frame,
    at: run.at,
    load: (keys) => readStoredStates(graph, keys),
    commit: (decisions, org) => writeDecisions(graph, run, { decisions, org }),
  };
}

/** Changes a stored state the way planned definitions would; identity where none are planned. */
export type Overlay = (stored: StoredState) => StoredState;

/** An engine that writes nothing and remembers what it would have written. */
export class PlanningEngine implements Engine {
  readonly at: Instant;
  readonly policy: Policy;
  readonly reader: OrgReader;
  readonly #graph: Graph;
  readonly findings: PlannedFindings;
  readonly #after = new Map<string, StoredState>();
  #overlay: Overlay = (stored) => stored;

  constructor(
    graph: Graph,
    frame: { readonly at: Instant; readonly policy: Policy; readonly reader: OrgReader },
  ) {
    this.#graph = graph;
    this.findings = new PlannedFindings(graph);
    this.at = frame.at;
    this.policy = frame.policy;
    this.reader = frame.reader;
  }

  /** An authorization as decided so far; undefined where nothing was decided. */
  decided(key: string): AuthorizationState | undefined {
    return this.#after.get(key)?.state;
  }

  /** From here on states are read as they would be under planned definitions. */
  lay(overlay: Overlay): void {
    this.#overlay = overlay;
  }

  async load(keys: readonly string[]): Promise<Map<string, StoredState>> {
    const stored = await readStoredStates(this.#graph, keys);
    for (const key of keys) {
      const known = this.#after.get(key) ?? stored.get(key);
      if (known !== undefined) stored.set(key, this.#overlay(known));
    }
    return stored;
  }

  async commit(decisions: readonly Decision[]): Promise<WriteResult> {
    for (const { item, settled } of decisions) {
      const { limitText, ownLimits, dueAt } = item;
      this.#after.set(settled.after.key, {
        state: settled.after,
        limitText,
        ownLimits,
        unsettledIn: null,
        dueAt,
      });
    }
    return await this.findings.note(await findingChanges(this.findings.open, decisions));
  }
}

/** A stored authorization as work: nothing has acted on it. */
export function workOn(stored: StoredState): WorkItem {
  const { state, limitText, ownLimits, unsettledIn, dueAt } = stored;
  return {
    before: state,
    current: state,
    limitText,
    ownLimits,
    unsettledIn,
    dueAt,
    alongside: null,
  };
}

/** What was decided and written, with the organisation it was decided on. */
export interface Settlement extends WriteResult {
  readonly decisions: readonly Decision[];
  readonly org: OrgView;
}

/** Attempts when the world moves between planning and writing. */
const ATTEMPTS = 5;

/**
 * Builds the work, decides and commits it; when something else changed meanwhile, everything is built
 * and decided again on the new state of the world.
 */
export async function settleWork(
  engine: Engine,
  build: () => Promise<{ items: readonly WorkItem[]; people: readonly PersonId[] }>,
): Promise<Settlement> {
  for (let attempt = 1; ; attempt += 1) {
    const { items, people } = await build();
    const { decisions, org } = await decide(items, people, engine);
    try {
      const written = await engine.commit(decisions, org);
      return { ...written, decisions, org };
    } catch (error) {
      if (!(error instanceof PlanOutdated) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Settles authorizations as they are stored. */
export async function settleKeys(engine: Engine, keys: readonly string[]): Promise<Settlement> {
  return await settleWork(engine, async () => {
    const stored = await engine.load(keys);
    return { items: [...stored.values()].map(workOn), people: [] };
  });
}

/** Decisions that change an authorization, for reports. */
export function changedOnly(decisions: readonly Decision[]): Decision[] {
  return decisions.filter(changesAnything);
}
