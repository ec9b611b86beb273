import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncReport } from "../../src/runs/report.js";
import { Company, laws, mail } from "../scenarios/support/company.js";
import { dumpOf } from "../scenarios/support/dump.js";

const FIRST = "2026-11-01T00:00:00.000Z";

/** Files that held one good document each until somebody broke them, with where the fault is told. */
const BROKEN = {
  tabs: {
    fault: "\towner: x@example.com",
    line: 4,
    text: authorizationText("tabs", "\towner: x@example.com"),
  },
  anchors: {
    fault: "*who",
    line: 4,
    text: authorizationText("anchors", "owner: &who ana@example.com\ncoOwners: [*who]"),
  },
  twice: {
    fault: "owner",
    line: 5,
    text: authorizationText("twice", "owner: ana@example.com\nowner: ben@example.com"),
  },
} as const;

function authorizationText(agentId: string, lines: string): string {
  return `kind: Authorization\nagent: ${agentId}\ndecisionClass: refund\n${lines}\n`;
}

function placesOf(report: SyncReport): string[] {
  return report.sources
    .flatMap((source) => source.problems)
    .map(({ place }) => `${place.file}:${place.line}`);
}

describe("F40 a registry with bad documents", () => {
  let company: Company;
  let report: SyncReport;
  const before = new Map<string, readonly string[]>();

  const look = async (agentId: string) => [
    await company.standing(agentId),
    ...(await company.holders(agentId)),
    ...(await company.periods(agentId)),
  ];

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "ana" }, { id: "ben" });
    company.right("good", "ana");
    for (const name of Object.keys(BROKEN)) {
      company.right(name, "ana");
      company.remove(`Authorization/${name}:refund`);
      company.world.file(
        `registry/${name}.yaml`,
        authorizationText(
          name,
          `owner: ${mail("ana")}\nsigned: { by: ${mail("ana")}, on: 2026-02-03 }`,
        ),
      );
    }
    company.right("double", "ana");
    await company.sync(FIRST);
    for (const name of [...Object.keys(BROKEN), "double"]) before.set(name, await look(name));
    for (const [name, { text }] of Object.entries(BROKEN))
      company.world.file(`registry/${name}.yaml`, text);
    company.world.file("registry/again.yaml", authorizationText("double", `owner: ${mail("ben")}`));
    company.right("good", "ana", { coOwners: [mail("ben")] });
    report = await company.sync("2026-11-10T00:00:00.000Z");
  }, 600_000);

  afterAll(() => company.close());

  it.each(Object.entries(BROKEN))(
    "%s: told with file and line, the graph as it was",
    async (name, { line }) => {
      expect(before.get(name)?.slice(0, 2)).toEqual(["valid", "ana owner signed"]);
      expect(placesOf(report)).toContain(`registry/${name}.yaml:${line}`);
      expect(await look(name)).toEqual(before.get(name));
    },
  );

  it("two documents of one id: both are told, neither is applied, the graph as it was", async () => {
    const places = placesOf(report);
    expect(places.some((place) => place.startsWith("registry/again.yaml:"))).toBe(true);
    expect(places.some((place) => place.startsWith("registry/rights.yaml:"))).toBe(true);
    expect(await look("double")).toEqual(before.get("double"));
  });

  it("the good ones go on", async () => {
    expect(await company.holders("good")).toEqual(["ana owner signed", "ben coOwner proposed"]);
  });

  it("nothing is revoked by what could not be read", async () => {
    const rows = await company.world.cypher(
      "MATCH (a:Authorization {standing: 'revoked'}) RETURN a.key AS key",
    );
    expect(rows).toEqual([]);
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.plansAreKept(company.turns);
    laws.plansWriteNothing(company.turns);
    laws.nothingIsOwnedByTheDeparted(company.turns);
    laws.sameInputWritesNothing(company.turns);
  });

  it.each([
    ["empty", /complete|partial|failed/],
    ["gone", /partial|failed/],
  ])("the whole folder is %s: nothing is revoked, released or cleared", async (how, honest) => {
    const folder = join(company.world.folder, "registry");
    const seen = await authorizations();
    rmSync(folder, { recursive: true });
    if (how === "empty") company.world.folderOf("registry");
    const { sources, decisions } = await company.world.sync(`2026-11-1${how.length}T00:00:00.000Z`);
    expect(decisions).toEqual([]);
    expect(await authorizations()).toEqual(seen);
    expect(sources.find((one) => one.source === "registry")?.status).toMatch(honest);
  });

  const authorizations = async () =>
    (await dumpOf(company.world)).filter((line) =>
      /Authorization|Ownership|Standing|Signature|Finding/.test(line),
    );
});
