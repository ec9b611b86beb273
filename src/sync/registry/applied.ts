import type { ManagedTransaction } from "neo4j-driver";
import type { PersonId } from "../../domain/person.js";
import type { Graph, RunWriter } from "../../graph/graph.js";
import { readDocuments, writeDocuments } from "../../graph/queries/registry.js";
import { canonicalJson, contentHash } from "../../platform/ids.js";
import { type Place, type Problem, formatPlace } from "../../platform/problem.js";
import type { DocumentObservation } from "../../sources/port.js";
import type { RegistryDocument } from "../../sources/registry/documents.js";

/** A document as it was last applied, without the lines that were refused, and whom its addresses meant. */
export interface Applied {
  readonly digest: string | null;
  readonly document: RegistryDocument;
  /** Address to person, pinned when the line was first applied. */
  readonly pins: Readonly<Record<string, PersonId>>;
}

/** A document that differs from its last applied version; `applied` undefined: it is new. */
export interface ChangedDocument<Document extends RegistryDocument> {
  readonly seen: DocumentObservation;
  readonly document: Document;
  readonly applied: Applied | undefined;
}

/** An applied version from how it is stored. */
export function appliedOf(row: Pick<AppliedRow, "digest" | "applied" | "pins">): Applied {
  return {
    digest: row.digest,
    // Written by `appliedRow` below, from documents that passed their schema.
    document: JSON.parse(row.applied) as RegistryDocument,
    pins: JSON.parse(row.pins) as Record<string, PersonId>,
  };
}

/** The last applied version of every document of a source. */
export async function readApplied(graph: Graph, source: string): Promise<Map<string, Applied>> {
  const rows = await graph.read((tx) => readDocuments.run(tx, { source }));
  return new Map(rows.map((row) => [row.key, appliedOf(row)]));
}

/** Tells one version of a document from another; what the converter makes of it counts too. */
export function documentDigest(converterHash: string, document: RegistryDocument): string {
  return contentHash([converterHash, document]);
}

/** How an applied version is stored. */
export interface AppliedRow {
  readonly key: string;
  readonly source: string;
  readonly digest: string | null;
  readonly applied: string;
  readonly pins: string;
  readonly place: string;
}

/** The row that remembers what was applied; with refused lines it will be looked at again. */
export function appliedRow(
  source: string,
  seen: DocumentObservation,
  outcome: {
    readonly document: RegistryDocument;
    readonly pins: Readonly<Record<string, PersonId>>;
    readonly digest: string | null;
  },
): AppliedRow {
  return {
    key: seen.key,
    source,
    digest: outcome.digest,
    applied: canonicalJson(outcome.document),
    pins: canonicalJson(outcome.pins),
    place: formatPlace(placeOf(seen, "")),
  };
}

/** Remembers applied versions, in the transaction that writes what they caused. */
export async function writeApplied(
  tx: ManagedTransaction,
  run: RunWriter,
  rows: readonly AppliedRow[],
): Promise<void> {
  await writeDocuments.run(tx, { run: run.number, rows: [...rows] });
}

/** The place of a field, or of the document when the field has none. */
export function placeOf(seen: DocumentObservation, path: string): Place {
  return seen.places[path] ?? seen.places[""] ?? { file: seen.key, line: null, column: null };
}

interface RefusedLine {
  /** Field of the document; empty: the document itself. */
  readonly path: string;
  readonly rule: string;
  readonly sentence: string;
}

/** A line that cannot be applied; the document's other lines go on. */
export function refusedLine(
  seen: DocumentObservation,
  { path, rule, sentence }: RefusedLine,
): Problem {
  return { place: placeOf(seen, path), rule, sentence };
}
