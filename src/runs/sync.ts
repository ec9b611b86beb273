import type { RegistrySourceConfig, SourceConfig } from "../platform/config-sources.js";
import { CountersignError } from "../platform/errors.js";
import { graphOrg } from "../graph/org-reader.js";
import { readSource as readSourceRow } from "../graph/queries/runs.js";
import { advanceEmployments, projectOrganisation } from "../sync/apply-organisation.js";
import type { SourceRead } from "../sync/read-source.js";
import { Collector } from "./collect.js";
import type { Context } from "./context.js";
import { checkDrift } from "./drift.js";
import { type Engine, settleKeys, writingEngine } from "./engine.js";
import { planSync } from "./plan-sync.js";
import { policyOf } from "./policy.js";
import { type SyncOptions, failedReport, readConfigured, sourceReport } from "./read-step.js";
import { applyRegistry } from "./registry-run.js";
import type { SyncReport } from "./report.js";
import { type Run, type RunFacts, openRunOn, withLease } from "./run.js";
import { chosenSources } from "./sources.js";
import { unsettledKeys } from "./unsettled.js";
import { applyOrganisation } from "./organisation-step.js";

/** The registry came before the people it names. A worker tries again; nothing was written. */
class PeopleFirst extends CountersignError {
  constructor(source: string) {
    super({
      code: "PEOPLE_FIRST",
      message: `The registry names people whom "${source}" brings, and "${source}" was never synced.`,
      next: "countersign sync, without --source: it reads people before documents.",
      disposition: "retry",
    });
  }
}

/**
 * One sync of the chosen sources, or the plan of one. Each source is a run of its own: read, compare,
 * apply in bounded transactions, settle what it touches, checkpoint last. A source that fails stops no
 * other; a crash anywhere is made good by the next run.
 *
 * @throws RunBusy when another run of the source is going on
 * @throws PeopleFirst when only the registry is asked for and its people were never read
 */
export async function sync(context: Context, options: SyncOptions): Promise<SyncReport> {
  const sources = chosenSources(context, options.source);
  if (options.plan) return await planSync(context, sources, options);
  if (options.source !== undefined) await requirePeople(context, sources);
  const collector = new Collector();
  let at = context.clock.now();
  for (const source of sources) {
    const run = await syncSource(context, source, { collector, options });
    if (run !== null) at = run.at;
  }
  return await collector.report(context.graph, { plan: false, at });
}

/**
 * The registry names people whom other sources bring. Synced alone before them it would refuse every
 * owner and use up its baseline, the one sync that alerts nobody.
 */
async function requirePeople(context: Context, sources: readonly SourceConfig[]): Promise<void> {
  if (sources.some((source) => source.type !== "registry")) return;
  for (const { id, type } of context.config.sources) {
    if (type === "registry") continue;
    const [known] = await context.graph.read((tx) => readSourceRow.run(tx, { source: id }));
    if (known === undefined) throw new PeopleFirst(id);
  }
}

async function syncSource(
  context: Context,
  config: SourceConfig,
  frame: { readonly collector: Collector; readonly options: SyncOptions },
): Promise<Run | null> {
  const { graph } = context;
  return await withLease(graph, config.id, async (lease) => {
    const [known] = await graph.read((tx) => readSourceRow.run(tx, { source: config.id }));
    const facts = syncFacts(config.id, known === undefined);
    const run = await openRunOn(graph, facts, { now: context.clock.now(), lease });
    frame.collector.run(run);
    try {
      const read = await readConfigured(context, config, {
        at: run.at,
        cursor: known?.cursor ?? null,
        options: frame.options,
      });
      try {
        await applyRead(context, run, { config, read, ...frame });
      } finally {
        await read.employments.discard();
      }
    } catch (error) {
      if (!(error instanceof CountersignError) || error.disposition === "retry") throw error;
      frame.collector.source(failedReport(config.id, error));
      await run.fail(error.code);
    }
    return run;
  });
}

function syncFacts(source: string, baseline: boolean): RunFacts {
  return {
    kind: "sync",
    source,
    baseline,
    operator: null,
    onBehalfOf: null,
    act: null,
    reason: null,
  };
}

async function applyRead(
  context: Context,
  run: Run,
  step: {
    readonly config: SourceConfig;
    readonly read: SourceRead;
    readonly collector: Collector;
    readonly options: SyncOptions;
  },
): Promise<void> {
  const { graph } = context;
  const { config, read, collector, options } = step;
  const withheld = await applyOrganisation(run, read, {
    collector,
    onProgress: options.onProgress,
  });
  collector.organisation.due(await advanceEmployments(graph, run), run.at);
  await projectOrganisation(graph, run);
  const reader = graphOrg(graph);
  const policy = await policyOf(context.config, reader, run.at);
  const engine = writingEngine(graph, run, { policy, reader });
  const problems =
    config.type === "registry"
      ? await applyRegistry(context, run, { config, read, engine, collector })
      : [];
  await settleEverything(context, engine, {
    finishing: [config.id],
    collector,
    onProgress: options.onProgress,
  });
  if (config.type === "registry")
    await settleDrift(context, run, { config, read, engine, collector });
  collector.source(sourceReport(read, { problems, withheld }));
  await run.close(read.cursor, null);
}

/** Settles what is marked, due or orphaned, in bounded batches; each batch reads the world anew. */
async function settleEverything(
  context: Context,
  engine: Engine,
  step: {
    readonly finishing: readonly string[];
    readonly collector: Collector;
    readonly onProgress?: SyncOptions["onProgress"];
  },
): Promise<void> {
  const { finishing, collector, onProgress } = step;
  let done = 0;
  for await (const keys of unsettledKeys(context.graph, engine.at, finishing)) {
    collector.settlement(await settleKeys(engine, keys));
    done += keys.length;
    onProgress?.({ source: "continuity", phase: "decide", done, of: null });
  }
}

async function settleDrift(
  context: Context,
  run: Run,
  step: {
    readonly config: RegistrySourceConfig;
    readonly read: SourceRead;
    readonly engine: Engine;
    readonly collector: Collector;
  },
): Promise<void> {
  const { documents } = step.read;
  const frame = { source: step.config.id, documents, reader: step.engine.reader };
  step.collector.findings(await checkDrift(context.graph, run, frame));
}

/** Lets everything take effect whose time has come, without reading any source. */
export async function dueWork(context: Context): Promise<SyncReport> {
  const { graph } = context;
  const collector = new Collector();
  return await withLease(graph, "due-work", async (lease) => {
    const facts: RunFacts = { ...syncFacts("", false), kind: "due", source: null };
    const run = await openRunOn(graph, facts, { now: context.clock.now(), lease });
    collector.run(run);
    collector.organisation.due(await advanceEmployments(graph, run), run.at);
    await projectOrganisation(graph, run);
    const reader = graphOrg(graph);
    const policy = await policyOf(context.config, reader, run.at);
    const engine = writingEngine(graph, run, { policy, reader });
    await settleEverything(context, engine, { finishing: [], collector });
    await run.close(null, null);
    return await collector.report(graph, { plan: false, at: run.at });
  });
}
