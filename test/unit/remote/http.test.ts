import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveSimulated, type SimulatedServer } from "../../../simulator/http/serve.js";
import { AnswerGarbled, SourceAway, SourceRefused } from "../../../src/sources/remote/errors.js";
import { fetchJson, type HttpAsk } from "../../../src/sources/remote/http.js";
import { Tenant } from "../../../src/sources/remote/tenant.js";

const SECRET = "Bearer hunter2";
const JSON_TYPE = { "content-type": "application/json" };
const never = new AbortController().signal;

let server: SimulatedServer;
let other: SimulatedServer;
beforeEach(async () => {
  other = await serveSimulated((app) => {
    app.get("/stolen", (request) => ({ got: request.headers.authorization ?? null }));
  });
  server = await serveSimulated((app) => {
    app.get("/list", (request, reply) => {
      void reply.header("x-page", "1");
      return { list: [1, 2, 3], login: request.headers.authorization };
    });
    app.post("/token", (request) => ({ body: request.body }));
    app.get("/moved", (_request, reply) => reply.redirect("/list", 302));
    app.get("/loop", (_request, reply) => reply.redirect("/loop", 302));
    app.get("/elsewhere", (_request, reply) => reply.redirect(`${other.url}/stolen`, 307));
    app.post("/elsewhere", (_request, reply) => reply.redirect("/token", 307));
    app.get("/page", (_request, reply) =>
      reply.type("text/html").send("<html>Please log in</html>"),
    );
    app.get("/large", () => ({ text: "x".repeat(100_000) }));
  });
});
afterEach(async () => {
  await Promise.all([server.close(), other.close()]);
});

/** For what never answers. */
function impatient(path: string): HttpAsk {
  const remote = { deadlineMs: 300, attempts: 2, retryBudget: 10, patienceMs: 2_000 };
  return ask(path, { tenant: new Tenant({ id: "test", remote, random: () => 0 }) });
}

function ask(path: string, more: Partial<HttpAsk> = {}): HttpAsk {
  const remote = { deadlineMs: 10_000, attempts: 2, retryBudget: 10, patienceMs: 2_000 };
  return {
    tenant: new Tenant({ id: "test", remote, random: () => 0 }),
    endpoint: `GET ${path}?key=hunter2`,
    url: `${server.url}${path}?key=hunter2`,
    headers: { authorization: SECRET },
    signal: never,
    ...more,
  };
}

async function failure(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => {
      throw new Error("it was answered");
    },
    (error: unknown) => error,
  );
}

