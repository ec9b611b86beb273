import { Redis } from "ioredis";

const PATIENCE_MS = 2_000;

/** What a Redis says of itself; null where it does not. INFO works where CONFIG is forbidden. */
export interface RedisFacts {
  readonly version: string | null;
  /** `maxmemory-policy` */
  readonly evictionPolicy: string | null;
}

/** Asks a Redis that answers. */
export async function redisFacts(url: string): Promise<RedisFacts> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  // Without a listener a lost connection is printed; here it only means that we do not know.
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    const [server, memory] = await Promise.all([redis.info("server"), redis.info("memory")]);
    return {
      version: /^redis_version:(\S+)/m.exec(server)?.[1] ?? null,
      evictionPolicy: /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? null,
    };
  } catch {
    return { version: null, evictionPolicy: null };
  } finally {
    redis.disconnect();
  }
}
