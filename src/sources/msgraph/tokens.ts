import { decodeJwt } from "jose";
import { z } from "zod";
import type { Instant } from "../../domain/time.js";
import type { Clock } from "../../platform/clock.js";
import type { EntraSourceConfig } from "../../platform/config-sources.js";
import { AnswerGarbled } from "../remote/errors.js";
import { fetchJson } from "../remote/http.js";
import type { Tenant } from "../remote/tenant.js";
import type { Hosts } from "./clouds.js";
import { proofOf } from "./credentials.js";

/** An access token of the app itself, with what it says about itself. */
export interface Token {
  readonly value: string;
  readonly expiresAt: Instant;
  /** Application permissions; null: the token does not let itself be read. */
  readonly roles: readonly string[] | null;
  /** Tenant that gave it out; null as above. */
  readonly tenantId: string | null;
}

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });
const claimsSchema = z.object({
  roles: z.array(z.string()).optional(),
  tid: z.string().optional(),
});

/** A token is renewed this long before its end: clocks differ, and answers take time. */
const MARGIN_MS = 5 * 60_000;
export const TOKEN_ENDPOINT = "POST /oauth2/v2.0/token";

export interface TokensOptions {
  readonly config: EntraSourceConfig;
  readonly hosts: Hosts;
  readonly env: NodeJS.ProcessEnv;
  readonly tenant: Tenant;
  readonly clock: Clock;
}

/** Signs the app in (client credentials) and keeps its token until it is about to expire. */
export class Tokens {
  readonly #options: TokensOptions;
  #token: Token | null = null;
  #pending: Promise<Token> | null = null;

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /**
   * A token that is good for now; readers that ask at the same time share one sign-in.
   *
   * @throws SourceSecretMissing CredentialsUnusable, and what `Tenant.call` throws
   */
  async current(signal: AbortSignal): Promise<Token> {
    const { clock } = this.#options;
    if (this.#token !== null && this.#token.expiresAt - MARGIN_MS > clock.now()) return this.#token;
    this.#pending ??= this.#signIn(signal).finally(() => {
      this.#pending = null;
    });
    this.#token = await this.#pending;
    return this.#token;
  }

  /** Application permissions of the token at hand; null: not known. */
  get roles(): readonly string[] | null {
    return this.#token?.roles ?? null;
  }

  /** Graph did not accept it (F3). Somebody else may have renewed it meanwhile. */
  drop(token: Token): void {
    if (this.#token === token) this.#token = null;
  }

  async #signIn(signal: AbortSignal): Promise<Token> {
    const { config, hosts, env, tenant, clock } = this.#options;
    const url = `${hosts.login}/${encodeURIComponent(config.tenantId)}/oauth2/v2.0/token`;
    const now = clock.now();
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: config.clientId,
      scope: `${hosts.resource}/.default`,
      ...(await proofOf(config, { env, endpoint: url, now })),
    });
    const { body } = await fetchJson({
      tenant,
      endpoint: TOKEN_ENDPOINT,
      url,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: form.toString(),
      signal,
    });
    const answer = answerSchema.safeParse(body);
    if (!answer.success) {
      const why = "holds no access token";
      throw new AnswerGarbled({ tenant: tenant.id, endpoint: TOKEN_ENDPOINT, why });
    }
    const { access_token: value, expires_in: seconds } = answer.data;
    return { value, expiresAt: now + seconds * 1_000, ...claimsOf(value) };
  }
}

/** The claims are for Graph to judge; here they only explain what it refuses, so nothing is verified. */
function claimsOf(token: string): Pick<Token, "roles" | "tenantId"> {
  try {
    const { roles, tid } = claimsSchema.parse(decodeJwt(token));
    return { roles: roles ?? [], tenantId: tid ?? null };
  } catch {
    return { roles: null, tenantId: null };
  }
}
