import type { ManagedTransaction } from "neo4j-driver";
import { batchesOf } from "../platform/batches.js";
import { canonicalJson } from "../platform/ids.js";
import { type RecordRow, recordsContent } from "../platform/ledger-content.js";
import type { EntryContent } from "../domain/ledger.js";
import type { RunWriter } from "../graph/graph.js";
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

const CHUNK = 500;

/** Instead of a digest: some line of the document could not be applied. */
const PARTLY = "partly";

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
  for (const chunk of batchesOf(fresh(work.classes, frame), CHUNK)) {
    const entry = documentsEntry(chunk, frame);
    const write = async (tx: ManagedTransaction) => {
      await writeDecisionClasses.run(tx, { run: number, at, rows: chunk.map((one) => one.row) });
      await writeApplied(
        tx,
        run,
        chunk.map((one) => one.applied),
      );
    };
    await run.write("authorizations", write, () => entry);
  }
  for (const chunk of batchesOf(fresh(work.agents, frame), CHUNK)) {
    const entry = documentsEntry(chunk, frame);
    const write = async (tx: ManagedTransaction) => {
      await writeAgents.run(tx, { run: number, at, rows: chunk.map((one) => one.row) });
      await writeApplied(
        tx,
        run,
        chunk.map((one) => one.applied),
      );
    };
    await run.write("authorizations", write, () => entry);
  }
  for (const chunk of batchesOf(fresh(work.limits, frame), CHUNK)) {
    const entry = documentsEntry(chunk, frame);
    const write = async (tx: ManagedTransaction) => {
      await writeAuthorityLimits.run(tx, { run: number, rows: chunk.map((one) => one.row) });
      await writeApplied(
        tx,
        run,
        chunk.map((one) => one.applied),
      );
    };
    await run.write("authorizations", write, () => entry);
  }
}

/** Each document with the digests of the version applied before and of this one. */
export function documentsEntry(
  written: readonly { readonly applied: AppliedRow }[],
  frame: { readonly source: string; readonly applied: ReadonlyMap<string, Applied> },
): EntryContent {
  const rows = written.map(({ applied: { key, digest } }): RecordRow => {
    const before = frame.applied.get(key);
    return [key, before === undefined ? null : (before.digest ?? PARTLY), digest ?? PARTLY];
  });
  return recordsContent("registry", frame.source, rows);
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
      canonicalJson(known.pins) === canonicalJson(pins) &&
      documentDigest("", known.document) === documentDigest("", document);
    return same ? [] : [{ row, applied }];
  });
}
