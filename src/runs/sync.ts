import type { RegistrySourceConfig, SourceConfig } from "../platform/config-sources.js";
import { CountersignError } from "../platform/errors.js";
import { ranksOf } from "../platform/ranks.js";
import { unclosedRuns } from "../graph/queries/runs.js";
import { graphOrg } from "../graph/org-reader.js";
import {
  advanceEmployments,
  projectOrganisation,
  remarkUnclosed,
} from "../sync/apply-organisation.js";
import type { Checkpoint } from "../sync/read-options.js";
import type { SourceRead } from "../sync/read-source.js";
import { openIn, writeFindings } from "../continuity/findings.js";
import { findingsEntry } from "../continuity/ledger-entry.js";
import { correlateAccounts } from "../sync/apply-accounts.js";
import { applyAgents, settleAgents } from "./agents-step.js";
import { Admittance } from "./admission.js";
import { Collector } from "./collect.js";
import { passGate } from "./gate.js";
import { checkpointAfter, recordPassage, settlePassage } from "./held-step.js";
import { correlatorFrame, identityChanges } from "./identity-step.js";
import { beginApplying, knownSource } from "./known-source.js";
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
  for (const { id } of context.config.sources) {
    if (ranksOf(context.config, id).employment === null) continue;
    if ((await knownSource(context.graph, id)) === null) throw new PeopleFirst(id);
  }
}

async function syncSource(
  context: Context,
  config: SourceConfig,
  frame: { readonly collector: Collector; readonly options: SyncOptions },
): Promise<Run | null> {
  const { graph } = context;
  return await withLease(graph, config.id, async (lease) => {
    const known = await knownSource(graph, config.id);
    const facts = syncFacts(config.id, known === null);
    const run = await openRunOn(graph, facts, { clock: context.clock, log: context.log, lease });
    frame.collector.run(run);
    try {
      const read = await readOrFail(context, run, { config, known, ...frame });
      if (read === null) return run;
      try {
        await applyRead(context, run, { config, read, known, ...frame });
      } finally {
        await read.discard();
      }
    } catch (error) {
      if (!(error instanceof CountersignError) || error.disposition === "retry") throw error;
      frame.collector.source(failedReport(config.id, error));
      await remarkUnclosed(run, config.id);
      await run.fail(error.code);
    }
    return run;
  });
}

/** A source that cannot be read fails by itself; the others go on. Null: it failed, and that is on record. */
async function readOrFail(
  context: Context,
  run: Run,
  step: {
    readonly config: SourceConfig;
    readonly known: Checkpoint | null;
    readonly collector: Collector;
    readonly options: SyncOptions;
  },
): Promise<SourceRead | null> {
  const { config, known, collector, options } = step;
  try {
    return await readConfigured(context, config, { at: run.at, known, options });
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    collector.source(failedReport(config.id, error));
    await run.fail(error.code);
    options.onFailure?.(error);
    return null;
  }
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
    readonly known: Checkpoint | null;
    readonly collector: Collector;
    readonly options: SyncOptions;
  },
): Promise<void> {
  const { graph } = context;
  const { config, read, known, collector, options } = step;
  const passing = { at: run.at, read, known, run: run.number };
  const passage = await passGate(context, config, passing);
  collector.organisation.departing(passage.departing);
  await recordPassage(run, config.id, passage);
  await beginApplying(run, read);
  const frame = { source: config.id, before: run.number };
  const unclosed = await graph.read((tx) => unclosedRuns.run(tx, frame));
  if (unclosed.length > 0) await remarkUnclosed(run, config.id);
  const admitted = new Admittance(read, passage.admission);
  const { onProgress } = options;
  const logins = { graph, frame: correlatorFrame(context, run.at) };
  const organisation = await applyOrganisation(run, {
    read,
    admitted,
    collector,
    onProgress,
    logins,
  });
  const agents = admitted.isOpen ? await applyAgents(graph, run, { read, collector }) : 0;
  const withheld = organisation + agents;
  collector.organisation.due(await advanceEmployments(graph, run), run.at);
  await correlate(context, run, collector);
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
    onProgress,
  });
  if (config.type === "registry")
    await settleDrift(context, run, { config, read, engine, collector });
  await settleAgents(graph, run, { source: config.id, collector });
  collector.findings(await settlePassage(run, config.id, passage));
  collector.source(sourceReport(read, { problems, withheld, held: passage.held }));
  await run.close(checkpointAfter(read.checkpoint, known, { passage, withheld }));
}

/** Decides whose logins are, for all sources: a person may have appeared for a login of another one. */
async function correlate(context: Context, run: Run, collector: Collector): Promise<void> {
  const { graph } = context;
  await correlateAccounts(graph, run, {
    ...correlatorFrame(context, run.at),
    onEmployments: (changes) => collector.organisation.tenures(changes, run.at),
    onOutcomes: async (outcomes) => {
      collector.organisation.links(outcomes);
      const subjectKeys = outcomes.map((one) => one.facts.key);
      const changes = await identityChanges(openIn(graph), outcomes, subjectKeys);
      if (changes.raise.length + changes.clear.length === 0) return;
      collector.findings(
        await run.write(
          "authorizations",
          (tx) => writeFindings(tx, run, changes),
          () => findingsEntry(changes),
        ),
      );
    },
  });
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
    const run = await openRunOn(graph, facts, { clock: context.clock, log: context.log, lease });
    collector.run(run);
    collector.organisation.due(await advanceEmployments(graph, run), run.at);
    await correlate(context, run, collector);
    await projectOrganisation(graph, run);
    const reader = graphOrg(graph);
    const policy = await policyOf(context.config, reader, run.at);
    const engine = writingEngine(graph, run, { policy, reader });
    await settleEverything(context, engine, { finishing: [], collector });
    await settleAgents(graph, run, { source: null, collector });
    await run.close();
    return await collector.report(graph, { plan: false, at: run.at });
  });
}
