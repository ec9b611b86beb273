import okta, {
  type AgentRegistrationApi,
  type AuthMethodsConfiguration,
  type Configuration,
  type GroupApi,
  type LinkedObjectApi,
  type OrgSettingApi,
  type SchemaApi,
  type SystemLogApi,
  type UserApi,
} from "@okta/okta-sdk-nodejs";
import type { HttpAsk, JsonAnswer } from "../remote/http.js";
import { Transport } from "./transport.js";

/** The SDK's operations, as far as they are asked for. */
export interface OktaApis {
  readonly agents: AgentRegistrationApi;
  readonly groups: GroupApi;
  readonly log: SystemLogApi;
  readonly orgs: OrgSettingApi;
  readonly relations: LinkedObjectApi;
  readonly schemas: SchemaApi;
  readonly users: UserApi;
}

export interface Exchange extends Pick<HttpAsk, "tenant" | "endpoint" | "signal"> {
  /** Such as `https://example.okta.com`. */
  readonly orgUrl: string;
  readonly authMethods: AuthMethodsConfiguration;
  /** One operation that reads; of a list, one page. */
  readonly call: (apis: OktaApis) => Promise<unknown>;
}

/**
 * Has the SDK carry one operation through: it builds the request, signs it, sends it with our transport
 * and reads the answer. With `transport.ts` the only file that loads the SDK, 0.8 s and 90 MB: imported
 * when a read begins.
 *
 * Its operations are configured directly, because its `Client` reads `~/.okta/okta.yaml` and `OKTA_*`
 * whatever it is told. The cache that never forgets is the `Client`'s too: here every call asks Okta.
 *
 * @returns the answer as it came: the SDK's models drop what they do not know
 * @throws as `Transport.send`
 */
export async function carry({ orgUrl, authMethods, call, ...way }: Exchange): Promise<JsonAnswer> {
  const transport = new Transport(way);
  const configuration = okta.createConfiguration({
    baseServer: new okta.ServerConfiguration(orgUrl.replace(/\/+$/, ""), {}),
    httpApi: okta.wrapHttpLibrary(transport),
    authMethods,
  });
  try {
    const result = await call(apisOf(configuration));
    // A list asks nothing before its page is wanted. Its items are not iterated: the SDK yields null for
    // an empty page with a next link (F5) and goes on for ever in the system log.
    if (result instanceof okta.Collection) await result.getNextPage();
  } catch (error) {
    // One record that is not as documented fails the models, and with them its whole page. It arrived:
    // our own schemas judge it record by record (F12).
    if (transport.answer === null) throw error;
  }
  if (transport.answer === null) throw new Error("the Okta SDK answered without asking");
  return transport.answer;
}

function apisOf(configuration: Configuration): OktaApis {
  return {
    agents: new okta.AgentRegistrationApi(configuration),
    groups: new okta.GroupApi(configuration),
    log: new okta.SystemLogApi(configuration),
    orgs: new okta.OrgSettingApi(configuration),
    relations: new okta.LinkedObjectApi(configuration),
    schemas: new okta.SchemaApi(configuration),
    users: new okta.UserApi(configuration),
  };
}
