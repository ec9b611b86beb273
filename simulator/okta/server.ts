import type { FastifyInstance, FastifyReply } from "fastify";
import type { Instant } from "../../src/domain/time.js";
import type { Directory, DirectoryUser } from "../directory/directory.js";
import type { FaultScript } from "../http/faults.js";
import { serveSimulated, type SimulatedServer } from "../http/serve.js";
import { OktaAuth, type OauthClient } from "./auth.js";
import { OktaRefusal, sendRefusal } from "./errors.js";
import { SystemLog } from "./log.js";
import type { RouteFrame } from "./frame.js";
import { ROUTES } from "./routes.js";
import type { Dress } from "./shapes.js";
import { OktaView } from "./view.js";

export interface OktaOptions {
  readonly faults?: FaultScript;
  /** The org's clock: `Date` headers, expiry of tokens, the log. */
  readonly now: () => Instant;
  readonly orgId: string;
  readonly apiToken?: string;
  readonly oauthClients?: readonly OauthClient[];
  /** Default one hour, as Okta's. */
  readonly tokenLifetimeMs?: number;
  /** Most items on a page; Okta's own for users is 200. */
  readonly pageLimit?: number;
  readonly logPageLimit?: number;
  /** How long after it was published an event can be read. */
  readonly logLagMs?: number;
  /** Requests for each path in a window; default 600 a minute, never refused. */
  readonly rateLimit?: { readonly requests: number; readonly windowMs: number };
  readonly searchLagMs?: number;
  readonly managerRelation?: string;
  readonly customAttributes?: readonly string[];
  readonly dress?: (user: DirectoryUser) => Dress;
}

export interface OktaServer extends SimulatedServer {
  /** Ends every access token that was given out. */
  revokeTokens(): void;
}

/** An Okta org over loopback that shows one directory, as the Okta Management API documents it. */
export async function serveOkta(directory: Directory, options: OktaOptions): Promise<OktaServer> {
  const { now, apiToken, faults } = options;
  const view = new OktaView(directory, {
    now,
    searchLagMs: options.searchLagMs ?? 0,
    dress: options.dress ?? (() => ({})),
  });
  const auth = new OktaAuth({
    now,
    apiToken,
    clients: options.oauthClients ?? [],
    tokenLifetimeMs: options.tokenLifetimeMs ?? 3_600_000,
  });
  const frame: RouteFrame = {
    view,
    now,
    log: new SystemLog(directory),
    orgId: options.orgId,
    pageLimit: options.pageLimit ?? 200,
    logPageLimit: options.logPageLimit ?? 1_000,
    logLagMs: options.logLagMs ?? 0,
    managerRelation: options.managerRelation ?? "manager",
    customAttributes: options.customAttributes ?? [],
  };
  const server = await serveSimulated(
    (app) => {
      answerErrors(app);
      countRequests(app, options);
      serveRoutes(app, frame, auth);
      serveTokens(app, view, auth);
    },
    faults === undefined ? {} : { faults },
  );
  view.url = server.url;
  return { ...server, revokeTokens: () => auth.revokeTokens() };
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error, _request, reply) => {
    if (!(error instanceof OktaRefusal)) throw error;
    await sendRefusal(reply, error);
    return reply;
  });
  app.setNotFoundHandler(async (_request, reply) => {
    await sendRefusal(reply, new OktaRefusal("E0000022"));
    return reply;
  });
}

function serveRoutes(app: FastifyInstance, frame: RouteFrame, auth: OktaAuth): void {
  for (const { path, scope, answer } of ROUTES) {
    app.get(path, async (request, reply) => {
      if (scope !== null) auth.require(request, scope);
      return answer({ request, reply }, frame);
    });
  }
}

function serveTokens(app: FastifyInstance, view: OktaView, auth: OktaAuth): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.post("/oauth2/v1/token", async (request, reply) =>
    auth.grant(request, reply, `${view.url}/oauth2/v1/token`),
  );
}

/** `X-Rate-Limit-*` on every answer, and 429 when a path is asked too often in a window. */
function countRequests(app: FastifyInstance, { now, rateLimit }: OktaOptions): void {
  const { requests, windowMs } = rateLimit ?? { requests: 600, windowMs: 60_000 };
  const windows = new Map<string, { readonly endsAt: Instant; used: number }>();
  app.addHook("onRequest", async (request, reply: FastifyReply) => {
    const at = now();
    const path = request.routeOptions.url ?? "";
    const known = windows.get(path);
    const window =
      known !== undefined && at < known.endsAt ? known : { endsAt: at + windowMs, used: 0 };
    windows.set(path, window);
    window.used += 1;
    void reply.headers({
      date: new Date(at).toUTCString(),
      "x-rate-limit-limit": String(requests),
      "x-rate-limit-remaining": String(Math.max(0, requests - window.used)),
      "x-rate-limit-reset": String(Math.ceil(window.endsAt / 1_000)),
    });
    if (rateLimit !== undefined && window.used > requests) throw new OktaRefusal("E0000047");
  });
}
