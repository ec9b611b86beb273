import { graphOrg } from "../graph/org-reader.js";
import { identify } from "../graph/queries/org-read.js";
import { ownedByPersons } from "../graph/queries/authorization-read.js";
import { dueEmployments } from "../graph/queries/org-write.js";
import { readSource as readSourceRow } from "../graph/queries/runs.js";
import type { RegistrySourceConfig, SourceConfig } from "../platform/config.js";
import { CountersignError } from "../platform/errors.js";
import { PlannedOrg } from "../sync/planned-org.js";
import type { SourceRead } from "../sync/read-source.js";
import { Collector } from "./collect.js";
import type { Context } from "./context.js";
import { PlanningEngine, settleKeys, settleWork } from "./engine.js";
import { additiveEmployments, additiveTeams } from "./organisation-step.js";
import { policyOf } from "./policy.js";
import { type SyncOptions, failedReport, readConfigured, sourceReport } from "./read-step.js";
import { PlannedDefinitions, touchedByDefinitions } from "./planned-definitions.js";
import { readRegistryInput } from "./registry-run.js";
import { buildDocumentWork } from "./registry-step.js";
import type { SyncReport } from "./report.js";
import { planInstant } from "./run.js";
import { unsettledKeys } from "./unsettled.js";
import type { Problem } from "../platform/problem.js";
import { withSuggestions } from "../sync/registry/suggestions.js";

/** Employments shown as coming due at most; a plan is for people. */
const DUE_SHOWN = 10_000;

/**
 * What `sync` would do, computed by the same code on the same order of sources, with nothing written:
 * changes are laid over the graph in memory, decisions are remembered instead of committed.
 */
export async function planSync(
  context: Context,
  sources: readonly SourceConfig[],
  options: SyncOptions,
): Promise<SyncReport> {
  const { graph } = context;
  const at = await planInstant(graph, context.clock.now());
  const org = new PlannedOrg(graphOrg(graph), at, async (keys) => {
    const rows = await graph.read((tx) => identify.run(tx, { keys: [...keys] }));
    return new Map(rows.map((row) => [row.key, row.personId]));
  });
  const collector = new Collector();
  const plan: Plan = { context, collector, org, engine: null };
  for (const config of sources) {
    try {
      await planSource(plan, config, { at, options });
    } catch (error) {
      if (!(error instanceof CountersignError) || error.disposition === "retry") throw error;
      collector.source(failedReport(config.id, error));
    }
  }
  return await collector.report(graph, { plan: true, at });
}

interface Plan {
  readonly context: Context;
  readonly collector: Collector;
  readonly org: PlannedOrg;
  engine: PlanningEngine | null;
}

async function planSource(
  plan: Plan,
  config: SourceConfig,
  frame: { readonly at: number; readonly options: SyncOptions },
): Promise<void> {
  const { context, collector, org } = plan;
  const { graph } = context;
  const [known] = await graph.read((tx) => readSourceRow.run(tx, { source: config.id }));
  collector.baseline(known === undefined);
  const read = await readConfigured(context, config, {
    at: frame.at,
    cursor: known?.cursor ?? null,
    options: frame.options,
  });
  try {
    const withheld = await planOrganisation(plan, read, frame.at);
    plan.engine ??= new PlanningEngine(graph, {
      at: frame.at,
      reader: org,
      policy: await policyOf(context.config, org, frame.at),
    });
    const problems =
      config.type === "registry"
        ? await planRegistry(plan, { config, read, engine: plan.engine })
        : [];
    await planSettlement(plan, plan.engine);
    collector.source(sourceReport(read, { problems, withheld }));
  } finally {
    await read.employments.discard();
  }
}

async function planOrganisation(plan: Plan, read: SourceRead, at: number): Promise<number> {
  const { collector, org, context } = plan;
  let withheld = 0;
  for await (const chunk of read.employments.chunks(2_000)) {
    const additive = additiveEmployments(read, chunk);
    withheld += additive.withheld;
    org.addEmployments(additive.changes);
    collector.organisation.employments(additive.changes, at);
  }
  const teams = additiveTeams(read);
  org.addTeams(teams.changes);
  collector.organisation.teams(teams.changes);
  if (plan.engine === null) {
    const limit = DUE_SHOWN;
    const due = await context.graph.read((tx) => dueEmployments.run(tx, { at, limit }));
    const changed = new Set(org.changedIds);
    collector.organisation.due(
      due.filter((one) => !changed.has(one.personId)),
      at,
    );
  }
  return withheld + teams.withheld;
}

async function planRegistry(
  plan: Plan,
  step: {
    readonly config: RegistrySourceConfig;
    readonly read: SourceRead;
    readonly engine: PlanningEngine;
  },
): Promise<readonly Problem[]> {
  const { context, collector } = plan;
  const { graph } = context;
  const { config, engine } = step;
  const input = await readRegistryInput(context, step);
  const definitions = new PlannedDefinitions(input.work);
  engine.lay(definitions.overlay);
  let refused: readonly Problem[] = [];
  const settlement = await settleWork(engine, async () => {
    const built = await buildDocumentWork(engine, input.work.authorizations, {
      graph,
      source: config.id,
      converterHash: input.converterHash,
      applied: input.applied,
      run: null,
      planned: (key, row) => definitions.row(key, row),
    });
    refused = built.problems;
    return built;
  });
  collector.settlement(settlement);
  const touched = await touchedByDefinitions(graph, input.work);
  const seen = new Set(settlement.decisions.map((one) => one.settled.after.key));
  const rest = touched.filter((key) => !seen.has(key));
  if (rest.length > 0) collector.settlement(await settleKeys(engine, rest));
  return await withSuggestions(graph, [...input.work.problems, ...refused]);
}

async function planSettlement(plan: Plan, engine: PlanningEngine): Promise<void> {
  const { context, collector, org } = plan;
  const ids = org.changedIds;
  const touched = await context.graph.read((tx) => ownedByPersons.run(tx, { ids }));
  const keys = new Set(touched.map((row) => row.key));
  for await (const batch of unsettledKeys(context.graph, engine.at)) {
    for (const key of batch) keys.add(key);
  }
  if (keys.size > 0) collector.settlement(await settleKeys(engine, [...keys].toSorted()));
}
