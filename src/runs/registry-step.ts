import { loadOrgSlice } from "../continuity/org-slice.js";
import { type StoredState, revisionsInForce } from "../continuity/state.js";
import type { WorkItem } from "../continuity/work.js";
import type { AuthorizationState } from "../domain/authorization.js";
import type { PlanContext } from "../domain/context.js";
import type { PersonId } from "../domain/person.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import {
  type DefinitionRow,
  type KnownDefinitions,
  readDefinitions,
} from "../graph/queries/authorization-read.js";
import { canonicalJson } from "../platform/ids.js";
import type { Problem } from "../platform/problem.js";
import type { AuthorizationDocument } from "../sources/registry/documents.js";
import {
  type Applied,
  type AppliedRow,
  appliedRow,
  documentDigest,
  refusedLine,
  writeApplied,
} from "../sync/registry/applied.js";
import {
  type DocumentOutcome,
  type NewFrame,
  amend,
  register,
} from "../sync/registry/authorization-acts.js";
import { appliedDocument } from "../sync/registry/authorization-lines.js";
import type { PreparedAuthorization } from "../sync/registry/prepare.js";
import { type Engine, workOn } from "./engine.js";

/** What the documents of one run or plan are compared with. */
export interface RegistryFrameOfRun {
  readonly graph: Graph;
  readonly source: string;
  readonly converterHash: string;
  readonly applied: ReadonlyMap<string, Applied>;
  /** Null in a plan. */
  readonly run: RunWriter | null;
  /** Definitions a plan would write; asked before the graph. */
  readonly planned: (
    key: { agentId: string; decisionClassId: string },
    row: KnownDefinitions,
  ) => KnownDefinitions;
}

/** Changed documents as work to settle, and what of them is no work. */
export interface BuiltWork {
  readonly items: readonly WorkItem[];
  readonly people: readonly PersonId[];
  readonly problems: readonly Problem[];
  /** Applied versions that belong to no authorization (registered as retired). */
  readonly loose: readonly AppliedRow[];
  /** What of every changed document is applied. */
  readonly applied: readonly AppliedRow[];
}

/**
 * Turns changed authorization documents into work: what people changed becomes acts on the stored
 * state, or a new authorization. Lines that cannot be applied are problems; the rest of the document
 * goes on.
 */
export async function buildDocumentWork(
  engine: Engine,
  prepared: readonly PreparedAuthorization[],
  frame: RegistryFrameOfRun,
): Promise<BuiltWork> {
  const stored = await engine.load(prepared.map((one) => one.document.id));
  const definitions = await definitionsOf(prepared, frame);
  const people = [...prepared.flatMap(peopleOf), ...[...definitions.values()].flatMap(peopleOfRow)];
  const states = [...stored.values()].map((one) => one.state);
  const org = await loadOrgSlice(states, people, engine);
  const items: WorkItem[] = [];
  const problems: Problem[] = [];
  const loose: AppliedRow[] = [];
  const applied: AppliedRow[] = [];
  for (const one of prepared) {
    const known = stored.get(one.document.id);
    if (known === undefined && one.document.status === "retired") {
      loose.push(rowFor(one, frame, { lines: one.lines, complete: true }));
      continue;
    }
    const definition = definitions.get(one.document.id);
    const context = { org, policy: engine.policy, at: engine.at };
    const outcome = outcomeOf(one, { known, definition }, context);
    problems.push(...outcome.problems);
    const { state } = outcome;
    if (state === null) continue;
    const row = rowFor(one, frame, {
      lines: outcome.lines,
      complete: outcome.problems.length === 0,
    });
    applied.push(row);
    items.push(itemFor(one, { known, state, row }, frame));
  }
  const news = loose.filter((row) => isNews(row, frame));
  return { items, people, problems, loose: news, applied: [...applied, ...loose] };
}

