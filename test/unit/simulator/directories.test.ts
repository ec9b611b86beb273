import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { Directory, type DirectoryUser } from "../../../simulator/directory/directory.js";
import { provision } from "../../../simulator/directory/provision.js";
import { morningOf } from "../../../simulator/population/days.js";
import { foundPopulation } from "../../../simulator/population/found.js";
import { QUIET, type Rates } from "../../../simulator/population/rates.js";
import { Simulation } from "../../../simulator/simulation.js";
import { wrongAlways, wrongInTheEnd } from "./support/directory-laws.js";

vi.setConfig({ testTimeout: 120_000 });

const START = "2026-01-01";
const OKTA_USER = /^00u[0-9A-Za-z]{17}$/;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const EVENTFUL: Partial<Rates> = {
  hire: 0.6,
  depart: 0.5,
  move: 0.4,
  rename: 0.1,
  convert: 0.1,
  rehire: 0.1,
  reorganise: 2,
  agent: 0.1,
  service: 0.05,
  guest: 0.1,
  recycled: 0.4,
  rescinded: 0.3,
};

function both(simulation: Simulation) {
  const { population, okta, entra, identityTeams } = simulation;
  return [
    { population, directory: okta, team: identityTeams.okta },
    { population, directory: entra, team: identityTeams.entra },
  ] as const;
}

