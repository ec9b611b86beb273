import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "../../simulator/http/faults.js";
import type { SyncReport } from "../../src/runs/report.js";
import { DirectoryWorld } from "../support/directory-world.js";
import { right } from "../support/world.js";

/** What is done to the directory while a company is in the middle of its life. */
interface Case {
  readonly title: string;
  readonly on: RegExp;
  readonly fault: Fault;
  /** What the report must say of the source. */
  readonly status: "partial" | "failed" | "complete";
  /** Part of a reason or failure. */
  readonly says: RegExp;
}

const ALWAYS = { times: 100_000 };
const ANYTHING = /(?:)/;
const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: "status",
  status: code,
  headers,
  body: { errorCode: "E0000006", error: { code: "Authorization_RequestDenied", message: "no" } },
});
const EMPTY_LIST: Fault = { kind: "rewrite", change: () => [] };
const poisoned = (list: (body: unknown) => Record<string, unknown>[]): Fault => ({
  kind: "rewrite",
  change: (body) => {
    const [first] = list(body);
    if (first !== undefined) first["id"] = { $ne: null };
    return body;
  },
});

const OKTA = {
  users: /^GET \/api\/v1\/users\?/,
  managers: /linkedObjects/,
  groups: /^GET \/api\/v1\/groups\?/,
  members: /^GET \/api\/v1\/groups\/[^/]+\/users/,
  agents: /^GET \/workload-principals\//,
  all: /./,
};

const OKTA_CASES: readonly Case[] = [
  {
    title: "F1 429 with a wait that is longer than our patience",
    on: OKTA.users,
    fault: status(429, { "retry-after": "2" }),
    status: "failed",
    says: /left alone for 2 s/,
  },
  {
    title: "F2 500 on users",
    on: OKTA.users,
    fault: status(500),
    status: "partial",
    says: ANYTHING,
  },
  {
    title: "F2 connections reset",
    on: OKTA.users,
    fault: { kind: "reset" },
    status: "partial",
    says: ANYTHING,
  },
  {
    title: "F2 a server that hangs",
    on: OKTA.members,
    fault: { kind: "hang" },
    status: "partial",
    says: /members|group|answer/i,
  },
  {
    title: "F6 a body cut off",
    on: OKTA.groups,
    fault: { kind: "cut" },
    status: "partial",
    says: ANYTHING,
  },
  {
    title: "F9 success with no user",
    on: OKTA.users,
    fault: EMPTY_LIST,
    status: "complete",
    says: ANYTHING,
  },
  {
    title: "F9 success with no group",
    on: OKTA.groups,
    fault: EMPTY_LIST,
    status: "complete",
    says: ANYTHING,
  },
  {
    title: "F10 403 on managers",
    on: OKTA.managers,
    fault: status(403),
    status: "partial",
    says: /403/,
  },
  {
    title: "F10 403 on groups",
    on: OKTA.groups,
    fault: status(403),
    status: "partial",
    says: /403/,
  },
  {
    title: "F10 403 on members",
    on: OKTA.members,
    fault: status(403),
    status: "partial",
    says: /403/,
  },
  {
    title: "F10 404 on agents",
    on: OKTA.agents,
    fault: status(404),
    status: "partial",
    says: /404|agents/,
  },
  {
    title: "F12 a poisoned user",
    on: OKTA.users,
    fault: poisoned((body) => body as Record<string, unknown>[]),
    status: "complete",
    says: ANYTHING,
  },
];

const GRAPH = {
  users: /^GET \/v1\.0\/users\/delta/,
  groups: /^GET \/v1\.0\/groups\/delta/,
  owners: /^GET \/v1\.0\/groups\/[^/]+\/owners/,
  agents: /agentIdentity/,
};

const GRAPH_CASES: readonly Case[] = [
  {
    title: "F1 429 with a wait that is longer than our patience",
    on: GRAPH.users,
    fault: status(429, { "retry-after": "2" }),
    status: "failed",
    says: /left alone for 2 s/,
  },
  {
    title: "F2 500 on users",
    on: GRAPH.users,
    fault: status(500),
    status: "partial",
    says: ANYTHING,
  },
  {
    title: "F2 connections reset",
    on: GRAPH.groups,
    fault: { kind: "reset" },
    status: "partial",
    says: ANYTHING,
  },
  {
    title: "F2 a server that hangs",
    on: GRAPH.groups,
    fault: { kind: "hang" },
    status: "partial",
    says: ANYTHING,
  },
  {
    title: "F6 a body cut off",
    on: GRAPH.groups,
    fault: { kind: "cut" },
    status: "partial",
    says: ANYTHING,
  },
  {
    title: "F10 403 on groups and members",
    on: GRAPH.groups,
    fault: status(403),
    status: "partial",
    says: /403/,
  },
  {
    title: "F10 403 on agents",
    on: GRAPH.agents,
    fault: status(403),
    status: "partial",
    says: /403/,
  },
];

let company: DirectoryWorld;

afterEach(async () => {
  await company.close();
});

