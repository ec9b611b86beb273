import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isZone } from "../../../src/platform/zone.js";
import { foundPopulation, SPAN } from "../../../simulator/population/found.js";
import type { Population } from "../../../simulator/population/population.js";
import { reportsIn } from "../../../simulator/population/reporting.js";
import { wrongInHr } from "./support/hr-laws.js";

const TODAY = "2026-03-02";
const SIZES = [10, 11, 13, 14, 60, 61, 500, 2_000];

function found(people: number, seed = 1): Population {
  return foundPopulation({ seed, people, today: TODAY });
}

describe("a company of any size", () => {
  it.each(SIZES)("has exactly %i people, all employed today, and breaks no law", (people) => {
    const population = found(people);
    const employed = [...population.records()].filter(({ workerId }) =>
      population.isEmployed(workerId),
    );
    expect(employed).toHaveLength(people);
    expect(wrongInHr(population)).toEqual([]);
  });

  it("has a tree in which every head leads 5 to 12, whatever the size and seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 700 }), fc.integer(), (people, seed) => {
        const population = found(people, seed);
        expect(population.workers).toBe(people);
        for (const team of population.teams.values()) {
          const span = [...reportsIn(population, team)].length;
          expect(span).toBeGreaterThanOrEqual(SPAN.least);
          expect(span).toBeLessThanOrEqual(SPAN.most);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("lets everybody report to the head of their team, and heads to the head above", () => {
    const population = found(2_000);
    for (const { workerId, team, manager } of population.records()) {
      const { head, parent } = population.tree.team(team);
      const above = parent === null ? null : population.tree.team(parent).head;
      expect(manager).toBe(workerId === head ? above : head);
    }
  });

  it("is the same for the same seed and another one for another seed", () => {
    const text = (seed: number): string => JSON.stringify([...found(300, seed).records()]);
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });

  it("refuses sizes that no tree fits", () => {
    expect(() => found(9)).toThrow(RangeError);
    expect(() => found(1_000_001)).toThrow(RangeError);
    expect(() => found(10.5)).toThrow(RangeError);
  });
});

describe("its people", () => {
  const records = [...found(2_000).records()];

  it("are contractors for about 15 %, and heads never are", () => {
    const population = found(2_000);
    const contractors = records.filter(({ workerType }) => workerType === "contractor");
    expect(contractors.length / records.length).toBeGreaterThan(0.12);
    expect(contractors.length / records.length).toBeLessThan(0.18);
    for (const { workerId, team } of contractors) {
      expect(population.tree.team(team).head).not.toBe(workerId);
    }
  });

  it("live in zones of several continents, on both sides of the date line (L2)", () => {
    const zones = new Set(records.map(({ zone }) => zone));
    const continents = new Set([...zones].map((zone) => zone.split("/")[0]));
    expect(continents.size).toBeGreaterThanOrEqual(5);
    for (const zone of zones) expect(isZone(zone)).toBe(true);
  });

  it("have names of many scripts, and addresses in plain letters", () => {
    const names = records.map(({ name }) => name).join(" ");
    for (const script of [/\p{Script=Han}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /ø|ł/]) {
      expect(names).toMatch(script);
    }
    expect(names).toMatch(/, Jr\./);
    for (const { email } of records) expect(email).toMatch(/^[a-z]+\.[a-z]+\d*@halden\.example$/);
  });

  it("began years ago at different times, heads among the earlier ones", () => {
    const starts = new Set(records.map(({ startDate }) => startDate));
    expect(starts.size).toBeGreaterThan(500);
    for (const { startDate } of records) expect(startDate < TODAY).toBe(true);
  });
});

describe("what it has beside people", () => {
  it("is as much as asked for", () => {
    const population = foundPopulation({
      seed: 1,
      people: 100,
      today: TODAY,
      agents: 7,
      guests: 3,
      services: 0,
    });
    expect(population.estate.agents.size).toBe(7);
    expect(population.estate.guests.size).toBe(3);
    expect(population.estate.services.size).toBe(0);
    for (const { owner, sponsor } of population.estate.agents.values()) {
      expect(population.recordOf(owner).workerType).toBe("employee");
      expect(population.recordOf(sponsor).workerType).toBe("employee");
    }
  });
});
