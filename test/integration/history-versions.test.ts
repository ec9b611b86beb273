import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chain, sign } from "../../src/runs/use-cases.js";
import { agent } from "../support/world.js";
import { Company, mail } from "../scenarios/support/company.js";
import { dumpOf } from "../scenarios/support/dump.js";

const FIRST = "2026-11-01T00:00:00.000Z";
/** Last day 9 November, UTC: the first instant after it. */
const LEFT = "2026-11-10T00:00:00.000Z";
const NOTICED = "2026-11-10T08:00:00.000Z";
const LATER = "2026-12-01T00:00:00.000Z";

const just = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString();

/** Every versioned thing: how its beliefs are found, and what tells one thing from another. */
const VERSIONED = {
  Ownership: `MATCH (a:Authorization)<-[:OWNERSHIP_OF]-(v:Ownership)-[:HELD_BY]->(p:Person)
    RETURN a.key + ' ' + p.name AS thing, v {.*} AS v`,
  Standing: `MATCH (a:Authorization)<-[:STANDING_OF]-(v:Standing) RETURN a.key AS thing, v {.*} AS v`,
  Employment: `MATCH (e:Employment) RETURN e.key AS thing, e {.*, supersededIn: null} AS v
    UNION ALL MATCH (e:Employment)<-[:VERSION_OF]-(w:EmploymentVersion) RETURN e.key AS thing, w {.*} AS v`,
  REPORTS_TO: `MATCH (p:Person)-[r:REPORTS_TO|REPORTS_TO_RECORD]->(m:Person)
    RETURN p.name AS thing, r {.*, manager: m.name} AS v`,
  MEMBER_OF: `MATCH (e:Employment)-[r:MEMBER_OF|MEMBER_OF_RECORD]->(t:Team)
    RETURN e.key AS thing, r {.*, team: t.key} AS v`,
} as const;

interface Version {
  readonly thing: string;
  readonly from: number;
  readonly to: number;
  readonly believed: boolean;
}

async function versionsOf(company: Company, kind: keyof typeof VERSIONED): Promise<Version[]> {
  const rows = await company.world.cypher(
    `CALL () { ${VERSIONED[kind]} }
     RETURN thing, v.validFrom.epochMillis AS from, v.validTo.epochMillis AS to,
       v.supersededIn IS NULL AS believed ORDER BY thing, from`,
  );
  return rows.map((row) => ({
    thing: String(row["thing"]),
    from: Number(row["from"]),
    to: typeof row["to"] === "number" ? row["to"] : Number.POSITIVE_INFINITY,
    believed: row["believed"] === true,
  }));
}

