import { execFile } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { packageRoot } from "../../src/platform/package-root.js";
import { ServiceNotReadyError, ServiceUnavailableError } from "../../src/services/errors.js";
import { askNeo4j, askRedis } from "../../src/services/probe.js";
import { identify } from "../../src/services/process.js";
import { servicesDown, servicesStatus, servicesUp } from "../../src/services/services.js";
import { dataDirIn, ownedTempFolder } from "../support/temp.js";
import { withDriver } from "../support/wipe.js";

const libDir = inject("libDir");
const runNeo4j = inject("neo4jUri");
const runRedis = inject("redisUrl");

/** Nothing is named and no Docker is found: the embedded path, whatever machine this is. */
const bare: NodeJS.ProcessEnv = {
  ...process.env,
  NEO4J_URI: "",
  REDIS_URL: "",
  DOCKER_HOST: "tcp://127.0.0.1:1",
};

/** Each starts a Neo4j or two: 5 s on an idle machine with 2 cores, four times that on a busy one. */
const SLOW = { timeout: 240_000 };

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = ownedTempFolder();
  dataDir = dataDirIn(folder);
});
afterEach(async () => {
  await servicesDown({ dataDir, env: bare, libDir, removeData: true });
  rmSync(folder, { recursive: true, force: true });
});

async function upInAnotherProcess(): Promise<{ uri: string; url: string; startedByUs: boolean }> {
  const script = join(packageRoot(), "test", "support", "services-up.ts");
  const args = ["--import", "tsx", script, dataDir, libDir];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: bare });
  return JSON.parse(stdout) as { uri: string; url: string; startedByUs: boolean };
}

describe("embedded", () => {
  test(
    "two processes at once start one pair of servers; down leaves none behind",
    SLOW,
    async () => {
      const [one, other] = await Promise.all([upInAnotherProcess(), upInAnotherProcess()]);
      const third = await servicesUp({ dataDir, env: bare, libDir });

      expect([one, other].filter((process) => process.startedByUs)).toHaveLength(1);
      expect(third.startedByUs).toBe(false);
      expect([other.uri, third.neo4j.uri]).toEqual([one.uri, one.uri]);
      expect([other.url, third.redis.url]).toEqual([one.url, one.url]);

      // Who found them does not stop them.
      await third.stop();
      const status = await servicesStatus({ dataDir, env: bare, libDir });
      expect(status.neo4j).toMatchObject({ how: "embedded", address: one.uri, problem: null });
      expect(status.redis).toMatchObject({ how: "embedded", address: one.url, problem: null });

      const pids = [status.neo4j.pid, status.redis.pid].map(Number);
      expect(pids.map(identify)).not.toContain(null);
      expect(await servicesDown({ dataDir, env: bare, libDir })).toEqual(["neo4j", "redis"]);
      expect(pids.map(identify)).toEqual([null, null]);
      expect(await servicesDown({ dataDir, env: bare, libDir })).toEqual([]);
      const after = await servicesStatus({ dataDir, env: bare, libDir });
      expect([after.neo4j.how, after.redis.how]).toEqual([null, null]);
    },
  );

  test("after kill -9 the next start has the same data at the same address", SLOW, async () => {
    const before = await servicesUp({ dataDir, env: bare, libDir });
    await withDriver(before.neo4j, async (driver) => driver.executeQuery("CREATE (:Kept {n: 1})"));
    const { neo4j } = await servicesStatus({ dataDir, env: bare, libDir });
    process.kill(Number(neo4j.pid), "SIGKILL");
    await expect.poll(() => identify(Number(neo4j.pid))).toBeNull();

    const after = await servicesUp({ dataDir, env: bare, libDir });

    expect(after.startedByUs).toBe(true);
    expect(after.neo4j.uri).toBe(before.neo4j.uri);
    const kept = await withDriver(after.neo4j, async (driver) =>
      driver.executeQuery("MATCH (k:Kept) RETURN k.n AS n"),
    );
    expect(kept.records.map((record) => Number(record.get("n")))).toEqual([1]);
    // It started Neo4j only: the Redis it found stays.
    await after.stop();
    expect(await askNeo4j(after.neo4j)).not.toBeNull();
    expect(await askRedis(after.redis.url)).toBeNull();
  });

  test("without Java, Maven and Redis it fails at once and names what to install", async () => {
    const empty = { PATH: folder };
    const up = servicesUp({ dataDir, env: empty, libDir: join(folder, "no-jars") });
    await expect(up).rejects.toThrow(ServiceUnavailableError);
    await expect(up).rejects.toThrow(/Java 17 or later is not installed; Maven \(mvn\) is not/);
    await expect(up).rejects.toMatchObject({ next: expect.stringContaining("openjdk-17") });
  });

  test("a server that cannot start leaves nothing running and says its last words", async () => {
    writeFileSync(join(folder, "redis-server"), "#!/bin/sh\necho v=7.0\necho no memory; exit 1\n", {
      mode: 0o755,
    });
    const env = { ...bare, NEO4J_URI: runNeo4j, PATH: `${folder}:${process.env["PATH"]}` };
    const up = servicesUp({ dataDir, env, libDir });
    await expect(up).rejects.toThrow(/Redis does not answer: it ended.* no memory/);
    expect(await servicesDown({ dataDir, env, libDir })).toEqual([]);
  });

  test("a port that was set is taken, and one that is in use is refused", async () => {
    const port = Number(new URL(runRedis).port);
    const env = { ...bare, NEO4J_URI: runNeo4j, COUNTERSIGN_REDIS_PORT: String(port) };
    await expect(servicesUp({ dataDir, env, libDir })).rejects.toThrow(
      `COUNTERSIGN_REDIS_PORT is ${port}, which is no free port`,
    );
  });
});

