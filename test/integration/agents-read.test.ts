import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { canonicalGraph } from "../support/canonical-graph.js";
import { wipeGraph } from "../support/graph.js";
import { World, agent } from "../support/world.js";
import { identity, joined, openFindings, seen, tell } from "./agents-world.js";

let world: World;

beforeAll(async () => {
  world = await World.open();
});

afterAll(() => world.close());

beforeEach(async () => {
  await wipeGraph(world.context.graph.driver);
  world.people([
    { id: "maya", name: "Maya Okafor" },
    { id: "jon", name: "Jon Reyes" },
  ]);
  world.registry([]);
});

const claims = (id: string, ...ids: readonly string[]) =>
  agent(id, { identities: ids.map((one) => ({ source: "entra", id: one })) });

async function versions(key: string): Promise<number> {
  const [row] = await world.cypher(
    "MATCH (v:AgentIdentityVersion)-[:VERSION_OF]->(:AgentIdentity {key: $key}) RETURN count(v) AS n",
    { key },
  );
  return Number(row?.["n"]);
}

const DAY = (n: number) => `2026-11-${String(n).padStart(2, "0")}T06:00:00Z`;

describe("directory and registry meet, whoever comes first", () => {
  it("directory first: unregistered until the document is there", async () => {
    await world.sync(DAY(1));
    const first = await tell(world, DAY(1), { agents: [seen("a"), seen("b")] });
    expect(first.findings).toMatchObject({ opened: 2, cleared: 0 });
    expect(await openFindings(world)).toEqual([
      "AGENT_UNREGISTERED entra/a warning",
      "AGENT_UNREGISTERED entra/b warning",
    ]);
    world.registry([claims("bot", "a")]);
    expect((await world.sync(DAY(2))).findings).toMatchObject({ opened: 0, cleared: 1 });
    expect(await joined(world)).toEqual(["entra/a → bot"]);
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/b warning"]);
  });

  it("registry first: it never was unregistered", async () => {
    world.registry([claims("bot", "a")]);
    await world.sync(DAY(1));
    const first = await tell(world, DAY(1), { agents: [seen("a")] });
    expect(first.findings).toMatchObject({ opened: 0 });
    expect(await joined(world)).toEqual(["entra/a → bot"]);
  });

  it("T both orders give the same graph, by key or by another id", async () => {
    const documents = [
      claims("bot", "a"),
      claims("b-by-app", "app-b"),
      claims("clerk", "b"),
      claims("spare", "nobody"),
      claims("by-app", "app-d"),
    ];
    const agents = [
      seen("a"),
      seen("b", { otherIds: ["app-b", "x"] }),
      seen("c", { otherIds: ["app-c"] }),
      seen("d", { otherIds: ["app-d"] }),
    ];
    const graphAfter = async (steps: readonly (() => Promise<unknown>)[]) => {
      await wipeGraph(world.context.graph.driver);
      world.registry([]);
      await world.sync(DAY(1), { source: "hr" });
      for (const step of steps) await step();
      const findings = await openFindings(world);
      const without = ["Source", "Finding"];
      const lines = await canonicalGraph(world.context.graph.driver, { without });
      return { lines, findings, joined: await joined(world) };
    };
    const register = async () => {
      world.registry(documents);
      await world.sync(DAY(1), { source: "registry" });
    };
    const see = () => tell(world, DAY(1), { agents });
    const one = await graphAfter([register, see]);
    expect(one.joined).toEqual(["entra/a → bot", "entra/b → clerk", "entra/d → by-app"]);
    expect(one.findings).toEqual(["AGENT_UNREGISTERED entra/c warning"]);
    expect(await graphAfter([see, register])).toEqual(one);
  });

  it("a document that lets go of an agent, and one that takes it over", async () => {
    world.registry([claims("bot", "a")]);
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: [seen("a")] });
    world.registry([claims("bot")]);
    await world.sync(DAY(2));
    expect(await joined(world)).toEqual([]);
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/a warning"]);
    world.registry([claims("bot"), claims("heir", "a")]);
    await world.sync(DAY(3));
    expect(await joined(world)).toEqual(["entra/a → heir"]);
    expect(await openFindings(world)).toEqual([]);
    expect(
      await world.cypher(
        `MATCH (:AgentIdentity)-[r:IDENTITY_OF_RECORD]->(g:Agent)
         RETURN g.id AS id, r.validTo IS NOT NULL AS ended, r.supersededIn IS NOT NULL AS superseded ORDER BY ended`,
      ),
    ).toEqual([
      { id: "bot", ended: false, superseded: true },
      { id: "bot", ended: true, superseded: false },
    ]);
  });

  it("a document that is gone lets go of nothing", async () => {
    world.registry([claims("bot", "a")]);
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: [seen("a")] });
    world.registry([agent("other")]);
    await world.sync(DAY(2));
    expect(await joined(world)).toEqual(["entra/a → bot"]);
    expect(await openFindings(world)).toEqual([]);
  });

  it("G2 a retired document gives way to an active one; alone it disagrees with an agent that goes on", async () => {
    world.registry([
      agent("a-bot", { identities: [{ source: "entra", id: "a" }], status: "retired" }),
    ]);
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: [seen("a")] });
    expect(await openFindings(world)).toEqual(["SOURCES_DISAGREE entra/a warning"]);
    world.registry([
      agent("a-bot", { identities: [{ source: "entra", id: "a" }], status: "retired" }),
      claims("b-bot", "a"),
    ]);
    await world.sync(DAY(2));
    expect(await joined(world)).toEqual(["entra/a → b-bot"]);
    expect(await openFindings(world)).toEqual([]);
  });
});

