import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { checkRedis, openRedis } from "../../src/queue/connection.js";
import type { Handlers, HostOptions } from "../../src/queue/crew.js";
import { startWorkers, type Workers } from "../../src/queue/host.js";
import { ALERTS, DUE_WORK, keyPrefix, TICKS } from "../../src/queue/names.js";
import { CountersignError } from "../../src/platform/errors.js";
import { mintId } from "../../src/platform/ids.js";
import { packageRoot } from "../../src/platform/package-root.js";
import { capturedLog, type CapturedLog } from "../support/alerts-world.js";
import { startTcpProxy, type TcpProxy } from "../support/receivers.js";
import { gate, until } from "../support/waiting.js";

type Source = HostOptions["config"]["sources"][number];

let prefix: string;
let captured: CapturedLog;
const open: { close(): Promise<void> }[] = [];
const connection = openRedis(inject("redisUrl"));

beforeEach(() => {
  prefix = `test-${mintId()}`;
  captured = capturedLog();
});
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

function hr(id: string, cron?: string): Source {
  const base = { id, type: "registry" as const, folder: "x" };
  return cron === undefined ? base : { ...base, schedule: { cron, zone: "Europe/Madrid" } };
}

const idle: Handlers = {
  syncSource: () => Promise.resolve(),
  dueWork: () => Promise.resolve(),
  deliverAlerts: () => Promise.resolve(),
};

async function start(
  sources: readonly Source[],
  handlers: Partial<Handlers> = {},
  more: Partial<HostOptions> = {},
): Promise<Workers> {
  const workers = await startWorkers({
    config: { sources: [...sources], redis: { prefix } },
    redisUrl: inject("redisUrl"),
    handlers: { ...idle, ...handlers },
    log: captured.log,
    ...more,
  });
  open.push(workers);
  return workers;
}

function queueNamed(name: string): Queue {
  const queue = new Queue(name, { connection, prefix: keyPrefix(prefix) });
  open.push(queue);
  return queue;
}

async function schedulers(): Promise<Record<string, unknown>> {
  const ticks = queueNamed(TICKS);
  const all = await ticks.getJobSchedulers(0, -1);
  return Object.fromEntries(all.map((one) => [one.key, one.pattern ?? one.every]));
}

async function eraseKeys(): Promise<void> {
  const keys = await connection.keys(`*${prefix}*`);
  if (keys.length > 0) await connection.del(...keys);
}

describe("the schedule", () => {
  it("follows the configuration: set up, changed, removed", async () => {
    const first = await start([hr("hr", "0 2 * * *"), hr("registry", "*/5 * * * *"), hr("hand")]);
    expect(await schedulers()).toEqual({
      "sync-hr": "0 2 * * *",
      "sync-registry": "*/5 * * * *",
      "due-work": 60_000,
      alerts: 15_000,
    });
    await first.close();
    await start([hr("hr", "0 3 * * *"), hr("hand")]);
    expect(await schedulers()).toEqual({
      "sync-hr": "0 3 * * *",
      "due-work": 60_000,
      alerts: 15_000,
    });
  });

  it("comes back on start when all queues are gone, and a due sync with it (F22)", async () => {
    const first = await start([hr("hr", "0 2 * * *")]);
    await first.close();
    await eraseKeys();
    expect(await schedulers()).toEqual({});
    let syncs = 0;
    await start([hr("hr", "0 2 * * *")], {
      syncSource: () => {
        syncs += 1;
        return Promise.resolve();
      },
    });
    expect(Object.keys(await schedulers())).toContain("sync-hr");
    await until(() => syncs === 1);
  });

  it("comes back while the worker runs (F22)", async () => {
    let passes = 0;
    const deliverAlerts = (): Promise<void> => {
      passes += 1;
      return Promise.resolve();
    };
    await start(
      [hr("hr", "0 2 * * *")],
      { deliverAlerts },
      { every: { alertsMs: 200, scheduleMs: 300 } },
    );
    await until(() => passes > 1);
    await eraseKeys();
    const before = passes;
    await until(async () => Object.keys(await schedulers()).length === 3);
    await until(() => passes > before + 1);
    expect(captured.text()).toContain('"added":["sync-hr","due-work","alerts"]');
  });

  it("a tick that became due while no worker ran is taken once, not dropped (F25)", async () => {
    let syncs = 0;
    const syncSource = (): Promise<void> => {
      syncs += 1;
      return Promise.resolve();
    };
    const yearly = [hr("hr", "0 0 1 1 *")];
    const first = await start(yearly, { syncSource });
    await until(() => syncs === 1);
    await first.close();
    // What Redis does when the time comes, without the year of waiting.
    const delayed = await queueNamed(TICKS).getDelayed();
    await delayed.find((job) => job.name === "sync-hr")?.promote();
    await start(yearly, { syncSource });
    await until(() => syncs === 2);
    await until(
      async () => (await queueNamed("sync-hr").getJobCountByTypes("active", "waiting")) === 0,
    );
    expect(syncs).toBe(2);
    expect(await schedulers()).toMatchObject({ "sync-hr": "0 0 1 1 *" });
  });

  it("a pattern that is none is an error that names it", async () => {
    await expect(start([hr("hr", "at midnight, please")])).rejects.toMatchObject({
      code: "SCHEDULE_INVALID",
    });
  });
});