describe("environment", () => {
  test("both named: they are used, nothing is started, and no folder is made", async () => {
    const lines: string[] = [];
    const env = { ...bare, NEO4J_URI: runNeo4j, REDIS_URL: runRedis };
    const services = await servicesUp({ dataDir, env, libDir, log: (line) => lines.push(line) });

    expect(services.neo4j).toMatchObject({ uri: runNeo4j, user: null, how: "environment" });
    expect(services.redis).toMatchObject({ url: runRedis, how: "environment" });
    expect(services.startedByUs).toBe(false);
    expect(existsSync(dataDir)).toBe(false);
    expect(lines).toEqual([
      "Neo4j: environment, because NEO4J_URI is set.",
      "Redis: environment, because REDIS_URL is set.",
    ]);
    await services.stop();
    expect(await askNeo4j(services.neo4j)).toBeNull();
  });

  test("one named: only the other is started, and only it is stopped", async () => {
    const env = { ...bare, NEO4J_URI: runNeo4j, NEO4J_USER: "me", NEO4J_PASSWORD: "secret" };
    const services = await servicesUp({ dataDir, env, libDir });

    expect(services.neo4j).toMatchObject({ uri: runNeo4j, user: "me", password: "secret" });
    expect(services.redis.how).toBe("embedded");
    expect(services.redis.url).not.toBe(runRedis);
    await services.stop({ removeData: true });
    expect(await askRedis(services.redis.url)).not.toBeNull();
    expect(await askNeo4j(services.neo4j)).toBeNull();
  });

  test("one that is named and silent is an error that hides the password", async () => {
    const env = { ...bare, NEO4J_URI: runNeo4j, REDIS_URL: "redis://me:secret@127.0.0.1:1" };
    const error = await servicesUp({ dataDir, env, libDir }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceNotReadyError);
    expect(String(error)).toContain("REDIS_URL is redis://***@127.0.0.1:1 and does not answer");
    expect(String(error)).not.toContain("secret");
  });
});
