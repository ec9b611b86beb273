import {
  AuthenticationHandler,
  Client,
  RetryHandler,
  type Context,
  type Middleware,
} from "@microsoft/microsoft-graph-client";
import { describe, expect, it, vi } from "vitest";

/** The end of a chain: notes what would be sent, and answers with the given status. */
class Noting implements Middleware {
  readonly sent: { readonly url: string; readonly headers: unknown }[] = [];
  readonly #answer: () => Response;

  constructor(answer: () => Response = () => Response.json({ value: [] })) {
    this.#answer = answer;
  }

  async execute(context: Context): Promise<void> {
    this.sent.push({ url: String(context.request), headers: context.options?.headers });
    context.response = this.#answer();
  }
}

async function sent(path: string, baseUrl?: string): Promise<Noting["sent"][number] | undefined> {
  const end = new Noting();
  const auth = new AuthenticationHandler({ getAccessToken: async () => "token" });
  const client = Client.initWithMiddleware({
    middleware: [auth, end],
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  await client.api(path).get();
  return end.sent[0];
}

/**
 * Why `client.ts` brings its own two handlers: what the package's own ones do, version by version. When
 * one of these fails after an upgrade, a reason to do without them has gone.
 */
describe("@microsoft/microsoft-graph-client by itself", () => {
  it("takes an absolute http link for a path", async () => {
    const link = "http://127.0.0.1:8080/v1.0/users/delta?$skiptoken=x";
    expect((await sent(link, "http://127.0.0.1:8080"))?.url).toBe(
      `http://127.0.0.1:8080/v1.0/${link}`,
    );
  });

  it("mangles a link whose token holds an address", async () => {
    expect((await sent("/users/delta?$deltatoken=ahttps://b/c"))?.url).not.toContain(
      "ahttps://b/c",
    );
  });

  it("sends query values as they are", async () => {
    expect((await sent("/users?$filter=displayName eq 'A'"))?.url).toContain("displayName eq 'A'");
  });

  it("leaves the token out for a host that it does not know, https or not", async () => {
    expect((await sent("/users"))?.headers).toEqual({ Authorization: "Bearer token" });
    expect((await sent("/users", "http://127.0.0.1:8080"))?.headers).toEqual({});
    expect((await sent("/users", "https://proxy.example"))?.headers).toEqual({});
  });

  it("F1: does not wait at all for a Retry-After that it does not understand", async () => {
    const busy = new Noting(() =>
      Response.json({}, { status: 429, headers: { "retry-after": "soon" } }),
    );
    const client = Client.initWithMiddleware({ middleware: [new RetryHandler(), busy] });
    vi.useFakeTimers();
    try {
      const failing = client
        .api("/users")
        .get()
        .catch((cause: unknown) => cause);
      // Three waits of its default would take nine seconds.
      await vi.advanceTimersByTimeAsync(100);
      expect(busy.sent).toHaveLength(4);
      expect(await failing).toMatchObject({ statusCode: 429 });
    } finally {
      vi.useRealTimers();
    }
  });

  it("loses the cause of what a handler throws", async () => {
    class Failing implements Middleware {
      async execute(): Promise<void> {
        throw new Error("a reset", {
          cause: Object.assign(new Error("socket"), { code: "ECONNRESET" }),
        });
      }
    }
    const client = Client.initWithMiddleware({ middleware: new Failing() });
    const error: unknown = await client
      .api("/users")
      .get()
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ statusCode: -1 });
    expect(error instanceof Error ? error.cause : "not an error").toBeUndefined();
  });
});
