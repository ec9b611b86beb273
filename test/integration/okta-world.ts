import { FaultScript } from "../../simulator/http/faults.js";
import {
  Directory,
  type DirectoryAgent,
  type DirectoryGroup,
  type DirectoryUser,
} from "../../simulator/directory/directory.js";
import { type OktaOptions, type OktaServer, serveOkta } from "../../simulator/okta/server.js";
import type { Instant } from "../../src/domain/time.js";
import { sourceSchema, type OktaSourceConfig } from "../../src/platform/config-sources.js";
import { createOktaSource } from "../../src/sources/okta/source.js";
import type { Observation, Source, SourceEnd, SourcePage } from "../../src/sources/port.js";
import { Tenant } from "../../src/sources/remote/tenant.js";

export const START = Date.parse("2026-03-02T08:00:00.000Z");
export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const TOKEN = "00-secret-api-token";
export const ORG = "00osimulated";

export function userOf(id: string, change: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id,
    login: `${id}@example.com`,
    email: `${id}@example.com`,
    givenName: "Given",
    familyName: id,
    status: "active",
    statusChangedAt: START - DAY,
    createdAt: START - 100 * DAY,
    nature: "human",
    workerId: `W-${id}`,
    managerId: null,
    department: null,
    lastSignInAt: START - DAY,
    ...change,
  };
}

export function groupOf(id: string, change: Partial<DirectoryGroup> = {}): DirectoryGroup {
  return { id, name: `Group ${id}`, ownerIds: [], memberIds: new Set(), ...change };
}

export function agentOf(id: string, change: Partial<DirectoryAgent> = {}): DirectoryAgent {
  return {
    id,
    name: `Agent ${id}`,
    status: "active",
    appId: `app-${id}`,
    blueprintId: null,
    ownerIds: [],
    sponsorIds: [],
    createdAt: START - DAY,
    ...change,
  };
}

/** Seven people, three groups, two agents: pages of three have ends in the middle of everything. */
function smallDirectory(): Directory {
  const directory = new Directory(ORG);
  directory.putUser(userOf("00u1"), START - DAY);
  directory.putUser(userOf("00u2", { managerId: "00u1", department: "Finance" }), START - DAY);
  directory.putUser(userOf("00u3", { managerId: "00u1" }), START - DAY);
  directory.putUser(userOf("00u4", { managerId: "00u2", status: "suspended" }), START - DAY);
  directory.putUser(userOf("00u5", { managerId: "00u2", status: "deprovisioned" }), START - DAY);
  directory.putUser(userOf("00u6", { status: "staged", lastSignInAt: null }), START - DAY);
  directory.putUser(userOf("00u7", { nature: "service", workerId: null }), START - DAY);
  const members = (...ids: string[]): { memberIds: Set<string> } => ({ memberIds: new Set(ids) });
  directory.putGroup(
    groupOf("00g1", { ...members("00u1", "00u2", "00u3", "00u4", "00u7"), ownerIds: ["00u1"] }),
    START - DAY,
  );
  directory.putGroup(
    groupOf("00g2", { ...members("00u2"), ownerIds: ["00u2", "00u1", "00g1"] }),
    START - DAY,
  );
  directory.putGroup(groupOf("00g3"), START - DAY);
  directory.putAgent(agentOf("wlp1"), START - DAY);
  directory.putAgent(agentOf("wlp2", { status: "disabled" }), START - DAY);
  return directory;
}

export interface World {
  readonly directory: Directory;
  readonly server: OktaServer;
  readonly faults: FaultScript;
  readonly config: OktaSourceConfig;
  readonly source: Source;
  readonly tenant: Tenant;
  /** How long the tenant was told to wait, in all; nobody really does. */
  readonly waits: number[];
  /** The org's clock and ours. */
  now: Instant;
}

export interface WorldOptions {
  readonly directory?: Directory;
  readonly server?: Partial<OktaOptions>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of waiting. */
  readonly onWait?: (ms: number) => void;
}

const worlds: World[] = [];

