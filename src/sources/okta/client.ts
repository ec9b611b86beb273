import type { z } from "zod";
import type { Instant } from "../../domain/time.js";
import type { OktaSourceConfig } from "../../platform/config-sources.js";
import { AnswerGarbled, SourceRefused } from "../remote/errors.js";
import type { JsonAnswer } from "../remote/http.js";
import type { Tenant } from "../remote/tenant.js";
import { Trail } from "../remote/trail.js";
import type { Credentials } from "./credentials.js";
import { cursorIn, nextCursor, type PageAt } from "./link.js";
import { agentPageSchema, pageSchema } from "./schema.js";
import type { OktaApis } from "./sdk.js";

export interface Ask {
  /** Method and path as Okta documents it, for errors: no host, no query, no id of a person (F44). */
  readonly endpoint: string;
  /** The SDK's operation; of a list, its `page`. */
  readonly call: (okta: OktaApis, page: PageAt) => Promise<unknown>;
  readonly signal: AbortSignal;
}

/** One page of a list, its records as they came. */
export interface ListPage {
  readonly items: readonly unknown[];
  /** Where the list goes on; null: this was its last page. */
  readonly after: string | null;
}

export interface Answer<T> {
  readonly body: T;
  /** The service's own clock (F31). */
  readonly date: Instant | null;
}

/** Calls of one read that run side by side; Okta's smallest limit on concurrent calls is 35. */
export const CONCURRENCY = 4;

/**
 * Reads Okta one page at a time: status, `Link` and `Date` are seen here, and every call goes through
 * the tenant, which waits, retries and gives up.
 */
export class OktaClient {
  readonly #tenant: Tenant;
  readonly #credentials: Credentials;
  readonly #orgUrl: string;
  /** Of each list that is being read. */
  readonly #trails = new WeakMap<Ask, Trail>();

  constructor(options: {
    readonly config: OktaSourceConfig;
    readonly tenant: Tenant;
    readonly credentials: Credentials;
  }) {
    this.#tenant = options.tenant;
    this.#credentials = options.credentials;
    this.#orgUrl = options.config.orgUrl;
  }

  /** One answer of this shape. @throws SourceBusy SourceAway SourceRefused AnswerGarbled */
  async get<T>(ask: Ask, schema: z.ZodType<T>): Promise<Answer<T>> {
    const answer = await this.#ask(ask, {});
    return this.#read(ask, () => ({
      body: schema.parse(answer.body),
      date: dateOf(answer.headers.get("date")),
    }));
  }

  /** The page of a list that begins after `after`; all of a list are asked for by one `ask`. @throws as `get` */
  async list(ask: Ask, after: string | null): Promise<ListPage> {
    const answer = await this.#ask(ask, after === null ? {} : { after });
    return this.#read(ask, () => {
      const page = pageIn(answer.body, answer.headers.get("link"));
      // A list that leads back to itself would be read for ever.
      if (
        page.after !== null &&
        (page.after === after || !this.#trailOf(ask, after).goOn(page.after))
      ) {
        throw new Error("the list does not go on");
      }
      return page;
    });
  }

  /** An answer that is not believed; `why` goes on after "the answer". */
  garbled(endpoint: string, why: string): AnswerGarbled {
    return new AnswerGarbled({ tenant: this.#tenant.id, endpoint, why });
  }

  /** A list that is begun (anew) has been nowhere. */
  #trailOf(ask: Ask, after: string | null): Trail {
    const known = after === null ? undefined : this.#trails.get(ask);
    const trail = known ?? new Trail();
    this.#trails.set(ask, trail);
    return trail;
  }

  /** A token that ended between two pages is renewed once, and the same page asked again (F3). */
  async #ask({ call, ...ask }: Ask, page: PageAt): Promise<JsonAnswer> {
    const { carry } = await import("./sdk.js");
    for (let first = true; ; first = false) {
      const authMethods = await this.#credentials.signIn(ask.signal);
      try {
        return await carry({
          tenant: this.#tenant,
          orgUrl: this.#orgUrl,
          authMethods,
          call: (okta) => call(okta, page),
          ...ask,
        });
      } catch (error) {
        const ended = error instanceof SourceRefused && error.status === 401;
        if (!first || !ended || !this.#credentials.renew()) throw error;
      }
    }
  }

  #read<T>(ask: Ask, read: () => T): T {
    try {
      return read();
    } catch {
      // No cause: whoever parses quotes what could not be read.
      throw this.garbled(ask.endpoint, "is not shaped as Okta documents it");
    }
  }
}

/** @throws when it is neither a plain array nor a page of agents */
function pageIn(body: unknown, link: string | null): ListPage {
  const after = nextCursor(link);
  if (Array.isArray(body)) return { items: pageSchema.parse(body), after };
  const { data, _links } = agentPageSchema.parse(body);
  const href = _links?.next?.href;
  return { items: data, after: after ?? (href === undefined ? null : cursorIn(href)) };
}

function dateOf(header: string | null): Instant | null {
  const at = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(at) ? null : at;
}
