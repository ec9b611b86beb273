import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type {
  ActReport,
  ChainAnswer,
  FindingView,
  OrphanView,
  SyncReport,
  WhoAnswer,
} from "../../src/runs/report.js";
import type { DoctorLine } from "../../src/runs/checks.js";
import { testDriver, wipeGraph } from "../support/graph.js";
import { answerOf, countersign, sizeOfGraph } from "./support/cli.js";

/** Each test starts several processes, perhaps beside others on two cores. */
vi.setConfig({ testTimeout: 180_000 });

/** Where the servers are is told when opening them takes long: a first time, or on a busy machine. */
const NOTHING_AMISS = /^(?:(?:Neo4j|Redis): environment, because .* is set\.\n)*$/;

interface Answered<View> {
  readonly code: number | null;
  readonly answer: View;
}

/** The first day of a new user, in order: each test goes on where the one before it ended. */
describe("the first day with the samples", () => {
  let folder = "";

  beforeAll(async () => {
    const driver = await testDriver();
    await wipeGraph(driver);
    await driver.close();
    folder = mkdtempSync(join(tmpdir(), "countersign-first-day-"));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("init asks nothing", async () => {
    expect(await countersign(folder, ["init"])).toMatchObject({ code: 0, err: "" });
    expect((await countersign(folder, ["init"])).code).toBe(1);
  });

  test("doctor finds everything, and shows the headers it guessed", async () => {
    const ran = await countersign(folder, ["doctor"]);
    expect(ran.code).toBe(3);
    expect(ran.out).not.toMatch(/^fail/m);
    expect(ran.out).toContain('workerId from "Employee ID"');
    const { answer } = (await answerOf(folder, ["doctor"])) as Answered<DoctorLine[]>;
    expect(answer.map((line) => line.subject)).toEqual(
      expect.arrayContaining(["config", "hr", "registry", "Neo4j", "Redis"]),
    );
  });

  test("lint is content", async () => {
    const ran = await countersign(folder, ["lint"]);
    expect(ran).toMatchObject({ code: 0, out: "11 documents in 2 files, no problems.\n" });
  });

  test("sync --plan says what would happen and changes nothing", async () => {
    const ran = await countersign(folder, ["sync", "--plan"]);
    expect(ran.err).toMatch(NOTHING_AMISS);
    expect(ran.out).toContain("12 employments, 5 teams, complete");
    expect(ran.out).toMatch(/vendor-screener +may decide +vendor-block/);
    expect(ran.out).toContain("nobody");
    expect(ran.out).toContain("Nothing was written. To apply: countersign sync");
    expect(ran.code).toBe(3);
    expect(await sizeOfGraph()).toBe(0);
  });

  test("sync is a baseline: a report, and what to do about it", async () => {
    const ran = await countersign(folder, ["sync"]);
    expect(ran.err).toMatch(NOTHING_AMISS);
    expect(ran.out).toContain("This was the first sync, so nobody is alerted.");
    expect(ran.out).toContain("4 decision rights");
    expect(ran.out).toContain("countersign attest --template");
    expect(ran.code).toBe(3);
  });

  test("sync again: nothing changed, nothing written, 0", async () => {
    const ran = await countersign(folder, ["sync"]);
    expect(ran.out).toContain("Nothing changed; nothing was written but the record of run");
    expect(ran.code).toBe(0);
    const { answer } = (await answerOf(folder, ["sync"])) as Answered<SyncReport>;
    expect(answer.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(answer.baseline).toBe(false);
  });

  test("who answers in sentences and as JSON", async () => {
    const ran = await countersign(folder, ["who", "refunds-bot:refund-over-limit"]);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/this is authorized by .*Jon Reyes/);
    expect(ran.out).toContain("as the registry declares");
    const { code, answer } = (await answerOf(folder, [
      "who",
      "vendor-screener",
      "vendor-block",
    ])) as Answered<WhoAnswer>;
    expect(code).toBe(0);
    expect(answer.now.owners).toEqual([]);
  });

  test("who --at a day before anything was recorded says so", async () => {
    const ran = await countersign(folder, [
      "who",
      "refunds-bot:refund-over-limit",
      "--at",
      "2001-01-01",
    ]);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain("On 1 January 2001 this authorization was not recorded yet.");
  });

  test("chain tells the story of a right and of a person", async () => {
    const right = (await answerOf(folder, [
      "chain",
      "refunds-bot:refund-over-limit",
    ])) as Answered<ChainAnswer>;
    expect(right.answer.subject.kind).toBe("authorization");
    expect(right.answer.events.length).toBeGreaterThan(0);
    const person = await countersign(folder, ["chain", "maya.okafor@example.com"]);
    expect(person.code).toBe(0);
    expect(person.out).toContain("Maya Okafor");
    expect(person.out).toContain("Ines Duarte");
  });

  test("findings and orphans name what needs a human: 3", async () => {
    const found = (await answerOf(folder, ["findings"])) as Answered<FindingView[]>;
    expect(found.code).toBe(3);
    expect(found.answer.map((finding) => finding.code)).toEqual(
      expect.arrayContaining(["SIGNATURE_MISSING"]),
    );
    const ran = await countersign(folder, ["findings"]);
    expect(ran.out).toContain("Next: countersign");
    const orphans = (await answerOf(folder, ["orphans"])) as Answered<OrphanView[]>;
    expect(orphans.code).toBe(3);
    expect(orphans.answer.map((orphan) => orphan.key)).toEqual(["vendor-screener:vendor-block"]);
    expect((await countersign(folder, ["orphans"])).out).toContain("Tom Ek (built this agent)");
  });

  test("attest --template is filled in and handed back", async () => {
    const ran = await countersign(folder, ["attest", "signatures.csv", "--template"]);
    expect(ran.code).toBe(0);
    const csv = readFileSync(join(folder, "signatures.csv"), "utf8");
    expect(csv).toContain("refunds-bot,goodwill-credit,Jon Reyes");
    const untouched = await countersign(folder, ["attest", "signatures.csv"]);
    expect(untouched.code).toBe(0);
    expect(untouched.out).toContain("not filled in yet");
    writeFileSync(
      join(folder, "filled.csv"),
      "agent,decisionClass,person,on,evidence\n" +
        "refunds-bot,goodwill-credit,jon.reyes@example.com,2026-11-02,minutes page 4\n",
    );
    const { code, answer } = (await answerOf(folder, [
      "attest",
      "filled.csv",
    ])) as Answered<ActReport>;
    expect(answer.refused).toEqual([]);
    expect(answer.done.map((line) => line.standingAfter)).toEqual(["valid"]);
    expect(code).toBe(0);
  });

  test("reassign gives the duty, not the signature; sign for somebody is attested", async () => {
    const right = ["vendor-screener", "vendor-block"];
    const given = await countersign(folder, [
      "reassign",
      ...right,
      "--to",
      "sam.whitfield@example.com",
      "--reason",
      "knows every vendor",
    ]);
    expect(given.code).toBe(0);
    expect(given.out).toContain("Sam Whitfield");
    expect(given.out).toContain("provisional");
    const signed = await countersign(folder, [
      "sign",
      ...right,
      "--for",
      "sam.whitfield@example.com",
    ]);
    expect(signed.code).toBe(0);
    const { answer } = (await answerOf(folder, ["who", ...right])) as Answered<WhoAnswer>;
    expect(answer.now.standing).toBe("valid");
    expect(answer.now.signatures[0]).toMatchObject({ strength: "attested" });
    expect(answer.now.signatures[0]?.recordedBy).not.toBeNull();
    expect((await countersign(folder, ["orphans"])).code).toBe(0);
  });

  test("stop withholds and survives a sync; resume ends it", async () => {
    const right = ["claims-triage", "claim-auto-approve"];
    expect((await countersign(folder, ["stop", ...right, "--reason", "odd approvals"])).code).toBe(
      0,
    );
    await countersign(folder, ["sync"]);
    const stopped = (await answerOf(folder, ["who", ...right])) as Answered<WhoAnswer>;
    expect(stopped.answer.now.standing).toBe("suspended");
    expect((await countersign(folder, ["resume", ...right, "--reason", "explained"])).code).toBe(0);
    const resumed = (await answerOf(folder, ["who", ...right])) as Answered<WhoAnswer>;
    expect(resumed.answer.now.standing).toBe("valid");
  });

  test("the samples go on to tell what happens when Maya has left", async () => {
    const later = new Date(Date.now() + 9 * 86_400_000).toISOString();
    const ran = await countersign(folder, ["sync", "--plan", "--now", later]);
    expect(ran.out).toMatch(/Maya Okafor → Jon Reyes \(.*has signed\)/);
    expect(ran.out).toMatch(/Maya Okafor → Ines Duarte \(manager\)/);
  });
});
