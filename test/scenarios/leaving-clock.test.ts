import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Company, laws } from "./support/company.js";

/** Worker, zone, last day, and the first instant at which they have left. */
const LEAVERS = [
  ["madrid", "Europe/Madrid", "2026-10-25", "2026-10-25T23:00:00.000Z"],
  ["newyork", "America/New_York", "2026-11-01", "2026-11-02T05:00:00.000Z"],
  ["kiritimati", "Pacific/Kiritimati", "2026-11-30", "2026-11-30T10:00:00.000Z"],
  ["maya", "Europe/Madrid", "2026-11-30", "2026-11-30T23:00:00.000Z"],
  ["baker", "Etc/GMT+12", "2026-11-30", "2026-12-01T12:00:00.000Z"],
] as const;

const before = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

describe("departures that are entered ahead of time", () => {
  let company: Company;
  /** Owners by agent at every instant synced. */
  const owners = new Map<string, readonly string[]>();
  const announced = new Map<string, readonly string[]>();
  const standings = new Map<string, string>();

  const turn = async (at: string): Promise<void> => {
    await company.sync(at);
    for (const [name] of LEAVERS) {
      owners.set(`${name} ${at}`, await company.holders(name));
      standings.set(`${name} ${at}`, await company.standing(name));
      announced.set(`${name} ${at}`, await company.findings(name));
    }
  };

  beforeAll(async () => {
    company = await Company.open();
    company.hire({ id: "ines" });
    for (const [name, zone] of LEAVERS) {
      company.hire({ id: name, zone, manager: "ines" });
      company.right(name, name);
    }
    await turn("2026-10-01T00:00:00.000Z");
    for (const [name, , end] of LEAVERS) company.change(name, { end });
    await turn("2026-10-20T12:00:00.000Z");
    for (const [, , , gone] of LEAVERS.slice(0, 2)) {
      await turn(before(gone));
      await turn(gone);
    }
    await turn("2026-11-17T00:00:00.000Z");
    await turn("2026-11-24T00:00:00.000Z");
    for (const [, , , gone] of LEAVERS.slice(2)) {
      await turn(before(gone));
      await turn(gone);
    }
  }, 600_000);

  afterAll(() => company.close());

  it("L1 never acts on the day of entry", () => {
    for (const [name] of LEAVERS) {
      expect(owners.get(`${name} 2026-10-20T12:00:00.000Z`)).toEqual([`${name} owner signed`]);
      expect(standings.get(`${name} 2026-10-20T12:00:00.000Z`)).toBe("valid");
    }
  });

  it.each(LEAVERS)(
    "L1 L2 %s in %s, last day %s: gone at %s and not before",
    (name, ...[, , gone]) => {
      expect(owners.get(`${name} ${before(gone)}`)).toEqual([`${name} owner signed`]);
      expect(standings.get(`${name} ${before(gone)}`)).toBe("valid");
      expect(owners.get(`${name} ${gone}`)).toEqual(["ines owner inherited"]);
      expect(standings.get(`${name} ${gone}`)).toBe("provisional OWNER_DEPARTED");
    },
  );

  it("L1 is announced 30, 14 and 7 days before, and not earlier", () => {
    const of = (at: string) => announced.get(`maya ${at}`);
    expect(of("2026-10-20T12:00:00.000Z")).toEqual([]);
    expect(of("2026-11-02T05:00:00.000Z")).toEqual(["OWNER_DEPARTING info"]);
    expect(of("2026-11-17T00:00:00.000Z")).toEqual(["OWNER_DEPARTING warning"]);
    expect(of("2026-11-24T00:00:00.000Z")).toEqual(["OWNER_DEPARTING warning"]);
    expect(of("2026-11-30T23:00:00.000Z")).toEqual(["OWNER_DEPARTED warning"]);
  });

  it("L1 each announcement is a finding of its own", async () => {
    const rows = await company.world.cypher(
      `MATCH (f:Finding {code: 'OWNER_DEPARTING', subjectKey: 'maya:refund'})
       RETURN f.factsJson AS facts ORDER BY f.openedAt`,
    );
    const days = rows.map(
      (row) => (JSON.parse(String(row["facts"])) as { noticeDays: number }).noticeDays,
    );
    expect(days).toEqual([30, 14, 7]);
  });

  it("the clock of the successor starts at the departure: 14 days at medium impact", async () => {
    expect(await company.deadline("baker")).toBe("2026-12-15T12:00:00.000Z");
  });

  it("a plan says what the sync then does, and changes nothing", () => {
    laws.sourcesAreComplete(company.turns);
    laws.plansAreKept(company.turns);
    laws.plansWriteNothing(company.turns);
  });

  it("I2 after each sync nothing is owned by somebody who has left", () => {
    laws.nothingIsOwnedByTheDeparted(company.turns);
  });

  it("I4 the same input again writes nothing about organisation and authorizations", () => {
    laws.sameInputWritesNothing(company.turns);
  });
});