describe("two directories of one company", () => {
  it("hear of everything in the end, for any seed and size", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 10, max: 120 }), (seed, people) => {
        const simulation = new Simulation({
          seed,
          people,
          start: START,
          groups: { count: 5, size: 12 },
        });
        const hired = new Set<string>();
        for (let week = 0; week < 52; week += 1) {
          for (const event of simulation.advance(7, EVENTFUL)) {
            if (event.kind === "hire" || event.kind === "rehire") hired.add(event.workerId);
          }
          const wrong = week % 8 === 0 ? both(simulation).flatMap(wrongAlways) : [];
          expect(wrong).toEqual([]);
        }
        // What was announced takes its course; late news is heard, closed accounts are purged.
        simulation.advance(150, QUIET);
        for (const watched of both(simulation)) {
          expect(wrongInTheEnd(watched)).toEqual([]);
          const known = new Set(watched.team.workerOf.values());
          expect([...hired].filter((workerId) => !known.has(workerId))).toEqual([]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("Q4 know one human under different ids, and HR under a third", () => {
    const { okta, entra, ...simulation } = fresh();
    const truth = simulation.truth;
    for (const [id, workerId] of truth.accounts.okta) {
      expect(id).toMatch(OKTA_USER);
      expect(truth.accounts.entra.has(id)).toBe(false);
      expect(truth.workers.has(workerId)).toBe(true);
    }
    for (const id of entra.users.keys()) expect(id).toMatch(GUID);
    for (const id of okta.groups.keys()) expect(id).toMatch(/^00g[0-9A-Za-z]{17}$/);
    for (const { blueprintId } of entra.agents.values()) expect(blueprintId).toMatch(GUID);
    for (const { blueprintId } of okta.agents.values()) expect(blueprintId).toBeNull();
  });

  it("are the same for the same seed", () => {
    const text = (seed: number): string => {
      const { okta, entra } = new Simulation({ seed, people: 200, start: START });
      return JSON.stringify([[...okta.users], [...okta.log], [...entra.users], [...entra.agents]]);
    };
    expect(text(3)).toBe(text(3));
    expect(text(3)).not.toBe(text(4));
  });

  function fresh() {
    const simulation = new Simulation({ seed: 8, people: 600, start: START });
    return { okta: simulation.okta, entra: simulation.entra, truth: simulation.truth() };
  }
});

describe("what a directory holds", () => {
  const population = foundPopulation({ seed: 5, people: 3_000, today: START, agents: 40 });
  const directory = new Directory("00oExample");
  const team = provision(population, directory, {
    kind: "okta",
    seed: 5,
    at: morningOf(START),
    groups: { count: 50, size: 30 },
    habits: { admins: 0.1, unnumbered: 0.05, dormant: 0.05 },
  });
  const users = [...directory.users.values()];
  const own = users.filter(({ nature }) => nature === "human");

  it("is an account for everybody, some with a second one for administration", () => {
    const admins = own.filter(({ login }) => login.startsWith("adm."));
    expect(own.length - admins.length).toBe(3_000);
    expect(admins.length / 3_000).toBeCloseTo(0.1, 1);
    expect(admins.some(({ workerId }) => workerId === null)).toBe(true);
    expect(admins.some(({ id, workerId }) => workerId === team.workerOf.get(id))).toBe(true);
  });

  it("is an account without an employee number for a few, and one nobody uses for a few", () => {
    const ordinary = own.filter(({ login }) => !login.startsWith("adm."));
    const unnumbered = ordinary.filter(({ workerId }) => workerId === null);
    expect(unnumbered.length / 3_000).toBeGreaterThan(0.03);
    expect(unnumbered.length / 3_000).toBeLessThan(0.07);
    const dormant = ordinary.filter(({ lastSignInAt }) => lastSignInAt !== null);
    expect(dormant.length / 3_000).toBeGreaterThan(0.03);
    for (const { lastSignInAt } of dormant) {
      expect(lastSignInAt).toBeLessThan(Date.parse("2025-10-03"));
    }
  });

  it("Q5 is service accounts and shared mailboxes that are nobody's", () => {
    const services = users.filter(({ nature }) => nature === "service");
    expect(services.length).toBeGreaterThan(5);
    for (const { id, workerId } of services) {
      expect(workerId).toBeNull();
      expect(team.workerOf.has(id)).toBe(false);
    }
    expect(services.some(({ email }) => email === null)).toBe(true);
    expect(services.some(({ email }) => email !== null)).toBe(true);
  });

  it("is a group for each team, owned by its head, and groups across teams", () => {
    expect(directory.groups.size).toBe(population.teams.size + 50);
    expect(wrongInTheEnd({ population, directory, team })).toEqual([]);
    const cross = [...directory.groups.values()].slice(-50);
    for (const { memberIds, ownerIds } of cross) {
      expect(memberIds.size).toBe(30);
      expect(ownerIds).toHaveLength(1);
    }
  });

  it("is the agents of this directory, each with an owner and a sponsor", () => {
    const home = [...population.estate.agents.values()].filter((agent) => agent.home === "okta");
    expect(directory.agents.size).toBe(home.length);
    for (const { key, owner, sponsor } of home) {
      expect(directory.agents.get(team.idOf(key) ?? "")).toMatchObject({
        ownerIds: [team.accountOf(owner)],
        sponsorIds: [team.accountOf(sponsor)],
      });
    }
  });

  it("Q6 is guests in Entra only", () => {
    expect(users.some(({ nature }) => nature === "guest")).toBe(false);
    const entra = new Simulation({ seed: 5, people: 500, start: START }).entra;
    const guests = [...entra.users.values()].filter(({ nature }) => nature === "guest");
    expect(guests.length).toBeGreaterThan(5);
    for (const { login } of guests) expect(login).toMatch(/#EXT#@/);
  });
});

/** What became of each account of a worker, one status after the other. */
function careers(kind: "okta" | "entra", rates: Partial<Rates>): ReadonlyMap<string, string[]> {
  const simulation = new Simulation({
    seed: 11,
    people: 300,
    start: START,
    habits: { admins: 0, late: 0.5, suspendedFirst: 0.3 },
  });
  const directory = simulation[kind];
  const seen = new Map<string, string[]>();
  for (let day = 0; day < 200; day += 1) {
    simulation.advance(1, day < 120 ? rates : QUIET);
    for (const id of simulation.identityTeams[kind].workerOf.keys()) {
      const status: DirectoryUser["status"] | "purged" =
        directory.users.get(id)?.status ?? "purged";
      const career = seen.get(id) ?? [];
      if (career.at(-1) !== status) career.push(status);
      seen.set(id, career);
    }
  }
  return seen;
}

describe("joiners and leavers", () => {
  it.each([
    ["okta", "deprovisioned"],
    ["entra", "deleted"],
  ] as const)("%s: staged, active, perhaps suspended, %s, purged", (kind, closed) => {
    const ways = new Set(
      [...careers(kind, { ...EVENTFUL, rehire: 0 }).values()].map((career) => career.join(" ")),
    );
    expect(
      [...ways].filter((way) => !way.startsWith("staged") && !way.startsWith("active")),
    ).toEqual([]);
    expect(ways).toContain("staged active");
    expect(ways).toContain(`active ${closed} purged`);
    expect(ways).toContain(`active suspended ${closed} purged`);
  });

  it("N8 who returns soon finds the old account, who returns late gets a new one", () => {
    const ways = [...careers("entra", { ...EVENTFUL, rehire: 0.5 }).values()];
    expect(ways.some((career) => /deleted (staged|active)/.test(career.join(" ")))).toBe(true);
  });

  it("L16 hear of it up to two days late: HR says gone while the account still works", () => {
    const simulation = new Simulation({ seed: 6, people: 300, start: START, habits: { late: 1 } });
    const working = { announced: 0, "back-dated": 0, immediate: 0 };
    for (let day = 0; day < 150; day += 1) {
      for (const event of simulation.advance(1, EVENTFUL)) {
        if (event.kind !== "left") continue;
        const account = simulation.identityTeams.okta.accountOf(event.workerId);
        const status = simulation.okta.users.get(account ?? "")?.status;
        if (status === "active") working[event.how] += 1;
      }
    }
    expect(working.announced).toBeGreaterThan(5);
    expect(working["back-dated"]).toBeGreaterThan(0);
    expect(working.immediate).toBe(0);
  });
});
