import type { SourceConfig } from "../platform/config-sources.js";
import { CountersignError } from "../platform/errors.js";
import type { Instant } from "../domain/time.js";
import type { Context } from "./context.js";
import { passGate } from "./gate.js";
import { heldChanges } from "./held-step.js";
import { knownSource } from "./known-source.js";
import { type Plan, engineOf, newPlan, planSource } from "./plan-source.js";
import { type SyncOptions, failedReport, readConfigured } from "./read-step.js";
import type { SyncReport } from "./report.js";
import { planInstant } from "./run.js";

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
  const plan = newPlan(
    context,
    at,
    sources.map((source) => source.id),
  );
  const { collector } = plan;
  for (const config of sources) {
    try {
      await planOne(plan, config, { at, options });
    } catch (error) {
      if (!(error instanceof CountersignError) || error.disposition === "retry") throw error;
      collector.source(failedReport(config.id, error));
    }
  }
  return await collector.report(graph, { plan: true, at });
}

/** Reads one source and plans it as far as the gate lets it. */
async function planOne(
  plan: Plan,
  config: SourceConfig,
  frame: { readonly at: Instant; readonly options: SyncOptions },
): Promise<void> {
  const { context, collector } = plan;
  const { at, options } = frame;
  const known = await knownSource(context.graph, config.id);
  collector.baseline(known === null);
  const read = await readConfigured(context, config, { at, known, options }).catch(
    (error: unknown) => {
      // As in a sync: a source that cannot be read fails by itself, whatever may come of trying again.
      if (!(error instanceof CountersignError)) throw error;
      collector.source(failedReport(config.id, error));
      return null;
    },
  );
  if (read === null) return;
  try {
    const passage = await passGate(context, config, { at, read, known, run: null });
    const { admission, held, departing } = passage;
    collector.organisation.departing(departing);
    await planSource(plan, config, { at, read, admission, held });
    const { findings } = await engineOf(plan, at);
    collector.findings(await findings.note(await heldChanges(findings.open, config.id, held)));
  } finally {
    await read.discard();
  }
}