describe("what a directory tells changes", () => {
  it("O1 a renamed agent is the same agent: one version, no finding more", async () => {
    world.registry([claims("bot", "a")]);
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: [seen("a")] });
    const report = await tell(world, DAY(2), { agents: [seen("a", { name: "Another name" })] });
    expect(report.findings).toMatchObject({ opened: 0, cleared: 0 });
    expect(report.organisation.lines).toEqual([
      { kind: "agent", name: "Another name (entra)", detail: "renamed from Agent a", owner: false },
    ]);
    expect(await joined(world)).toEqual(["entra/a → bot"]);
    expect(await identity(world, "entra/a")).toMatchObject({ name: "Another name", nativeId: "a" });
    // The belief that was given up, and as far as it is still true.
    expect(await versions("entra/a")).toBe(2);
  });

  it("I4 the same again writes nothing", async () => {
    const agents = [seen("a", { sponsorRefs: ["u1", "u2"], otherIds: ["y", "x"], version: 5 })];
    await tell(world, DAY(1), { agents });
    const again = await tell(world, DAY(2), {
      agents: [seen("a", { sponsorRefs: ["u2", "u1"], otherIds: ["x", "y"], version: 5 })],
    });
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(again.organisation.counts.agent).toBe(0);
  });

  it("disabled: nobody has to register it; a document that says active disagrees", async () => {
    world.registry([claims("bot", "a")]);
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: [seen("a"), seen("b")] });
    const disabled = { status: "disabled" } as const;
    await tell(world, DAY(2), { agents: [seen("a", disabled), seen("b", disabled)] });
    expect(await openFindings(world)).toEqual(["SOURCES_DISAGREE entra/a info"]);
    await tell(world, DAY(3), { agents: [seen("a"), seen("b")] });
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/b warning"]);
  });

  it("F13 a status nobody knows changes no status, and does not excuse an agent", async () => {
    const unknown = { status: "unknown" } as const;
    await tell(world, DAY(1), { agents: [seen("a", { status: "disabled" }), seen("b", unknown)] });
    await tell(world, DAY(2), { agents: [seen("a", unknown), seen("b", unknown)] });
    expect(await identity(world, "entra/a")).toMatchObject({ status: "disabled" });
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/b warning"]);
  });

  it("a blueprint decides nothing: its offspring do, whichever is seen first", async () => {
    const made = seen("made", { blueprintRef: "blue-app", otherIds: ["blue-app"] });
    const blueprint = seen("blue", { otherIds: ["blue-app"] });
    await tell(world, DAY(1), { agents: [blueprint] });
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/blue warning"]);
    await tell(world, DAY(2), { agents: [blueprint, made] });
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/made warning"]);
  });
});