describe("fetchJson", () => {
  it("gives status, headers in any case and the parsed body", async () => {
    const answer = await fetchJson(ask("/list"));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("X-Page")).toBe("1");
    expect(answer.headers.get("x-none")).toBeNull();
    expect(answer.body).toEqual({ list: [1, 2, 3], login: SECRET });
  });

  it("posts a body", async () => {
    const body = JSON.stringify({ grant_type: "client_credentials" });
    const answer = await fetchJson(ask("/token", { method: "POST", headers: JSON_TYPE, body }));
    expect(answer.body).toEqual({ body: { grant_type: "client_credentials" } });
  });

  it.each(["hang", "reset", "cut"] as const)("F2 %s: is asked again", async (kind) => {
    server.faults.on("GET /list", { kind });
    expect((await fetchJson(impatient("/list"))).status).toBe(200);
    expect(server.faults.seen).toHaveLength(2);
  });

  it.each(["hang", "reset", "cut"] as const)("F2 %s, always: the service is away", async (kind) => {
    server.faults.on("GET /list", { kind }, { times: Infinity });
    expect(await failure(fetchJson(impatient("/list")))).toBeInstanceOf(SourceAway);
    expect(server.faults.seen).toHaveLength(2);
  });

  it("F1 waits as told and asks again", async () => {
    const retry = { kind: "status", status: 429, headers: { "retry-after": "1" } } as const;
    server.faults.on("GET /list", retry);
    const from = performance.now();
    expect((await fetchJson(ask("/list"))).status).toBe(200);
    expect(performance.now() - from).toBeGreaterThan(990);
  });

  it.each([
    [{ error: "invalid_client" }, "invalid_client"],
    [{ error: { code: "Authorization_RequestDenied" } }, "Authorization_RequestDenied"],
    [{ errorCode: "E0000006" }, "E0000006"],
    ["no JSON", null],
  ])("F10 a refusal carries the code of %j", async (body, vendorCode) => {
    server.faults.on("GET /list", { kind: "status", status: 403, body });
    const error = await failure(fetchJson(ask("/list")));
    expect(error).toBeInstanceOf(SourceRefused);
    expect(error).toMatchObject({ status: 403, vendorCode });
  });

  it("F6 half JSON is not believed", async () => {
    const half = { kind: "rewrite", change: () => '{"list":[1,2' } as const;
    server.faults.on("GET /list", half, { times: Infinity });
    expect(await failure(fetchJson(ask("/list")))).toBeInstanceOf(AnswerGarbled);
  });

  it("a login page in the place of an answer is said, not quoted", async () => {
    const error = await failure(fetchJson(ask("/page")));
    expect(error).toBeInstanceOf(AnswerGarbled);
    expect(String(error)).toContain("it is not JSON");
    expect(String(error)).not.toContain("Please");
  });

  it("F43 an answer that is too large is refused, and not asked for again", async () => {
    const error = await failure(fetchJson({ ...ask("/large"), maxBytes: 10_000 }));
    expect(error).toBeInstanceOf(AnswerGarbled);
    expect(server.faults.seen).toHaveLength(1);
    expect((await fetchJson({ ...ask("/large"), maxBytes: 200_000 })).status).toBe(200);
  });

  it("F44 follows a redirect within its origin, and never takes the login to another one", async () => {
    expect((await fetchJson(ask("/moved"))).body).toMatchObject({ list: [1, 2, 3] });
    const error = await failure(fetchJson(ask("/elsewhere")));
    expect(error).toMatchObject({ code: "SOURCE_REFUSED", status: 307 });
    expect(other.faults.seen).toEqual([]);
    expect(await failure(fetchJson(ask("/loop")))).toMatchObject({ status: 302 });
    const posted = fetchJson(ask("/elsewhere", { method: "POST", body: "{}", headers: JSON_TYPE }));
    expect(await failure(posted)).toMatchObject({ status: 307 });
  });

  it("F44 tells no secret in any error", async () => {
    const errors = await Promise.all([
      failure(fetchJson(ask("/nowhere"))),
      failure(fetchJson(ask("/page"))),
      failure(fetchJson(ask("/list", { url: "http://127.0.0.1:1/x?key=hunter2" }))),
      failure(fetchJson(ask("/list", { headers: { authorization: "hunter2\n" } }))),
    ]);
    for (const error of errors) {
      const all = String(error) + JSON.stringify(error, Object.getOwnPropertyNames(error));
      expect(all).not.toContain("hunter2");
    }
  });

  it("an aborted signal ends it at once", async () => {
    server.faults.on("GET /list", { kind: "hang" });
    const abort = new AbortController();
    const asked = fetchJson({ ...ask("/list"), signal: abort.signal });
    abort.abort(new Error("stopped"));
    await expect(asked).rejects.toThrow("stopped");
  });
});

describe("a simulated service", () => {
  it("strikes the nth matching request, as often as told", async () => {
    server.faults.on("GET /list", { kind: "status", status: 418 }, { nth: 2, times: 2 });
    const statuses: number[] = [];
    for (let each = 0; each < 4; each += 1) {
      statuses.push((await fetch(`${server.url}/list?n=${each}`)).status);
    }
    expect(statuses).toEqual([200, 418, 418, 200]);
    expect(server.faults.seen.map((one) => one.url)).toContain("/list?n=3");
  });

  it("matches patterns on path and query, and rewrites answers", async () => {
    const change = (body: unknown): unknown => ({ was: body });
    server.faults.on(/^GET \/list\?.*n=1/, { kind: "rewrite", change }, { times: Infinity });
    const body = async (path: string): Promise<unknown> => (await fetch(server.url + path)).json();
    expect(await body("/list?n=2")).toEqual({ list: [1, 2, 3] });
    expect(await body("/list?n=1")).toEqual({ was: { list: [1, 2, 3] } });
    server.faults.clear();
    expect(await body("/list?n=1")).toEqual({ list: [1, 2, 3] });
  });

  it("answers when it is released", async () => {
    let release = (): void => undefined;
    const untilReleased = new Promise<void>((resolve) => (release = resolve));
    server.faults.on("GET /list", { kind: "delay", untilReleased });
    let answered = false;
    const asked = fetch(`${server.url}/list`).then((answer) => {
      answered = true;
      return answer.status;
    });
    await fetch(`${server.url}/large`);
    expect(answered).toBe(false);
    release();
    expect(await asked).toBe(200);
  });

  it("closes though a request hangs", async () => {
    server.faults.on("GET /list", { kind: "hang" });
    const hanging = fetch(`${server.url}/list`).catch(() => "gone");
    await fetch(`${server.url}/large`);
    await server.close();
    expect(await hanging).toBe("gone");
  });
});
