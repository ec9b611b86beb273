import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatProblem } from "../../../src/platform/problem.js";
import { inspectHrFolder } from "../../../src/sources/hr/inspect.js";
import { hrConfig, hrWorld, writeHrFile, writePeopleCsv } from "../../support/hr-files.js";

const person = { "Employee ID": "E1", Name: "Maya", "Hire Date": "2020-01-01" };

describe("what doctor shows of a folder", () => {
  test("files, rows, the mapping with who decided it, remarks and problems", async () => {
    const { baseDir, hr } = await hrWorld();
    await writePeopleCsv(hr, [person], { file: "people-old.csv", at: 0 });
    await writeHrFile(
      join(hr, "people.csv"),
      "Nr,Name,Hire Date,Shoe Size\n1,Maya,2020-01-01,40\n2,Jon,soon,41\n",
    );
    const seen = await inspectHrFolder(hrConfig({ columns: { workerId: "Nr" } }), baseDir);
    expect(seen.files.map((each) => [each.file, each.read, each.rows])).toEqual([
      ["hr/people-old.csv", false, null],
      ["hr/people.csv", true, 2],
    ]);
    const mapping = seen.files[1]?.mapping;
    expect(mapping?.columns.map((each) => [each.field, each.headers, each.by])).toEqual([
      ["workerId", ["Nr"], "configured"],
      ["name", ["Name"], "guessed"],
      ["startDate", ["Hire Date"], "guessed"],
    ]);
    expect(mapping?.ignored).toEqual(["Shoe Size"]);
    expect([seen.observations, seen.quarantined]).toEqual([1, 1]);
    expect(seen.problems.map(formatProblem)).toEqual([
      'hr/people.csv:3:7  Hire Date "soon" is not a date. Write YYYY-MM-DD.',
    ]);
    expect(seen.remarks.join("\n")).toContain("only active people");
    expect(seen.certificates[0]?.complete).toBe(true);
  });

  test("a missing folder is a problem, not a failure", async () => {
    const { baseDir } = await hrWorld();
    const seen = await inspectHrFolder(hrConfig({ folder: "nowhere" }), baseDir);
    expect(seen.files).toEqual([]);
    expect(seen.problems[0]?.rule).toBe("file-missing");
    expect(seen.problems[0]?.sentence).toContain("nowhere");
  });

  test("of many problems the first 200 are shown and all are counted", async () => {
    const { baseDir, hr } = await hrWorld();
    const rows = Array.from({ length: 300 }, (_, index) => ({
      ...person,
      "Employee ID": `E${index}`,
      "Hire Date": "soon",
    }));
    await writePeopleCsv(hr, rows);
    const seen = await inspectHrFolder(hrConfig(), baseDir);
    expect([seen.quarantined, seen.problems.length]).toEqual([300, 200]);
  });
});
