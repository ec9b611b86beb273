import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SourceReport } from "../../src/runs/report.js";
import { agent, authorization, decisionClass, World } from "../support/world.js";
import { pictureOf } from "../scenarios/support/dump.js";

const HEADERS = "Employee ID,Name,Work Email,Hire Date,Termination Date,Manager ID,Department ID";
const FIRST = "2026-11-01T00:00:00.000Z";
const BAD_DAY = "2026-11-09T00:00:00.000Z";
const GOOD_DAY = "2026-11-10T00:00:00.000Z";

/** A row of the people file: id, last day, manager. */
function row(id: string, end = "", manager = ""): string {
  return `${id},${id},${id}@example.com,2020-01-01,${end},${manager},claims`;
}

const LEAD = row("lead");
const MAX = row("max", "", "lead");
const [ANA, BEN, CARA] = [row("ana", "", "max"), row("ben", "", "max"), row("cara", "", "max")];
/** Enough others that a few bad rows are bad rows and not a bad column. */
const CROWD = Array.from({ length: 30 }, (_, index) => row(`e${index}`, "", "max"));

const before = [HEADERS, LEAD, MAX, ANA, BEN, CARA, ...CROWD];
/** The next day: ana has left, ben reports to cara, dora is new. */
const after = [
  HEADERS,
  LEAD,
  MAX,
  row("ana", "2026-11-07", "max"),
  row("ben", "", "cara"),
  CARA,
  row("dora", "", "cara"),
  ...CROWD,
];
const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

/** A line without its column of this index. */
function without(line: string, column: number): string {
  return line.split(",").toSpliced(column, 1).join(",");
}

function open(world: World): void {
  world.file("hr/people.csv", text(before));
  const right = (agentId: string, owner: string) => [
    agent(agentId),
    authorization(agentId, "refund", {
      owner: `${owner}@example.com`,
      signed: { by: `${owner}@example.com`, on: "2026-02-03" },
    }),
  ];
  world.registry([decisionClass("refund"), ...right("a", "ana"), ...right("b", "ben")]);
}

/** Who owns what, in which standing, and everything that places people: what a bad file must not touch. */
async function held(world: World) {
  return await world.cypher(
    `MATCH (a)-[r:OWNED_BY|REPORTS_TO|MEMBER_OF|HAS_EMPLOYMENT]->(b)
     RETURN type(r) AS type, coalesce(a.key, a.name) AS from, coalesce(b.name, b.key) AS to,
       a.standing AS standing, a.reasons AS reasons
     ORDER BY type, from, to`,
  );
}

async function count(world: World, label: "Employment" | "Person"): Promise<number> {
  const [found] = await world.cypher(`MATCH (n:${label}) RETURN count(n) AS count`);
  return Number(found?.["count"]);
}

function hrOf(report: { readonly sources: readonly SourceReport[] }): SourceReport {
  const found = report.sources.find((one) => one.source === "hr");
  if (found === undefined) throw new Error("the HR source was not reported");
  return found;
}

/** A file nothing of which may be believed. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["no byte at all", ""],
  ["a header and nobody", `${HEADERS}\n`],
  ["a required column missing", text(after.map((line) => without(line, 3)))],
  ["half a header, as a dropped connection leaves it", "Employee ID,Name,Wo"],
  ["a key column that repeats", text([HEADERS, ...after.slice(1), ...after.slice(1)])],
  ["a page of HTML", "<!doctype html>\n<html><body>Please log in</body></html>\n"],
];

/** A file whose good rows go on: what is quarantined, and who may be different after it. */
const PARTLY: readonly (readonly [
  string,
  string,
  { readonly status: string; readonly moved: boolean },
])[] = [
  [
    "a duplicated id: neither row is believed",
    text([...after.slice(0, 3), row("ana", "2026-11-07"), row("ana"), ...after.slice(4)]),
    { status: "complete", moved: true },
  ],
  [
    "an unparsable date",
    text(after.map((line) => line.replace("2026-11-07", "soon"))),
    { status: "complete", moved: true },
  ],
  [
    "10 MB in one field",
    text(after.map((line) => line.replace("ana,ana,", `ana,${"x".repeat(10_000_000)},`))),
    { status: "complete", moved: true },
  ],
  [
    "cut in the middle of a row",
    text(after.toSpliced(3, 1)).slice(0, -40),
    { status: "partial", moved: false },
  ],
];

