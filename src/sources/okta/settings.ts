import type { OktaSourceConfig } from "../../platform/config-sources.js";
import { contentHash } from "../../platform/ids.js";

/** Part of every content hash: raised whenever the same record is read as something else. */
const CONVERTER_VERSION = 1;

/** The config with what it leaves open decided. */
export interface OktaSettings {
  readonly config: OktaSourceConfig;
  /** Attribute → source whose worker ids it holds. */
  readonly workerIds: ReadonlyMap<string, string>;
  /** Whose worker ids name managers. */
  readonly managerSource: string;
  /** Name of the linked object that leads to the manager; null: an attribute does, or nothing. */
  readonly managerRelation: string | null;
  readonly converterHash: string;
  readonly scopeHashes: ScopeHashes;
  /** Of everything that decides what a read brings: a cursor of another one is not gone on from. */
  readonly generation: string;
}

export type Scope = "accounts" | "managers" | "teams" | "members" | "agents";
type ScopeHashes = Readonly<Record<Scope, string>>;

/** `workerIdSource`: whose worker ids `employeeNumber` holds when the config does not say. */
export function settingsOf(config: OktaSourceConfig, workerIdSource: string): OktaSettings {
  const workerIds = new Map(Object.entries(config.workerIds ?? { employeeNumber: workerIdSource }));
  const sources = [...workerIds.values()];
  const managerSource = sources.includes(workerIdSource)
    ? workerIdSource
    : (sources[0] ?? workerIdSource);
  const mapping = {
    workerIds: Object.fromEntries(workerIds),
    managerSource,
    manager: config.manager,
    nonHuman: config.nonHuman,
    teamAttribute: config.teamAttribute ?? null,
  };
  const converterHash = contentHash({
    converter: CONVERTER_VERSION,
    ...mapping,
    dormantAfterDays: config.dormantAfterDays,
  });
  const groups = { read: config.groups.read, filter: config.groups.filter ?? null };
  const scopeHashes = {
    accounts: contentHash({ scope: "accounts", ...mapping }),
    managers: contentHash({ scope: "managers", manager: config.manager }),
    teams: contentHash({ scope: "teams", ...groups, owners: config.groups.owners }),
    members: contentHash({ scope: "members", ...groups }),
    agents: contentHash({ scope: "agents", read: config.agents }),
  };
  return {
    config,
    workerIds,
    managerSource,
    managerRelation: config.manager.how === "linkedObject" ? config.manager.name : null,
    converterHash,
    scopeHashes,
    generation: contentHash([converterHash, scopeHashes]),
  };
}

/** OAuth scopes that a read needs; `doctor` also looks at schemas. */
export function scopesWanted(config: OktaSourceConfig): string[] {
  return [
    "okta.orgs.read",
    "okta.users.read",
    "okta.logs.read",
    "okta.schemas.read",
    ...(config.groups.read ? ["okta.groups.read"] : []),
    ...(config.agents ? ["okta.aiAgents.read"] : []),
    ...(config.manager.how === "linkedObject" ? ["okta.linkedObjects.read"] : []),
  ];
}
