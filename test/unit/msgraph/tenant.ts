import type { Directory, DirectoryUser } from "../../../simulator/directory/directory.js";
import { Directory as NewDirectory } from "../../../simulator/directory/directory.js";
import { FaultScript } from "../../../simulator/http/faults.js";
import {
  serveGraph,
  type GraphOptions,
  type SimulatedGraph,
} from "../../../simulator/msgraph/server.js";
import { sourceSchema, type EntraSourceConfig } from "../../../src/platform/config-sources.js";
import { createEntraSource } from "../../../src/sources/msgraph/source.js";
import type { Observation, Source, SourceEnd, SourcePage } from "../../../src/sources/port.js";
import { Tenant, type TenantClock } from "../../../src/sources/remote/tenant.js";

export const TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";
export const CLIENT_ID = "6731de76-14a6-49ae-97bc-6eba6914391e";
export const SECRET = "Q8~very-secret-value";
export const NOW = Date.UTC(2026, 10, 20, 5);
const LONG_AGO = Date.UTC(2022, 2, 1);

/** The id of the n-th user: Graph's ids are GUIDs. */
export function userId(n: number): string {
  return `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

export function groupId(n: number): string {
  return `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

export function agentId(n: number): string {
  return `cccccccc-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** An active employee who reports to nobody. */
export function user(n: number, change: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id: userId(n),
    login: `user${n}@larkfield.example`,
    email: `User${n}@larkfield.example`,
    givenName: "User",
    familyName: `Number ${n}`,
    status: "active",
    statusChangedAt: LONG_AGO,
    createdAt: LONG_AGO,
    nature: "human",
    workerId: `E${String(n).padStart(3, "0")}`,
    managerId: null,
    department: "Claims",
    lastSignInAt: null,
    ...change,
  };
}

/** Seven users who report to the first, one deleted user, two groups and two agents. */
export function smallDirectory(): Directory {
  const directory = new NewDirectory(TENANT_ID);
  for (let n = 1; n <= 7; n += 1) {
    directory.putUser(user(n, { managerId: n === 1 ? null : userId(1) }), LONG_AGO);
  }
  directory.putUser(user(8, { status: "deleted" }), LONG_AGO);
  const members = (...numbers: number[]): Set<string> => new Set(numbers.map(userId));
  const claims = {
    id: groupId(1),
    name: "Claims",
    ownerIds: [userId(1)],
    memberIds: members(2, 3, 4, 5, 6),
  };
  directory.putGroup(claims, LONG_AGO);
  const risk = {
    id: groupId(2),
    name: "Risk",
    ownerIds: [userId(3), userId(2)],
    memberIds: members(7),
  };
  directory.putGroup(risk, LONG_AGO);
  const agent = {
    id: agentId(1),
    name: "Claims bot",
    status: "active",
    appId: "app-1",
    blueprintId: "dddddddd-0000-4000-8000-000000000001",
    ownerIds: [userId(4)],
    sponsorIds: [userId(2)],
    createdAt: LONG_AGO,
  } as const;
  directory.putAgent(agent, LONG_AGO);
  directory.putAgent(
    {
      ...agent,
      id: agentId(2),
      name: "Old job",
      appId: "app-2",
      blueprintId: null,
      sponsorIds: [],
    },
    LONG_AGO,
  );
  return directory;
}

/** Waits take no time: they are noted, and the clock moves on. */
export class SkippingClock implements TenantClock {
  readonly slept: number[] = [];
  #now = NOW;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.slept.push(ms);
    this.#now += ms;
  }
}

export interface Office {
  readonly directory: Directory;
  readonly graph: SimulatedGraph;
  readonly faults: FaultScript;
  readonly config: EntraSourceConfig;
  readonly source: Source;
  readonly waits: SkippingClock;
  /** `METHOD /path` of every request to Graph itself so far, tokens left out. */
  readonly asked: () => string[];
  /** Another source over the same server: a process of its own. */
  readonly another: (change?: Record<string, unknown>) => Source;
}

export interface OfficeOptions {
  readonly directory?: Directory;
  readonly graph?: Partial<GraphOptions>;
  /** Laid over the config. */
  readonly config?: Record<string, unknown>;
  readonly env?: NodeJS.ProcessEnv;
}

/** A simulated tenant, and a source that reads it. Ends itself with `close` of its graph. */
export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const directory = options.directory ?? smallDirectory();
  const faults = new FaultScript();
  const graph = await serveGraph(directory, {
    now: () => NOW,
    tenantId: TENANT_ID,
    clients: [{ clientId: CLIENT_ID, secret: SECRET }],
    pageSize: 3,
    faults,
    ...options.graph,
  });
  const waits = new SkippingClock();
  const env = options.env ?? { ENTRA_SECRET: SECRET };
  const made = (change: Record<string, unknown>): { config: EntraSourceConfig; source: Source } => {
    const config = configOf(graph, change);
    const tenant = new Tenant({
      id: "entra test",
      remote: config.remote,
      clock: waits,
      random: () => 0.5,
    });
    const clock = { now: () => NOW };
    return {
      config,
      source: createEntraSource(config, { env, workerIdSource: "hr", tenant, clock }),
    };
  };
  return {
    directory,
    graph,
    faults,
    waits,
    ...made(options.config ?? {}),
    asked: () =>
      faults.seen.flatMap(({ method, url }) =>
        url.startsWith("/v1.0") ? [`${method} ${url.replace(/\?.*$/s, "").slice(5)}`] : [],
      ),
    another: (change = {}) => made({ ...options.config, ...change }).source,
  };
}

/** The config of a source that reads this server. */
export function configOf(
  graph: Pick<SimulatedGraph, "url" | "loginUrl">,
  change: Record<string, unknown> = {},
): EntraSourceConfig {
  const config = sourceSchema.parse({
    id: "entra",
    type: "entra",
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    auth: { how: "secret", secretEnv: "ENTRA_SECRET" },
    baseUrl: graph.url,
    loginUrl: graph.loginUrl,
    remote: { attempts: 3, deadlineMs: 5_000 },
    ...change,
  });
  if (config.type !== "entra") throw new Error("not an Entra source");
  return config;
}

/** What a read told, in order. */
export interface Told {
  readonly pages: readonly SourcePage[];
  readonly end: SourceEnd;
}

export interface ReadAsk {
  readonly cursor?: string | null;
  readonly resume?: string | null;
  readonly at?: number;
  readonly signal?: AbortSignal;
}

/** Reads to the end. */
export async function readAll(source: Source, ask: ReadAsk = {}): Promise<Told> {
  const pages: SourcePage[] = [];
  let end: SourceEnd | null = null;
  const { cursor = null, resume = null, at = NOW } = ask;
  const signal = ask.signal ?? AbortSignal.timeout(30_000);
  for await (const one of source.read({ cursor, resume, at, signal })) {
    if (one.kind === "end") end = one;
    else pages.push(one);
  }
  if (end === null) throw new Error("the source stopped without an end");
  return { pages, end };
}

/** The observations of one kind, in order. */
export function ofKind<Kind extends Observation["kind"]>(
  { pages }: Pick<Told, "pages">,
  kind: Kind,
): Extract<Observation, { kind: Kind }>[] {
  return pages.flatMap((page) =>
    page.observations.filter(
      (one): one is Extract<Observation, { kind: Kind }> => one.kind === kind,
    ),
  );
}

/** `scope` → complete, of every certificate. */
export function completeness({ end }: Told): Record<string, boolean> {
  return Object.fromEntries(end.certificates.map(({ scope, complete }) => [scope, complete]));
}

/** Every scope that a read certifies when nothing goes wrong. */
export const ALL_COMPLETE = {
  accounts: true,
  managers: true,
  teams: true,
  members: true,
  agents: true,
};
