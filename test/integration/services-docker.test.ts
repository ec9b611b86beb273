import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { dockerProblem } from "../../src/services/docker.js";
import { servicesDown, servicesStatus, servicesUp } from "../../src/services/services.js";

/**
 * The machines we test on have no Docker daemon. This stands in for the `docker` program: its
 * containers are lines of a file, and the ports it is given are those of the run's real servers, so
 * that readiness is asked of something that answers.
 */
const FAKE_DOCKER = `#!/bin/sh
STATE="$(dirname "$0")/containers"
echo "$@" >> "$(dirname "$0")/calls"
case "$*" in
  info*) exit "\${FAKE_DAEMON:-0}" ;;
  "compose version") exit 0 ;;
  *" up "*) [ -z "$FAKE_NO_IMAGES" ] || { echo "pull access denied" >&2; exit 1; }
    printf 'neo4j\\nredis\\n' > "$STATE" ;;
  *" ps "*) cat "$STATE" 2>/dev/null; true ;;
  *" down"*) rm -f "$STATE" ;;
esac
`;

const libDir = inject("libDir");
let folder: string;
let dataDir: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-docker-"));
  dataDir = join(folder, "data");
  writeFileSync(join(folder, "docker"), FAKE_DOCKER, { mode: 0o755 });
  env = {
    PATH: `${folder}:/usr/bin:/bin`,
    COUNTERSIGN_NEO4J_PORT: new URL(inject("neo4jUri")).port,
    COUNTERSIGN_REDIS_PORT: new URL(inject("redisUrl")).port,
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a client is no daemon: only one that answers, with compose, counts", async () => {
  expect(await dockerProblem(env)).toBeNull();
  expect(await dockerProblem({ ...env, FAKE_DAEMON: "1" })).toBe("no Docker daemon answers");
  expect(await dockerProblem({ PATH: dataDir })).toBe("Docker is not installed");
});

test("containers are started once, found again, seen in the status and removed", async () => {
  const first = await servicesUp({ dataDir, env, libDir });
  expect(first.neo4j).toMatchObject({
    uri: `bolt://127.0.0.1:${env["COUNTERSIGN_NEO4J_PORT"]}`,
    how: "docker",
    why: "NEO4J_URI is not set and a Docker daemon answers",
  });
  expect(first.startedByUs).toBe(true);

  const second = await servicesUp({ dataDir, env, libDir });
  expect(second.startedByUs).toBe(false);
  expect(second.redis.url).toBe(first.redis.url);
  const status = await servicesStatus({ dataDir, env, libDir });
  expect(status.redis).toMatchObject({ how: "docker", pid: null, problem: null });

  expect(await servicesDown({ dataDir, env, libDir })).toEqual(["neo4j", "redis"]);
  expect((await servicesStatus({ dataDir, env, libDir })).neo4j.how).toBeNull();
  const calls = readFileSync(join(folder, "calls"), "utf8");
  expect(calls).toMatch(/--project-name countersign-\w+ .* up --detach --wait neo4j redis/);
});

test("a daemon without images is no reason to give up: embedded, and it is said", async () => {
  const lines: string[] = [];
  const noImages = {
    PATH: `${folder}:${process.env["PATH"]}`,
    FAKE_NO_IMAGES: "1",
    NEO4J_URI: inject("neo4jUri"),
  };
  const log = (line: string): number => lines.push(line);
  const services = await servicesUp({ dataDir, env: noImages, libDir, log });
  expect(services.redis.how).toBe("embedded");
  expect(services.redis.why).toMatch(/^docker compose up failed \(pull access denied/);
  expect(lines).toContain(`Redis: embedded after all, because ${services.redis.why}.`);
  await services.stop({ removeData: true });
});