describe("a run", () => {
  it("of a source is not started twice while it goes, over two workers, and then once more", async () => {
    const go = gate();
    let active = 0;
    let most = 0;
    let started = 0;
    const syncSource = async (): Promise<void> => {
      started += 1;
      active += 1;
      most = Math.max(most, active);
      await go.opened;
      active -= 1;
    };
    const one = await start([hr("hr")], { syncSource });
    const two = await start([hr("hr")], { syncSource });
    await one.requestSync("hr");
    await until(() => started === 1);
    for (let index = 0; index < 10; index += 1) await (index % 2 ? one : two).requestSync("hr");
    const queue = queueNamed("sync-hr");
    expect(await queue.getActiveCount()).toBe(1);
    go.open();
    await until(() => started === 2 && active === 0);
    await until(async () => (await queue.getJobCountByTypes("active", "waiting", "delayed")) === 0);
    expect({ most, started }).toEqual({ most: 1, started: 2 });
  });

  it("of a slow source does not hold up another, and is followed by a telling", async () => {
    const go = gate();
    const seen: string[] = [];
    const workers = await start(
      [hr("slow"), hr("fast")],
      {
        syncSource: async (sourceId) => {
          if (sourceId === "slow") await go.opened;
          seen.push(sourceId);
        },
        dueWork: () => {
          seen.push("due");
          return Promise.resolve();
        },
        deliverAlerts: () => {
          seen.push("alerts");
          return Promise.resolve();
        },
      },
      { every: { alertsMs: 3_600_000, dueWorkMs: 3_600_000 } },
    );
    // A start brings a pass of everything; the order below is that of the runs asked for here.
    await until(() => seen.includes("due"));
    for (const name of [TICKS, DUE_WORK, ALERTS]) {
      await until(
        async () => (await queueNamed(name).getJobCountByTypes("active", "waiting")) === 0,
      );
    }
    seen.length = 0;
    expect(await workers.requestSync("nobody")).toBe(false);
    await workers.requestSync("slow");
    await workers.requestSync("fast");
    await until(() => seen.length >= 2);
    expect(seen.slice(0, 2)).toEqual(["fast", "alerts"]);
    go.open();
    await until(() => seen.includes("slow"));
  });

  it("that is told to wait waits as told; one that must halt is not tried again", async () => {
    const starts: number[] = [];
    let halted = 0;
    const workers = await start([hr("throttled"), hr("broken")], {
      syncSource: (sourceId) => {
        if (sourceId === "broken") {
          halted += 1;
          return Promise.reject(new CountersignError({ code: "X_BROKEN", message: "secret-ish" }));
        }
        starts.push(Date.now());
        if (starts.length > 1) return Promise.resolve();
        return Promise.reject(
          new CountersignError({
            code: "X_THROTTLED",
            message: "later",
            disposition: "wait",
            data: { retryAfterMs: 1_500 },
          }),
        );
      },
    });
    await workers.requestSync("throttled");
    await workers.requestSync("broken");
    await until(() => starts.length === 2);
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(1_400);
    expect(halted).toBe(1);
    const [failed] = await queueNamed("sync-broken").getFailed();
    // Only the code is kept in Redis (F44).
    expect(failed?.failedReason).toBe("X_BROKEN");
    expect(JSON.stringify(failed?.stacktrace)).not.toContain("secret-ish");
    expect(failed?.data).toEqual({ sourceId: "broken" });
  });
});

