import {
  Directory,
  type DirectoryAgent,
  type DirectoryGroup,
  type DirectoryUser,
} from "../../simulator/directory/directory.js";
import { FaultScript } from "../../simulator/http/faults.js";
import {
  type GraphOptions,
  type SimulatedGraph,
  serveGraph,
} from "../../simulator/msgraph/server.js";
import { type OktaServer, serveOkta } from "../../simulator/okta/server.js";
import type { SyncReport } from "../../src/runs/report.js";
import { World } from "./world.js";

const OKTA_ORG = "00oScenario0000000001";
const ENTRA_TENANT = "11111111-2222-4333-8444-555555555555";
const ENTRA_CLIENT = "66666666-7777-4888-8999-000000000000";
const SECRET = "directory-secret";

/** Which sources a scenario's company has, beside its registry. */
export interface DirectoryWorldOptions {
  readonly hr?: boolean;
  readonly okta?: boolean;
  readonly entra?: boolean;
  /** Added to the config of the source. */
  readonly oktaConfig?: Readonly<Record<string, unknown>>;
  readonly entraConfig?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Objects on a page. */
  readonly pageSize?: number;
  /** A tenant that has lived already. */
  readonly entraDirectory?: Directory;
  /** What is done to the pages of delta rounds. */
  readonly arrange?: GraphOptions["arrange"];
}

/**
 * A company on the real graph with HR files and directories over real HTTP: what is put into `okta` and
 * `entra` is what the vendors' own SDKs read at the next sync.
 */
export class DirectoryWorld {
  readonly world: World;
  readonly okta: Directory;
  readonly entra: Directory;
  readonly oktaFaults: FaultScript;
  readonly entraFaults: FaultScript;
  readonly graphServer: SimulatedGraph;
  readonly #servers: readonly { close(): Promise<void> }[];
  readonly #clock: { now: number };

  private constructor(parts: {
    world: World;
    okta: Directory;
    entra: Directory;
    oktaServer: OktaServer;
    graphServer: SimulatedGraph;
    clock: { now: number };
  }) {
    this.world = parts.world;
    this.okta = parts.okta;
    this.entra = parts.entra;
    this.oktaFaults = parts.oktaServer.faults;
    this.entraFaults = parts.graphServer.faults;
    this.graphServer = parts.graphServer;
    this.#servers = [parts.oktaServer, parts.graphServer];
    this.#clock = parts.clock;
  }

  static async open(options: DirectoryWorldOptions = {}): Promise<DirectoryWorld> {
    const { hr = true, okta: hasOkta = true, entra: hasEntra = false, pageSize = 50 } = options;
    const clock = { now: Date.parse("2026-01-01T00:00:00Z") };
    const okta = new Directory(OKTA_ORG);
    const entra = options.entraDirectory ?? new Directory(ENTRA_TENANT);
    const now = (): number => clock.now;
    const oktaServer = await serveOkta(okta, {
      now,
      orgId: OKTA_ORG,
      apiToken: SECRET,
      pageLimit: pageSize,
      faults: new FaultScript(),
    });
    const graphServer = await serveGraph(entra, {
      now,
      tenantId: ENTRA_TENANT,
      clients: [{ clientId: ENTRA_CLIENT, secret: SECRET }],
      pageSize,
      faults: new FaultScript(),
      ...(options.arrange === undefined ? {} : { arrange: options.arrange, journal: true }),
    });
    const remote = { deadlineMs: 2_000, attempts: 2, retryBudget: 4, patienceMs: 0 };
    const sources = [
      ...(hr ? [{ id: "hr", type: "hr-files", folder: "hr", mode: "snapshot" }] : []),
      ...(hasOkta
        ? [
            {
              id: "okta",
              type: "okta",
              orgUrl: oktaServer.url,
              auth: { how: "token", tokenEnv: "OKTA_TOKEN" },
              nonHuman: { userType: ["service"] },
              sweepEveryHours: 0,
              manager: { how: "linkedObject", name: "manager" },
              remote,
              ...options.oktaConfig,
            },
          ]
        : []),
      ...(hasEntra
        ? [
            {
              id: "entra",
              type: "entra",
              tenantId: ENTRA_TENANT,
              clientId: ENTRA_CLIENT,
              auth: { how: "secret", secretEnv: "ENTRA_SECRET" },
              baseUrl: graphServer.url,
              loginUrl: graphServer.loginUrl,
              remote,
              ...options.entraConfig,
            },
          ]
        : []),
      { id: "registry", type: "registry", folder: "registry" },
    ];
    const env = { OKTA_TOKEN: SECRET, ENTRA_SECRET: SECRET };
    const world = await World.open({ sources, ...options.settings }, env);
    return new DirectoryWorld({ world, okta, entra, oktaServer, graphServer, clock });
  }

