import type { Context, Middleware, MiddlewareOptions } from "@microsoft/microsoft-graph-client";
import { randomUUID } from "node:crypto";
import { RemoteFailure } from "../remote/failure.js";

/** What the two handlers need of one attempt: the exact address, and what came of it. */
export class Exchange implements MiddlewareOptions {
  readonly url: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly endpoint: string;
  failure: RemoteFailure | null = null;
  #response: Response | null = null;

  constructor(facts: {
    readonly url: string;
    readonly token: string;
    readonly signal: AbortSignal;
    readonly endpoint: string;
  }) {
    this.url = facts.url;
    this.token = facts.token;
    this.signal = facts.signal;
    this.endpoint = facts.endpoint;
  }

  get response(): Response {
    if (this.#response === null) throw new Error("the middleware chain has not sent the request");
    return this.#response;
  }

  set response(response: Response) {
    this.#response = response;
  }
}

/** Attaches the token: every request goes to the one host that addresses are built for. */
export class Authorize implements Middleware {
  #next: Middleware | null = null;

  async execute(context: Context): Promise<void> {
    const { token } = exchangeOf(context);
    context.options = {
      ...context.options,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: "application/json",
        "client-request-id": randomUUID(),
      },
    };
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }
}

/** The end of the chain: sends to the exact address, and follows no redirect with a login in hand. */
export class Send implements Middleware {
  async execute(context: Context): Promise<void> {
    const exchange = exchangeOf(context);
    const { headers = {} } = context.options ?? {};
    try {
      const response = await fetch(exchange.url, {
        method: "GET",
        redirect: "manual",
        signal: exchange.signal,
        headers,
      });
      exchange.response = response;
      context.response = response;
    } catch (cause) {
      exchange.failure = new RemoteFailure({ kind: "network", endpoint: exchange.endpoint, cause });
      throw exchange.failure;
    }
  }
}

function exchangeOf(context: Context): Exchange {
  const exchange = context.middlewareControl?.getMiddlewareOptions(Exchange);
  if (exchange instanceof Exchange) return exchange;
  throw new Error("a request of the Graph client without its exchange");
}

/** The text of a body; null: longer than the limit. `alive` is told of every piece. */
export async function readText(
  response: Response,
  ask: { readonly limit: number; readonly endpoint: string; readonly alive: () => void },
): Promise<string | null> {
  const kept: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      ask.alive();
      // A fetch body yields bytes.
      const bytes = chunk as Uint8Array;
      size += bytes.length;
      if (size > ask.limit) return null;
      kept.push(bytes);
    }
  } catch (cause) {
    throw new RemoteFailure({ kind: "network", endpoint: ask.endpoint, cause });
  }
  return new TextDecoder().decode(Buffer.concat(kept));
}
