import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Company, laws, mail } from "./support/company.js";

describe("moves", () => {
  let company: Company;
  const moved = "2026-11-10T00:00:00.000Z";

  const managerOf = async (name: string): Promise<unknown> => {
    const [row] = await company.world.cypher(
      "MATCH (:Person {name: $name})-[:REPORTS_TO]->(m:Person) RETURN m.name AS manager",
      { name },
    );
    return row?.["manager"] ?? null;
  };

  beforeAll(async () => {
    company = await Company.open();
    company.team({ id: "claims", head: "hedda" });
    company.team({ id: "sales" });
    company.hire({ id: "hedda", team: "claims" }, { id: "newboss" }, { id: "oldboss" });
    company.hire({ id: "per", team: "claims", manager: "oldboss" });
    company.hire({ id: "pos", position: "seat-1", manager: "oldboss" });
    company.hire({ id: "tea", team: "claims", manager: "oldboss" });
    company.hire({ id: "mia", manager: "oldboss" });
    // The record of the first comes before, of the second long before its manager's.
    company.hire(
      { id: "report", manager: "zed" },
      { id: "zed" },
      { id: "orphan", manager: "late" },
    );
    company.hire({ id: "sam", position: "seat-9" }, { id: "sue", position: "seat-9" });
    company.hire({ id: "sid", position: "seat-9" });
    company.hire({ id: "two", employment: "two-1", team: "claims", manager: "oldboss" });
    company.hire({ id: "two", employment: "two-2", start: "2019-01-01", manager: "newboss" });
    company.right("seatmates", "sam");
    company.right("twojobs", "two");
    company.right("m1person", "per");
    company.right("m1position", "pos", { binding: { position: "seat-1" } });
    company.right("m1team", "tea", { binding: { team: "claims" } });
    company.right("m3", "mia");
    company.right("m6", "orphan");
    await company.sync("2026-11-01T00:00:00.000Z");
    company.change("per", { team: "sales" });
    company.change("pos", { position: "seat-2" });
    company.hire({ id: "next", position: "seat-1", start: "2026-11-09" });
    company.change("tea", { team: "sales" });
    company.change("mia", { manager: "newboss" });
    company.hire({ id: "late", start: "2026-11-02" });
    company.change("sam", { end: "2026-11-09" });
    company.change("sid", { position: "seat-8" });
    company.change("two-1", { end: "2026-11-09" });
    await company.sync(moved);
  }, 600_000);

  afterAll(() => company.close());

  it("M1 bound to the person: moves along, and is to be attested again", async () => {
    expect(await company.holders("m1person")).toEqual(["per owner signed"]);
    expect(await company.standing("m1person")).toBe("provisional OWNER_MOVED");
    expect(await company.deadline("m1person")).toBe("2026-11-24T00:00:00.000Z");
    expect(await company.findings("m1person")).toEqual(["OWNER_MOVED warning"]);
  });

  it("M1 bound to the position: the next holder of the seat receives it", async () => {
    expect(await company.holders("m1position")).toEqual(["next owner inherited"]);
    expect(await company.standing("m1position")).toBe("provisional OWNER_MOVED");
    expect(await company.periods("m1position")).toEqual([
      "pos 2026-02-03T00:00Z..2026-11-10T00:00Z OWNER_MOVED",
      "next 2026-11-10T00:00Z..",
    ]);
  });

  it("M1 bound to the team: its head receives it", async () => {
    expect(await company.holders("m1team")).toEqual(["hedda owner inherited"]);
    expect(await company.standing("m1team")).toBe("provisional OWNER_MOVED");
  });

  it("M1 the seat is passed to who sits there after the whole file, not to who sat there", async () => {
    expect(await company.holders("seatmates")).toEqual(["sue owner inherited"]);
    const [, turn] = company.turns;
    expect(turn && company.trace("seatmates", turn)).not.toContain("samePosition sid");
  });

  it("N7 a job that ends is no departure, and the other job's manager is the manager", async () => {
    expect(await company.holders("twojobs")).toEqual(["two owner signed"]);
    expect(await managerOf("two")).toBe("newboss");
  });

  it("M6 a manager who comes later in the same file is found", async () => {
    expect(await managerOf("report")).toBe("zed");
  });

  it("M6 a manager who comes in a later file is found then", async () => {
    expect(await managerOf("orphan")).toBe("late");
    const waiting = await company.world.cypher(
      "MATCH (e:Employment {waiting: true}) RETURN e.key AS key",
    );
    expect(waiting).toEqual([]);
  });

  it("M3 only the manager changes: no owner, no standing, no finding changes", async () => {
    const [turn] = company.turns.slice(-1);
    expect(turn?.done.decisions.map((one) => one.key)).not.toContain("m3:refund");
    expect(await company.holders("m3")).toEqual(["mia owner signed"]);
    expect(await company.findings("m3")).toEqual([]);
    expect(await managerOf("mia")).toBe("newboss");
  });

  it("M3 M6 who leaves afterwards is succeeded by the manager of then", async () => {
    company.change("mia", { end: "2026-11-11" });
    company.change("orphan", { end: "2026-11-11" });
    await company.sync("2026-11-12T00:00:00.000Z");
    expect(await company.holders("m3")).toEqual(["newboss owner inherited"]);
    expect(await company.holders("m6")).toEqual(["late owner inherited"]);
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.allHold(company.turns);
  });
});

