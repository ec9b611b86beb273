import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { LifeEvent, LifeEventKind } from "../../../simulator/population/events.js";
import { foundPopulation } from "../../../simulator/population/found.js";
import { live } from "../../../simulator/population/live.js";
import type { Population } from "../../../simulator/population/population.js";
import { QUIET, USUAL, type Rates } from "../../../simulator/population/rates.js";
import { wrongInHr } from "./support/hr-laws.js";

vi.setConfig({ testTimeout: 120_000 });

/** Everything often, so that a small company lives through all of it within a year. */
const EVENTFUL: Partial<Rates> = {
  hire: 0.6,
  depart: 0.5,
  leave: 0.3,
  move: 0.4,
  rename: 0.1,
  convert: 0.1,
  rehire: 0.08,
  reorganise: 2,
  agent: 0.1,
  service: 0.05,
  guest: 0.1,
  recycled: 0.4,
  rescinded: 0.3,
};

const KINDS: Readonly<Record<Exclude<LifeEventKind, "manager-loop">, true>> = {
  hire: true,
  joined: true,
  depart: true,
  rescind: true,
  left: true,
  leave: true,
  move: true,
  promotion: true,
  rename: true,
  convert: true,
  rehire: true,
  "team-renamed": true,
  "team-moved": true,
  "teams-merged": true,
  "team-split": true,
  "team-dissolved": true,
  "agent-appeared": true,
  "agent-handed-over": true,
  "agent-disabled": true,
  "service-created": true,
  "guest-invited": true,
  "guest-deleted": true,
};

function company(people: number, seed = 1): Population {
  return foundPopulation({ seed, people, today: "2026-01-01" });
}

function eventsOf(population: Population, days: number, rates: Partial<Rates> = EVENTFUL) {
  return [...live(population, days, rates)].flatMap(({ events }) => events);
}

function ofKind<Kind extends LifeEventKind>(events: readonly LifeEvent[], kind: Kind) {
  return events.filter((event): event is Extract<LifeEvent, { kind: Kind }> => event.kind === kind);
}

describe("a year of life", () => {
  it("breaks no law of HR on any day, for any seed and size", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 10, max: 150 }), (seed, people) => {
        const population = company(people, seed);
        let lived = 0;
        for (const { day } of live(population, 365, EVENTFUL)) {
          expect(day).toBe(population.today);
          lived += 1;
          const wrong = lived % 5 === 0 ? wrongInHr(population) : [];
          expect(wrong).toEqual([]);
        }
        expect(lived).toBe(365);
      }),
      { numRuns: 60 },
    );
  });

  it("has everything that happens to companies in it", () => {
    const events = eventsOf(company(300), 365);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
    const ways = new Set(ofKind(events, "depart").map(({ how }) => how));
    expect(ways).toEqual(new Set(["announced", "immediate", "back-dated"]));
  });

  it("is the same for the same seed, in one go or in two", () => {
    const whole = company(200, 9);
    const all = eventsOf(whole, 90);
    const parts = company(200, 9);
    const both = [...eventsOf(parts, 40), ...eventsOf(parts, 50)];
    expect(JSON.stringify(both)).toBe(JSON.stringify(all));
    expect(JSON.stringify([...parts.records()])).toBe(JSON.stringify([...whole.records()]));
    expect(JSON.stringify(eventsOf(company(200, 10), 90))).not.toBe(JSON.stringify(all));
  });

  it("happens at the usual rates when nothing is said", () => {
    const population = company(5_000);
    const events = eventsOf(population, 365, {});
    const perPerson = (kind: LifeEventKind): number => ofKind(events, kind).length / 5_000;
    expect(perPerson("depart")).toBeCloseTo(USUAL.depart, 1);
    expect(perPerson("hire")).toBeCloseTo(USUAL.hire, 1);
    expect(perPerson("move")).toBeCloseTo(USUAL.move, 1);
    expect(ofKind(events, "manager-loop")).toEqual([]);
  });

  it("says of every event whose record and which team it changed", () => {
    const population = company(300);
    const before = new Map([...population.records()].map((record) => [record.recordId, record]));
    for (const { events } of live(population, 60, EVENTFUL)) {
      const told = new Set(events.flatMap(({ people }) => people));
      for (const record of population.records()) {
        if (before.get(record.recordId) === record) continue;
        expect(told).toContain(record.workerId);
        before.set(record.recordId, record);
      }
    }
  });

  it("does nothing of its own when it is quiet", () => {
    const population = company(300);
    eventsOf(population, 120);
    const kinds = new Set(eventsOf(population, 200, QUIET).map(({ kind }) => kind));
    const effects = ["joined", "left", "promotion", "rescind"];
    expect([...kinds].every((kind) => effects.includes(kind))).toBe(true);
    expect(eventsOf(population, 100, QUIET)).toEqual([]);
  });
});