describe("gone at the directory", () => {
  const both = [seen("a"), seen("b")];

  beforeEach(async () => {
    world.registry([claims("bot", "a")]);
    await world.sync(DAY(1));
    await tell(world, DAY(1), { agents: both });
  });

  it("L15 a complete sweep that does not list them marks them gone, and keeps everything", async () => {
    const report = await tell(world, DAY(2), {});
    expect(report.organisation.lines.map((line) => line.detail)).toEqual([
      "gone at its source",
      "gone at its source",
    ]);
    expect(await identity(world, "entra/a")).toMatchObject({ goneAt: true, name: "Agent a" });
    expect(await joined(world)).toEqual(["entra/a → bot"]);
    expect(await openFindings(world)).toEqual(["SOURCES_DISAGREE entra/a info"]);
    expect((await tell(world, DAY(3), {})).writes).toMatchObject({ organisation: 0 });
  });

  it.each([
    ["I5 an incomplete read", { certificate: { complete: false, reason: "403" } }],
    ["a read of changes", { certificate: { basis: "changes" } }],
    ["L17 a read of another scope", { certificate: { scopeHash: "other" } }],
    ["F12 a read with a record that nobody can tell", { quarantined: [unbelieved(null)] }],
    [
      "I5 an incomplete read that tells them to be gone",
      { removed: ["a", "b"], certificate: { complete: false, reason: "403" } },
    ],
  ] as const)("%s makes nobody gone", async (_, told) => {
    await tell(world, DAY(2), told);
    expect(await identity(world, "entra/a")).toMatchObject({ goneAt: false });
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/b warning"]);
  });

  it("F12 the one that could not be believed is unchanged, the others are gone", async () => {
    await tell(world, DAY(2), { quarantined: [unbelieved("b")] });
    expect(await identity(world, "entra/a")).toMatchObject({ goneAt: true });
    expect(await identity(world, "entra/b")).toMatchObject({ goneAt: false });
  });

  it("I5 an incomplete read disables nobody and takes no sponsor away; it may add", async () => {
    await tell(world, DAY(2), { agents: [seen("a", { sponsorRefs: ["u1"] }), seen("b")] });
    const report = await tell(world, DAY(3), {
      agents: [seen("a"), seen("b", { status: "disabled" }), seen("c")],
      certificate: { complete: false, reason: "403" },
    });
    expect(report.organisation.counts.agent).toBe(1);
    expect(await identity(world, "entra/a")).toMatchObject({ sponsorRefs: ["entra/u1"] });
    expect(await identity(world, "entra/b")).toMatchObject({ status: "active" });
    expect(await openFindings(world)).toEqual([
      "AGENT_UNREGISTERED entra/b warning",
      "AGENT_UNREGISTERED entra/c warning",
    ]);
  });

  it("told to be gone, and back in a later sweep", async () => {
    const changes = { certificate: { basis: "changes" } } as const;
    await tell(world, DAY(2), { removed: ["b"], ...changes });
    expect(await identity(world, "entra/b")).toMatchObject({ goneAt: true });
    expect(await openFindings(world)).toEqual([]);
    await tell(world, DAY(3), { agents: both });
    expect(await identity(world, "entra/b")).toMatchObject({ goneAt: false });
    expect(await openFindings(world)).toEqual(["AGENT_UNREGISTERED entra/b warning"]);
  });
});

function unbelieved(recordId: string | null) {
  const place = { file: "entra", line: null, column: null };
  return { recordId, rawHash: "00", problem: { place, rule: "r", sentence: "s" } };
}
