import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { approvePlan, plan, plans, rejectPlan } from "../../../src/runs/use-cases.js";
import type { Operator } from "../../../src/runs/acts.js";
import type { HeldView } from "../../../src/runs/held-view.js";
import type { SyncReport } from "../../../src/runs/report.js";
import { World, agent, authorization, decisionClass, type Worker } from "../../support/world.js";

/** Sixty people under ten managers; ten of them answer for something. */
const PEOPLE: readonly Worker[] = Array.from({ length: 60 }, (_, index) => ({
  id: `p${String(index).padStart(2, "0")}`,
  ...(index < 10 ? {} : { manager: `p0${index % 10}` }),
}));
const OWNERS = PEOPLE.slice(20, 30).map((one) => one.id);
const LEAD: Operator = { login: "operator", person: "lead@example.com" };

function right(id: string, owner: string) {
  return authorization(id, "refund", { owner: `${owner}@example.com` });
}

let world: World;

function staff(change: (worker: Worker) => Worker | null = (worker) => worker): void {
  world.people([{ id: "lead" }, ...PEOPLE.flatMap((one) => change(one) ?? [])]);
}

beforeEach(async () => {
  world = await World.open();
  staff();
  world.registry([
    decisionClass("refund"),
    ...OWNERS.flatMap((owner) => [agent(`a-${owner}`), right(`a-${owner}`, owner)]),
  ]);
  await world.sync("2026-03-01T08:00:00Z");
});

afterEach(async () => {
  await world.close();
});

function leavers(ids: readonly string[], day = "2026-03-01"): void {
  staff((worker) => (ids.includes(worker.id) ? { ...worker, end: day } : worker));
}

function heldOf(report: SyncReport): HeldView | null {
  return report.sources.find((one) => one.source === "hr")?.held ?? null;
}

async function owned(ids: readonly string[]): Promise<string[]> {
  const all = await Promise.all(ids.map((id) => world.owners(`a-${id}:refund`)));
  return all.flat();
}

const SIX = ["p30", "p31", "p32", "p33", "p34", "p35"];

describe("F9 more departures than the limits allow", () => {
  it("five of sixty go by themselves; six are held, and nobody departs", async () => {
    leavers(SIX.slice(0, 5));
    expect(heldOf(await world.sync("2026-03-02T08:00:00Z"))).toBeNull();
    await world.close();
    world = await World.open();
    staff();
    await world.sync("2026-03-01T08:00:00Z");
    leavers(SIX);
    const report = await world.sync("2026-03-02T08:00:00Z");
    const held = heldOf(report);
    expect(held?.trips).toEqual([
      { because: "limit", kind: "departures", window: "run", count: 6, of: 61, allowed: 5 },
    ]);
    expect(await world.findings()).toContain("MASS_CHANGE_HELD");
    const gone = await world.cypher(
      "MATCH (p:Person) WHERE p.activeUntil IS NOT NULL RETURN p.id AS id",
    );
    expect(gone).toEqual([]);
  });

  it("three owners of ten are held although they are few of all people", async () => {
    leavers(OWNERS.slice(0, 3));
    const held = heldOf(await world.sync("2026-03-02T08:00:00Z"));
    expect(
      held?.trips.map((trip) => (trip.because === "limit" ? trip.kind : trip.because)),
    ).toEqual(["owners"]);
    expect(held?.meaning).toMatchObject({ removals: { departures: 3, owners: 3 }, handed: 3 });
    expect(await owned(OWNERS.slice(0, 3))).toEqual(OWNERS.slice(0, 3));
  });

  it("joins and attributes go on while departures are held", async () => {
    staff((worker) => (SIX.includes(worker.id) ? { ...worker, end: "2026-03-01" } : worker));
    world.people([
      { id: "lead" },
      { id: "newcomer", manager: "p01" },
      ...PEOPLE.map((one) =>
        SIX.includes(one.id)
          ? { ...one, end: "2026-03-01" }
          : one.id === "p40"
            ? { ...one, name: "Married Name" }
            : one,
      ),
    ]);
    const report = await world.sync("2026-03-02T08:00:00Z");
    expect(heldOf(report)).not.toBeNull();
    expect(report.organisation.counts).toMatchObject({ join: 1, change: 1, depart: 0 });
  });

  it("`whenHeld: stop` applies nothing of the read", async () => {
    await world.close();
    world = await World.open({ gate: { whenHeld: "stop" } });
    staff();
    await world.sync("2026-03-01T08:00:00Z");
    world.people([
      { id: "lead" },
      { id: "newcomer" },
      ...PEOPLE.map((one) => (SIX.includes(one.id) ? { ...one, end: "2026-03-01" } : one)),
    ]);
    const report = await world.sync("2026-03-02T08:00:00Z");
    expect(report.organisation.counts).toMatchObject({ join: 0, depart: 0 });
  });

  it("the plan of a sync says what the sync then does, and stores nothing", async () => {
    leavers(OWNERS.slice(0, 3));
    const planned = await world.sync("2026-03-02T08:00:00Z", { plan: true });
    expect(await plans(world.at("2026-03-02T08:00:00Z"))).toEqual([]);
    const done = await world.sync("2026-03-02T08:00:00Z");
    expect(heldOf(planned)?.meaning).toEqual(heldOf(done)?.meaning);
    expect(planned.decisions).toEqual(done.decisions);
    expect(planned.findings.opened).toBe(done.findings.opened);
  });

  it("I4 the same feed again is the same plan, one finding, one alert", async () => {
    leavers(SIX);
    const first = heldOf(await world.sync("2026-03-02T08:00:00Z"));
    const second = await world.sync("2026-03-02T09:00:00Z");
    expect(heldOf(second)?.plan).toBe(first?.plan);
    expect(second.writes).toMatchObject({ organisation: 0 });
    expect(await plans(world.at("2026-03-02T09:00:00Z"), { all: true })).toHaveLength(1);
    const alerts = await world.cypher(
      "MATCH (m:Alert)-[:TELLS]->(f:Finding {code: 'MASS_CHANGE_HELD'}) RETURN m.id AS id",
    );
    expect(alerts).toHaveLength(1);
  });

  it("a feed that recovers withdraws the plan and clears the finding", async () => {
    leavers(SIX);
    await world.sync("2026-03-02T08:00:00Z");
    staff();
    const report = await world.sync("2026-03-02T09:00:00Z");
    expect(heldOf(report)).toBeNull();
    expect(await world.findings()).not.toContain("MASS_CHANGE_HELD");
    const all = await plans(world.at("2026-03-02T09:00:00Z"), { all: true });
    expect(all.map((one) => one.state)).toEqual(["withdrawn"]);
  });
});

