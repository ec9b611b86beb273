import type { HrHttpsSourceConfig } from "../../platform/config-sources.js";
import { headerSecretFrom, secretFrom } from "../remote/secret.js";

/** BambooHR takes the API key as the user and any word as the password. */
const ANY_PASSWORD = "x";

/**
 * The headers of every request: what is wanted, and the login.
 *
 * @throws SourceSecretMissing naming the variable that is not set
 */
export function requestHeaders(
  config: HrHttpsSourceConfig,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  return { accept: "application/json", "user-agent": "countersign", ...loginHeader(config, env) };
}

function loginHeader(
  { id: source, auth }: HrHttpsSourceConfig,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  switch (auth.how) {
    case "none":
      return {};
    case "basic": {
      const user = secretFrom({ env, source, name: auth.userEnv, holds: "the user name" });
      const name = auth.passwordEnv;
      const password =
        name === undefined
          ? ANY_PASSWORD
          : secretFrom({ env, source, name, holds: "the password" });
      const both = Buffer.from(`${user}:${password}`).toString("base64");
      return { authorization: `Basic ${both}` };
    }
    case "bearer": {
      const ask = { env, source, name: auth.tokenEnv, holds: "the token" };
      return { authorization: `Bearer ${headerSecretFrom(ask)}` };
    }
    case "header": {
      const ask = { env, source, name: auth.valueEnv, holds: `the value of ${auth.name}` };
      return { [auth.name.toLowerCase()]: headerSecretFrom(ask) };
    }
  }
}
