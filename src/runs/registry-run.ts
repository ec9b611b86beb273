import { batchesOf } from "../platform/batches.js";
import type { RegistrySourceConfig } from "../platform/config-sources.js";
import type { Problem } from "../platform/problem.js";
import type { SourceRead } from "../sync/read-source.js";
import { type Applied, readApplied, writeApplied } from "../sync/registry/applied.js";
import { type RegistryWork, changedDocuments, prepareRegistry } from "../sync/registry/prepare.js";
import { addressesIn, withSuggestions } from "../sync/registry/suggestions.js";
import type { Collector } from "./collect.js";
import type { Context } from "./context.js";
import { type Engine, settleWork } from "./engine.js";
import { documentsEntry, writeDefinitions } from "./registry-definitions.js";
import { type RegistryFrameOfRun, buildDocumentWork } from "./registry-step.js";
import type { Run } from "./run.js";
import { organisationOf } from "./sources.js";

/** Documents decided together at most. */
const BATCH = 5_000;

/** The registry's changed documents with everything they rest on. */
export interface RegistryInput {
  readonly work: RegistryWork;
  readonly applied: ReadonlyMap<string, Applied>;
  readonly converterHash: string;
}

/** Compares each document with its own last applied version and resolves the people of the changed ones. */
export async function readRegistryInput(
  context: Context,
  {
    config,
    read,
    engine,
  }: {
    readonly config: RegistrySourceConfig;
    readonly read: SourceRead;
    readonly engine: Engine;
  },
): Promise<RegistryInput> {
  const applied = await readApplied(context.graph, config.id);
  const { converterHash } = read;
  const changed = changedDocuments(read.documents, { converterHash, applied });
  const work = await prepareRegistry(changed, {
    converterHash,
    organisation: organisationOf(context, config),
    at: engine.at,
    reader: engine.reader,
    applied,
  });
  return { work, applied, converterHash };
}

/**
 * Applies what people changed in the registry. Definitions first, then authorizations; each document's
 * applied version is written with what it caused.
 *
 * @returns every line that could not be applied
 */
export async function applyRegistry(
  context: Context,
  run: Run,
  step: {
    readonly config: RegistrySourceConfig;
    readonly read: SourceRead;
    readonly engine: Engine;
    readonly collector: Collector;
  },
): Promise<readonly Problem[]> {
  const { config, engine, collector } = step;
  const { graph } = context;
  const input = await readRegistryInput(context, step);
  const { work, applied, converterHash } = input;
  await writeDefinitions(run, work, { source: config.id, converterHash, applied });
  const frame: RegistryFrameOfRun = {
    graph,
    source: config.id,
    converterHash,
    applied,
    run,
    planned: (_key, row) => row,
  };
  let problems: readonly Problem[] = [];
  for (const prepared of batchesOf(work.authorizations, BATCH)) {
    let refused: readonly Problem[] = [];
    const settlement = await settleWork(engine, async () => {
      const built = await buildDocumentWork(engine, prepared, frame);
      refused = built.problems;
      if (built.loose.length > 0) {
        const loose = built.loose.map((row) => ({ applied: row }));
        await run.write(
          "authorizations",
          (tx) => writeApplied(tx, run, built.loose),
          () => documentsEntry(loose, frame),
        );
      }
      return built;
    });
    collector.settlement(settlement);
    problems = [...problems, ...refused];
  }
  return await withSuggestions(addressesIn(graph), [...work.problems, ...problems]);
}
