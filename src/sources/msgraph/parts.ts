import { systemClock, type Clock } from "../../platform/clock.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { tenantFor, type Tenant } from "../remote/tenant.js";
import { Asks } from "./asks.js";
import { GraphClient } from "./client.js";
import { hostsOf } from "./clouds.js";
import { mappingOf, type AccountMapping } from "./convert-user.js";
import { Tokens } from "./tokens.js";

export interface EntraOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Source of worker ids when the config names none: the first HR source. */
  readonly workerIdSource: string;
  /** Of tokens and assertions; left out: the system's. */
  readonly clock?: Clock;
  /** Shared budget, waits and circuit; left out: those of this process for this tenant. */
  readonly tenant?: Tenant;
}

/** What the source, its point reads and `doctor` have in common. */
export interface EntraParts {
  readonly config: EntraSourceConfig;
  readonly mapping: AccountMapping;
  readonly asks: Asks;
  readonly client: GraphClient;
  readonly tenant: Tenant;
  readonly clock: Clock;
}

/** Client, links and mapping of one configured source. Nothing is asked or loaded yet. */
export function entraParts(config: EntraSourceConfig, options: EntraOptions): EntraParts {
  const { env, clock = systemClock } = options;
  const hosts = hostsOf(config);
  const key = `entra ${hosts.graph} ${config.tenantId}`;
  const tenant = options.tenant ?? tenantFor(key, config.remote);
  const tokens = new Tokens({ config, hosts, env, tenant, clock });
  const mapping = mappingOf(config, options.workerIdSource);
  const asks = new Asks(config, mapping);
  const client = new GraphClient({ hosts, tenant, tokens });
  return { config, mapping, asks, client, tenant, clock };
}
