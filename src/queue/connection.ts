import { Redis } from "ioredis";
import { CountersignError } from "../platform/errors.js";
import { withoutSecrets } from "../platform/log.js";

const CONNECT_TIMEOUT_MS = 5_000;
/** BullMQ's floor. */
const LEAST_VERSION = { major: 6, minor: 2 };

/**
 * Redis does not answer, or refuses the login. Causes: it is not started, a wrong address or password,
 * a firewall. Nobody is alerted: no alert can be sent without it; the process says it and ends.
 */
class RedisUnreachableError extends CountersignError {
  constructor(url: string, reason: string) {
    super({
      code: "REDIS_UNREACHABLE",
      message: `Redis at ${withoutSecrets(url)} does not answer (${reason}).`,
      next: "Start it, or unset REDIS_URL and run `countersign services up` for a local one.",
      disposition: "retry",
    });
    this.name = "RedisUnreachableError";
  }
}

/** What `doctor` says about Redis. A problem is a sentence with what to do; none: null. */
export interface RedisHealth {
  readonly version: string;
  /** Null: the server does not tell (managed services hide CONFIG). */
  readonly evictionPolicy: string | null;
  readonly problem: string | null;
}

/**
 * A connection as BullMQ wants it: commands wait for a server that is away instead of failing, and
 * connecting again goes on for ever, at most two seconds apart.
 */
export function openRedis(url: string): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * 2 ** times, 2_000),
  });
}

/**
 * Asks a Redis whether queues can rest on it.
 *
 * @throws RedisUnreachableError when it does not answer within five seconds.
 */
export async function checkRedis(url: string): Promise<RedisHealth> {
  const redis = connectOnce(url);
  let lastError = "timeout";
  redis.on("error", (error: Error) => {
    lastError = reasonOf(error);
  });
  try {
    await redis.connect();
    const version = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1] ?? "unknown";
    const evictionPolicy = await readEvictionPolicy(redis);
    return { version, evictionPolicy, problem: problemOf(version, evictionPolicy) };
  } catch (error) {
    // ioredis closes with "Connection is closed."; the event before it says why.
    const reason = error instanceof Error ? reasonOf(error) : "failed";
    throw new RedisUnreachableError(url, reason === "failed" ? lastError : reason);
  } finally {
    redis.disconnect();
  }
}

/** Fails instead of trying again: a question at start wants an answer. */
function connectOnce(url: string): Redis {
  try {
    return new Redis(url, {
      lazyConnect: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: CONNECT_TIMEOUT_MS,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
  } catch {
    throw new RedisUnreachableError(url, "not an address such as redis://127.0.0.1:6379");
  }
}

async function readEvictionPolicy(redis: Redis): Promise<string | null> {
  try {
    const answer: unknown = await redis.config("GET", "maxmemory-policy");
    return Array.isArray(answer) && typeof answer[1] === "string" ? answer[1] : null;
  } catch {
    return null;
  }
}

function problemOf(version: string, evictionPolicy: string | null): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (
    major < LEAST_VERSION.major ||
    (major === LEAST_VERSION.major && minor < LEAST_VERSION.minor)
  ) {
    return `Redis ${version} is too old: the queues need 6.2 or newer.`;
  }
  if (evictionPolicy !== null && evictionPolicy !== "noeviction") {
    return (
      `Redis forgets keys when it is full (maxmemory-policy ${evictionPolicy}), jobs among them: ` +
      "set maxmemory-policy to noeviction."
    );
  }
  return null;
}

/** An errno or the first word of Redis's own answer; never a message, which may quote the address. */
function reasonOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code;
  const answer = /^(WRONGPASS|NOAUTH|NOPERM|ERR|LOADING|MASTERDOWN|READONLY)\b/.exec(error.message);
  return answer?.[1] ?? (/timed? ?out/i.test(error.message) ? "timeout" : "failed");
}
