import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { stringify } from "yaml";
import { fixedClock } from "../../src/platform/clock.js";
import type { Context } from "../../src/runs/context.js";
import type { SyncReport, WhoAnswer } from "../../src/runs/report.js";
import { closeContext, openContext, sync, who, withClock } from "../../src/runs/use-cases.js";
import type { WrittenDocument } from "../../src/sources/registry/schema.js";
import { type PersonRow, csvText, PEOPLE_HEADERS, TEAM_HEADERS } from "./hr-files.js";
import { registryYaml } from "./registry-files.js";
import { wipeGraph } from "./graph.js";

/** A person as scenarios write one; everything else is empty. */
export interface Worker {
  readonly id: string;
  readonly name?: string;
  readonly start?: string;
  readonly end?: string;
  readonly leaveFrom?: string;
  readonly leaveTo?: string;
  readonly manager?: string;
  readonly team?: string;
  readonly position?: string;
  readonly zone?: string;
  readonly type?: string;
  /** Left out: `id@example.com`. */
  readonly email?: string;
  /** Column "Employment ID", for several employments of one person. */
  readonly employment?: string;
  /** Since when this row is true; the column is there when somebody has one. */
  readonly effective?: string;
}

export interface TeamOfWorld {
  readonly id: string;
  readonly name?: string;
  readonly parent?: string;
  readonly head?: string;
  readonly deputies?: string;
}

/**
 * A company on the real graph: files in a folder of its own, real syncs at chosen instants. The graph
 * is wiped when it opens.
 */
export class World {
  readonly folder: string;
  readonly context: Context;

  private constructor(folder: string, context: Context) {
    this.folder = folder;
    this.context = context;
  }

