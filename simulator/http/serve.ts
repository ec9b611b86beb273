import { fastify, type FastifyInstance, type FastifyReply } from "fastify";
import type { AddressInfo } from "node:net";
import { FaultScript, type Fault } from "./faults.js";

/** Graph and Okta put tokens of hundreds of characters into paths. */
const LONGEST_PARAMETER = 2_000;

export interface SimulatedServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly faults: FaultScript;
  /** Ends it with all its connections, also those that hang. */
  close(): Promise<void>;
}

/**
 * A service on this machine only, at a port that was free. `build` adds its routes; the faults strike
 * before any of its own hooks, so that also an unauthorised request can be answered with a 503.
 */
export async function serveSimulated(
  build: (app: FastifyInstance) => void,
  options: { readonly faults?: FaultScript; readonly host?: never } = {},
): Promise<SimulatedServer> {
  const faults = options.faults ?? new FaultScript();
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
  });
  strikeWith(app, faults);
  build(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
  // Listening on a port: the address is no path of a pipe.
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, faults, close: () => app.close() };
}

function strikeWith(app: FastifyInstance, faults: FaultScript): void {
  const struck = new WeakMap<object, Fault>();
  app.addHook("onRequest", async (request, reply) => {
    const fault = faults.strike(request.method, request.url);
    if (fault === null) return;
    struck.set(request.raw, fault);
    await strikeBefore(fault, reply);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const fault = struck.get(request.raw);
    if (fault?.kind === "cut") return cut(reply, bytesOf(payload));
    return fault?.kind === "rewrite" ? rewritten(reply, payload, fault.change) : payload;
  });
}

async function strikeBefore(fault: Fault, reply: FastifyReply): Promise<void> {
  switch (fault.kind) {
    case "status":
      await reply
        .code(fault.status)
        .headers(fault.headers ?? {})
        .send(fault.body);
      return;
    case "hang":
      reply.hijack();
      return;
    case "reset":
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return;
    case "delay":
      return fault.untilReleased;
    case "cut":
    case "rewrite":
      return;
  }
}

/** The client is promised the whole body and gets half; the reply is never finished. */
async function cut(reply: FastifyReply, body: Buffer): Promise<never> {
  const { socket } = reply.raw;
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.setHeader("content-length", body.length);
  reply.raw.writeHead(reply.statusCode);
  reply.raw.write(body.subarray(0, body.length / 2), () => socket?.destroy());
  return new Promise(() => undefined);
}

function rewritten(
  reply: FastifyReply,
  payload: unknown,
  change: (body: unknown) => unknown,
): string {
  const body: unknown = JSON.parse(bytesOf(payload).toString("utf8"));
  const changed = change(body);
  reply.removeHeader("content-length");
  return typeof changed === "string" ? changed : (JSON.stringify(changed) ?? "");
}

/** @throws Error for a payload that is a stream: simulated services answer with what they hold. */
function bytesOf(payload: unknown): Buffer {
  if (typeof payload === "string") return Buffer.from(payload);
  if (Buffer.isBuffer(payload)) return payload;
  if (payload === null || payload === undefined) return Buffer.alloc(0);
  throw new Error("a simulated answer that is struck must be JSON, a string or a Buffer");
}