describe("F6 F12 F40 bad HR files", () => {
  let world: World;
  let expected: readonly string[];

  beforeAll(async () => {
    world = await World.open();
    open(world);
    await world.sync(FIRST);
    world.file("hr/people.csv", text(after));
    await world.sync(GOOD_DAY);
    expected = await pictureOf(world);
    await world.close();
  });

  beforeEach(async () => {
    world = await World.open();
    open(world);
    await world.sync(FIRST);
  });

  afterEach(() => world.close());

  const goodDay = async (): Promise<void> => {
    world.file("hr/people.csv", text(after));
    const report = await world.sync(GOOD_DAY);
    expect(hrOf(report)).toMatchObject({ status: "complete", quarantined: 0 });
    expect(await world.owners("a:refund")).toEqual(["max"]);
    expect(await pictureOf(world)).toEqual(expected);
  };

  it.each(REFUSED)("%s: said so, nothing changes, the next good file converges", async (_, bad) => {
    const [was, people] = [await held(world), await count(world, "Person")];
    world.file("hr/people.csv", bad);
    const report = await world.sync(BAD_DAY);
    const hr = hrOf(report);
    expect(hr.status).not.toBe("complete");
    expect([hr.failure?.message, ...hr.certificates.map((one) => one.reason)].join(" ")).toMatch(
      /hr\/people/,
    );
    expect(report.organisation.counts).toMatchObject({ join: 0, change: 0, depart: 0 });
    expect(report.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(report.decisions).toEqual([]);
    expect(await held(world)).toEqual(was);
    expect([await count(world, "Person"), await count(world, "Employment")]).toEqual([
      people,
      people,
    ]);
    await goodDay();
  });

  it.each(PARTLY)(
    "%s: ana stays, good rows go on, the next good file converges",
    async (_, bad, { status, moved }) => {
      const people = await count(world, "Person");
      world.file("hr/people.csv", bad);
      const report = await world.sync(BAD_DAY);
      const hr = hrOf(report);
      expect(hr.status).toBe(status);
      expect(hr.quarantined).toBeGreaterThan(0);
      expect(report.organisation.counts.depart).toBe(0);
      expect(await world.owners("a:refund")).toEqual(["ana"]);
      expect(await world.owners("b:refund")).toEqual(["ben"]);
      expect(await world.standing("a:refund")).toBe("valid");
      const line = await managerOf("ben");
      expect(line).toBe(moved ? "cara" : line);
      expect(await managerOf("ana")).toBe("max");
      expect(await count(world, "Person")).toBe(people + 1);
      await goodDay();
    },
  );

  async function managerOf(name: string): Promise<unknown> {
    const [found] = await world.cypher(
      "MATCH (:Person {name: $name})-[:REPORTS_TO]->(m:Person) RETURN m.name AS manager",
      { name },
    );
    return found?.["manager"] ?? null;
  }

  it("I5 a cut file that tells of a departure above the cut: withheld, told, done by the next good file", async () => {
    world.file("hr/people.csv", text(after).slice(0, -40));
    const report = await world.sync(BAD_DAY);
    expect(hrOf(report).status).toBe("partial");
    expect(hrOf(report).remarks.join(" ")).toContain("left out");
    expect(report.organisation.counts.depart).toBe(0);
    expect(await world.owners("a:refund")).toEqual(["ana"]);
    await goodDay();
  });

  it("a byte order mark, semicolons and Windows line ends are the same file", async () => {
    const windows = `\uFEFF${after.map((line) => line.replaceAll(",", ";")).join("\r\n")}\r\n`;
    world.file("hr/people.csv", windows);
    const report = await world.sync(GOOD_DAY);
    expect(hrOf(report)).toMatchObject({ status: "complete", quarantined: 0 });
    expect(await pictureOf(world)).toEqual(expected);
    world.file("hr/people.csv", text(after));
    const again = await world.sync(GOOD_DAY);
    expect(again.writes).toMatchObject({ organisation: 0, authorizations: 0 });
  });

  it.each([
    ["manager", 5],
    ["team", 6],
    ["email", 2],
  ])(
    "M7 L17 the column for %s is lost: said so, and everybody stays as they were",
    async (field, column) => {
      const was = await held(world);
      world.file("hr/people.csv", text(before.map((line) => without(line, column))));
      const report = await world.sync(BAD_DAY);
      expect(hrOf(report).remarks.join(" ")).toContain(`has no column for ${field} any more`);
      expect(report.writes).toMatchObject({ organisation: 0, authorizations: 0 });
      expect(await held(world)).toEqual(was);
      await goodDay();
    },
  );

  it("L17 the column with the last day is lost: who has left does not come back, nobody departs", async () => {
    world.file("hr/people.csv", text(after));
    await world.sync(BAD_DAY);
    expect(await world.owners("a:refund")).toEqual(["max"]);
    const was = await held(world);
    world.file("hr/people.csv", text(after.map((line) => without(line, 4))));
    const report = await world.sync("2026-11-09T12:00:00.000Z");
    expect(hrOf(report).status).toBe("partial");
    expect(report.writes).toMatchObject({ organisation: 0, authorizations: 0 });
    expect(await held(world)).toEqual(was);
  });

  it("a person who is missing from a good file has not departed", async () => {
    world.file("hr/people.csv", text(before.filter((line) => line !== ANA)));
    const report = await world.sync(BAD_DAY);
    expect(hrOf(report).status).toBe("complete");
    expect(report.organisation.counts.depart).toBe(0);
    expect(await world.owners("a:refund")).toEqual(["ana"]);
    expect(await world.standing("a:refund")).toBe("valid");
  });
});

describe("F12 N6 of somebody who goes on under another record, that record cannot be believed", () => {
  /** Ana's contract ends and her employment begins; ben leaves. */
  const rows = (begun: readonly string[]): string => {
    const jobs = (line: string, record: string): string => `${line},${record}`;
    const crowd = [LEAD, MAX, CARA, ...CROWD].map((line) => jobs(line, `r-${line.split(",")[0]}`));
    return text([
      `${HEADERS},Record ID`,
      ...crowd,
      jobs(row("ben", "2026-11-07", "max"), "r-ben"),
      jobs(row("ana", "2026-11-07", "max"), "r-ana"),
      ...begun,
    ]);
  };
  const hired = `${ANA.replace("2020-01-01", "2026-11-08")},r-ana-2`;
  let world: World;

  beforeEach(async () => {
    world = await World.open();
    open(world);
    world.file("hr/people.csv", rows([]).replaceAll("2026-11-07", ""));
    await world.sync(FIRST);
  });

  afterEach(() => world.close());

  it.each([
    ["stands there twice", [hired, hired]],
    ["begins on no day", [hired.replace("2026-11-08", "2026-31-31")]],
  ])("%s: she stays as she was, who else leaves has left", async (_, begun) => {
    world.file("hr/people.csv", rows(begun));
    const plan = await world.sync(BAD_DAY, { plan: true });
    const report = await world.sync(BAD_DAY);
    expect(report.organisation).toEqual(plan.organisation);
    expect(report.organisation.counts.depart).toBe(1);
    expect(hrOf(report)).toMatchObject({ status: "complete", quarantined: begun.length });
    expect(hrOf(report).remarks.join(" ")).toContain("another record of the same person");
    expect(await world.owners("a:refund")).toEqual(["ana"]);
    expect(await world.standing("a:refund")).toBe("valid");
    expect(await world.owners("b:refund")).toEqual(["max"]);
    // Again the same: what was left out is not forgotten because the file looks as it did.
    expect(hrOf(await world.sync(GOOD_DAY)).remarks.join(" ")).toContain("left out");

    world.file("hr/people.csv", rows([hired]));
    const mended = await world.sync("2026-11-11T00:00:00.000Z");
    expect(hrOf(mended).remarks).toEqual([]);
    expect(mended.organisation.counts.depart).toBe(0);
    expect(await world.owners("a:refund")).toEqual(["ana"]);
    const jobs =
      "MATCH (e:Employment {workerId: 'ana'}) WHERE e.endsAt IS NULL RETURN e.recordId AS id";
    expect(await world.cypher(jobs)).toEqual([{ id: "r-ana-2" }]);
  });

  it("never comes: then she has left", async () => {
    world.file("hr/people.csv", rows([hired, hired]));
    await world.sync(BAD_DAY);
    world.file("hr/people.csv", rows([]));
    const report = await world.sync(GOOD_DAY);
    expect(report.organisation.counts.depart).toBe(1);
    expect(await world.owners("a:refund")).toEqual(["max"]);
  });
});
