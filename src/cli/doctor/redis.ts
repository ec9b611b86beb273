import type { DoctorLine } from "../../runs/checks.js";
import { redisFacts, type RedisFacts } from "./redis-facts.js";

/** BullMQ's floor. */
const LEAST_REDIS = { major: 6, minor: 2 };

/** Version and eviction policy of a Redis that answers. */
export async function checkRedis(url: string): Promise<DoctorLine[]> {
  return redisLines(await redisFacts(url));
}

/** What follows from it. */
export function redisLines({ version, evictionPolicy }: RedisFacts): DoctorLine[] {
  if (version !== null && isTooOld(version)) {
    return [
      {
        subject: "Redis",
        state: "failed",
        sentence: `Redis ${version} is too old: the queues need ${LEAST_REDIS.major}.${LEAST_REDIS.minor} or later`,
        next: "Upgrade it, or unset REDIS_URL for a local one.",
      },
      ...(evictionPolicy === null ? [] : [evictionLine(evictionPolicy)]),
    ];
  }
  if (evictionPolicy === null) {
    return [
      {
        subject: "Redis",
        state: "remark",
        sentence: "It does not tell its eviction policy (INFO memory).",
        next: "See to it that maxmemory-policy is noeviction: any other drops jobs when memory is short.",
      },
    ];
  }
  return [evictionLine(evictionPolicy, version)];
}

/** Under any other policy a full Redis throws away jobs that wait. */
function evictionLine(policy: string, version: string | null = null): DoctorLine {
  if (policy === "noeviction") {
    const what = version === null ? "" : `Redis ${version}, `;
    const sentence = `${what}eviction policy noeviction: no job is dropped`;
    return { subject: "Redis", state: "ok", sentence, next: null };
  }
  return {
    subject: "Redis",
    state: "remark",
    sentence: `Its eviction policy is ${policy}: when memory is short it drops jobs. They are made again from Neo4j, later than they should be.`,
    next: "redis-cli config set maxmemory-policy noeviction",
  };
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < LEAST_REDIS.major || (major === LEAST_REDIS.major && minor < LEAST_REDIS.minor);
}
