import { Redis } from "ioredis";

const PATIENCE_MS = 2_000;

/** `maxmemory-policy` of a Redis that answers; null when it does not say. INFO works where CONFIG is forbidden. */
export async function evictionPolicyOf(url: string): Promise<string | null> {
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
    const memory = await redis.info("memory");
    return /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? null;
  } catch {
    return null;
  } finally {
    redis.disconnect();
  }
}
