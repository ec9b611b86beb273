import type { EntraSourceConfig } from "../../platform/config-sources.js";

/** Where one cloud signs apps in, and where it answers; without a slash at the end. */
export interface Hosts {
  readonly login: string;
  /** Graph as it is called: the cloud's own address, or the one that the config puts in its place. */
  readonly graph: string;
  /** Graph as the cloud itself names it: in scopes, and in next links that a proxy passes on. */
  readonly resource: string;
}

/** Microsoft Learn, "Microsoft Graph national cloud deployments". */
const CLOUDS: Readonly<
  Record<EntraSourceConfig["cloud"], readonly [login: string, graph: string]>
> = {
  global: ["https://login.microsoftonline.com", "https://graph.microsoft.com"],
  "us-government": ["https://login.microsoftonline.us", "https://graph.microsoft.us"],
  "us-government-dod": ["https://login.microsoftonline.us", "https://dod-graph.microsoft.us"],
  china: ["https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"],
};

/** The hosts of a source: those of its cloud, unless the config names others. */
export function hostsOf(config: Pick<EntraSourceConfig, "cloud" | "baseUrl" | "loginUrl">): Hosts {
  const [login, graph] = CLOUDS[config.cloud];
  return {
    login: (config.loginUrl ?? login).replace(/\/+$/, ""),
    graph: (config.baseUrl ?? graph).replace(/\/+$/, ""),
    resource: graph,
  };
}