/** Maya owns; Jon reports to her; both are in a group, which Maya owns; there is an agent. */
async function found(source: "okta" | "entra"): Promise<DirectoryWorld> {
  company = await DirectoryWorld.open({ okta: source === "okta", entra: source === "entra" });
  const directory = company[source];
  company.at("2026-03-01T08:00:00Z");
  company.world.people([{ id: "maya" }, { id: "jon" }, { id: "lead" }]);
  company.world.registry(right("maya@example.com"));
  company.user(directory, "u-lead", { workerId: "lead" });
  company.user(directory, "u-maya", { workerId: "maya", managerId: "u-lead" });
  company.user(directory, "u-jon", { workerId: "jon", managerId: "u-maya" });
  company.group(directory, "g-claims", {
    memberIds: new Set(["u-maya", "u-jon"]),
    ownerIds: ["u-maya"],
  });
  company.agent(directory, "a-bot", { sponsorIds: ["u-maya"] });
  await company.sync("2026-03-01T09:00:00Z");
  return company;
}

/** Life goes on: somebody joins, Jon's login closes and leaves the group. */
function live(source: "okta" | "entra"): void {
  const directory = company[source];
  company.at("2026-03-02T08:00:00Z");
  company.world.people([{ id: "maya" }, { id: "jon" }, { id: "lead" }, { id: "nina" }]);
  company.user(directory, "u-nina", { workerId: "nina", managerId: "u-maya" });
  directory.addMember("g-claims", "u-nina", company.at("2026-03-02T08:00:00Z"));
}

/** What no fault may ever take away. */
async function kept(source: "okta" | "entra"): Promise<void> {
  const { world } = company;
  expect(await world.owners("bot:refund")).toEqual(["maya"]);
  const rows = await world.cypher(
    `MATCH (a:Account) WHERE a.nativeId IN ['u-lead', 'u-maya', 'u-jon']
     RETURN a.nativeId AS id, a.status AS status ORDER BY id`,
  );
  expect(rows).toEqual([
    { id: "u-jon", status: "active" },
    { id: "u-lead", status: "active" },
    { id: "u-maya", status: "active" },
  ]);
  expect(await company.members(`${source}/g-claims`)).toEqual(
    expect.arrayContaining(["u-jon", "u-maya"]),
  );
  expect(await company.reporting()).toEqual(
    expect.arrayContaining(["jon to maya", "maya to lead"]),
  );
  const [agent] = await world.cypher(
    "MATCH (a:AgentIdentity) RETURN a.status AS status, a.goneAt IS NULL AS here",
  );
  expect(agent).toEqual({ status: "active", here: true });
}

function said(report: SyncReport, source: string): string {
  const one = report.sources.find((each) => each.source === source);
  const reasons = one?.certificates.map((each) => each.reason ?? "") ?? [];
  return [...reasons, ...(one?.remarks ?? []), one?.failure?.message ?? ""].join("\n");
}

/** Syncs until the source is read completely: one that asked to be left alone is asked again later (F1). */
async function completeSync(source: string): Promise<SyncReport> {
  for (let minute = 0; ; minute += 1) {
    const instant = new Date(Date.parse("2026-03-02T12:00:00Z") + minute * 60_000).toISOString();
    const report = await company.sync(instant);
    const state = report.sources.find((each) => each.source === source);
    if (state?.status === "complete" || minute === 30) return report;
  }
}

/** Returns what the report said of the source while the fault lasted. */
async function survive(source: "okta" | "entra", one: Case): Promise<string | undefined> {
  await found(source);
  live(source);
  const faults = source === "okta" ? company.oktaFaults : company.entraFaults;
  faults.on(one.on, one.fault, ALWAYS);
  const report = await company.sync("2026-03-02T09:00:00Z");
  const state = report.sources.find((each) => each.source === source);
  expect(said(report, source)).toMatch(one.says);
  expect(said(report, source)).not.toContain("directory-secret");
  expect(report.decisions).toEqual([]);
  await kept(source);
  faults.clear();
  const healed = await completeSync(source);
  expect(healed.sources.map((each) => each.status)).toEqual(["complete", "complete", "complete"]);
  await kept(source);
  expect(await company.ownerOf(`${source}/u-nina`)).toBe("nina");
  expect(await company.members(`${source}/g-claims`)).toEqual(["u-jon", "u-maya", "u-nina"]);
  expect(await company.reporting()).toEqual(["jon to maya", "maya to lead", "nina to maya"]);
  return state?.status;
}

describe("Okta through its own SDK", { timeout: 180_000 }, () => {
  it.each(OKTA_CASES)(
    "$title: nobody departs, no edge is lost, the next clean run converges",
    async (one) => {
      expect(await survive("okta", one)).toBe(one.status);
    },
  );
});

describe("Entra through its own client", { timeout: 180_000 }, () => {
  it.each(GRAPH_CASES)(
    "$title: nobody departs, no edge is lost, the next clean run converges",
    async (one) => {
      expect(await survive("entra", one)).toBe(one.status);
    },
  );

  it("F7 an expired delta token is a new full generation; nobody departs by it", async () => {
    await found("entra");
    live("entra");
    company.graphServer.expireDeltaTokens();
    const report = await company.sync("2026-03-02T09:00:00Z");
    expect(report.sources.map((each) => each.status)).toEqual(["complete", "complete", "complete"]);
    await kept("entra");
    expect(await company.ownerOf("entra/u-nina")).toBe("nina");
  });
});
