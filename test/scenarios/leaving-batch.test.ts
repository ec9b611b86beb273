import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { Company, type Turn, laws, mail, signedBy } from "./support/company.js";

const BASELINE = "2026-11-01T00:00:00.000Z";
const EARLIER = "2026-11-05T00:00:00.000Z";
const BATCH = "2026-11-10T12:00:00.000Z";

/** Yesterday's last day: gone for twelve hours when the batch is read. */
const YESTERDAY = "2026-11-09";

function hireLeavers(company: Company): void {
  company.hire({ id: "max", manager: "cleo" }, { id: "cleo" });
  company.hire({ id: "ian", manager: "max" }, { id: "bea", manager: "max" });
  company.right("l3", "ian");
  company.right("l4", "bea");

  company.hire({ id: "hana", manager: "max" }, { id: "hugo", manager: "max" });
  company.right("l8a", "hana");
  company.right("l8b", "hugo");

  company.hire({ id: "nadia" }, { id: "omar", manager: "gone" }, { id: "selma", manager: "selma" });
  company.hire({ id: "gone", manager: "cleo", end: "2026-06-30" });
  company.hire({ id: "robot", type: "service" }, { id: "tara", manager: "robot" });
  for (const [agent, owner] of [
    ["l9none", "nadia"],
    ["l9gone", "omar"],
    ["l9self", "selma"],
    ["l9robot", "tara"],
  ] as const)
    company.right(agent, owner);

  company.hire({ id: "low", manager: "mid" }, { id: "mid", manager: "high" }, { id: "high" });
  company.hire({ id: "lowtoo", manager: "mid" });
  company.right("l10", "low");
  company.right("l10also", "mid", { successors: [mail("lowtoo")] });

  company.hire({ id: "ana", manager: "max" }, { id: "cosigner" }, { id: "silent" });
  company.right("l11signed", "ana", {
    coOwners: [mail("cosigner")],
    signed: [signedBy("ana"), signedBy("cosigner")],
  });
  company.right("l11silent", "ana", { coOwners: [mail("silent")] });
  company.hire({ id: "pia" }, { id: "noor" });
  company.right("l11leaving", "pia", { coOwners: [mail("noor")] });

  company.hire({ id: "early", manager: "max", end: "2026-09-01" });
  company.right("l14", "early");

  company.hire(
    { id: "ada", manager: "bo" },
    { id: "bo", manager: "cy" },
    { id: "cy", manager: "bo" },
  );
  company.right("m5", "ada");
  company.hire({ id: "stays", manager: "max" });
  company.right("bystander", "stays");
}

