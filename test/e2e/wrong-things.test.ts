import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { Redis } from "ioredis";
import { describe, expect, inject, test, vi } from "vitest";
import {
  answerOf,
  countersign,
  emptyCompany,
  emptyFolder,
  environment,
  refusalOf,
  sizeOfGraph,
} from "./support/cli.js";
import { refusingBolt } from "./support/refusing-bolt.js";

/** Each test starts several processes, perhaps beside others on two cores. */
vi.setConfig({ testTimeout: 180_000 });

async function sampleFolder(): Promise<string> {
  const folder = emptyFolder();
  expect((await countersign(folder, ["init"])).code).toBe(0);
  return folder;
}

/** A port that nothing listens on. */
async function deafPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("the config", () => {
  test("is not there", async () => {
    const ran = await countersign(emptyFolder(), ["sync"]);
    expect(refusalOf(ran)).toContain("There is no countersign.yaml in this folder or above it.");
    expect(ran.err).toContain("countersign init");
  });

  test("has unknown keys: all of them, with their places", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "countersign.yaml"), "scources: []\npolcy: {}\n");
    const ran = await countersign(folder, ["sync"]);
    expect(refusalOf(ran)).toContain("countersign.yaml has 3 problems.");
    expect(ran.err).toContain(
      "countersign.yaml:1:1  Unknown key `scources`. Did you mean `sources`?",
    );
    expect(ran.err).toContain("countersign.yaml:2:1  Unknown key `polcy`. Did you mean `policy`?");
    const { code, answer } = await answerOf(folder, ["sync"]);
    expect(code).toBe(1);
    expect(answer).toMatchObject({ error: { code: "CONFIG_INVALID", problems: [{}, {}, {}] } });
  });
});

describe("the servers", () => {
  test("Neo4j does not answer: named, with what to start", async () => {
    const port = await deafPort();
    const env = environment({ NEO4J_URI: `bolt://127.0.0.1:${port}` });
    const ran = await countersign(await sampleFolder(), ["sync"], env);
    expect(refusalOf(ran)).toContain(`bolt://127.0.0.1:${port} and does not answer`);
    expect(ran.err).toContain("NEO4J_URI");
  });

  test("Redis does not answer: named, with what to start", async () => {
    const port = await deafPort();
    const env = environment({ REDIS_URL: `redis://127.0.0.1:${port}` });
    const ran = await countersign(await sampleFolder(), ["worker"], env);
    expect(refusalOf(ran)).toContain(`redis://127.0.0.1:${port} and does not answer`);
    expect(ran.err).toContain("REDIS_URL");
  });

  test("Neo4j refuses the password: said so, and the password is not repeated (F44)", async () => {
    const env = environment({
      NEO4J_URI: await refusingBolt(),
      NEO4J_USER: "neo4j",
      NEO4J_PASSWORD: "hunter2-secret",
    });
    const ran = await countersign(await sampleFolder(), ["sync"], env);
    expect(refusalOf(ran)).toContain("refuses the login");
    expect(ran.err).toContain("Check NEO4J_USER and NEO4J_PASSWORD.");
    expect(ran.out + ran.err).not.toContain("hunter2");
  });

  test("an address that is none", async () => {
    const env = environment({ NEO4J_URI: "neo4j.example.com" });
    expect(refusalOf(await countersign(await sampleFolder(), ["findings"], env))).toContain(
      "neo4j.example.com",
    );
  });

  test("doctor says the same in one line each", async () => {
    const port = await deafPort();
    const env = environment({
      NEO4J_URI: `bolt://127.0.0.1:${port}`,
      REDIS_URL: `redis://127.0.0.1:${port}`,
    });
    const ran = await countersign(await sampleFolder(), ["doctor"], env);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^fail +Neo4j .*does not answer/m);
    expect(ran.out).toMatch(/^fail +Redis .*does not answer/m);
    expect(ran.out).toMatch(/^ok +registry /m);
  });
});

test("a Redis that throws jobs away when memory is short is worth a note", async () => {
  const redis = new Redis(inject("redisUrl"));
  try {
    await redis.config("SET", "maxmemory-policy", "allkeys-lru");
    const ran = await countersign(await sampleFolder(), ["doctor"]);
    expect(ran.out).toMatch(/^note +Redis +Its eviction policy is allkeys-lru/m);
    expect(ran.code).toBe(3);
  } finally {
    await redis.config("SET", "maxmemory-policy", "noeviction");
    redis.disconnect();
  }
});

describe("names that are not known", () => {
  test("an agent, a decision class, a source, a person", async () => {
    const folder = await emptyCompany();
    expect((await countersign(folder, ["init"])).code).toBe(0);
    expect([0, 3]).toContain((await countersign(folder, ["sync"])).code);
    expect(
      refusalOf(await countersign(folder, ["who", "refund-bot", "refund-over-limit"])),
    ).toContain("refund-bot");
    expect(refusalOf(await countersign(folder, ["who", "refunds-bot", "nothing"]))).toContain(
      "nothing",
    );
    expect(refusalOf(await countersign(folder, ["sync", "--source", "okta"]))).toContain(
      'no source "okta"',
    );
    expect(refusalOf(await countersign(folder, ["chain", "nobody@example.com"]))).toContain(
      "nobody@example.com",
    );
  });
});

describe("input with problems (F40): every problem with its place; what is good goes on", () => {
  test("a registry document and an HR row", async () => {
    const folder = await emptyCompany();
    expect((await countersign(folder, ["init"])).code).toBe(0);
    writeFileSync(join(folder, "registry/bad.yaml"), "kind: DecisionClass\nid: x\n\ttitle: y\n");
    writeFileSync(
      join(folder, "hr/people.csv"),
      "Employee ID,Full name,Work email,Start date,End date\n" +
        "E001,Ines Duarte,ines.duarte@example.com,2020-01-01,\n" +
        "E002,Maya Okafor,maya.okafor@example.com,soon,\n",
    );
    const ran = await countersign(folder, ["sync"]);
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(/registry\/bad\.yaml:3:\d+ {2}/);
    expect(ran.out).toMatch(/hr\/people\.csv:3(:\d+)? {2}.*"soon"/);
    const known = await countersign(folder, ["chain", "ines.duarte@example.com"]);
    expect(known.code).toBe(0);
  });

  test("a folder that is not there fails the source and leaves the graph as it was", async () => {
    const folder = await emptyCompany();
    mkdirSync(join(folder, "reg"));
    writeFileSync(
      join(folder, "countersign.yaml"),
      "sources:\n  - { id: hr, type: hr-files, folder: gone }\n",
    );
    const ran = await countersign(folder, ["sync", "--plan"]);
    expect(ran.code).toBe(1);
    expect(ran.out + ran.err).toContain("gone");
    expect(await sizeOfGraph()).toBe(0);
  });
});