describe("the end of a worker", () => {
  it("waits for a run that ends by itself", async () => {
    const go = gate();
    let finished = false;
    const workers = await start([hr("hr")], {
      syncSource: async () => {
        await go.opened;
        finished = true;
      },
    });
    await workers.requestSync("hr");
    await until(async () => (await queueNamed("sync-hr").getActiveCount()) === 1);
    const closing = workers.close();
    go.open();
    await closing;
    expect(finished).toBe(true);
  });

  it("asks one that does not, gives it back, and another worker runs it at once", async () => {
    const runs: string[] = [];
    const first = await start(
      [hr("hr")],
      {
        syncSource: (_id, signal) =>
          new Promise((_resolve, reject) => {
            runs.push("first");
            signal.addEventListener("abort", () => reject(new Error("stopped")));
          }),
      },
      { drain: { graceMs: 100, limitMs: 5_000 } },
    );
    await first.requestSync("hr");
    await until(() => runs.length === 1);
    await first.close();
    const syncSource = (): Promise<void> => {
      runs.push("second");
      return Promise.resolve();
    };
    await start([hr("hr")], { syncSource });
    await until(() => runs.includes("second"));
    expect(runs).toEqual(["first", "second"]);
  });

  it("leaves one that does not listen, within its bound", async () => {
    let isRunning = false;
    const workers = await start(
      [hr("hr")],
      {
        syncSource: () => {
          isRunning = true;
          return new Promise(() => {});
        },
      },
      { drain: { graceMs: 100, limitMs: 300 } },
    );
    await workers.requestSync("hr");
    await until(() => isRunning);
    const begun = Date.now();
    await workers.close();
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(captured.text()).toContain("queue.drain-timeout");
  });
});

describe("a worker process", () => {
  it("drains at SIGTERM and leaves its run to the next one", async () => {
    const script = join(packageRoot(), "test", "support", "worker-child.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, inject("redisUrl"), prefix], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(0);
    let runs = 0;
    const syncSource = (): Promise<void> => {
      runs += 1;
      return Promise.resolve();
    };
    await start([hr("hr")], { syncSource });
    await until(() => runs === 1);
  });
});

describe("Redis", () => {
  it("down at the start is an error that names it and says what to start", async () => {
    const redisUrl = "redis://user:hunter2-SECRET@127.0.0.1:1/0";
    const failure: unknown = await start([], {}, { redisUrl }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "REDIS_UNREACHABLE", disposition: "retry" });
    expect((failure as CountersignError).message).toContain("127.0.0.1:1");
    expect((failure as CountersignError).next).toContain("countersign services up");
    expect(JSON.stringify(failure) + String(failure)).not.toContain("hunter2");
  });

  it("is asked by doctor whether queues can rest on it", async () => {
    const health = await checkRedis(inject("redisUrl"));
    expect(health.version).toMatch(/^\d+\.\d+/);
    expect(health).toMatchObject({ evictionPolicy: "noeviction", problem: null });
  });

  it("lost and back again: work goes on, the log says each once", async () => {
    const target = new URL(inject("redisUrl"));
    const proxy: TcpProxy = await startTcpProxy({
      host: target.hostname,
      port: Number(target.port || 6379),
    });
    let passes = 0;
    const deliverAlerts = (): Promise<void> => {
      passes += 1;
      return Promise.resolve();
    };
    await start(
      [],
      { deliverAlerts },
      { redisUrl: `redis://127.0.0.1:${proxy.port}`, every: { alertsMs: 200, scheduleMs: 500 } },
    );
    open.unshift(proxy);
    await until(() => passes > 1);
    await proxy.cut();
    await until(() => captured.text().includes("queue.redis-lost"));
    await eraseKeys();
    await proxy.restore();
    await until(() => captured.text().includes("queue.redis-back"));
    const before = passes;
    await until(() => passes > before + 1);
    expect(captured.text().match(/queue\.redis-lost/g)).toHaveLength(1);
  });
});
