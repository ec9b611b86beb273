import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { FaultScript } from "../../simulator/http/faults.js";
import { serveHr } from "../../simulator/hr-https/server.js";
import { serveGraph, type SimulatedGraph } from "../../simulator/msgraph/server.js";
import { serveOkta } from "../../simulator/okta/server.js";
import { fixedClock } from "../../src/platform/clock.js";
import { loadConfig } from "../../src/platform/config-file.js";
import type { Context } from "../../src/runs/context.js";
import type { Folder } from "../replay/folder.js";
import { type CompanyPlan, SoakCompany } from "./company.js";

const SECRET = "a-secret-of-the-soak";
const CLIENT = "1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b";
/** Long enough for a busy machine, short enough that an answer which never comes costs little. */
const DEADLINE_MS = 1_000;
const PAGE = 12;

interface Server {
  readonly source: Readonly<Record<string, unknown>>;
  readonly faults: FaultScript;
  readonly graph?: SimulatedGraph;
  close(): Promise<void>;
}

/** One life of a company with its systems, as one configured service sees it. */
export class SoakWorld {
  readonly plan: CompanyPlan;
  readonly company: SoakCompany;
  readonly folder: string;
  readonly context: Context;
  readonly servers: readonly Server[];
  readonly #registry: Folder;
  readonly #clock: { now: number };

  private constructor(parts: {
    readonly plan: CompanyPlan;
    readonly company: SoakCompany;
    readonly folder: string;
    readonly context: Context;
    readonly servers: readonly Server[];
    readonly clock: { now: number };
  }) {
    this.plan = parts.plan;
    this.company = parts.company;
    this.folder = parts.folder;
    this.context = parts.context;
    this.servers = parts.servers;
    this.#clock = parts.clock;
    this.#registry = this.company.registryIn(this.folder);
  }

  /** Founds the company anew in the folder; the graph is the caller's business. */
  static async found(plan: CompanyPlan, base: Context, folder: string): Promise<SoakWorld> {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "hr"), { recursive: true });
    const company = new SoakCompany(plan);
    const clock = { now: Date.parse(company.today) };
    const servers = await serve(plan, company, () => clock.now);
    const { config, dir } = configured(folder, { company, servers });
    const env = { ...base.env, SOAK_SECRET: SECRET };
    const context = { ...base, config, dir, dataDir: join(folder, ".countersign"), env };
    return new SoakWorld({ plan, company, folder, context, servers, clock });
  }

  /** The instant of the syncs of today: everybody's clock stands there. */
  get at(): number {
    return this.#clock.now;
  }

  /** Writes what the systems export, good and whole; moves the clock to the evening, days later. */
  async publish(days = 0): Promise<void> {
    this.#clock.now = Date.parse(`${this.company.today}T18:00:00Z`) + days * 86_400_000;
    if (this.plan.systems.hr === "files") {
      await this.company.simulation.writeHr(join(this.folder, "hr"));
    }
    this.#registry.written.clear();
    this.company.writeRegistry(this.#registry);
  }

  /**
   * The context in which everything is read anew, as it is after a day or some weeks: between whole reads the
   * system log tells of changes, and what an answer left out is no change.
   */
  get whole(): Context {
    const { config } = this.context;
    const sources = config.sources.map((source) =>
      source.type === "okta" ? { ...source, sweepEveryHours: 0 } : source,
    );
    return { ...this.context, config: { ...config, sources } };
  }

  /** The context at today's instant. */
  now(): Context {
    return { ...this.context, clock: fixedClock(this.at) };
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.close()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function serve(
  plan: CompanyPlan,
  company: SoakCompany,
  now: () => number,
): Promise<Server[]> {
  const { systems } = plan;
  return [
    systems.hr === "https" ? await hrOverHttps(company) : filesOf(),
    ...(systems.okta ? [await oktaOf(company, now)] : []),
    ...(systems.entra ? [await entraOf(company, now)] : []),
  ];
}

const remote = { deadlineMs: DEADLINE_MS, attempts: 2, retryBudget: 4, patienceMs: 0 };

function filesOf(): Server {
  const source = { id: "hr", type: "hr-files", folder: "hr" };
  return { source, faults: new FaultScript(), close: () => Promise.resolve() };
}

async function hrOverHttps({ simulation }: SoakCompany): Promise<Server> {
  const server = await serveHr({
    people: () => [...simulation.hrRecords("plain")],
    teams: () => [...simulation.hrTeams("plain")],
    shape: "plain",
    paging: "next",
    pageSize: PAGE,
  });
  const { peopleUrl: url, teamsUrl } = server;
  const source = { id: "hr", type: "hr-https", url, teamsUrl, paging: { how: "next" }, remote };
  return { ...server, source };
}

async function oktaOf({ simulation }: SoakCompany, now: () => number): Promise<Server> {
  const { okta } = simulation;
  const options = { now, orgId: okta.tenantId, apiToken: SECRET, pageLimit: PAGE };
  const server = await serveOkta(okta, options);
  const source = {
    id: "okta",
    type: "okta",
    orgUrl: server.url,
    auth: { how: "token", tokenEnv: "SOAK_SECRET" },
    remote,
  };
  return { ...server, source };
}

async function entraOf({ simulation }: SoakCompany, now: () => number): Promise<Server> {
  const { entra } = simulation;
  const { tenantId } = entra;
  const clients = [{ clientId: CLIENT, secret: SECRET }];
  const server = await serveGraph(entra, { now, tenantId, clients, pageSize: PAGE });
  const source = {
    id: "entra",
    type: "entra",
    tenantId,
    clientId: CLIENT,
    auth: { how: "secret", secretEnv: "SOAK_SECRET" },
    baseUrl: server.url,
    loginUrl: server.loginUrl,
    remote,
  };
  const close = () => server.close();
  return { source, faults: server.faults, graph: server, close };
}

function configured(
  folder: string,
  of: { readonly company: SoakCompany; readonly servers: readonly Server[] },
) {
  const path = join(folder, "countersign.yaml");
  const sources = [
    ...of.servers.map(({ source }) => source),
    { id: "registry", type: "registry", folder: "registry", organisation: "hr" },
  ];
  writeFileSync(path, stringify({ sources, governance: { lastResort: of.company.lastResort } }));
  return loadConfig(path, {});
}