  async close(): Promise<void> {
    await this.world.close();
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  /** Moves everybody's clock there. */
  at(instant: string): number {
    this.#clock.now = Date.parse(instant);
    return this.#clock.now;
  }

  async sync(
    instant: string,
    options: { source?: string; plan?: boolean; full?: boolean } = {},
  ): Promise<SyncReport> {
    this.at(instant);
    return await this.world.sync(instant, options);
  }

  /** Puts a login into a directory, as it is at the instant the clock stands at. */
  user(directory: Directory, id: string, more: Partial<DirectoryUser> = {}): void {
    const { now } = this.#clock;
    const since = now - 86_400_000;
    directory.putUser(
      {
        id,
        login: `${id}@example.com`,
        email: `${id}@example.com`,
        givenName: id,
        familyName: "Example",
        status: "active",
        statusChangedAt: since,
        createdAt: since,
        nature: "human",
        workerId: null,
        managerId: null,
        department: null,
        lastSignInAt: since,
        ...more,
      },
      now,
    );
  }

  change(directory: Directory, id: string, change: Partial<DirectoryUser>): void {
    directory.changeUser(id, change, this.#clock.now);
  }

  group(directory: Directory, id: string, more: Partial<DirectoryGroup> = {}): void {
    directory.putGroup(
      { id, name: id, ownerIds: [], memberIds: new Set(), ...more },
      this.#clock.now,
    );
  }

  agent(directory: Directory, id: string, more: Partial<DirectoryAgent> = {}): void {
    directory.putAgent(
      {
        id,
        name: id,
        status: "active",
        appId: `app-${id}`,
        blueprintId: "bp-1",
        ownerIds: [],
        sponsorIds: [],
        createdAt: this.#clock.now - 86_400_000,
        ...more,
      },
      this.#clock.now,
    );
  }

  /** Worker id (or name) of the person a login belongs to; null: nobody's. */
  async ownerOf(account: string): Promise<string | null> {
    const [row] = await this.world.cypher(
      `MATCH (a:Account {key: $account})
       OPTIONAL MATCH (a)-[:BELONGS_TO]->(p:Person)
       RETURN p.name AS name`,
      { account },
    );
    const name: unknown = row?.["name"];
    return typeof name === "string" ? name : null;
  }

  /** How many people the graph knows. */
  async people(): Promise<number> {
    const [row] = await this.world.cypher("MATCH (p:Person) RETURN count(p) AS people");
    return Number(row?.["people"]);
  }

  /** Members of a team now, by login id, in order. */
  async members(team: string): Promise<string[]> {
    const rows = await this.world.cypher(
      "MATCH (a:Account)-[:MEMBER_OF]->(:Team {key: $team}) RETURN a.nativeId AS id ORDER BY id",
      { team },
    );
    return rows.map((row) => String(row["id"]));
  }

  /** `who reports to whom` by name, in order. */
  async reporting(): Promise<string[]> {
    const rows = await this.world.cypher(
      "MATCH (p:Person)-[:REPORTS_TO]->(m:Person) RETURN p.name + ' to ' + m.name AS line ORDER BY line",
    );
    return rows.map((row) => String(row["line"]));
  }
}