describe("as-of answers and versions", () => {
  let company: Company;
  /** Nodes and edges after each sync, to see that none is edited afterwards. */
  const records: (readonly string[])[] = [];

  const sync = async (at: string): Promise<void> => {
    await company.sync(at);
    records.push(await dumpOf(company.world));
  };

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "cleo" }, { id: "max", manager: "cleo", team: "claims" });
    company.hire({ id: "maya", manager: "max", team: "claims" });
    company.hire({ id: "rosa", manager: "max", team: "claims" });
    company.hire({ id: "tom", manager: "max", team: "claims" });
    for (const id of ["maya", "rosa", "tom"]) company.right(id, id);
    await sync(FIRST);
    company.change("maya", { end: "2026-11-09" });
    company.change("rosa", { end: "2026-11-09" });
    company.change("tom", { manager: "cleo", team: "sales" });
    await sync(NOTICED);
    company.blank("rosa", "end");
    await sync("2026-11-12T00:00:00.000Z");
    await sign(company.world.at("2026-11-13T00:00:00.000Z"), {
      agentId: "maya",
      decisionClassId: "refund",
      operator: { login: "operator", person: mail("lead") },
      for: mail("max"),
    });
    company.document(agent("maya", { manifest: { model: "m-2" } }));
    company.change("tom", { manager: "max", team: "claims" });
    await sync("2026-11-20T00:00:00.000Z");
  }, 600_000);

  afterAll(() => company.close());

  const ownersAt = async (at: string): Promise<string[]> => {
    const answer = await company.world.who(LATER, "maya:refund", at);
    return answer.ownersAt.map((one) => one.person.name);
  };

  it("who, as of before, just before, at and after a departure", async () => {
    expect(await ownersAt("2026-02-02T00:00:00Z")).toEqual([]);
    expect(await ownersAt("2026-06-01T00:00:00Z")).toEqual(["maya"]);
    expect(await ownersAt(just(LEFT, -1))).toEqual(["maya"]);
    expect(await ownersAt(LEFT)).toEqual([]);
    expect(await ownersAt(just(NOTICED, -1))).toEqual([]);
    expect(await ownersAt(NOTICED)).toEqual(["max"]);
    expect(await ownersAt(LATER)).toEqual(["max"]);
  });

  it("who names the signature that stood then, and not one that came later", async () => {
    const then = await company.world.who(LATER, "maya:refund", "2026-06-01T00:00:00Z");
    expect(then.signaturesAt.map((one) => [one.by.name, one.strength])).toEqual([
      ["maya", "declared"],
    ]);
    const now = await company.world.who(LATER, "maya:refund", "2026-11-15T00:00:00Z");
    expect(now.signaturesAt.map((one) => [one.by.name, one.strength])).toEqual([
      ["max", "attested"],
    ]);
  });

  it("who gives the standing of then: valid, provisional, valid, provisional again", async () => {
    const at = async (instant: string) =>
      (await company.world.who(LATER, "maya:refund", instant)).standingAt?.standing;
    expect(await at(just(NOTICED, -1))).toBe("valid");
    expect(await at(NOTICED)).toBe("provisional");
    expect(await at("2026-11-13T00:00:00.000Z")).toBe("valid");
    expect(await at("2026-11-20T00:00:00.000Z")).toBe("provisional");
  });

  it("L5 a departure that never happened leaves no gap in the answer", async () => {
    for (const at of [LEFT, NOTICED, "2026-11-11T00:00:00Z", LATER]) {
      const answer = await company.world.who(LATER, "rosa:refund", at);
      expect(
        answer.ownersAt.map((one) => one.person.name),
        at,
      ).toContain("rosa");
    }
  });

  it("a stopped worker never makes who lie about now", async () => {
    company.change("tom", { end: "2026-11-25" });
    company.write();
    await company.world.sync("2026-11-21T00:00:00.000Z");
    const answer = await company.world.who("2026-11-26T00:00:00.000Z", "tom:refund");
    expect(answer.now.owners).toEqual([]);
    expect(answer.now.standing).toBe("orphaned");
    expect(answer.now.stale).toContain("tom");
    const early = await company.world.who("2026-11-25T23:59:59.999Z", "tom:refund");
    expect(early.now.owners.map((one) => one.person.name)).toEqual(["tom"]);
    company.blank("tom", "end");
    company.write();
    await company.world.sync("2026-11-26T12:00:00.000Z");
  });

  it("chain tells the story of the authorization and of its owner, oldest first", async () => {
    const story = await chain(company.world.at(LATER), { subject: "maya:refund" });
    const told = story.events.filter((one) => one.kind === "owner" || one.kind === "signature");
    const days = story.events.map((one) => one.at);
    expect(days).toEqual(days.toSorted((a, b) => a - b));
    expect(told.map((one) => one.sentence).join("\n")).toMatch(
      /maya[\s\S]*maya no longer[\s\S]*max[\s\S]*max signed/,
    );
    expect(story.holdings.map((one) => one.person.name)).toEqual(["max"]);
    const person = await chain(company.world.at(LATER), { subject: mail("tom") });
    expect(person.reportsTo.map((one) => one.name)).toEqual(["max", "cleo"]);
  });

  it.each(Object.keys(VERSIONED) as (keyof typeof VERSIONED)[])(
    "%s: half-open times that never end before they begin",
    async (kind) => {
      const versions = await versionsOf(company, kind);
      expect(versions.length).toBeGreaterThan(3);
      expect(versions.filter(({ from, to }) => !(from < to))).toEqual([]);
    },
  );

  it.each(Object.keys(VERSIONED) as (keyof typeof VERSIONED)[])(
    "%s: one belief at most for each thing and instant",
    async (kind) => {
      const believed = (await versionsOf(company, kind)).filter((one) => one.believed);
      const overlapping = believed.filter((one) =>
        believed.some(
          (other) =>
            other !== one &&
            other.thing === one.thing &&
            other.from < one.to &&
            one.from < other.to,
        ),
      );
      expect(overlapping).toEqual([]);
    },
  );

  it("Standing and Employment: exactly one belief from the first instant on, without a gap", async () => {
    for (const kind of ["Standing", "Employment"] as const) {
      const believed = (await versionsOf(company, kind)).filter((one) => one.believed);
      for (const thing of new Set(believed.map((one) => one.thing))) {
        const own = believed.filter((one) => one.thing === thing);
        expect(own.at(-1)?.to, `${kind} ${thing}`).toBe(Number.POSITIVE_INFINITY);
        expect(
          own.slice(1).map((one) => one.from),
          `${kind} ${thing}`,
        ).toEqual(own.slice(0, -1).map((one) => one.to));
      }
    }
  });

  it("nothing is edited in place: what was superseded stays to the letter", () => {
    const past = (dump: readonly string[]) =>
      dump.filter(
        (line) => line.includes('"supersededIn"') || /"labels":\["Signature"\]/.test(line),
      );
    for (const [index, earlier] of records.entries()) {
      const kept = past(earlier);
      for (const later of records.slice(index + 1)) {
        expect(kept.filter((line) => !later.includes(line))).toEqual([]);
      }
    }
    expect(past(records.at(-1) ?? []).length).toBeGreaterThan(10);
  });

  it("a superseded belief keeps everything but the mark that it was given up", () => {
    const bare = (line: string) => line.replace(/,?"supersededIn":\d+/, "");
    const [first = [], second = []] = records;
    const given = second.filter(
      (line) =>
        /"labels":\["(Ownership|Standing)"\]/.test(line) &&
        line.includes('"supersededIn"') &&
        !first.includes(line),
    );
    const before = new Set(first.map(bare));
    const rewritten = given.map(bare).filter((line) => !before.has(line));
    expect(given.length).toBeGreaterThan(3);
    expect(rewritten).toEqual([]);
  });
});