/** Ends every server that a test began. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(worlds.splice(0).map(async ({ server }) => server.close()));
}

/** A simulated org, and a source that reads it with the real SDK over real HTTP. */
export async function oktaWorld(options: WorldOptions = {}): Promise<World> {
  const directory = options.directory ?? smallDirectory();
  const faults = new FaultScript();
  const clock = { now: START };
  const server = await serveOkta(directory, {
    now: () => clock.now,
    orgId: ORG,
    apiToken: TOKEN,
    pageLimit: 3,
    faults,
    ...options.server,
  });
  const config = configOf(server.url, options.config);
  const waits: number[] = [];
  // Retries and waits pass at once and are remembered: tests wait for nothing.
  let passed = 0;
  const tenant = new Tenant({
    id: `okta ${server.url}`,
    remote: config.remote,
    clock: {
      now: () => START + passed,
      sleep: async (ms) => {
        waits.push(ms);
        options.onWait?.(ms);
        passed += ms;
      },
    },
  });
  const source = createOktaSource(config, {
    env: { OKTA_TOKEN: TOKEN, ...options.env },
    workerIdSource: "hr",
    clock: { now: () => clock.now },
    tenant,
  });
  const world: World = {
    directory,
    server,
    faults,
    config,
    source,
    tenant,
    waits,
    get now() {
      return clock.now;
    },
    set now(at) {
      clock.now = at;
    },
  };
  worlds.push(world);
  return world;
}

function configOf(url: string, change: Readonly<Record<string, unknown>> = {}): OktaSourceConfig {
  const parsed = sourceSchema.parse({
    id: "okta",
    type: "okta",
    orgUrl: url,
    auth: { how: "token", tokenEnv: "OKTA_TOKEN" },
    nonHuman: { userType: ["service"] },
    ...change,
    remote: { deadlineMs: 5_000, attempts: 3, patienceMs: 10_000, ...asRecord(change["remote"]) },
  });
  if (parsed.type !== "okta") throw new Error("an Okta source was configured");
  return parsed;
}

function asRecord(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

export interface Read {
  readonly pages: readonly SourcePage[];
  readonly end: SourceEnd;
  readonly observations: readonly Observation[];
}

/** The whole read. @throws what the source throws, or when it comes to no end */
export async function readAll(
  world: World,
  request: { readonly cursor?: string | null; readonly resume?: string | null } = {},
): Promise<Read> {
  const pages: SourcePage[] = [];
  let end: SourceEnd | null = null;
  const stream = world.source.read({
    cursor: request.cursor ?? null,
    resume: request.resume ?? null,
    at: world.now,
    signal: new AbortController().signal,
  });
  for await (const each of stream) {
    if (each.kind === "page") pages.push(each);
    else end = each;
  }
  if (end === null) throw new Error("the read came to no end");
  return { pages, end, observations: pages.flatMap((page) => page.observations) };
}

/** The observations of a kind, by id; the last one counts. */
export function byId<Kind extends "account" | "team" | "agent">(
  read: Pick<Read, "observations">,
  kind: Kind,
): Map<string, Extract<Observation, { kind: Kind }>> {
  const found = new Map<string, Extract<Observation, { kind: Kind }>>();
  for (const one of read.observations) {
    // The comparison decides what it is; the compiler does not follow a generic one.
    if (one.kind === kind) found.set(nativeIdOf(one), one as Extract<Observation, { kind: Kind }>);
  }
  return found;
}

function nativeIdOf(one: Observation): string {
  return "nativeId" in one ? one.nativeId : "";
}

/** Members of each group, as all observations together tell them. */
export function membersOf(read: Pick<Read, "observations">): Record<string, string[]> {
  const members = new Map<string, Set<string>>();
  for (const one of read.observations) {
    if (one.kind !== "members") continue;
    const known = members.get(one.teamId) ?? new Set();
    for (const id of one.memberIds) known.add(id);
    members.set(one.teamId, known);
  }
  return Object.fromEntries([...members].map(([id, ids]) => [id, [...ids].toSorted()]));
}

/** `accounts: true`, or `members/00g1: <reason>`. */
export function certified(end: SourceEnd): Record<string, true | string> {
  return Object.fromEntries(
    end.certificates.map(({ scope, complete, reason }) => [scope, complete || (reason ?? "")]),
  );
}
