import type { Instant } from "../src/domain/time.js";
import type { LarkfieldDirectories } from "./larkfield-directories.js";
import { ENTRA_TENANT, OKTA_ORG } from "./larkfield-directories.js";
import { serveGraph } from "./msgraph/server.js";
import { serveOkta } from "./okta/server.js";

/** Larkfield's directories over loopback, as the vendors document them; nothing leaves this machine. */
export interface LarkfieldServers {
  readonly oktaUrl: string;
  readonly graphUrl: string;
  readonly loginUrl: string;
  /** What the config names its secrets by. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** The client id of Countersign at Larkfield's tenant. */
export const ENTRA_CLIENT = "1f2e3d4c-5b6a-4978-8a9b-0c1d2e3f4a5b";
const DEMO_SECRET = "a-secret-of-the-demo";

/** Serves both directories until they are closed. */
export async function serveLarkfield(
  { okta, entra }: LarkfieldDirectories,
  now: () => Instant,
): Promise<LarkfieldServers> {
  const oktaServer = await serveOkta(okta, { now, orgId: OKTA_ORG, apiToken: DEMO_SECRET });
  const graphServer = await serveGraph(entra, {
    now,
    tenantId: ENTRA_TENANT,
    clients: [{ clientId: ENTRA_CLIENT, secret: DEMO_SECRET }],
  });
  return {
    oktaUrl: oktaServer.url,
    graphUrl: graphServer.url,
    loginUrl: graphServer.loginUrl,
    env: { OKTA_API_TOKEN: DEMO_SECRET, ENTRA_CLIENT_SECRET: DEMO_SECRET },
    close: async () => {
      await oktaServer.close();
      await graphServer.close();
    },
  };
}