describe("F27 a slow drip", () => {
  it("five a run and six a day are held, whatever each run takes", async () => {
    leavers(SIX.slice(0, 3));
    expect(heldOf(await world.sync("2026-03-02T08:00:00Z"))).toBeNull();
    leavers(SIX);
    const held = heldOf(await world.sync("2026-03-02T20:00:00Z"));
    expect(held?.trips).toMatchObject([{ kind: "departures", window: "day", count: 6 }]);
    const later = heldOf(await world.sync("2026-03-03T20:00:00Z"));
    expect(later).toBeNull();
  });

  it("a week adds up too", async () => {
    const ids = PEOPLE.slice(30, 44).map((one) => one.id);
    const heldOn: number[] = [];
    for (const [index, day] of ["02", "04", "06", "08"].entries()) {
      leavers(ids.slice(0, (index + 1) * 3));
      if (heldOf(await world.sync(`2026-03-${day}T08:00:00Z`)) !== null) heldOn.push(Number(day));
    }
    expect(heldOn).toEqual([8]);
  });
});

describe("F28 release by a named person", () => {
  it("applies exactly what was shown, once", async () => {
    leavers(OWNERS.slice(0, 3));
    const held = heldOf(await world.sync("2026-03-02T08:00:00Z"));
    const id = held?.plan ?? "";
    const at = world.at("2026-03-02T09:00:00Z");
    const decision = await approvePlan(at, { id, operator: LEAD, reason: "they told us" });
    expect(decision.refused).toEqual([]);
    const report = await world.sync("2026-03-02T10:00:00Z");
    expect(heldOf(report)).toBeNull();
    expect(report.organisation.counts.depart).toBe(3);
    expect(await world.findings()).not.toContain("MASS_CHANGE_HELD");
    expect(await plan(at, { id })).toMatchObject({ state: "applied" });
    const entries = await world.cypher(
      "MATCH (e:LedgerEntry) WHERE e.plan = $id AND e.kind = 'authorizations' RETURN e.id AS id",
      { id },
    );
    expect(entries.length).toBeGreaterThan(0);
    const again = await approvePlan(at, { id, operator: LEAD, reason: "once more" });
    expect(again.refused.map((one) => one.refused)).toEqual(["PLAN_CLOSED"]);
  });

  it("an unrelated joiner does not void it", async () => {
    leavers(SIX);
    const id = heldOf(await world.sync("2026-03-02T08:00:00Z"))?.plan ?? "";
    await approvePlan(world.at("2026-03-02T09:00:00Z"), { id, operator: LEAD, reason: "true" });
    world.people([
      { id: "lead" },
      { id: "newcomer" },
      ...PEOPLE.map((one) => (SIX.includes(one.id) ? { ...one, end: "2026-03-01" } : one)),
    ]);
    const report = await world.sync("2026-03-02T10:00:00Z");
    expect(heldOf(report)).toBeNull();
    expect(report.organisation.counts).toMatchObject({ depart: 6, join: 1 });
  });

  it("one leaver more is another plan: the approval does not apply, and the report says so", async () => {
    leavers(SIX);
    const id = heldOf(await world.sync("2026-03-02T08:00:00Z"))?.plan ?? "";
    await approvePlan(world.at("2026-03-02T09:00:00Z"), { id, operator: LEAD, reason: "true" });
    leavers([...SIX, "p36"]);
    const held = heldOf(await world.sync("2026-03-02T10:00:00Z"));
    expect(held).toMatchObject({ lost: "changed", state: "held" });
    expect(held?.plan).not.toBe(id);
    expect(await plan(world.at("2026-03-02T10:00:00Z"), { id })).toMatchObject({
      state: "outdated",
    });
  });

  it("a leaver who becomes an owner meanwhile is another plan", async () => {
    leavers(SIX);
    const id = heldOf(await world.sync("2026-03-02T08:00:00Z"))?.plan ?? "";
    await approvePlan(world.at("2026-03-02T09:00:00Z"), { id, operator: LEAD, reason: "true" });
    world.registry([agent("late"), right("late", "p30")], "registry/late.yaml");
    await world.sync("2026-03-02T09:30:00Z", { source: "registry" });
    expect(heldOf(await world.sync("2026-03-02T10:00:00Z"))).toMatchObject({ lost: "changed" });
  });

  it("expires", async () => {
    leavers(SIX);
    const id = heldOf(await world.sync("2026-03-02T08:00:00Z"))?.plan ?? "";
    await approvePlan(world.at("2026-03-02T09:00:00Z"), { id, operator: LEAD, reason: "true" });
    const held = heldOf(await world.sync("2026-03-03T09:00:00Z"));
    expect(held).toMatchObject({ plan: id, lost: "expired", state: "expired" });
    await approvePlan(world.at("2026-03-03T10:00:00Z"), {
      id,
      operator: LEAD,
      reason: "still true",
    });
    expect(heldOf(await world.sync("2026-03-03T11:00:00Z"))).toBeNull();
  });

  it("not by somebody who loses, gains or is lost by it", async () => {
    await world.close();
    world = await World.open({
      operators: [
        { login: "operator", person: "lead@example.com" },
        { login: "leaver", person: "p20@example.com" },
        { login: "heir", person: "p00@example.com" },
      ],
    });
    staff();
    world.registry([
      decisionClass("refund"),
      ...OWNERS.flatMap((owner) => [agent(`a-${owner}`), right(`a-${owner}`, owner)]),
    ]);
    await world.sync("2026-03-01T08:00:00Z");
    leavers(OWNERS.slice(0, 3));
    const id = heldOf(await world.sync("2026-03-02T08:00:00Z"))?.plan ?? "";
    const at = world.at("2026-03-02T09:00:00Z");
    for (const person of ["p20@example.com", "p00@example.com"]) {
      const operator = { login: "x", person };
      const { refused } = await approvePlan(at, { id, operator, reason: "mine" });
      expect(refused.map((one) => one.refused)).toEqual(["APPROVER_AFFECTED"]);
    }
    const unknown = { login: "x", person: "nobody@example.com" };
    expect((await approvePlan(at, { id, operator: unknown, reason: "?" })).refused).toHaveLength(1);
    expect(heldOf(await world.sync("2026-03-02T10:00:00Z"))).toMatchObject({ state: "held" });
  });

  it("a rejected plan stays held without asking again", async () => {
    leavers(SIX);
    const id = heldOf(await world.sync("2026-03-02T08:00:00Z"))?.plan ?? "";
    await rejectPlan(world.at("2026-03-02T09:00:00Z"), {
      id,
      operator: LEAD,
      reason: "a test export",
    });
    expect(heldOf(await world.sync("2026-03-02T10:00:00Z"))).toMatchObject({
      state: "rejected",
      plan: id,
    });
  });
});