describe("not really leaving", () => {
  let company: Company;
  const seen = new Map<string, readonly string[]>();

  const look = async (when: string): Promise<void> => {
    for (const one of ["open", "known", "jobs"]) {
      seen.set(`${one} ${when}`, [await company.standing(one), ...(await company.holders(one))]);
    }
  };

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "max" });
    company.hire({ id: "lars", manager: "max" }, { id: "lotte", manager: "max" });
    company.hire({ id: "eva", employment: "eva-1", manager: "max" });
    company.hire({ id: "eva", employment: "eva-2", manager: "max" });
    company.hire({ id: "nina", name: "Nina Old", manager: "max" });
    company.right("open", "lars");
    company.right("known", "lotte");
    company.right("jobs", "eva");
    company.right("n10", "nina");
    await company.sync("2026-11-01T00:00:00.000Z");
    company.change("lars", { leaveFrom: "2026-11-02" });
    company.change("lotte", { leaveFrom: "2026-11-02", leaveTo: "2026-11-30" });
    company.change("eva-1", { end: "2026-11-01" });
    await company.sync("2026-11-02T12:00:00.000Z");
    await look("away");
    await company.sync("2026-11-15T23:59:59.999Z");
    await look("day 14");
    await company.sync("2026-11-16T00:00:00.000Z");
    await look("long");
    company.change("lars", { leaveTo: "2026-11-20" });
    await company.sync("2026-11-21T00:00:00.000Z");
    await look("back");
    await company.sync("2026-12-01T00:00:00.000Z");
    await look("all back");
  }, 600_000);

  afterAll(() => company.close());

  it("N1 an open leave: the owner keeps it, and an acting owner comes after 14 days", () => {
    expect(seen.get("open away")).toEqual(["valid", "lars owner signed"]);
    expect(seen.get("open day 14")).toEqual(["valid", "lars owner signed"]);
    expect(seen.get("open long")).toEqual(["valid", "lars owner signed", "max acting inherited"]);
  });

  it("N1 the return ends it by itself", () => {
    expect(seen.get("open back")).toEqual(["valid", "lars owner signed"]);
    expect(seen.get("known long")).toEqual(["valid", "lotte owner signed", "max acting inherited"]);
    expect(seen.get("known all back")).toEqual(["valid", "lotte owner signed"]);
  });

  it("N1 a leave is no departure: nothing of it ever was in the record", async () => {
    expect(await company.periods("known")).toContain("lotte 2026-02-03T00:00Z..");
    const [standings] = await company.world.cypher(
      `MATCH (s:Standing)-[:STANDING_OF]->(:Authorization {key: 'known:refund'})
       RETURN collect(DISTINCT s.standing) AS all`,
    );
    expect(standings?.["all"]).toEqual(["valid"]);
  });

  it("N7 one of two jobs ends: still here", () => {
    expect(seen.get("jobs away")).toEqual(["valid", "eva owner signed"]);
    expect(seen.get("jobs all back")).toEqual(["valid", "eva owner signed"]);
  });

  it("N7 the last job ends: gone", async () => {
    company.change("eva-2", { end: "2026-12-01" });
    await company.sync("2026-12-02T00:00:00.000Z");
    expect(await company.holders("jobs")).toEqual(["max owner inherited"]);
  });

  it("N10 another name and e-mail address: an attribute, no event, nothing about authorizations", async () => {
    const before = await company.world.cypher("MATCH (m:Alert) RETURN count(m) AS count");
    company.change("nina", { name: "Nina New", email: mail("nina.new") });
    const report = await company.sync("2026-12-03T00:00:00.000Z");
    expect(report.decisions).toEqual([]);
    expect(report.findings).toMatchObject({ opened: 0, cleared: 0 });
    expect(report.writes.authorizations).toBe(0);
    expect(report.writes.organisation).toBeGreaterThan(0);
    expect(await company.holders("n10")).toEqual(["Nina New owner signed"]);
    expect(await company.standing("n10")).toBe("valid");
    expect(await company.world.cypher("MATCH (m:Alert) RETURN count(m) AS count")).toEqual(before);
  });

  it("the laws: plans kept, nothing written by them, I2, I4", () => {
    laws.allHold(company.turns);
  });
});
