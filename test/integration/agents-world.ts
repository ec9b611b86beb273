import { join } from "node:path";
import { fixedClock } from "../../src/platform/clock.js";
import { ranksOf } from "../../src/platform/ranks.js";
import { AS_CERTIFIED, Admittance } from "../../src/runs/admission.js";
import { applyAgents, settleAgents } from "../../src/runs/agents-step.js";
import { Collector } from "../../src/runs/collect.js";
import { withClock } from "../../src/runs/context.js";
import { correlatorFrame } from "../../src/runs/identity-step.js";
import { knownSource } from "../../src/runs/known-source.js";
import { applyOrganisation } from "../../src/runs/organisation-step.js";
import type { SyncReport } from "../../src/runs/report.js";
import { openRunOn, withLease } from "../../src/runs/run.js";
import type {
  AccountObservation,
  AgentObservation,
  Certificate,
  Quarantined,
  RemovedObservation,
  Source,
} from "../../src/sources/port.js";
import { correlateAccounts } from "../../src/sync/apply-accounts.js";
import { readSource } from "../../src/sync/read-source.js";
import type { World } from "../support/world.js";

/** What one read of a directory tells; by default a complete sweep. */
export interface Told {
  readonly agents?: readonly AgentObservation[];
  readonly accounts?: readonly AccountObservation[];
  readonly removed?: readonly string[];
  readonly quarantined?: readonly Quarantined[];
  /** Of the agents' certificate. */
  readonly certificate?: Partial<Certificate>;
  /** Where the run ends before its time. */
  readonly dies?: "beforeSettling";
}

const PAGE = 1_000;

/** A directory that tells what a test says, through the one port. */
function scripted(id: string, told: Told): Source {
  const { agents = [], accounts = [], removed = [], quarantined = [] } = told;
  const gone: RemovedObservation[] = removed.map((nativeId) => ({
    kind: "removed",
    of: "agent",
    nativeId,
  }));
  const all = [...accounts, ...agents, ...gone];
  const certificate = (scope: string): Certificate => ({
    scope,
    complete: true,
    reason: null,
    count: all.length,
    scopeHash: "all",
    basis: "sweep",
  });
  return {
    id,
    converterHash: "scripted-1",
    async *read() {
      for (let start = 0; start < Math.max(1, all.length); start += PAGE) {
        yield {
          kind: "page",
          observations: all.slice(start, start + PAGE),
          quarantined: start === 0 ? quarantined : [],
          progress: null,
        };
      }
      yield {
        kind: "end",
        certificates: [certificate("accounts"), { ...certificate("agents"), ...told.certificate }],
        cursor: null,
        remarks: [],
      };
    },
  };
}

/** The steps of a run that concern agents and logins, on a directory that is not in any config. */
export async function tell(world: World, instant: string, told: Told): Promise<SyncReport> {
  const id = "entra";
  const context = withClock(world.context, fixedClock(Date.parse(instant)));
  const { graph, config } = context;
  return await withLease(graph, id, async (lease) => {
    const known = await knownSource(graph, id);
    const facts = { operator: null, onBehalfOf: null, act: null, reason: null };
    const run = await openRunOn(
      graph,
      { ...facts, kind: "sync", source: id, baseline: known === null },
      { clock: context.clock, lease },
    );
    const collector = new Collector();
    collector.run(run);
    const read = await readSource({
      graph,
      source: scripted(id, told),
      ranks: ranksOf(config, id),
      cursor: null,
      known,
      keyFillRate: 0,
      graceDays: 7,
      at: run.at,
      signal: new AbortController().signal,
      spoolFolder: join(world.folder, "spool"),
      onPage: () => undefined,
      resumable: false,
    });
    try {
      const admitted = new Admittance(read, AS_CERTIFIED);
      const logins = { graph, frame: correlatorFrame(context, run.at) };
      await applyOrganisation(run, { read, admitted, collector, onProgress: undefined, logins });
      await applyAgents(graph, run, { read, collector });
      await correlateAccounts(graph, run, {
        ...correlatorFrame(context, run.at),
        onEmployments: () => undefined,
        onOutcomes: () => Promise.resolve(),
      });
      if (told.dies === "beforeSettling") throw new Error("died");
      await settleAgents(graph, run, { source: id, collector });
      await run.close(read.checkpoint);
    } finally {
      await read.discard();
    }
    return await collector.report(graph, { plan: false, at: run.at });
  });
}

/** An agent of a directory as a test writes one. */
export function seen(nativeId: string, more: Partial<AgentObservation> = {}): AgentObservation {
  return {
    kind: "agent",
    nativeId,
    name: `Agent ${nativeId}`,
    status: "active",
    otherIds: [],
    blueprintRef: null,
    sponsorRefs: [],
    ownerRefs: [],
    createdAt: Date.parse("2026-01-05T09:00:00Z"),
    version: null,
    place: { file: "entra", line: null, column: null },
    ...more,
  };
}

/** A login of a person of the HR files. */
export function login(
  nativeId: string,
  worker: string | null,
  more: Partial<AccountObservation> = {},
): AccountObservation {
  return {
    kind: "account",
    nativeId,
    name: worker ?? nativeId,
    email: null,
    login: null,
    status: "active",
    statusSince: null,
    nature: "human",
    createdAt: null,
    workerIds: worker === null ? [] : [{ source: "hr", value: worker }],
    manager: null,
    teamRef: null,
    dormantSince: null,
    version: null,
    place: { file: "entra", line: null, column: null },
    ...more,
  };
}

/** Open findings about agents of directories: `CODE key severity`, in order. */
export async function openFindings(world: World): Promise<string[]> {
  const rows = await world.cypher(
    `MATCH (f:Finding {state: 'open', subjectKind: 'agent'})
     RETURN f.code + ' ' + f.subjectKey + ' ' + f.severity AS line ORDER BY line`,
  );
  return rows.map((row) => String(row["line"]));
}

/** Which agent of a directory is which of the registry: `entra/a → bot`, in order. */
export async function joined(world: World): Promise<string[]> {
  const rows = await world.cypher(
    "MATCH (i:AgentIdentity)-[:IDENTITY_OF]->(g:Agent) RETURN i.key + ' → ' + g.id AS line ORDER BY line",
  );
  return rows.map((row) => String(row["line"]));
}

/** Who sponsors which agent of a directory: `entra/a: Maya`, in order. */
export async function sponsors(world: World): Promise<string[]> {
  const rows = await world.cypher(
    "MATCH (i:AgentIdentity)-[:SPONSORED_BY]->(p:Person) RETURN i.key + ': ' + p.name AS line ORDER BY line",
  );
  return rows.map((row) => String(row["line"]));
}

/** What is on record of an agent of the directory. */
export async function identity(
  world: World,
  key: string,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await world.cypher(
    "MATCH (i:AgentIdentity {key: $key}) RETURN i {.*, goneAt: i.goneAt IS NOT NULL} AS i",
    { key },
  );
  return row?.["i"] as Record<string, unknown> | undefined;
}
