import type { FastifyReply, FastifyRequest } from "fastify";
import { importJWK, jwtVerify, type JWK } from "jose";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Instant } from "../../src/domain/time.js";
import { OktaRefusal } from "./errors.js";

/** A service app: its public RSA key and the scopes that an administrator granted to it. */
export interface OauthClient {
  readonly clientId: string;
  readonly publicKey: JWK;
  readonly scopes: readonly string[];
}

export interface AuthOptions {
  readonly now: () => Instant;
  /** The one API token; undefined: none is valid. */
  readonly apiToken: string | undefined;
  readonly clients: readonly OauthClient[];
  readonly tokenLifetimeMs: number;
}

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const formSchema = z.object({
  grant_type: z.literal("client_credentials"),
  client_assertion_type: z.literal(ASSERTION_TYPE),
  client_assertion: z.string(),
  scope: z.string(),
});

interface Granted {
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: Instant;
}

/** Who may read what: API tokens (SSWS) and access tokens of service apps (private_key_jwt). */
export class OktaAuth {
  readonly #options: AuthOptions;
  readonly #tokens = new Map<string, Granted>();
  readonly #usedAssertions = new Set<string>();

  constructor(options: AuthOptions) {
    this.#options = options;
  }

  /** Ends every access token at once, as an administrator can. */
  revokeTokens(): void {
    this.#tokens.clear();
  }

  /**
   * @throws OktaRefusal E0000011 without a valid token, E0000006 when it was not granted the scope
   */
  require(request: FastifyRequest, scope: string): void {
    const [scheme = "", token = ""] = (request.headers.authorization ?? "").split(" ");
    if (scheme === "SSWS" && token !== "" && token === this.#options.apiToken) return;
    const granted = scheme === "Bearer" ? this.#tokens.get(token) : undefined;
    if (granted === undefined || granted.expiresAt <= this.#options.now()) {
      throw new OktaRefusal("E0000011");
    }
    if (!granted.scopes.has(scope)) throw new OktaRefusal("E0000006");
  }

  /** `POST /oauth2/v1/token`: https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/ */
  async grant(request: FastifyRequest, reply: FastifyReply, audience: string): Promise<object> {
    const form = formSchema.safeParse(request.body);
    if (!form.success) return refuse(reply, "invalid_request");
    const client = await this.#clientOf(form.data.client_assertion, audience);
    if (client === null) return refuse(reply, "invalid_client", 401);
    const wanted = form.data.scope.split(" ");
    const allowed = wanted.filter((scope) => client.scopes.includes(scope));
    if (allowed.length === 0) return refuse(reply, "consent_required");
    if (allowed.length < wanted.length) return refuse(reply, "invalid_scope");
    const lifetimeMs = this.#options.tokenLifetimeMs;
    const token = `simulated-${randomUUID()}`;
    this.#tokens.set(token, {
      scopes: new Set(allowed),
      expiresAt: this.#options.now() + lifetimeMs,
    });
    return {
      token_type: "Bearer",
      expires_in: Math.floor(lifetimeMs / 1_000),
      access_token: token,
      scope: allowed.join(" "),
    };
  }

  async #clientOf(assertion: string, audience: string): Promise<OauthClient | null> {
    for (const client of this.#options.clients) {
      try {
        const key = await importJWK(client.publicKey, "RS256");
        const { payload } = await jwtVerify(assertion, key, {
          audience,
          issuer: client.clientId,
          subject: client.clientId,
          algorithms: ["RS256"],
          currentDate: new Date(this.#options.now()),
          maxTokenAge: "1h",
          requiredClaims: ["iat", "exp"],
        });
        return this.#isRepeated(payload.jti) ? null : client;
      } catch {
        // Not this client's signature, or not valid now.
      }
    }
    return null;
  }

  /** Okta takes an assertion once, when it names itself. */
  #isRepeated(jti: string | undefined): boolean {
    if (jti === undefined) return false;
    const repeated = this.#usedAssertions.has(jti);
    this.#usedAssertions.add(jti);
    return repeated;
  }
}

async function refuse(reply: FastifyReply, error: string, status = 400): Promise<object> {
  void reply.code(status);
  return { error, error_description: `The simulated org says ${error}.` };
}
