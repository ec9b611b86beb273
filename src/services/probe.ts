import { Redis } from "ioredis";
import neo4j from "neo4j-driver";
import { setTimeout as pause } from "node:timers/promises";
import type { ServerName } from "./record.js";

const POLL_MS = 100;
/** One attempt; a server that needs longer for `RETURN 1` is asked again. */
const ATTEMPT_MS = 2_000;

export interface Neo4jAddress {
  readonly uri: string;
  readonly user: string | null;
  readonly password: string | null;
}

/** Why there was no answer. */
export interface Refusal {
  readonly reason: string;
  /** Asking again cannot help, and may lock the account: the login was refused. */
  readonly isFinal: boolean;
}

/** Asks `RETURN 1` over Bolt. Null when it was answered. */
export async function askNeo4j(address: Neo4jAddress): Promise<Refusal | null> {
  return within(async () => {
    const auth =
      address.user === null ? undefined : neo4j.auth.basic(address.user, address.password ?? "");
    const driver = neo4j.driver(address.uri, auth, {
      connectionTimeout: ATTEMPT_MS,
      connectionAcquisitionTimeout: ATTEMPT_MS,
      maxTransactionRetryTime: 0,
      telemetryDisabled: true,
    });
    try {
      await driver.session().run("RETURN 1");
    } finally {
      await driver.close();
    }
  });
}

/** Asks PING. Null when it was answered. */
export async function askRedis(url: string): Promise<Refusal | null> {
  return within(async () => {
    const redis = new Redis(url, {
      lazyConnect: true,
      connectTimeout: ATTEMPT_MS,
      commandTimeout: ATTEMPT_MS,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    // Without a listener a refused connection is printed; what failed is in the rejection, except
    // that it says "Connection is closed" where the event says why.
    let event: Error | null = null;
    redis.on("error", (error: Error) => (event = error));
    try {
      await redis.connect();
      const answer = await redis.ping();
      if (answer !== "PONG") throw new Error("PING was not answered by PONG");
    } catch (error) {
      throw event ?? error;
    } finally {
      redis.disconnect();
    }
  });
}

/** Asks a server that we started: it is on loopback and wants no login. */
export async function askLocal(name: ServerName, address: string): Promise<Refusal | null> {
  return name === "neo4j"
    ? askNeo4j({ uri: address, user: null, password: null })
    : askRedis(address);
}

/** The clients' own limits do not cover every phase: a silent peer would hold us for ever. */
async function within(ask: () => Promise<void>): Promise<Refusal | null> {
  const answered = new AbortController();
  const late = { reason: "no answer in time", isFinal: false };
  try {
    return await Promise.race([
      ask().then(() => null),
      pause(2 * ATTEMPT_MS, late, { signal: answered.signal }),
    ]);
  } catch (error) {
    return refusalOf(error);
  } finally {
    answered.abort();
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return { reason: String(error), isFinal: false };
  const code = "code" in error ? String(error.code) : "";
  const isFinal =
    code.startsWith("Neo.ClientError.Security") || /\b(NOAUTH|WRONGPASS)\b/.test(error.message);
  const [line = ""] = error.message.split("\n");
  // The Neo4j driver puts a paragraph of advice before the one thing that happened.
  const cause = line.split(" Caused by: ").at(-1) ?? line;
  return { reason: cause || code || error.name, isFinal };
}

/**
 * Asks until it is answered, for `forMs` at most, and stops early when the refusal is final or
 * `hopeless` gives a reason. Null when it was answered, else the last reason.
 */
export async function askUntilAnswered(
  ask: () => Promise<Refusal | null>,
  forMs: number,
  hopeless: () => string | null = () => null,
): Promise<string | null> {
  const deadline = performance.now() + forMs;
  for (;;) {
    const refusal = await ask();
    if (refusal === null) return null;
    const end = hopeless();
    if (end !== null) return end;
    if (refusal.isFinal || performance.now() > deadline) return refusal.reason;
    await pause(POLL_MS);
  }
}
