import { request, type Dispatcher } from "undici";
import { AnswerGarbled } from "./errors.js";
import { RemoteFailure } from "./failure.js";
import type { Tenant } from "./tenant.js";

/** A read-only look at headers, whatever library read them. */
export interface AnswerHeaders {
  /** Null when it is not there; several of one name joined with a comma. Names in any case. */
  get(name: string): string | null;
}

export interface HttpAsk {
  readonly tenant: Tenant;
  /** How the call is named in errors: method and path, no host and no query (F44). */
  readonly endpoint: string;
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A 2xx answer whose body was not read yet. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** Where it came from at last: redirects within the origin are followed. */
  readonly url: URL;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: unknown;
}

/** Longest JSON answer that is held in memory (F43). */
const JSON_LIMIT = 32 * 1024 * 1024;
/** Of the body of an error only a code is read. */
const ERROR_LIMIT = 64 * 1024;
const REDIRECTS = 5;

/**
 * One call that answers JSON.
 *
 * @throws SourceBusy SourceAway SourceRefused AnswerGarbled as `Tenant.call` does; AnswerGarbled at
 * once for an answer over `maxBytes` (default 32 MB): it would be as large the next time
 */
export async function fetchJson(
  ask: HttpAsk & { readonly maxBytes?: number },
): Promise<JsonAnswer> {
  const maxBytes = ask.maxBytes ?? JSON_LIMIT;
  return exchange(ask, async ({ status, headers, chunks }) => {
    const text = await textOf(chunks, maxBytes);
    if (text === null) {
      const why = `is larger than ${maxBytes.toLocaleString("en")} bytes`;
      throw new AnswerGarbled({ tenant: ask.tenant.id, endpoint: ask.endpoint, why });
    }
    try {
      const body: unknown = JSON.parse(text);
      return { status, headers, body };
    } catch {
      // The parser's message quotes the answer, which may hold a token.
      const why = text.trim() === "" ? "it is empty" : "it is not JSON";
      throw new RemoteFailure({ kind: "garbled", endpoint: ask.endpoint, why });
    }
  });
}

/**
 * One call whose answer is read by `read`, piece by piece; every piece moves the deadline. `read` runs
 * once for each attempt and starts anew each time.
 */
export async function exchange<T>(
  ask: HttpAsk,
  read: (answer: OpenAnswer) => Promise<T>,
): Promise<T> {
  return ask.tenant.call(ask.endpoint, ask.signal, async (signal, alive) => {
    const { answer, url } = await open(ask, signal).catch((error: unknown) => {
      throw brokenConnection(ask, error);
    });
    const { statusCode: status } = answer;
    if (status < 200 || status >= 300) throw await refusal(ask, answer);
    const chunks = observed(ask, answer.body, alive);
    return read({ status, headers: headersOf(answer.headers), url, chunks });
  });
}

/** Follows redirects of a GET within one origin: the login must never reach another one. */
async function open(
  ask: HttpAsk,
  signal: AbortSignal,
): Promise<{ readonly answer: Dispatcher.ResponseData; readonly url: URL }> {
  let url = new URL(ask.url);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await request(url, {
      method: ask.method ?? "GET",
      headers: ask.headers,
      body: ask.body ?? null,
      signal,
      // The tenant's deadline rules, for headers and body alike.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const location = headersOf(answer.headers).get("location");
    const redirected = answer.statusCode >= 300 && answer.statusCode < 400 && location !== null;
    if (!redirected) return { answer, url };
    const next = URL.parse(location, url.href);
    const followed = ask.method !== "POST" && next?.origin === url.origin && redirects < REDIRECTS;
    if (next === null || !followed) return { answer, url };
    await answer.body.dump();
    url = next;
  }
}

async function refusal(ask: HttpAsk, answer: Dispatcher.ResponseData): Promise<RemoteFailure> {
  const headers = headersOf(answer.headers);
  const body = await textOf(answer.body, ERROR_LIMIT).catch(() => null);
  return new RemoteFailure({
    kind: "status",
    endpoint: ask.endpoint,
    status: answer.statusCode,
    retryAfter: headers.get("retry-after"),
    resetAt: headers.get("x-rate-limit-reset"),
    serverDate: headers.get("date"),
    vendorCode: vendorCodeIn(body),
  });
}

/** `{"error": "invalid_client"}` of OAuth, `{"error": {"code"}}` of Graph, `{"errorCode"}` of Okta. */
function vendorCodeIn(text: string | null): string | null {
  try {
    const body: unknown = JSON.parse(text ?? "null");
    const error = memberOf(body, "error");
    const found = [memberOf(error, "code"), error, memberOf(body, "errorCode")];
    return found.find((one) => typeof one === "string") ?? null;
  } catch {
    return null;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** What breaks here is the connection; what breaks in the reader (a full disk) is not. */
async function* observed(
  ask: HttpAsk,
  body: AsyncIterable<unknown>,
  alive: () => void,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw brokenConnection(ask, error);
      });
      if (next.done === true) return;
      alive();
      // undici's bodies yield Buffers.
      yield next.value as Buffer;
    }
  } finally {
    // A reader that stops early leaves nothing behind: the rest of the answer is not wanted.
    await chunks.return?.();
  }
}

function brokenConnection(ask: HttpAsk, cause: unknown): RemoteFailure {
  return new RemoteFailure({ kind: "network", endpoint: ask.endpoint, cause });
}

/** The text, or null as soon as it is larger than `maxBytes`. */
async function textOf(chunks: AsyncIterable<unknown>, maxBytes: number): Promise<string | null> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    // undici's bodies yield Buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) return null;
    kept.push(bytes);
  }
  return new TextDecoder().decode(Buffer.concat(kept));
}

function headersOf(raw: Readonly<Record<string, string | string[] | undefined>>): AnswerHeaders {
  return {
    get: (name) => {
      const value = raw[name.toLowerCase()];
      return value === undefined ? null : [value].flat().join(", ");
    },
  };
}
