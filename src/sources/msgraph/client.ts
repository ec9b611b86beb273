import type { Client } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { AnswerGarbled, SourceRefused } from "../remote/errors.js";
import { RemoteFailure } from "../remote/failure.js";
import type { Tenant } from "../remote/tenant.js";
import type { Hosts } from "./clouds.js";
import { Authorize, Exchange, readText, Send } from "./exchange.js";
import { addressOf } from "./links.js";
import type { Token, Tokens } from "./tokens.js";

/** One GET of Graph. */
export interface GraphAsk<Shape> {
  /** Below `/v1.0`, with its query; a next link as Graph gave it out. */
  readonly link: string;
  /** How the call is named in errors: no query and no id (F44). */
  readonly endpoint: string;
  /** What the answer must be; another one counts as garbled and is asked for again. */
  readonly shape: z.ZodType<Shape>;
  readonly signal: AbortSignal;
}

export interface GraphAnswer<Shape> {
  readonly body: Shape;
  /** The raw `Date` header. */
  readonly date: string | null;
}

/** Longest answer that is held in memory; a page of Graph has at most 999 objects (F43). */
const LONGEST_ANSWER = 32 * 1024 * 1024;
/** Of an error only its code is read. */
const LONGEST_ERROR = 64 * 1024;

/**
 * Graph through `@microsoft/microsoft-graph-client`, which is loaded with the first call. Of its chain
 * only the frame is used. Its own retry handler caps Retry-After at 180 s, turns odd values into NaN
 * and does not wait at all then; its authentication handler attaches the token only to https hosts
 * it knows; and it takes http next links for paths. All of that is the tenant's business here.
 */
export class GraphClient {
  readonly #hosts: Hosts;
  readonly #tenant: Tenant;
  readonly #tokens: Tokens;
  #loaded: Promise<Loaded> | null = null;

  constructor(options: {
    readonly hosts: Hosts;
    readonly tenant: Tenant;
    readonly tokens: Tokens;
  }) {
    this.#hosts = options.hosts;
    this.#tenant = options.tenant;
    this.#tokens = options.tokens;
  }

  get tenantName(): string {
    return this.#tenant.id;
  }

  get hosts(): Hosts {
    return this.#hosts;
  }

  get tokens(): Tokens {
    return this.#tokens;
  }

  /**
   * Asks, with a fresh token once more when Graph does not accept the one at hand (F3).
   *
   * @throws SourceBusy SourceAway SourceRefused AnswerGarbled, and what signing in throws
   */
  async get<Shape>(ask: GraphAsk<Shape>): Promise<GraphAnswer<Shape>> {
    this.#loaded ??= load();
    const loaded = await this.#loaded;
    const token = await this.#tokens.current(ask.signal);
    try {
      return await this.#call(ask, loaded, token);
    } catch (error) {
      if (!(error instanceof SourceRefused) || error.status !== 401) throw error;
      this.#tokens.drop(token);
      return await this.#call(ask, loaded, await this.#tokens.current(ask.signal));
    }
  }

  #call<Shape>(
    ask: GraphAsk<Shape>,
    { client, raw }: Loaded,
    token: Token,
  ): Promise<GraphAnswer<Shape>> {
    const url = addressOf(this.#hosts, ask.link);
    return this.#tenant.call(ask.endpoint, ask.signal, async (signal, alive) => {
      const exchange = new Exchange({ url, token: token.value, signal, endpoint: ask.endpoint });
      // The client wraps what a handler throws and loses its cause, so the exchange keeps it.
      await client
        .api(ask.link.replace(/\?.*$/s, ""))
        .responseType(raw)
        .middlewareOptions([exchange])
        .get()
        .catch((error: unknown) => {
          throw exchange.failure ?? error;
        });
      const { headers } = exchange.response;
      const text = await this.#textOf(exchange, alive);
      return { body: shaped(ask, text), date: headers.get("date") };
    });
  }

  async #textOf(exchange: Exchange, alive: () => void): Promise<string> {
    const { response, endpoint } = exchange;
    const limit = response.ok ? LONGEST_ANSWER : LONGEST_ERROR;
    const text = await readText(response, { limit, endpoint, alive });
    if (!response.ok) throw refusal(exchange, text);
    if (text !== null) return text;
    const why = `is larger than ${LONGEST_ANSWER.toLocaleString("en")} bytes`;
    throw new AnswerGarbled({ tenant: this.#tenant.id, endpoint, why });
  }
}

interface Loaded {
  readonly client: Client;
  /** `ResponseType.RAW`: the client leaves the body alone. */
  readonly raw: Parameters<ReturnType<Client["api"]>["responseType"]>[0];
}

async function load(): Promise<Loaded> {
  const { Client, ResponseType } = await import("@microsoft/microsoft-graph-client");
  const middleware = [new Authorize(), new Send()];
  return { client: Client.initWithMiddleware({ middleware }), raw: ResponseType.RAW };
}

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

function refusal({ response, endpoint }: Exchange, text: string | null): RemoteFailure {
  const body = errorSchema.safeParse(jsonIn(text ?? ""));
  return new RemoteFailure({
    kind: "status",
    endpoint,
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    serverDate: response.headers.get("date"),
    vendorCode: body.success ? body.data.error.code : null,
  });
}

function shaped<Shape>({ shape, endpoint }: GraphAsk<Shape>, text: string): Shape {
  const answer = shape.safeParse(jsonIn(text));
  // What the answer holds instead is not quoted: it may be a login page.
  if (!answer.success) throw new RemoteFailure({ kind: "garbled", endpoint });
  return answer.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
