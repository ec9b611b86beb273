import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { findings } from "../../src/runs/use-cases.js";
import { DirectoryWorld } from "../support/directory-world.js";
import { agent } from "../support/world.js";
import { joined, openFindings, sponsors } from "./agents-world.js";

/** Over real HTTP, through the adapters and the whole sync: what a plan says is what a run then does. */
describe("agents of Okta and Entra, through sync and its plan", () => {
  let company: DirectoryWorld;

  beforeAll(async () => {
    company = await DirectoryWorld.open({ okta: true, entra: true });
    const { world, okta, entra } = company;
    company.at("2026-11-01T06:00:00Z");
    world.people([{ id: "maya", name: "Maya Okafor" }]);
    world.registry([
      agent("refunds", { identities: [{ source: "entra", id: "refunds" }] }),
      agent("claims", { identities: [{ source: "okta", id: "app-wlp1" }] }),
    ]);
    company.user(entra, "u-maya", { workerId: "maya" });
    company.agent(entra, "refunds", {
      name: "Refunds",
      blueprintId: "blue",
      sponsorIds: ["u-maya"],
    });
    company.agent(entra, "stray", { name: "Stray", blueprintId: "blue", sponsorIds: ["u-maya"] });
    company.user(okta, "00u1");
    company.agent(okta, "wlp1", { name: "Claims" });
    company.agent(okta, "wlp2", { name: "Idle", status: "disabled" });
  }, 240_000);

  afterAll(() => company.close());

  async function turn(instant: string): Promise<SyncReport> {
    const plan = await company.sync(instant, { plan: true });
    expect(Object.values(plan.writes)).toEqual([0, 0, 0]);
    const done = await company.sync(instant);
    expect(done.sources.flatMap((one) => one.failure ?? [])).toEqual([]);
    expect(plan.sources).toEqual(done.sources);
    expect(plan.organisation).toEqual(done.organisation);
    expect(plan.findings).toEqual(done.findings);
    const again = await company.sync(instant);
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    return done;
  }

  it("a first sync: what the registry claims is joined, the rest is a finding, nobody is alerted", async () => {
    const done = await turn("2026-11-01T06:00:00Z");
    expect(done.organisation.counts.agent).toBe(4);
    expect(await joined(company.world)).toEqual(["entra/refunds → refunds", "okta/wlp1 → claims"]);
    expect(await sponsors(company.world)).toEqual([
      "entra/refunds: Maya Okafor",
      "entra/stray: Maya Okafor",
    ]);
    expect(await openFindings(company.world)).toEqual(["AGENT_UNREGISTERED entra/stray warning"]);
    expect(await company.world.cypher("MATCH (a:Alert) RETURN a.id AS id")).toEqual([]);
  });

  it("`findings` says it by name, and what to type", async () => {
    const about = await findings(company.world.at("2026-11-01T07:00:00Z"), {});
    expect(about.find((one) => one.code === "AGENT_UNREGISTERED")).toMatchObject({
      sentence:
        '"Stray" (entra/stray) works at entra and no document claims it; Maya Okafor sponsors it.',
      next: "countersign adopt entra/stray",
      lead: null,
    });
  });

  it("new, renamed and disabled agents, and a document that claims one of them in the same sync", async () => {
    const { world, entra, okta } = company;
    company.at("2026-11-02T05:00:00Z");
    company.agent(entra, "refunds", {
      name: "Refunds 2",
      blueprintId: "blue",
      sponsorIds: ["u-maya"],
    });
    company.agent(entra, "stray", { name: "Stray", blueprintId: "blue", status: "disabled" });
    company.agent(entra, "fresh", { name: "Fresh", blueprintId: "blue" });
    company.agent(okta, "wlp1", { name: "Claims", status: "disabled" });
    company.agent(okta, "wlp2", { name: "Idle", status: "active" });
    world.registry([
      agent("refunds", { identities: [{ source: "entra", id: "refunds" }] }),
      agent("claims", { identities: [{ source: "okta", id: "app-wlp1" }] }),
      agent("idle", { identities: [{ source: "okta", id: "wlp2" }] }),
    ]);
    const done = await turn("2026-11-02T06:00:00Z");
    expect(done.organisation.lines.map(({ kind, name, detail }) => [kind, name, detail])).toEqual(
      expect.arrayContaining([
        ["agent", "Refunds 2 (entra)", "renamed from Refunds"],
        ["agent", "Stray (entra)", "disabled"],
        ["agent", "Fresh (entra)", "seen"],
        ["agent", "Claims (okta)", "disabled"],
        ["agent", "Idle (okta)", "active"],
      ]),
    );
    expect(await openFindings(world)).toEqual([
      "AGENT_UNREGISTERED entra/fresh warning",
      "SOURCES_DISAGREE okta/wlp1 info",
    ]);
    const about = await findings(world.at("2026-11-02T07:00:00Z"), {});
    expect(about.find((one) => one.code === "SOURCES_DISAGREE")).toMatchObject({
      sentence:
        'The document of claims says that it is active; okta says that "Claims" (okta/wlp1) is disabled.',
      next: "set status: retired in the document of claims, or activate it at okta",
    });
  });

  it("F10 agents that may not be read are gone from nowhere; when they may, they are", async () => {
    const { world, entra, entraFaults } = company;
    company.at("2026-11-03T05:00:00Z");
    entra.purgeAgent("refunds", company.at("2026-11-03T05:30:00Z"));
    entraFaults.on(/agentIdentity/, { kind: "status", status: 403, body: DENIED }, { times: 100 });
    await turn("2026-11-03T06:00:00Z");
    const [kept] = await world.cypher(
      "MATCH (i:AgentIdentity {key: 'entra/refunds'}) RETURN i.goneAt IS NULL AS here",
    );
    expect(kept).toEqual({ here: true });
    entraFaults.clear();
    await turn("2026-11-04T06:00:00Z");
    expect(await openFindings(world)).toEqual([
      "AGENT_UNREGISTERED entra/fresh warning",
      "SOURCES_DISAGREE entra/refunds info",
      "SOURCES_DISAGREE okta/wlp1 info",
    ]);
  });
});

const DENIED = {
  error: {
    code: "Authorization_RequestDenied",
    message: "Insufficient privileges to complete the operation.",
  },
};