function outcomeOf(
  one: PreparedAuthorization,
  {
    known,
    definition,
  }: { readonly known: StoredState | undefined; readonly definition: DefinitionRow | undefined },
  context: PlanContext,
): DocumentOutcome {
  if (known !== undefined) {
    const revised = definition === undefined ? {} : newFrame(definition, one.document);
    return amend({ ...known.state, ...revised }, one, context);
  }
  if (definition === undefined) {
    const sentence = `Its agent "${one.document.agent}" or its decision class "${one.document.decisionClass}" is not registered yet; see the problems of those documents.`;
    const problem = refusedLine(one.seen, { path: "", rule: "definition-missing", sentence });
    return { state: null, lines: one.lines, problems: [...one.lines.problems, problem] };
  }
  return register(one, newFrame(definition, one.document), context);
}

function newFrame(definition: DefinitionRow, document: AuthorizationDocument): NewFrame {
  const { agent, decisionClass, builderId, leadId } = definition;
  return {
    tier: decisionClass.impact,
    builderId,
    leadId,
    inForce: revisionsInForce(
      { ...decisionClass, agentDigest: agent.digest },
      document.limit?.text ?? null,
      document.limit?.limits ?? null,
    ),
  };
}

function itemFor(
  { document }: PreparedAuthorization,
  {
    known,
    state,
    row,
  }: {
    readonly known: StoredState | undefined;
    readonly state: AuthorizationState;
    readonly row: AppliedRow;
  },
  frame: RegistryFrameOfRun,
): WorkItem {
  const base = known === undefined ? null : workOn(known);
  const { run } = frame;
  return {
    before: base?.before ?? null,
    current: state,
    limitText: document.limit?.text ?? null,
    ownLimits: document.limit?.limits ?? null,
    unsettledIn: base?.unsettledIn ?? null,
    dueAt: base?.dueAt ?? null,
    alongside: run === null || !isNews(row, frame) ? null : (tx) => writeApplied(tx, run, [row]),
  };
}

function rowFor(
  one: PreparedAuthorization,
  frame: RegistryFrameOfRun,
  outcome: { readonly lines: DocumentOutcome["lines"]; readonly complete: boolean },
): AppliedRow {
  return appliedRow(frame.source, one.seen, {
    document: appliedDocument(one.document, outcome.lines, one.before),
    pins: { ...pinsStillUsed(one), ...outcome.lines.pins },
    digest: outcome.complete ? documentDigest(frame.converterHash, one.document) : null,
  });
}

/** A refused owner line leaves the one before in force, and its pin with it. */
function pinsStillUsed({ before, pinned, lines }: PreparedAuthorization): Record<string, PersonId> {
  const address = before?.owner ?? null;
  if (address === null || lines.owner !== null) return {};
  const personId = pinned[address];
  return personId === undefined ? {} : { [address]: personId };
}

/** A document that still has the same refused lines is not written again (I4). */
function isNews(row: AppliedRow, frame: RegistryFrameOfRun): boolean {
  const known = frame.applied.get(row.key);
  return (
    known === undefined ||
    known.digest !== row.digest ||
    canonicalJson(known.document) !== row.applied ||
    canonicalJson(known.pins) !== row.pins
  );
}

async function definitionsOf(
  prepared: readonly PreparedAuthorization[],
  frame: RegistryFrameOfRun,
): Promise<Map<string, DefinitionRow>> {
  const rows = prepared.map(({ document }) => ({
    key: document.id,
    agentId: document.agent,
    decisionClassId: document.decisionClass,
  }));
  const keys = new Map(rows.map((row) => [row.key, row]));
  const known = await frame.graph.read((tx) => readDefinitions.run(tx, { rows }));
  return new Map(
    known.flatMap((row): [string, DefinitionRow][] => {
      const key = keys.get(row.key);
      if (key === undefined) return [];
      const { agent, decisionClass, ...rest } = frame.planned(key, row);
      if (agent === null || decisionClass === null) return [];
      return [[row.key, { ...rest, agent, decisionClass }]];
    }),
  );
}

function peopleOf({ lines }: PreparedAuthorization): PersonId[] {
  return [
    ...(lines.owner === null ? [] : [lines.owner]),
    ...lines.coOwners,
    ...lines.successors,
    ...lines.signed,
  ].map((line) => line.personId);
}

function peopleOfRow({ builderId, leadId }: DefinitionRow): PersonId[] {
  return [builderId, leadId].filter((id) => id !== null);
}
