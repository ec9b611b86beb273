import { describe, expect, it } from "vitest";
import { QUIET } from "../../../simulator/population/rates.js";
import { Simulation } from "../../../simulator/simulation.js";

const START = "2026-03-02";

function company(people = 300): Simulation {
  return new Simulation({ seed: 21, people, start: START });
}

describe("a simulation", () => {
  it("starts on its day and lives as many days as it is told", () => {
    const simulation = company();
    expect(simulation.today).toBe(START);
    const events = simulation.advance(31);
    expect(simulation.today).toBe("2026-04-02");
    expect(events.every(({ on }) => on > START && on <= "2026-04-02")).toBe(true);
    expect(events.length).toBeGreaterThan(10);
  });

  it("comes to the same in one step and in many", () => {
    const whole = company();
    const steps = company();
    const all = whole.advance(60);
    const each = Array.from({ length: 60 }, () => steps.advance(1)).flat();
    expect(JSON.stringify(each)).toBe(JSON.stringify(all));
    for (const kind of ["okta", "entra"] as const) {
      expect(JSON.stringify([...steps[kind].users])).toBe(JSON.stringify([...whole[kind].users]));
      expect(steps[kind].log).toEqual(whole[kind].log);
    }
  });

  it("changes nothing in the directories on days on which nothing happens", () => {
    const simulation = company();
    simulation.advance(200, QUIET);
    const { length } = simulation.okta.log;
    expect(simulation.advance(100, QUIET)).toEqual([]);
    expect(simulation.okta.log).toHaveLength(length);
  });
});

describe("the truth of it", () => {
  it("says who works here, to whom they report and in which team they are", () => {
    const simulation = company();
    const { workers, today } = simulation.truth();
    expect(today).toBe(START);
    const everybody = [...workers.values()];
    expect(everybody.filter(({ employed }) => employed)).toHaveLength(300);
    expect(everybody.filter(({ manager }) => manager === null)).toHaveLength(1);
    expect(everybody.every(({ team }) => team !== null)).toBe(true);
  });

  it("follows departures on the day after the last day, and stays what it was when it was asked", () => {
    const simulation = company();
    const before = simulation.truth();
    const left = simulation
      .advance(90)
      .flatMap((one) => (one.kind === "left" ? [one.workerId] : []));
    const after = simulation.truth();
    expect(left.length).toBeGreaterThan(3);
    const stay = left.filter((workerId) => after.workers.get(workerId)?.employed === true);
    // Nobody came back within three months, whom the rates let come back rarely.
    expect(stay).toEqual([]);
    for (const workerId of left) {
      expect(after.workers.get(workerId)?.team).toBeNull();
      // Undefined: hired since.
      expect(before.workers.get(workerId)?.employed).not.toBe(false);
    }
  });

  it("knows whose every account is, purged ones included", () => {
    const simulation = company();
    simulation.advance(120);
    const { accounts, workers } = simulation.truth();
    for (const kind of ["okta", "entra"] as const) {
      const humans = [...simulation[kind].users.values()].filter(
        ({ nature }) => nature === "human",
      );
      for (const { id } of humans) expect(workers.has(accounts[kind].get(id) ?? "")).toBe(true);
      const purged = simulation[kind].log.flatMap(({ what }) =>
        what.kind === "user" && what.event === "purge" ? [what.id] : [],
      );
      expect(purged.filter((id) => accounts[kind].has(id)).length).toBeGreaterThan(0);
    }
  });
});