describe("L15 a record that vanishes", () => {
  it("is a candidate first, departs with the second list without it, and comes back if listed", async () => {
    staff((worker) => (worker.id === "p20" ? null : worker));
    const first = await world.sync("2026-03-02T08:00:00Z");
    expect(first.organisation.counts.depart).toBe(0);
    expect(await owned(["p20"])).toEqual(["p20"]);
    staff();
    await world.sync("2026-03-03T08:00:00Z");
    staff((worker) => (worker.id === "p20" ? null : worker));
    await world.sync("2026-03-04T08:00:00Z");
    expect(await owned(["p20"])).toEqual(["p20"]);
    await world.sync("2026-03-05T08:00:00Z");
    expect(await owned(["p20"])).toEqual(["p00"]);
    staff();
    await world.sync("2026-03-06T08:00:00Z");
    expect(await owned(["p20"])).toEqual(["p20"]);
  });

  it("an explicit end needs no second list", async () => {
    leavers(["p20"]);
    await world.sync("2026-03-02T08:00:00Z");
    expect(await owned(["p20"])).toEqual(["p00"]);
  });

  it("F9 half a list that says it is whole is held at once, and a release stands for the second list", async () => {
    staff((worker) => (Number(worker.id.slice(1)) < 30 ? worker : null));
    const held = heldOf(await world.sync("2026-03-02T08:00:00Z"));
    expect(held?.trips.map((trip) => trip.because)).toEqual(["fewer", "limit"]);
    const again = heldOf(await world.sync("2026-03-03T08:00:00Z"));
    expect(again?.plan).toBe(held?.plan);
    const id = held?.plan ?? "";
    await approvePlan(world.at("2026-03-03T09:00:00Z"), {
      id,
      operator: LEAD,
      reason: "sold a branch",
    });
    const report = await world.sync("2026-03-03T10:00:00Z");
    expect(report.organisation.counts.depart).toBe(30);
    expect(heldOf(await world.sync("2026-03-04T10:00:00Z"))).toBeNull();
  });

  it("F9 an empty list departs nobody, in a company of any size", async () => {
    world.people([]);
    const empty = await world.sync("2026-03-02T08:00:00Z");
    const isBelieved = heldOf(empty) === null && empty.sources[0]?.status === "complete";
    expect(isBelieved).toBe(false);
    await world.sync("2026-03-03T08:00:00Z");
    await world.sync("2026-03-04T08:00:00Z");
    expect(await owned(["p20"])).toEqual(["p20"]);
  });
});

