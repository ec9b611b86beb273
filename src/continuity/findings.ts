import type { ManagedTransaction } from "neo4j-driver";
import type { Finding } from "../domain/finding.js";
import type { Graph, RunWriter } from "../graph/graph.js";
import { clearFindings, openFindings, raiseFindings } from "../graph/queries/findings.js";
import { canonicalJson } from "../platform/ids.js";
import type { Decision } from "./work.js";

/** What has to be written so that exactly the conditions that hold are open. */
export interface FindingChanges {
  readonly raise: readonly Finding[];
  readonly clear: readonly { readonly id: string; readonly because: string }[];
}

/** A finding that is open, as far as comparing it asks. */
export interface OpenFinding {
  readonly id: string;
  readonly dedupKey: string;
  readonly code: string;
  readonly subjectKind: string;
  readonly subjectKey: string;
  /** Canonical JSON. */
  readonly facts: string;
}

/** What is open about these subjects: of the graph, or as a plan would leave it. */
export type OpenFindings = (subjectKeys: readonly string[]) => Promise<readonly OpenFinding[]>;

/** The open findings of the graph. */
export function openIn(graph: Graph): OpenFindings {
  return async (subjectKeys) =>
    await graph.read((tx) => openFindings.run(tx, { subjectKeys: [...subjectKeys] }));
}

/** The open findings as a transaction sees them that has locked what they are about. */
export function openWithin(tx: ManagedTransaction): OpenFindings {
  return async (subjectKeys) => await openFindings.run(tx, { subjectKeys: [...subjectKeys] });
}

/** Compares the conditions that hold for these authorizations with the findings that are open. */
export async function findingChanges(
  open: OpenFindings,
  decisions: readonly Decision[],
): Promise<FindingChanges> {
  const wanted = new Map(
    decisions.flatMap(({ settled }) => settled.findings.map((one) => [one.dedupKey, one])),
  );
  const spoken = new Map(decisions.flatMap(subjectsOf));
  const subjectKeys = [
    ...new Set([...spoken.keys()].map((subject) => subject.split(" ", 2)[1] ?? "")),
  ];
  return await compareFindings(open, {
    wanted,
    subjectKeys,
    standingOf: (subject) => spoken.get(subject),
  });
}

/** Subjects these decisions speak for: the authorization itself, and its class while it is alive. */
function subjectsOf({ settled: { after } }: Decision): [string, string][] {
  const because = after.retired ? "revoked" : after.standing.beneath;
  const own: [string, string] = [`authorization ${after.key}`, because];
  return after.retired ? [own] : [own, [`decisionClass ${after.decisionClassId}`, because]];
}

/**
 * The comparison itself, for any set of subjects that the caller can speak for in full: what is open
 * about them and not wanted is cleared.
 */
export async function compareFindings(
  openAbout: OpenFindings,
  options: {
    readonly wanted: ReadonlyMap<string, Finding>;
    readonly subjectKeys: readonly string[];
    /** What settled the subject (`kind key`), or undefined when the caller does not speak for it. */
    readonly standingOf: (subject: string) => string | undefined;
    /** Only findings of these codes are the caller's; all when left out. */
    readonly codes?: readonly string[];
  },
): Promise<FindingChanges> {
  const { wanted, subjectKeys, standingOf, codes } = options;
  const open = await openAbout(subjectKeys);
  const known = new Map(open.map((one) => [one.dedupKey, one]));
  const raise = [...wanted.values()].filter((finding) => {
    const same = known.get(finding.dedupKey);
    return same === undefined || same.facts !== canonicalJson(finding.facts);
  });
  const clear = open.flatMap((one) => {
    const because = standingOf(`${one.subjectKind} ${one.subjectKey}`);
    if (because === undefined || wanted.has(one.dedupKey)) return [];
    if (codes === undefined ? one.code === "REGISTRY_DRIFT" : !codes.includes(one.code)) return [];
    return { id: one.id, because };
  });
  return { raise, clear };
}

/** Writes them with their alerts, in the transaction of the change set (I9). */
export async function writeFindings(
  tx: ManagedTransaction,
  run: RunWriter,
  changes: FindingChanges,
): Promise<{ opened: number; cleared: number }> {
  const frame = { run: run.number, at: run.at, tell: !run.baseline };
  const raised = await raiseFindings.run(tx, { ...frame, rows: changes.raise.map(rowOf) });
  const cleared = await clearFindings.run(tx, { ...frame, rows: [...changes.clear] });
  return { opened: raised.filter((row) => row.created).length, cleared: cleared.length };
}

function rowOf(finding: Finding) {
  return {
    dedupKey: finding.dedupKey,
    code: finding.code,
    severity: finding.severity,
    subjectKind: finding.subject.kind,
    subjectKey: finding.subject.key,
    decisionClassId: finding.decisionClassId,
    facts: canonicalJson(finding.facts),
  };
}
