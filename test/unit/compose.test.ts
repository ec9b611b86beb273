import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { packageRoot } from "../../src/platform/package-root.js";

/** The part of the Compose specification this file uses; strict, so that a typo is an error. */
const service = z.strictObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()),
  volumes: z.array(z.string()),
  healthcheck: z.strictObject({
    test: z.tuple([z.enum(["CMD", "CMD-SHELL"]), z.string()]).rest(z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.int(),
    start_period: z.string().optional(),
  }),
  stop_grace_period: z.string().optional(),
  restart: z.literal("unless-stopped"),
});
const composeFile = z.strictObject({
  services: z.strictObject({ neo4j: service, redis: service }),
  volumes: z.strictObject({ "neo4j-data": z.null(), "redis-data": z.null() }),
});

const { services } = composeFile.parse(
  parse(readFileSync(join(packageRoot(), "docker-compose.yml"), "utf8")),
);

test("Neo4j 5.26 community and Redis 7, each with its data in a named volume", () => {
  expect(services.neo4j.image).toBe("neo4j:5.26-community");
  expect(services.redis.image).toMatch(/^redis:7/);
  expect(services.neo4j.volumes).toEqual(["neo4j-data:/data"]);
  expect(services.redis.volumes).toEqual(["redis-data:/data"]);
});

test("ports are bound to loopback only, for there is no password", () => {
  expect(services.neo4j.ports).toEqual(["127.0.0.1:${COUNTERSIGN_NEO4J_PORT:-7687}:7687"]);
  expect(services.redis.ports).toEqual(["127.0.0.1:${COUNTERSIGN_REDIS_PORT:-6379}:6379"]);
  expect(services.neo4j.environment?.["NEO4J_AUTH"]).toBe("none");
});

test("Redis neither forgets nor loses jobs", () => {
  const flags = services.redis.command?.join(" ");
  expect(flags).toBe("redis-server --appendonly yes --maxmemory-policy noeviction");
});

test("Neo4j gives up on a lock in time and reports nothing home", () => {
  // The image turns _ into . and __ into _.
  expect(services.neo4j.environment).toMatchObject({
    NEO4J_db_lock_acquisition_timeout: "10s",
    NEO4J_dbms_usage__report_enabled: "false",
  });
});
