import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CAST } from "../../../simulator/cast.js";
import { AGENTS, SIGNING_LIMITS } from "../../../simulator/decision-rights.js";
import { peopleExport, teamsExport } from "../../../simulator/hr-files.js";
import { foundCompany, liveUntil } from "../../../simulator/life.js";
import { FIRST_DAY, LAST_DAY, PLOT, SEED, SIGNATURES } from "../../../simulator/spring.js";
import { writeRegistry } from "../../../simulator/write.js";
import { readRegistry } from "../../../src/sources/registry/read.js";

const founded = foundCompany(SEED, FIRST_DAY);
const month = liveUntil(founded, LAST_DAY, { seed: SEED, plot: PLOT });

describe("the simulated company", () => {
  test("is the same from the same seed, and another from another", () => {
    const again = liveUntil(foundCompany(SEED, FIRST_DAY), LAST_DAY, { seed: SEED, plot: PLOT });
    expect(peopleExport(again)).toBe(peopleExport(month));
    expect(peopleExport(foundCompany(SEED + 1, FIRST_DAY))).not.toBe(peopleExport(founded));
  });

  test("has sixty people, no two with one id or one address, all reporting to somebody there", () => {
    const { employees, teams } = founded;
    expect(employees).toHaveLength(60);
    expect(new Set(employees.map(({ workerId }) => workerId)).size).toBe(60);
    expect(new Set(employees.map(({ email }) => email)).size).toBe(60);
    const ids = new Set(employees.map(({ workerId }) => workerId));
    expect(employees.every(({ manager }) => manager === null || ids.has(manager))).toBe(true);
    expect(employees.filter(({ manager }) => manager === null)).toHaveLength(1);
    const teamIds = new Set(teams.map(({ id }) => id));
    expect(teamIds.size).toBe(8);
    expect(employees.every(({ team }) => teamIds.has(team))).toBe(true);
  });

  test("lives: chance touches nobody of the cast, whatever the seed", () => {
    const castIds = CAST.map(({ workerId }) => workerId);
    for (let seed = 1; seed <= 20; seed += 1) {
      const later = liveUntil(foundCompany(seed, FIRST_DAY), LAST_DAY, { seed, plot: [] });
      const cast = later.employees.filter(({ workerId }) => castIds.includes(workerId));
      expect(cast).toEqual(CAST);
    }
    expect(month.employees.length).toBeGreaterThan(60);
  });

  test("empties the seats of heads who left, in the teams file only", () => {
    expect(teamsExport(month)).toContain("\nCLAIMS,Claims,EXEC,,\n");
    expect(teamsExport(month)).toContain("\nSERVICE,Customer service,EXEC,E040,\n");
    expect(peopleExport(month)).toContain("\nE010,Maya Okafor,");
  });

  test("has a registry without a problem, with decision rights of every impact", async () => {
    const folder = mkdtempSync(join(tmpdir(), "simulator-"));
    writeRegistry(folder);
    const signal = new AbortController().signal;
    const options = { baseDir: folder, at: Date.parse(FIRST_DAY), signal };
    const { observations, quarantined, remarks } = await readRegistry("registry", options);
    rmSync(folder, { recursive: true });
    expect({ quarantined, remarks }).toEqual({ quarantined: [], remarks: [] });
    expect(observations).toHaveLength(6 + 14 * 2 + SIGNING_LIMITS.length);
    const rights = AGENTS.flatMap((agent) => agent.rights);
    expect(new Set(rights.map(({ impact }) => impact)).size).toBe(4);
  });

  test("hands in signatures of owners only", () => {
    for (const { agent, decisionClass, person } of SIGNATURES) {
      const found = AGENTS.find(({ id }) => id === agent)?.rights.find(
        ({ classId }) => classId === decisionClass,
      );
      expect(found?.owner).toBe(person);
    }
  });
});
