import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Simulation } from "../../../simulator/simulation.js";
import type { HrShape } from "../../../simulator/population/hr-shapes.js";
import { peopleFile } from "../../../simulator/population/hr-files.js";
import { EMPLOYMENT_FIELDS } from "../../../src/platform/config-sources.js";
import { explainMapping } from "../../../src/sources/hr/headers.js";
import { presetColumns } from "../../../src/sources/hr/https-presets.js";
import { hrConfig, hrWorld, readHrFolder } from "../../support/hr-files.js";

/** What the simulated HR system has no column for. */
const UNSAID = ["login", "effectiveDate"];

/** A company that has lived for a while: leavers, conversions, people on leave, vacant seats. */
function lived(seed = 2): Simulation {
  const simulation = new Simulation({ seed, people: 2_500, start: "2026-03-02" });
  simulation.advance(120);
  return simulation;
}

describe("files", () => {
  it.each(["csv", "jsonl"] as const)(
    "%s is read by the HR source without a loss",
    async (format) => {
      const simulation = lived();
      const { baseDir, hr } = await hrWorld();
      await simulation.writeHr(hr, format);
      const { people, teams, quarantined, end } = await readHrFolder(hrConfig(), baseDir);
      expect(quarantined).toEqual([]);
      expect(end.certificates.map(({ scope, complete }) => [scope, complete])).toEqual([
        ["employments", true],
        ["teams", true],
      ]);
      expect(
        people.map(
          ({ recordId, workerId, name, email, endDate, managerRef, teamRef, positionRef }) =>
            [
              recordId,
              workerId,
              name.normalize("NFC"),
              email,
              endDate,
              managerRef,
              teamRef,
              positionRef,
            ].join("|"),
        ),
      ).toEqual(
        [...simulation.population.records()].map((record) =>
          [
            record.recordId,
            record.workerId,
            record.name.normalize("NFC"),
            record.email,
            record.endDate,
            record.manager,
            record.team,
            record.position,
          ].join("|"),
        ),
      );
      expect(
        teams.map(({ nativeId, name, parentRef, headRef }) => [nativeId, name, parentRef, headRef]),
      ).toEqual(
        [...simulation.population.teams.values()].map(({ id, name, parent, head }) => [
          id,
          name,
          parent,
          head,
        ]),
      );
    },
  );

  it("are the same bytes for the same seed", async () => {
    const texts = await Promise.all(
      [2, 2, 3].map(async (seed) => {
        const { hr } = await hrWorld();
        await lived(seed).writeHr(hr);
        return readFile(join(hr, "people.csv"), "utf8");
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toBe(texts[2]);
  });

  it("come in chunks, so that memory stays flat (F32)", async () => {
    const { population } = lived();
    const rows: number[] = [];
    for await (const chunk of peopleFile(population, "csv"))
      rows.push(chunk.split("\n").length - 1);
    expect(Math.max(...rows)).toBeLessThanOrEqual(1_000);
    const records = [...population.records()].length;
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(records + 1);
  });
});

describe("records over HTTPS", () => {
  const simulation = lived();

  it.each(["workday", "bamboohr", "plain"] as const)("%s feeds every field", (shape: HrShape) => {
    const records = [...simulation.hrRecords(shape)];
    const headers = [...new Set(records.flatMap((record) => Object.keys(record)))];
    const named = presetColumns({ preset: shape, headers, configured: {} });
    const { columns, faults } = explainMapping({ scope: "employments", headers, ...named });
    expect(faults).toEqual([]);
    const fed = columns.map(({ field }) => field);
    expect(EMPLOYMENT_FIELDS.filter((field) => !fed.includes(field))).toEqual(UNSAID);
  });

  it("workday leaves out what is empty and has every employment", () => {
    const records = [...simulation.hrRecords("workday")];
    expect(records).toHaveLength([...simulation.population.records()].length);
    for (const record of records) expect(Object.values(record)).not.toContain(null);
    expect(records[0]).not.toHaveProperty("Termination_Date");
    expect(records[0]).not.toHaveProperty("Manager_ID");
  });

  it("bamboohr has one row for each employee and writes no date as zeros", () => {
    const records = [...simulation.hrRecords("bamboohr")];
    expect(records).toHaveLength(simulation.population.workers);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    expect(records[0]).toMatchObject({ id: "1", terminationDate: "0000-00-00" });
  });

  it("teams come in the shape of the system", () => {
    const [root] = simulation.hrTeams("workday");
    expect(root).toMatchObject({
      Organization_ID: "T000001",
      Organization_Name: "Executive office",
    });
    const plain = [...simulation.hrTeams("plain")];
    expect(plain).toHaveLength(simulation.population.teams.size);
    expect([...simulation.hrTeams("bamboohr")]).toEqual(plain);
  });
});
