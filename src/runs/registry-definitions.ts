import { type StoredState, revisionsInForce } from "../continuity/state.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import { type DefinitionRow, ofDefinitions } from "../graph/queries/authorization-read.js";
import {
  writeAgents,
  writeAuthorityLimits,
  writeDecisionClasses,
} from "../graph/queries/registry.js";
import type { RegistryDocument } from "../sources/registry/documents.js";
import {
  type Applied,
  type AppliedRow,
  appliedRow,
  documentDigest,
  writeApplied,
} from "../sync/registry/applied.js";
import type { Defined } from "../sync/registry/definitions.js";
import type { RegistryWork } from "../sync/registry/prepare.js";
import type { Overlay } from "./engine.js";

const CHUNK = 500;

/** Writes changed classes, agents and limits with the applied versions of their documents. */
export async function writeDefinitions(
  run: RunWriter,
  work: RegistryWork,
  frame: {
    readonly source: string;
    readonly converterHash: string;
    readonly applied: ReadonlyMap<string, Applied>;
  },
): Promise<void> {
  const { number, at } = run;
  for (const chunk of chunks(fresh(work.classes, frame))) {
    await run.write("authorizations", async (tx) => {
      await writeDecisionClasses.run(tx, { run: number, at, rows: chunk.map((one) => one.row) });
      await writeApplied(
        tx,
        run,
        chunk.map((one) => one.applied),
      );
    });
  }
  for (const chunk of chunks(fresh(work.agents, frame))) {
    await run.write("authorizations", async (tx) => {
      await writeAgents.run(tx, { run: number, at, rows: chunk.map((one) => one.row) });
      await writeApplied(
        tx,
        run,
        chunk.map((one) => one.applied),
      );
    });
  }
  for (const chunk of chunks(fresh(work.limits, frame))) {
    await run.write("authorizations", async (tx) => {
      await writeAuthorityLimits.run(tx, { run: number, rows: chunk.map((one) => one.row) });
      await writeApplied(
        tx,
        run,
        chunk.map((one) => one.applied),
      );
    });
  }
}

/** What has something new to write; a definition whose person line is still refused is not written again. */
function fresh<Row, Document extends RegistryDocument>(
  defined: readonly Defined<Row, Document>[],
  frame: {
    readonly source: string;
    readonly converterHash: string;
    readonly applied: ReadonlyMap<string, Applied>;
  },
): { row: Row; applied: AppliedRow }[] {
  return defined.flatMap(({ seen, row, document, pins, problem }) => {
    if (row === null) return [];
    const digest = problem === null ? documentDigest(frame.converterHash, document) : null;
    const applied = appliedRow(frame.source, seen, { document, pins, digest });
    const known = frame.applied.get(seen.key);
    const same =
      known !== undefined &&
      known.digest === digest &&
      JSON.stringify(known.pins) === JSON.stringify(pins) &&
      documentDigest("", known.document) === documentDigest("", document);
    return same ? [] : [{ row, applied }];
  });
}

/** Authorizations that changed definitions touch, as the graph knows them. */
export async function touchedByDefinitions(graph: Graph, work: RegistryWork): Promise<string[]> {
  const agentIds = work.agents.map((one) => one.document.id);
  const classIds = work.classes.map((one) => one.document.id);
  if (agentIds.length + classIds.length === 0) return [];
  const rows = await graph.read((tx) => ofDefinitions.run(tx, { agentIds, classIds }));
  return rows.map((row) => row.key);
}

/** Definitions as they would be after the work: for plans. */
export class PlannedDefinitions {
  readonly #classes: ReadonlyMap<string, RegistryWork["classes"][number]>;
  readonly #agents: ReadonlyMap<string, RegistryWork["agents"][number]>;

  constructor(work: RegistryWork) {
    this.#classes = new Map(work.classes.map((one) => [one.document.id, one]));
    this.#agents = new Map(work.agents.map((one) => [one.document.id, one]));
  }

  row(
    key: { readonly agentId: string; readonly decisionClassId: string },
    known: DefinitionRow | undefined,
  ): DefinitionRow | undefined {
    const agent = this.#agents.get(key.agentId)?.row ?? null;
    const decisionClass = this.#classes.get(key.decisionClassId)?.row ?? null;
    if (known === undefined && (agent === null || decisionClass === null)) return undefined;
    const agentFacts = agent ?? known?.agent;
    const classFacts = decisionClass ?? known?.decisionClass;
    if (agentFacts === undefined || classFacts === undefined) return undefined;
    return {
      key: `${key.agentId}:${key.decisionClassId}`,
      agent: { digest: agentFacts.digest, status: agentFacts.status },
      decisionClass: {
        impact: classFacts.impact,
        criteriaDigest: classFacts.criteriaDigest,
        thresholdDigest: classFacts.thresholdDigest,
        limits: classFacts.limits,
        status: classFacts.status,
      },
      builderId: agent === null ? (known?.builderId ?? null) : agent.builderId,
      leadId: decisionClass === null ? (known?.leadId ?? null) : decisionClass.leadId,
    };
  }

  /** Lays the planned definitions over a stored state. */
  readonly overlay: Overlay = (stored: StoredState): StoredState => {
    const { state } = stored;
    const agent = this.#agents.get(state.agentId)?.row;
    const decisionClass = this.#classes.get(state.decisionClassId)?.row;
    if (agent == null && decisionClass == null) return stored;
    const inForce = revisionsInForce(
      {
        agentDigest: agent?.digest ?? state.inForce.agentDigest,
        criteriaDigest: decisionClass?.criteriaDigest ?? state.inForce.criteriaDigest,
        thresholdDigest: decisionClass?.thresholdDigest ?? state.inForce.thresholdDigest,
        limits: decisionClass?.limits ?? state.inForce.limits,
      },
      decisionClass == null ? null : stored.limitText,
      decisionClass == null ? null : stored.ownLimits,
    );
    return {
      ...stored,
      state: {
        ...state,
        inForce,
        tier: decisionClass?.impact ?? state.tier,
        builderId: agent == null ? state.builderId : agent.builderId,
        leadId: decisionClass == null ? state.leadId : decisionClass.leadId,
        retired:
          state.retired || agent?.status === "retired" || decisionClass?.status === "retired",
      },
    };
  };
}

function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
