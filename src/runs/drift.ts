import { batchesOf } from "../platform/batches.js";
import {
  type FindingChanges,
  type OpenFindings,
  compareFindings,
  openIn,
  writeFindings,
} from "../continuity/findings.js";
import { findingsEntry } from "../continuity/ledger-entry.js";
import { type Finding, dedupKeyOf } from "../domain/finding.js";
import type { Instant } from "../domain/time.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import { type OrgReader, questionKey } from "../graph/org-reader.js";
import { deadClassFindings } from "../graph/queries/findings.js";
import { ownersOf } from "../graph/queries/registry.js";
import { contentHash } from "../platform/ids.js";
import { formatPlace } from "../platform/problem.js";
import type { DocumentObservation } from "../sources/port.js";
import type { AuthorizationDocument } from "../sources/registry/documents.js";
import { type Applied, placeOf, readApplied } from "../sync/registry/applied.js";
import { resolve } from "../sync/registry/people.js";

const CODES = ["REGISTRY_DRIFT", "IDENTIFIER_RECYCLED"];
const BATCH = 1_000;

/** A person who answers for an authorization, and as what. */
export type OwnerLine = Held["owners"][number];

/** What documents are compared with: the graph after a run, or as a plan would leave it. */
export interface DriftFrame {
  readonly documents: readonly DocumentObservation[];
  readonly applied: ReadonlyMap<string, Applied>;
  readonly reader: OrgReader;
  readonly at: Instant;
  /** Owners and co-owners by authorization; revoked and unknown ones are left out. */
  readonly owners: (keys: readonly string[]) => Promise<ReadonlyMap<string, readonly OwnerLine[]>>;
}

/** The findings of a run about its documents, committed by themselves. */
export async function checkDrift(
  graph: Graph,
  run: RunWriter,
  frame: {
    readonly source: string;
    readonly documents: readonly DocumentObservation[];
    readonly reader: OrgReader;
  },
): Promise<{ opened: number; cleared: number }> {
  const applied = await readApplied(graph, frame.source);
  const owners: DriftFrame["owners"] = (keys) => ownersIn(graph, keys);
  const drift = await driftChanges(openIn(graph), { ...frame, applied, owners, at: run.at });
  const dead = await graph.read((tx) => deadClassFindings.run(tx, {}));
  const because = "no authorization of this class is left";
  const changes = { ...drift, clear: [...drift.clear, ...dead.map(({ id }) => ({ id, because }))] };
  if (changes.raise.length + changes.clear.length === 0) return { opened: 0, cleared: 0 };
  return await run.write(
    "authorizations",
    (tx) => writeFindings(tx, run, changes),
    () => findingsEntry(changes),
  );
}

/**
 * Where documents and graph differ (G10): an unchanged line that the graph has moved past, and an
 * address that now belongs to somebody else (Q1). One finding per document, with the edit that
 * settles it; the graph is never changed by this.
 */
export async function driftChanges(open: OpenFindings, frame: DriftFrame): Promise<FindingChanges> {
  const wanted = new Map<string, Finding>();
  const subjectKeys: string[] = [];
  for (const batch of batchesOf(frame.documents, BATCH)) {
    subjectKeys.push(...batch.map((seen) => seen.key));
    for (const finding of [
      ...(await driftOf(batch, frame)),
      ...(await recycledOf(batch, frame.applied, frame)),
    ]) {
      wanted.set(finding.dedupKey, finding);
    }
  }
  return await compareFindings(open, {
    wanted,
    subjectKeys,
    codes: CODES,
    standingOf: (subject) =>
      subject.startsWith("document ") ? "document and graph agree" : undefined,
  });
}

/** Owners and co-owners as the graph holds them. */
export async function ownersIn(
  graph: Graph,
  keys: readonly string[],
): Promise<Map<string, readonly OwnerLine[]>> {
  const rows = await graph.read((tx) => ownersOf.run(tx, { keys: [...keys] }));
  return new Map(rows.map((row) => [row.key, row.owners]));
}

async function driftOf(
  documents: readonly DocumentObservation[],
  { applied, owners: ownersHeld }: DriftFrame,
): Promise<Finding[]> {
  const declared = documents.flatMap((seen) => {
    const known = applied.get(seen.key);
    if (known?.document.kind !== "Authorization" || known.document.status === "retired") return [];
    return { seen, document: known.document, pins: known.pins };
  });
  const held = await ownersHeld(declared.map((one) => one.document.id));
  return declared.flatMap(({ seen, document, pins }) => {
    const owners = held.get(document.id);
    return owners === undefined ? [] : (driftFinding(seen, document, { pins, owners }) ?? []);
  });
}

interface Held {
  readonly pins: Readonly<Record<string, string>>;
  readonly owners: readonly { readonly personId: string; readonly role: "owner" | "coOwner" }[];
}

function driftFinding(
  seen: DocumentObservation,
  document: AuthorizationDocument,
  { pins, owners }: Held,
): Finding | null {
  const holds = (address: string) => owners.some((owner) => owner.personId === pins[address]);
  const gone = [
    ...(document.owner !== null && !holds(document.owner) ? ["owner"] : []),
    ...document.coOwners.flatMap((address, index) => (holds(address) ? [] : `coOwners.${index}`)),
  ];
  if (gone.length === 0) return null;
  const named = new Set(
    [document.owner, ...document.coOwners].flatMap((address) =>
      address === null ? [] : (pins[address] ?? []),
    ),
  );
  const unnamed = ["owner", "coOwner"].flatMap((role) =>
    owners
      .filter((owner) => owner.role === role && !named.has(owner.personId))
      .map((one) => one.personId),
  );
  const subject = { kind: "document", key: seen.key } as const;
  const [first] = gone;
  return {
    dedupKey: dedupKeyOf("REGISTRY_DRIFT", subject, contentHash([gone, unnamed])),
    code: "REGISTRY_DRIFT",
    severity: "info",
    subject,
    decisionClassId: document.decisionClass,
    facts: {
      authorizationKey: document.id,
      place: formatPlace(placeOf(seen, first ?? "")),
      lines: gone.join(","),
      remove: gone.length,
      holderId: unnamed[0] ?? null,
      holders: unnamed.length,
      answering: owners.length,
    },
  };
}

/** Pinned addresses that somebody else holds now: the pin stays, a person is told. */
async function recycledOf(
  documents: readonly DocumentObservation[],
  applied: ReadonlyMap<string, Applied>,
  { reader, at }: { readonly reader: OrgReader; readonly at: number },
): Promise<Finding[]> {
  const pinned = documents.flatMap((seen) =>
    Object.entries(applied.get(seen.key)?.pins ?? {})
      .filter(([pin]) => !/@\d{4}-\d{2}-\d{2}$/.test(pin))
      .map(([address, personId]) => ({ seen, address, personId })),
  );
  const questions = [...new Set(pinned.map((one) => one.address))].map((address) => ({
    address,
    at,
  }));
  const found = await reader.candidates(questions);
  return pinned.flatMap(({ seen, address, personId }) => {
    const question = { address, at };
    const answer = resolve(question, found.get(questionKey(question)) ?? []);
    if (!("personId" in answer) || answer.personId === personId) return [];
    const subject = { kind: "document", key: seen.key } as const;
    return {
      dedupKey: dedupKeyOf("IDENTIFIER_RECYCLED", subject, personId, answer.personId),
      code: "IDENTIFIER_RECYCLED" as const,
      severity: "warning" as const,
      subject,
      decisionClassId: null,
      facts: { personId, holderId: answer.personId, place: formatPlace(placeOf(seen, "")) },
    };
  });
}
