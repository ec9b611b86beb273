import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FaultScript } from "../http/faults.js";
import { serveSimulated, type SimulatedServer } from "../http/serve.js";

type Row = Readonly<Record<string, unknown>>;
type PagingStyle = "none" | "page" | "offset" | "next" | "link";

/** An HR system that answers reports, with the rows as it has them at the time of the request. */
export interface SimulatedHr {
  people(): readonly Row[];
  teams?(): readonly Row[];
  /** workday: `Report_Entry`; bamboohr: `employees`, or `data` in pages; plain: an array, or `records`. */
  readonly shape: "workday" | "bamboohr" | "plain";
  readonly paging?: PagingStyle;
  /** Most rows in one page, however many are asked for. */
  readonly pageSize?: number;
  /** The header that a request must carry; 401 without. */
  readonly auth?: { readonly name: string; readonly value: string };
}

export interface SimulatedHrServer extends SimulatedServer {
  readonly peopleUrl: string;
  readonly teamsUrl: string;
}

/** Serves the reports on this machine: `/people` and `/teams`. */
export async function serveHr(
  hr: SimulatedHr,
  options: { readonly faults?: FaultScript } = {},
): Promise<SimulatedHrServer> {
  const server = await serveSimulated((app) => buildHr(app, hr), options);
  return { ...server, peopleUrl: `${server.url}/people`, teamsUrl: `${server.url}/teams` };
}

function buildHr(app: FastifyInstance, hr: SimulatedHr): void {
  app.addHook("onRequest", async (request, reply) => {
    const { auth } = hr;
    if (auth === undefined || request.headers[auth.name.toLowerCase()] === auth.value) return;
    await reply.code(401).send({ error: "invalid_login" });
  });
  app.get("/people", async (request, reply) => answer(hr, hr.people(), { request, reply }));
  app.get("/teams", async (request, reply) => {
    if (hr.teams !== undefined) return answer(hr, hr.teams(), { request, reply });
    return reply.code(404).send({ error: "no_such_report" });
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One page of the rows, as far as this HR system has pages. */
function answer(hr: SimulatedHr, rows: readonly Row[], { request, reply }: Exchange): unknown {
  const paging = hr.paging ?? "none";
  const url = new URL(request.url, `http://${request.headers.host ?? "127.0.0.1"}`);
  if (paging === "none") return body(hr, rows, null);
  const most = hr.pageSize ?? rows.length;
  const size = Math.max(1, Math.min(most, Number(url.searchParams.get("limit") ?? most)));
  const from = firstRow(paging, url, size);
  const after = from + size;
  const next = after < rows.length ? nextPage(paging, url, after) : null;
  if (next !== null && paging === "link") void reply.header("link", `<${next}>; rel="next"`);
  return body(hr, rows.slice(from, after), paging === "next" ? next : null);
}

function firstRow(paging: PagingStyle, url: URL, size: number): number {
  if (paging === "page") return (Number(url.searchParams.get("page") ?? 1) - 1) * size;
  return Number(url.searchParams.get(paging === "offset" ? "offset" : "after") ?? 0);
}

function nextPage(paging: PagingStyle, here: URL, after: number): string | null {
  if (paging !== "next" && paging !== "link") return null;
  const next = new URL(here);
  next.searchParams.set("after", String(after));
  return next.href;
}

function body(hr: SimulatedHr, rows: readonly Row[], next: string | null): unknown {
  const beside = hr.paging === "next" ? { next } : {};
  switch (hr.shape) {
    case "workday":
      return { Report_Entry: rows, ...beside };
    case "bamboohr": {
      if ((hr.paging ?? "none") !== "none") return { data: rows, ...beside };
      const names = new Set(rows.flatMap((row) => Object.keys(row)));
      const fields = [...names].map((id) => ({ id, type: "text", name: id }));
      return { title: "People", fields, employees: rows };
    }
    case "plain":
      return hr.paging === "next" ? { records: rows, ...beside } : rows;
  }
}
