import { createHash, randomBytes, X509Certificate } from "node:crypto";
import { createLocalJWKSet, decodeProtectedHeader, exportJWK, jwtVerify, SignJWT } from "jose";
import type { Instant } from "../../src/domain/time.js";
import { unauthenticated } from "./graph-fault.js";

/** An application that may sign in. */
export interface GraphClientApp {
  readonly clientId: string;
  readonly secret?: string;
  /** PEM. */
  readonly certificate?: string;
}

export interface LoginOptions {
  readonly tenantId: string;
  readonly clients: readonly GraphClientApp[];
  /** Application permissions that an administrator has consented to. */
  readonly roles: () => readonly string[];
  readonly now: () => Instant;
}

/** An answer of the token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const LIFETIME_S = 3_599;
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The token endpoint of one tenant, for apps without a user, and the look at what it gave out. */
export class Login {
  readonly #options: LoginOptions;
  readonly #key = randomBytes(32);
  #generation = 0;

  constructor(options: LoginOptions) {
    this.#options = options;
  }

  /** Every token that was given out so far stops to be accepted. */
  expireAll(): void {
    this.#generation += 1;
  }

  /** `POST /{tenant}/oauth2/v2.0/token` with `grant_type=client_credentials`. */
  async token(tenant: string, form: URLSearchParams, endpoint: string): Promise<TokenAnswer> {
    if (tenant !== this.#options.tenantId) {
      return refusal(400, "invalid_request", {
        number: 90_002,
        said: `Tenant '${tenant}' not found.`,
      });
    }
    if (
      form.get("grant_type") !== "client_credentials" ||
      !form.get("scope")?.endsWith("/.default")
    ) {
      return refusal(400, "invalid_request", {
        number: 900_144,
        said: "The request is not well formed.",
      });
    }
    const app = this.#options.clients.find(({ clientId }) => clientId === form.get("client_id"));
    if (app === undefined) {
      const said = "Application was not found in the directory.";
      return refusal(400, "unauthorized_client", { number: 700_016, said });
    }
    const fault = await this.#credentialFault(app, form, endpoint);
    if (fault !== null) return refusal(401, "invalid_client", fault);
    const token = await this.#issue(app);
    return {
      status: 200,
      body: {
        token_type: "Bearer",
        expires_in: LIFETIME_S,
        ext_expires_in: LIFETIME_S,
        access_token: token,
      },
    };
  }

  /** @throws GraphFault 401 */
  async rolesOf(authorization: string | undefined): Promise<readonly string[]> {
    const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
    if (token === undefined) throw unauthenticated("Access token is empty.");
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        currentDate: new Date(this.#options.now()),
      });
      if (payload["generation"] !== this.#generation) throw new Error("an earlier generation");
      const { roles } = payload;
      return Array.isArray(roles) ? roles.map(String) : [];
    } catch {
      throw unauthenticated("Lifetime validation failed, the token is expired.");
    }
  }

  async #issue(app: GraphClientApp): Promise<string> {
    const seconds = Math.floor(this.#options.now() / 1_000);
    return new SignJWT({
      appid: app.clientId,
      tid: this.#options.tenantId,
      roles: [...this.#options.roles()],
      generation: this.#generation,
    })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LIFETIME_S)
      .setSubject(app.clientId)
      .sign(this.#key);
  }

  async #credentialFault(
    app: GraphClientApp,
    form: URLSearchParams,
    endpoint: string,
  ): Promise<Refused | null> {
    const secret = form.get("client_secret");
    if (secret !== null) {
      const said = `Invalid client secret provided for app '${app.clientId}'.`;
      return secret === app.secret ? null : { number: 7_000_215, said };
    }
    const assertion = form.get("client_assertion");
    if (assertion === null || form.get("client_assertion_type") !== ASSERTION_TYPE) {
      return {
        number: 7_000_218,
        said: "The request body must contain client_assertion or client_secret.",
      };
    }
    try {
      await this.#verify(app, assertion, endpoint);
      return null;
    } catch (error) {
      return { number: 700_027, said: `Client assertion failed: ${String(error)}` };
    }
  }

  /** Microsoft identity platform, "certificate credentials": header `x5t#S256`, and these claims. */
  async #verify(app: GraphClientApp, assertion: string, audience: string): Promise<void> {
    if (app.certificate === undefined) throw new Error("no certificate is registered");
    const certificate = new X509Certificate(app.certificate);
    const thumbprint = createHash("sha256").update(certificate.raw).digest("base64url");
    if (decodeProtectedHeader(assertion)["x5t#S256"] !== thumbprint) {
      throw new Error("the key was not found by its thumbprint");
    }
    const jwk = { ...(await exportJWK(certificate.publicKey)), alg: "PS256" };
    await jwtVerify(assertion, createLocalJWKSet({ keys: [jwk] }), {
      algorithms: ["PS256"],
      audience,
      issuer: app.clientId,
      subject: app.clientId,
      requiredClaims: ["exp", "jti", "nbf"],
      currentDate: new Date(this.#options.now()),
    });
  }
}

interface Refused {
  /** Of the AADSTS code. */
  readonly number: number;
  readonly said: string;
}

function refusal(status: number, error: string, { number, said }: Refused): TokenAnswer {
  const description = `AADSTS${number}: ${said}`;
  return { status, body: { error, error_description: description, error_codes: [number] } };
}