describe("what it is made of", () => {
  const population = company(400, 3);
  const started = new Set([...population.records()].map(({ workerId }) => workerId));
  const events: LifeEvent[] = [];
  /** Who had an address when something was told of them; newcomers' first addresses by worker. */
  const held = new Set(
    [...population.records()].map(({ workerId, email }) => `${workerId} ${email}`),
  );
  const first = new Map<string, string>();
  for (const lived of live(population, 365, EVENTFUL)) {
    for (const event of lived.events) {
      events.push(event);
      for (const workerId of event.people) {
        const { email } = population.recordOf(workerId);
        held.add(`${workerId} ${email}`);
        if (!first.has(workerId)) first.set(workerId, email);
      }
    }
  }
  const records = [...population.records()];

  it("N6 a contractor who is employed has a new record the day after the old one ends", () => {
    const conversions = ofKind(events, "convert");
    expect(conversions.length).toBeGreaterThan(5);
    for (const { workerId, endedRecordId, recordId, on } of conversions) {
      const ended = records.find((record) => record.recordId === endedRecordId);
      const begun = records.find((record) => record.recordId === recordId);
      expect(ended?.workerId).toBe(workerId);
      expect(begun?.workerId).toBe(workerId);
      expect(ended?.workerType).toBe("contractor");
      expect(begun?.workerType).toBe("employee");
      expect(begun?.startDate).toBe(on);
      expect((ended?.endDate ?? "") < on).toBe(true);
    }
  });

  it("N8 who is hired again keeps the worker id and gets another record", () => {
    const rehires = ofKind(events, "rehire");
    expect(rehires.length).toBeGreaterThan(5);
    for (const { workerId } of rehires) {
      const own = records.filter((record) => record.workerId === workerId);
      expect(own.length).toBeGreaterThan(1);
    }
  });

  it("Q1 a newcomer with a leaver's address is another worker, long after", () => {
    const recycled = ofKind(events, "hire").filter(({ addressOf }) => addressOf !== null);
    expect(recycled.length).toBeGreaterThan(3);
    for (const { workerId, addressOf } of recycled) {
      expect(started.has(workerId)).toBe(false);
      expect(addressOf).not.toBe(workerId);
      expect(held).toContain(`${addressOf ?? ""} ${first.get(workerId) ?? ""}`);
    }
  });

  it("L4 a back-dated departure ended before it was told; L1 an announced one takes effect later", () => {
    for (const { how, lastDay, on } of ofKind(events, "depart")) {
      const seen = lastDay < on ? "back-dated" : lastDay === on ? "immediate" : "announced";
      expect(how).toBe(seen);
    }
    for (const { workerId, recordId, on } of ofKind(events, "left")) {
      const ended = records.find((record) => record.recordId === recordId);
      expect(ended?.workerId).toBe(workerId);
      expect((ended?.endDate ?? "9999") < on).toBe(true);
    }
  });

  it("L5 a rescinded departure never takes effect", () => {
    const rescinded = ofKind(events, "rescind");
    expect(rescinded.length).toBeGreaterThan(5);
    for (const { recordId, lastDay } of rescinded) {
      const record = records.find((one) => one.recordId === recordId);
      expect(record?.endDate).not.toBe(lastDay);
    }
  });

  it("O6 an empty seat at the head of a team is filled, and everybody in it gets the new manager", () => {
    const promotions = ofKind(events, "promotion");
    expect(promotions.length).toBeGreaterThan(5);
    for (const { people, workerId } of promotions) expect(people).toContain(workerId);
    eventsOf(population, 150, QUIET);
    expect([...population.teams.values()].filter(({ head }) => head === null)).toEqual([]);
  });

  it("M5 closes loops of managers only when asked to", () => {
    const looping = company(200, 4);
    const [loop] = ofKind(eventsOf(looping, 200, { ...QUIET, managerLoop: 0.1 }), "manager-loop");
    expect(loop).toBeDefined();
    expect(wrongInHr(looping).join()).toMatch(/reports to a loop/);
  });
});
