import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import type { Instant } from "../../src/domain/time.js";
import type { Directory } from "../directory/directory.js";
import type { FaultScript } from "../http/faults.js";
import { serveSimulated } from "../http/serve.js";
import { Desk } from "./desk.js";
import { denied, GraphFault } from "./graph-fault.js";
import { Login, type GraphClientApp } from "./login.js";
import { OPERATIONS, type Operation } from "./operations.js";
import type { Pages } from "./pages.js";

export interface GraphOptions {
  readonly now: () => Instant;
  readonly tenantId: string;
  readonly clients: readonly GraphClientApp[];
  readonly faults?: FaultScript;
  /** Objects, and members of one group, on a page. */
  readonly pageSize?: number;
  /** Application permissions that the apps have; left out: everything that a sync can use. */
  readonly roles?: readonly string[];
  /** Changes the pages of delta rounds: another order, some of them twice. */
  readonly arrange?: (pages: Pages) => Pages;
  /** Delta rounds tell every change one by one, also what was undone in the same round. */
  readonly journal?: boolean;
}

/** A simulated Microsoft Graph with its token endpoint, on this machine only. */
export interface SimulatedGraph {
  /** Without `/v1.0`. */
  readonly url: string;
  readonly loginUrl: string;
  readonly faults: FaultScript;
  /** The next use of any delta link is answered with 410 (F7). */
  expireDeltaTokens(): void;
  /** The next use of any access token is answered with 401 (F3). */
  expireAccessTokens(): void;
  close(): Promise<void>;
}

/** What a sync needs, and no more. */
export const ALL_ROLES = [
  "Organization.Read.All",
  "User.Read.All",
  "GroupMember.Read.All",
  "Application.Read.All",
  "AgentIdentity.Read.All",
  "AuditLog.Read.All",
] as const;

const PAGE_SIZE = 100;

/** Serves the directory as Microsoft Graph v1.0 does (Microsoft Learn, "Microsoft Graph REST API v1.0"). */
export async function serveGraph(
  directory: Directory,
  options: GraphOptions,
): Promise<SimulatedGraph> {
  let origin = "";
  const desk = new Desk({
    directory,
    tenantId: options.tenantId,
    now: options.now,
    pageSize: options.pageSize ?? PAGE_SIZE,
    journal: options.journal ?? false,
    arrange: options.arrange ?? ((pages) => pages),
    url: () => origin,
  });
  const login = new Login({
    tenantId: options.tenantId,
    clients: options.clients,
    roles: () => options.roles ?? ALL_ROLES,
    now: options.now,
  });
  const served = await serveSimulated(
    (app) => {
      addLogin(app, login, () => origin);
      addOperations(app, login, desk);
      answerFaults(app);
    },
    options.faults === undefined ? {} : { faults: options.faults },
  );
  origin = served.url;
  return {
    url: served.url,
    loginUrl: served.url,
    faults: served.faults,
    expireDeltaTokens: () => desk.expireDeltaTokens(),
    expireAccessTokens: () => login.expireAll(),
    close: () => served.close(),
  };
}

function addLogin(app: FastifyInstance, login: Login, origin: () => string): void {
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.post<{ Params: { tenant: string }; Body: URLSearchParams }>(
    "/:tenant/oauth2/v2.0/token",
    async (request, reply) => {
      const { tenant } = request.params;
      const endpoint = `${origin()}/${tenant}/oauth2/v2.0/token`;
      const { status, body } = await login.token(tenant, request.body, endpoint);
      return reply.code(status).header("cache-control", "no-store").send(body);
    },
  );
}

function addOperations(app: FastifyInstance, login: Login, desk: Desk): void {
  for (const operation of OPERATIONS) {
    app.get<{ Params: { id?: string } }>(`/v1.0${operation.path}`, async (request) => {
      const roles = await login.rolesOf(request.headers.authorization);
      if (!allowed(operation, roles)) throw denied();
      return operation.answer({
        desk,
        path: (request.url.split("?", 1)[0] ?? "").slice("/v1.0".length),
        id: request.params.id ?? "",
        query: request.query,
        roles,
      });
    });
  }
}

function allowed(operation: Operation, roles: readonly string[]): boolean {
  return operation.roles.some((role) => roles.includes(role));
}

function answerFaults(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    const asked = request.headers["client-request-id"];
    // A reply is thenable: whoever awaits it waits for its end.
    void reply.header("request-id", randomUUID());
    if (asked !== undefined) void reply.header("client-request-id", asked);
    done();
  });
  app.setErrorHandler((error, request, reply) => sendFault(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendFault(
      new GraphFault({
        status: 400,
        vendorCode: "BadRequest",
        message: `Resource not found for the segment '${request.url.split("?", 1)[0] ?? ""}'.`,
      }),
      request,
      reply,
    ),
  );
}

async function sendFault(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fault =
    error instanceof GraphFault
      ? error
      : new GraphFault({ status: 500, vendorCode: "InternalServerError", message: String(error) });
  const id = String(reply.getHeader("request-id") ?? "");
  return reply
    .code(fault.status)
    .headers(fault.headers)
    .send({
      error: {
        code: fault.vendorCode,
        message: fault.message,
        innerError: {
          date: new Date().toISOString().slice(0, 19),
          "request-id": id,
          "client-request-id": request.headers["client-request-id"] ?? id,
        },
      },
    });
}
