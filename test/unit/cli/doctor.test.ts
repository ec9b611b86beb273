import { describe, expect, onTestFinished, test } from "vitest";
import { FaultScript } from "../../../simulator/http/faults.js";
import { serveHr } from "../../../simulator/hr-https/server.js";
import { serveGraph } from "../../../simulator/msgraph/server.js";
import { advised } from "../../../src/cli/doctor/advice.js";
import { checkDirectory } from "../../../src/cli/doctor/directories.js";
import { gapsOf } from "../../../src/cli/doctor/gaps.js";
import { checkHrReports } from "../../../src/cli/doctor/hr-https.js";
import { redisLines } from "../../../src/cli/doctor/redis.js";
import { sourceSchema } from "../../../src/platform/config-sources.js";
import { versionLine } from "../../../src/runs/checks.js";
import { configOf, NOW, smallDirectory, TENANT_ID } from "../msgraph/tenant.js";

const now = (): number => NOW;

async function silentServer(): Promise<string> {
  const faults = new FaultScript().on(/./, { kind: "hang" }, { times: Number.POSITIVE_INFINITY });
  const server = await serveGraph(smallDirectory(), {
    now,
    tenantId: TENANT_ID,
    clients: [],
    faults,
  });
  onTestFinished(() => server.close());
  return server.url;
}

describe("F43 a look ends, however patient the config is", () => {
  test("at a directory that never answers", async () => {
    const url = await silentServer();
    const source = configOf({ url, loginUrl: url }, { remote: { deadlineMs: 600_000 } });
    const frame = { env: { ENTRA_SECRET: "s" }, now, firstSynced: undefined, limitMs: 50 };
    expect(await checkDirectory(source, frame)).toEqual([
      {
        subject: "entra",
        state: "failed",
        sentence: "It did not answer everything within 1 s.",
        next: expect.stringContaining("try again") as string,
      },
    ]);
  });

  test("at an HR system that never answers", async () => {
    const source = sourceSchema.parse({ id: "hr", type: "hr-https", url: await silentServer() });
    if (source.type !== "hr-https") throw new Error("an HR source was configured");
    const lines = await checkHrReports(source, { env: {}, now, limitMs: 50 });
    expect(lines).toMatchObject([
      { state: "failed", sentence: "The report had not come to its end after 1 s." },
    ]);
  });
});

test("F2 an address that leads nowhere is told with its reason", async () => {
  const url = "http://127.0.0.1:9";
  const source = configOf({ url, loginUrl: url }, { remote: { deadlineMs: 5_000, attempts: 1 } });
  const frame = { env: { ENTRA_SECRET: "s" }, now, firstSynced: undefined };
  const [line] = await checkDirectory(source, frame);
  expect(line?.sentence).toContain("ECONNREFUSED");
  expect(line?.next).toContain("Nothing listens at this address");
});

test.each([
  ["the last with ENOTFOUND.", "It is tried again. If it stays so, look.", /^Nobody has this name/],
  [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "It is tried again. If it stays so, look.",
    /NODE_EXTRA_CA_CERTS/,
  ],
  ["no answer in time.", "It is tried again. If it stays so, look at it.", /^Look at it\.$/],
  ["refused", "Grant it.", /^Grant it\.$/],
])("advice for a person at a screen: %s", (sentence, next, advice) => {
  expect(advised({ sentence, next }).next).toMatch(advice);
});

describe("what is missing is told all at once, and nobody is called", () => {
  test("a key and its certificate; an empty variable and one of blanks count as missing", () => {
    const auth = { how: "certificate", privateKeyEnv: "KEY", certificateEnv: "CERT" };
    const source = configOf({ url: "https://a.test", loginUrl: "https://b.test" }, { auth });
    const lines = gapsOf(source, { KEY: "", CERT: " \n" });
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      'Source "entra" needs the private key in KEY, which is not set.',
      'Source "entra" needs the certificate in CERT, which is not set.',
    ]);
    expect(lines.every(({ next }) => next?.includes("where Countersign is started"))).toBe(true);
    expect(gapsOf(source, { KEY: "k", CERT: "c" })).toEqual([]);
  });

  test.each([
    [{ how: "none" }, []],
    [{ how: "bearer", tokenEnv: "T" }, ["the token in T"]],
    [{ how: "header", name: "X-Key", valueEnv: "V" }, ["the value of X-Key in V"]],
    [{ how: "basic", userEnv: "U" }, ["the user name in U"]],
  ])("HR over HTTPS: %j", (auth, missing) => {
    const source = sourceSchema.parse({ id: "hr", type: "hr-https", url: "https://a.test", auth });
    if (source.type !== "hr-https") throw new Error("an HR source was configured");
    expect(gapsOf(source, {}).map(({ sentence }) => sentence)).toEqual(
      missing.map((what) => `Source "hr" needs ${what}, which is not set.`),
    );
  });
});

test("columns of a teams report are read as the config names them", async () => {
  const server = await serveHr({
    shape: "plain",
    people: () => [{ workerId: "E1", name: "Ada", startDate: "2020-01-01", endDate: "" }],
    teams: () => [{ Code: "T1", Label: "Claims" }],
  });
  onTestFinished(() => server.close());
  const source = sourceSchema.parse({
    id: "hr",
    type: "hr-https",
    url: server.peopleUrl,
    teamsUrl: server.teamsUrl,
    teamColumns: { teamId: "Code", name: "Label" },
  });
  if (source.type !== "hr-https") throw new Error("an HR source was configured");
  const sentences = (await checkHrReports(source, { env: {}, now })).map((one) => one.sentence);
  expect(sentences[0]).toContain("1 employments, 1 teams, all of them readable");
  expect(sentences.join("\n")).toContain(
    'teamId from "Code" (as configured), name from "Label" (as configured)',
  );
});

describe("versions of servers", () => {
  test.each([
    ["Neo4j/5.26.28", "ok"],
    ["Neo4j/5.23.0", "ok"],
    ["Neo4j/5.22.4", "failed"],
    ["Neo4j/4.4.41", "failed"],
    ["Neo4j/2025.10.1", "ok"],
    ["Neo4j/5.27-aura", "ok"],
    ["Memgraph", "remark"],
    [undefined, "remark"],
  ])("%s is %s", (agent, state) => {
    const line = versionLine(agent === undefined ? {} : { agent });
    expect(line.state).toBe(state);
    expect(line.next === null).toBe(state === "ok");
  });

  test.each([
    ["7.2.4", "noeviction", ["ok"]],
    ["6.2.0", "noeviction", ["ok"]],
    ["6.0.16", "noeviction", ["failed", "ok"]],
    ["5.0.7", null, ["failed"]],
    ["7.2.4", "allkeys-lru", ["remark"]],
    ["7.2.4", null, ["remark"]],
    [null, null, ["remark"]],
  ])("Redis %s with %s is %j", (version, evictionPolicy, states) => {
    expect(redisLines({ version, evictionPolicy }).map(({ state }) => state)).toEqual(states);
  });
});