describe("a company that takes another name", () => {
  it("O7 everybody has another address, and somebody is left to approve it", async () => {
    world.people(
      [{ id: "lead" }, ...PEOPLE].map((one) => ({ ...one, email: `${one.id}@merged.example` })),
    );
    const held = heldOf(await world.sync("2026-03-02T08:00:00Z"));
    expect(held?.meaning.removals.identifiers).toBeGreaterThan(60);
    const id = held?.plan ?? "";
    const { refused } = await approvePlan(world.at("2026-03-02T09:00:00Z"), {
      id,
      operator: LEAD,
      reason: "merger",
    });
    expect(refused).toEqual([]);
    await world.sync("2026-03-02T10:00:00Z");
    const [row] = await world.cypher(
      "MATCH (p:Person) WHERE NOT p.email ENDS WITH '@merged.example' RETURN count(p) AS n",
    );
    expect(row).toMatchObject({ n: 0 });
  });
});

describe("other removals", () => {
  it("M7 a manager column that is blanked for many is held", async () => {
    staff(({ id }) => ({ id }));
    const held = heldOf(await world.sync("2026-03-02T08:00:00Z"));
    expect(held?.trips).toMatchObject([{ because: "limit", kind: "managers", count: 50, of: 50 }]);
    const edges = await world.cypher("MATCH ()-[r:REPORTS_TO]->() RETURN count(r) AS n");
    expect(edges).toMatchObject([{ n: 50 }]);
  });

  it("O7 addresses that change for many are held, and applied when released", async () => {
    staff((worker) => ({ ...worker, email: `${worker.id}@merged.example` }));
    const held = heldOf(await world.sync("2026-03-02T08:00:00Z"));
    expect(held?.trips).toMatchObject([{ because: "limit", kind: "identifiers", count: 60 }]);
    const count = () =>
      world.cypher(
        "MATCH (p:Person) WHERE p.email ENDS WITH '@merged.example' RETURN count(p) AS n",
      );
    expect(await count()).toMatchObject([{ n: 0 }]);
    const id = held?.plan ?? "";
    await approvePlan(world.at("2026-03-02T09:00:00Z"), { id, operator: LEAD, reason: "merger" });
    await world.sync("2026-03-02T10:00:00Z");
    expect(await count()).toMatchObject([{ n: 60 }]);
  });

  it("N6 a contractor who becomes an employee in the same list does not depart", async () => {
    const converted = PEOPLE.filter((one) => SIX.includes(one.id));
    world.people([
      { id: "lead" },
      ...PEOPLE.map((one) => (SIX.includes(one.id) ? { ...one, end: "2026-03-01" } : one)),
      ...converted.map((one) => ({ ...one, employment: `${one.id}-e`, start: "2026-03-02" })),
    ]);
    const report = await world.sync("2026-03-02T08:00:00Z");
    expect(heldOf(report)).toBeNull();
    expect(report.organisation.counts).toMatchObject({ join: 6, depart: 0 });
  });
});