describe("departures that come in one file", () => {
  let company: Company;
  let baseline: SyncReport;
  let alertsAfterBaseline = 0;
  let batch: Turn;

  beforeAll(async () => {
    company = await Company.open({ policy: { minimumOwners: 2 } });
    hireLeavers(company);
    baseline = await company.sync(BASELINE);
    const [alerts] = await company.world.cypher("MATCH (m:Alert) RETURN count(m) AS count");
    alertsAfterBaseline = Number(alerts?.["count"]);
    company.blank("hugo", "manager");
    await company.sync(EARLIER);
    for (const id of ["ian", "hugo", "nadia", "omar", "selma", "tara", "ana", "noor"])
      company.change(id, { end: YESTERDAY });
    for (const id of ["low", "lowtoo", "mid", "ada"]) company.change(id, { end: YESTERDAY });
    for (const id of ["bo", "cy"]) company.change(id, { end: YESTERDAY });
    company.change("bea", { end: "2026-10-09" });
    company.blank("hana", "manager");
    company.change("hana", { end: YESTERDAY });
    await company.sync(BATCH);
    const [last] = company.turns.slice(-1);
    if (last === undefined) throw new Error("no sync was remembered");
    batch = last;
  }, 600_000);

  afterAll(() => company.close());

  it("the first sync is a baseline: a report and findings, and no alert", async () => {
    expect(baseline.baseline).toBe(true);
    expect(baseline.findings.open).toBeGreaterThan(0);
    expect(alertsAfterBaseline).toBe(0);
  });

  it("afterwards every new finding has its alert from the same transaction (outbox)", async () => {
    const rows = await company.world.cypher(
      `MATCH (f:Finding) WHERE f.openedIn > $baseline
       OPTIONAL MATCH (m:Alert {kind: 'opened'})-[:TELLS]->(f)
       RETURN f.code AS code, f.openedIn AS openedIn, m.recordedIn AS toldIn`,
      { baseline: Math.max(...baseline.runs) },
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => row["toldIn"] !== row["openedIn"])).toEqual([]);
  });

  it("L14 who had left before the first sync is succeeded in it, by the manager of then", async () => {
    const line = baseline.decisions.find((one) => one.key === "l14:refund");
    expect(line).toMatchObject({ step: "manager", standingAfter: "provisional" });
    expect(await company.holders("l14")).toEqual(["max owner inherited"]);
    expect(await company.periods("l14")).toEqual([
      "early 2026-02-03T00:00Z..2026-09-02T00:00Z OWNER_DEPARTED",
      "max 2026-11-01T00:00Z..",
    ]);
  });

  it("L3 L7 an immediate termination takes the same path: the manager, provisional, a deadline", async () => {
    expect(await company.holders("l3")).toEqual(["max owner inherited"]);
    expect(await company.standing("l3")).toBe("provisional OWNER_DEPARTED");
    expect(await company.deadline("l3")).toBe("2026-11-24T12:00:00.000Z");
    expect(company.trace("l3", batch).at(-1)).toBe("manager max");
    expect(await company.periods("l3")).toEqual([
      "ian 2026-02-03T00:00Z..2026-11-10T00:00Z OWNER_DEPARTED",
      "max 2026-11-10T12:00Z..",
    ]);
  });

  it("L4 entered weeks late: ended then, recorded now, the clock starts now", async () => {
    expect(await company.periods("l4")).toEqual([
      "bea 2026-02-03T00:00Z..2026-10-10T00:00Z OWNER_DEPARTED",
      "max 2026-11-10T12:00Z..",
    ]);
    expect(await company.deadline("l4")).toBe("2026-11-24T12:00:00.000Z");
    const [ended] = await company.world.cypher(
      `MATCH (:Authorization {key: 'l4:refund'})<-[:OWNERSHIP_OF]-(o:Ownership {endedBecause: 'OWNER_DEPARTED'})
       RETURN o.recordedIn AS run`,
    );
    expect(batch.done.runs).toContain(ended?.["run"]);
  });

  it("L8 the manager link is blanked in the same file, or was in an earlier one", async () => {
    expect(await company.holders("l8a")).toEqual(["max owner inherited"]);
    expect(await company.holders("l8b")).toEqual(["max owner inherited"]);
  });

  it("L9 no manager: the governance lead", async () => {
    expect(await company.holders("l9none")).toEqual(["lead owner inherited"]);
    expect(company.trace("l9none", batch)).toContain("manager nobody");
  });

  it("L9 the manager is gone too: up the line", async () => {
    expect(await company.holders("l9gone")).toEqual(["cleo owner inherited"]);
    expect(company.trace("l9gone", batch)).toContain("manager gone: departed");
  });

  it("L9 the manager is oneself: the governance lead", async () => {
    expect(await company.holders("l9self")).toEqual(["lead owner inherited"]);
  });

  it("L9 the manager is a service account: the governance lead", async () => {
    expect(await company.holders("l9robot")).toEqual(["lead owner inherited"]);
    expect(company.trace("l9robot", batch)).toContain("manager robot: notHuman");
  });

  it("L10 the whole chain leaves: whoever is left above it, after the whole file", async () => {
    expect(await company.holders("l10")).toEqual(["high owner inherited"]);
    expect(company.trace("l10", batch)).toContain("manager mid: departed");
    expect(await company.holders("l10also")).toEqual(["high owner inherited"]);
    expect(company.trace("l10also", batch)).toContain("namedSuccessor lowtoo: departed");
  });

  it("L11 a co-owner who has signed keeps it valid; fewer than the minimum is SINGLE_OWNER", async () => {
    expect(await company.holders("l11signed")).toEqual(["cosigner coOwner signed"]);
    expect(await company.standing("l11signed")).toBe("valid");
    expect(await company.findings("l11signed")).toContain("SINGLE_OWNER info");
  });

  it("L11 a co-owner who has not signed is caretaker, provisional", async () => {
    expect(await company.holders("l11silent")).toEqual(["silent coOwner proposed"]);
    expect(await company.standing("l11silent")).toBe("provisional OWNER_DEPARTED");
    expect(await company.deadline("l11silent")).toBe("2026-11-24T12:00:00.000Z");
  });

  it("L11 a co-owner leaves and the owner who signed remains: valid", async () => {
    expect(await company.holders("l11leaving")).toEqual(["pia owner signed"]);
    expect(await company.standing("l11leaving")).toBe("valid");
  });

  it("M5 a loop of managers ends, is reported once, and goes to the governance lead", async () => {
    expect(await company.holders("m5")).toEqual(["lead owner inherited"]);
    const cycles = (await company.findings("m5")).filter((one) =>
      one.startsWith("SUCCESSION_CYCLE"),
    );
    expect(cycles).toHaveLength(1);
    expect(company.trace("m5", batch).at(-1)).toBe("governanceLead lead");
  });

  it("who stayed is left alone", async () => {
    expect(await company.holders("bystander")).toEqual(["stays owner signed"]);
    expect(batch.done.decisions.map((one) => one.key)).not.toContain("bystander:refund");
  });

  it("a plan says what the sync then does, and changes nothing", () => {
    laws.sourcesAreComplete(company.turns);
    laws.plansAreKept(company.turns);
    laws.plansWriteNothing(company.turns);
  });

  it("I2 after each sync nothing is owned by somebody who has left", () => {
    laws.nothingIsOwnedByTheDeparted(company.turns);
  });

  it("I4 the same input again writes nothing about organisation and authorizations", () => {
    laws.sameInputWritesNothing(company.turns);
  });
});