  static async open(
    settings: Readonly<Record<string, unknown>> = {},
    env: NodeJS.ProcessEnv = {},
  ): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), "countersign-world-"));
    mkdirSync(join(folder, "hr"));
    mkdirSync(join(folder, "registry"));
    const config = {
      sources: [
        { id: "hr", type: "hr-files", folder: "hr", mode: "snapshot" },
        { id: "registry", type: "registry", folder: "registry" },
      ],
      operators: [{ login: "operator", person: "lead@example.com" }],
      ...settings,
    };
    writeFileSync(join(folder, "countersign.yaml"), stringify(config));
    const context = await openContext({
      configPath: join(folder, "countersign.yaml"),
      env: { ...worldEnvironment(), ...env },
    });
    await wipeGraph(context.graph.driver);
    return new World(folder, context);
  }

  async close(): Promise<void> {
    await closeContext(this.context);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The HR snapshot from now on: everybody there is. */
  people(workers: readonly Worker[]): void {
    const rows = workers.map(rowOf);
    const dated = workers.some((one) => one.effective !== undefined);
    const headers = [...PEOPLE_HEADERS, "Employment ID", ...(dated ? ["Effective Date"] : [])];
    this.file(
      "hr/people.csv",
      csvText([headers, ...rows.map((row) => headers.map((h) => row[h] ?? ""))]),
    );
  }

  teams(teams: readonly TeamOfWorld[]): void {
    const rows = teams.map((team) => [
      team.id,
      team.name ?? team.id,
      team.parent ?? "",
      team.head ?? "",
      team.deputies ?? "",
    ]);
    this.file("hr/teams.csv", csvText([[...TEAM_HEADERS], ...rows]));
  }

  /** One registry file; the others stay. */
  registry(documents: readonly WrittenDocument[], file = "registry/rights.yaml"): void {
    this.file(file, registryYaml(documents));
  }

  /** A folder of the company, made when it is not there. */
  folderOf(name: string): void {
    mkdirSync(join(this.folder, name), { recursive: true });
  }

  file(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** The context at an instant, given as ISO text. */
  at(instant: string): Context {
    return withClock(this.context, fixedClock(Date.parse(instant)));
  }

  async sync(
    instant: string,
    options: { source?: string; plan?: boolean; full?: boolean } = {},
  ): Promise<SyncReport> {
    return await sync(this.at(instant), { plan: false, ...options });
  }

  async who(instant: string, key: string, at?: string): Promise<WhoAnswer> {
    const [agentId = "", decisionClassId = ""] = key.split(":");
    return await who(this.at(instant), {
      agentId,
      decisionClassId,
      ...(at === undefined ? {} : { at: Date.parse(at) }),
    });
  }

  /** Rows of a Cypher statement of the test's own. */
  async cypher(
    text: string,
    params: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>[]> {
    return await this.context.graph.read(async (tx) =>
      (await tx.run(text, params)).records.map((record) => record.toObject()),
    );
  }

  /** Names of who owns an authorization now, in order. */
  async owners(key: string): Promise<string[]> {
    const rows = await this.cypher(
      "MATCH (:Authorization {key: $key})-[:OWNED_BY]->(p:Person) RETURN p.name AS name ORDER BY name",
      { key },
    );
    return rows.map((row) => String(row["name"]));
  }

  async standing(key: string): Promise<string> {
    const [row] = await this.cypher(
      "MATCH (a:Authorization {key: $key}) RETURN a.standing AS standing",
      { key },
    );
    const standing: unknown = row?.["standing"];
    return typeof standing === "string" ? standing : "missing";
  }

  /** Codes of open findings, each once, in order. */
  async findings(): Promise<string[]> {
    const rows = await this.cypher(
      "MATCH (f:Finding {state: 'open'}) RETURN DISTINCT f.code AS code ORDER BY code",
    );
    return rows.map((row) => String(row["code"]));
  }
}

/** The environment that names this run's servers. */
export function worldEnvironment(): NodeJS.ProcessEnv {
  const user = inject("neo4jUser");
  const password = inject("neo4jPassword");
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    NEO4J_URI: inject("neo4jUri"),
    REDIS_URL: inject("redisUrl"),
    ...(user === null ? {} : { NEO4J_USER: user }),
    ...(password === null ? {} : { NEO4J_PASSWORD: password }),
  };
}

function rowOf(worker: Worker): PersonRow {
  return {
    "Employee ID": worker.id,
    Name: worker.name ?? worker.id,
    "Work Email": worker.email ?? `${worker.id.toLowerCase()}@example.com`,
    "Hire Date": worker.start ?? "2020-01-01",
    "Termination Date": worker.end ?? "",
    "Leave From": worker.leaveFrom ?? "",
    "Leave To": worker.leaveTo ?? "",
    "Manager ID": worker.manager ?? "",
    "Department ID": worker.team ?? "",
    "Position ID": worker.position ?? "",
    "Time Zone": worker.zone ?? "UTC",
    "Worker Type": worker.type ?? "",
    "Employment ID": worker.employment ?? worker.id,
    "Effective Date": worker.effective ?? "",
  };
}

/** One agent, one class and one authorization between them, ready to be changed. */
export function right(
  owner: string | null,
  more: Readonly<Record<string, unknown>> = {},
): WrittenDocument[] {
  return [
    agent("bot"),
    decisionClass("refund"),
    authorization("bot", "refund", { ...(owner === null ? {} : { owner }), ...more }),
  ];
}

/** An agent as a registry file writes one. */
export function agent(id: string, more: Readonly<Record<string, unknown>> = {}): WrittenDocument {
  return {
    kind: "Agent",
    id,
    title: `Agent ${id}`,
    manifest: { model: "m-1" },
    ...more,
  };
}

/** A decision class of medium impact, led by lead@example.com. */
export function decisionClass(
  id: string,
  more: Readonly<Record<string, unknown>> = {},
): WrittenDocument {
  return {
    kind: "DecisionClass",
    id,
    title: `Class ${id}`,
    criteria: "A customer asks for money back.",
    threshold: { text: "up to EUR 2,000", limits: { amountEUR: 2000 } },
    impact: "medium",
    governanceLead: "lead@example.com",
    ...more,
  };
}

/** An authorization of an agent for a class; without more, nobody owns it. */
export function authorization(
  agentId: string,
  classId: string,
  more: Readonly<Record<string, unknown>> = {},
): WrittenDocument {
  return {
    kind: "Authorization",
    agent: agentId,
    decisionClass: classId,
    ...more,
  };
}
