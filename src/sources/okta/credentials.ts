import type { AuthMethodsConfiguration } from "@okta/okta-sdk-nodejs";
import { SignJWT } from "jose";
import { createPrivateKey, type KeyObject } from "node:crypto";
import type { Clock } from "../../platform/clock.js";
import type { OktaSourceConfig } from "../../platform/config-sources.js";
import { SourceRefused } from "../remote/errors.js";
import { fetchJson } from "../remote/http.js";
import type { Tenant } from "../remote/tenant.js";
import { headerSecretFrom, secretFrom } from "../remote/secret.js";
import { KeyUnusable } from "./errors.js";
import { tokenSchema } from "./schema.js";

/** What signs in. Its secret leaves it only in what the SDK signs a request with. */
export interface Credentials {
  /** What the SDK signs requests with. @throws what `Tenant.call` throws */
  signIn(signal: AbortSignal): Promise<AuthMethodsConfiguration>;
  /** After a 401: true when another credential can be had, so that asking again makes sense (F3). */
  renew(): boolean;
  /** OAuth: the scopes that were granted, once signed in; null: an API token, whose rights nobody tells. */
  granted(): readonly string[] | null;
}

export interface CredentialOptions {
  readonly config: OktaSourceConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly tenant: Tenant;
  readonly clock: Clock;
  /** OAuth: what to ask for. */
  readonly scopes: readonly string[];
}

/** @throws SourceSecretMissing KeyUnusable */
export function openCredentials(options: CredentialOptions): Credentials {
  const { auth, id } = options.config;
  const variable = auth.how === "token" ? auth.tokenEnv : auth.privateKeyEnv;
  const ask = { env: options.env, name: variable, source: id };
  if (auth.how === "token") return apiToken(headerSecretFrom({ ...ask, holds: "the API token" }));
  const key = readPrivateKey(secretFrom({ ...ask, holds: "the private key" }).trim());
  if (key === null) throw new KeyUnusable(id, variable);
  return new ServiceApp(options, { clientId: auth.clientId, keyId: auth.keyId, ...key });
}

function apiToken(token: string): Credentials {
  // The SDK takes it for the whole header.
  const methods = { apiToken: `SSWS ${token}` };
  return { signIn: async () => methods, renew: () => false, granted: () => null };
}

interface PrivateKey {
  readonly key: KeyObject;
  /** `kid` of a JWK. */
  readonly kid: string | undefined;
}

/** A PEM (PKCS 1 or 8, also with `\n` written out) or a JWK; null: neither, or no RSA key. */
function readPrivateKey(text: string): PrivateKey | null {
  try {
    if (!text.startsWith("{")) {
      return ofRsa(createPrivateKey(text.replaceAll("\\n", "\n")), undefined);
    }
    const jwk: unknown = JSON.parse(text);
    if (typeof jwk !== "object" || jwk === null) return null;
    const kid = "kid" in jwk && typeof jwk.kid === "string" ? jwk.kid : undefined;
    // Whatever is no key in it, createPrivateKey refuses.
    return ofRsa(createPrivateKey({ key: jwk as never, format: "jwk" }), kid);
  } catch {
    return null;
  }
}

function ofRsa(key: KeyObject, kid: string | undefined): PrivateKey | null {
  return key.asymmetricKeyType === "rsa" ? { key, kid } : null;
}

interface AppKey extends PrivateKey {
  readonly clientId: string;
  readonly keyId: string | undefined;
}

interface Signed {
  readonly oauth2: { readonly accessToken: string };
  /** By our own clock: the lifetime is counted from before it was asked for. */
  readonly until: number;
}

export const TOKEN_ENDPOINT = "POST /oauth2/v1/token";
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/** A token that is about to end is not used: a slow call would outlive it. */
const MARGIN_MS = 60_000;
/** What Okta answers when one of several scopes was not granted, or does not exist in this org. */
export const SCOPE_ERRORS: ReadonlySet<string | null> = new Set([
  "invalid_scope",
  "consent_required",
]);

/**
 * A service app with a private key. The SDK would do this too, but sends `Bearer undefined` when the
 * token endpoint refuses, so the token is fetched here, as any other call of the tenant.
 */
class ServiceApp implements Credentials {
  readonly #options: CredentialOptions;
  readonly #app: AppKey;
  #token: Signed | null = null;
  #asking: Promise<Signed> | null = null;
  #granted: readonly string[] | null = null;

  constructor(options: CredentialOptions, app: AppKey) {
    this.#options = options;
    this.#app = app;
  }

  async signIn(signal: AbortSignal): Promise<AuthMethodsConfiguration> {
    const { clock } = this.#options;
    if (this.#token === null || clock.now() >= this.#token.until) {
      this.#asking ??= this.#ask(signal).finally(() => {
        this.#asking = null;
      });
      this.#token = await this.#asking;
    }
    return { oauth2: this.#token.oauth2 };
  }

  renew(): boolean {
    this.#token = null;
    return true;
  }

  granted(): readonly string[] | null {
    return this.#granted;
  }

  /** One scope that is not granted can spoil the whole request: then each is asked for by itself. */
  async #ask(signal: AbortSignal): Promise<Signed> {
    const wanted = this.#granted ?? this.#options.scopes;
    try {
      return await this.#fetch(wanted, signal);
    } catch (error) {
      if (!isScopeRefusal(error)) throw error;
      const granted: string[] = [];
      for (const scope of this.#options.scopes) {
        if (await this.#grants(scope, signal)) granted.push(scope);
      }
      if (granted.length === 0) throw error;
      return await this.#fetch(granted, signal);
    }
  }

  async #grants(scope: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#fetch([scope], signal);
      return true;
    } catch (error) {
      if (isScopeRefusal(error)) return false;
      throw error;
    }
  }

  async #fetch(scopes: readonly string[], signal: AbortSignal): Promise<Signed> {
    const { config, tenant, clock } = this.#options;
    const url = `${config.orgUrl.replace(/\/+$/, "")}/oauth2/v1/token`;
    const askedAt = clock.now();
    const answer = await fetchJson({
      tenant,
      endpoint: TOKEN_ENDPOINT,
      url,
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        scope: scopes.join(" "),
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: await this.#assertion(url, askedAt),
      }).toString(),
      signal,
    });
    const token = tokenSchema.safeParse(answer.body);
    if (!token.success) {
      throw new SourceRefused({
        tenant: tenant.id,
        endpoint: TOKEN_ENDPOINT,
        status: answer.status,
      });
    }
    this.#granted = scopes;
    const { access_token, expires_in } = token.data;
    const lifetimeMs = expires_in * 1_000;
    return {
      oauth2: { accessToken: access_token },
      until: askedAt + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 2),
    };
  }

  /** Without a `jti`: a retried request carries the same assertion, which may then be used twice. */
  async #assertion(audience: string, now: number): Promise<string> {
    const { clientId, key, keyId, kid } = this.#app;
    const named = keyId ?? kid;
    const issuedAt = Math.floor(now / 1_000);
    return new SignJWT({})
      .setProtectedHeader({ alg: "RS256", ...(named === undefined ? {} : { kid: named }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 300)
      .sign(key);
  }
}

function isScopeRefusal(error: unknown): boolean {
  return error instanceof SourceRefused && SCOPE_ERRORS.has(error.vendorCode);
}
