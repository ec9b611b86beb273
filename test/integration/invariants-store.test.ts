import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CompanyPlan, planCompany } from "../../scripts/soak/company.js";
import { factsOf } from "../../scripts/soak/facts.js";
import { Letterbox } from "../../scripts/soak/living-source.js";
import { Truth } from "../../scripts/soak/truth.js";
import { settleHeld } from "../../scripts/soak/settle-held.js";
import { SoakWorld } from "../../scripts/soak/world.js";
import { dueWork, sync } from "../../src/runs/use-cases.js";
import type { SyncReport } from "../../src/runs/report.js";
import { fixedClock } from "../../src/platform/clock.js";
import { openSoakGround } from "../support/soak-ground.js";

/** Any company, told in the titles of failures: the seed makes it the same one again. */
const SEED = Math.floor(Math.random() * 1_000_000);
const PLAN: CompanyPlan = {
  ...planCompany(SEED),
  people: 24,
  systems: { hr: "files", okta: false, entra: false },
  steps: [9, 15, 12],
};

let opened: Awaited<ReturnType<typeof openSoakGround>>;
let world: SoakWorld;

beforeAll(async () => {
  opened = await openSoakGround();
});

afterAll(() => opened.leave());

beforeEach(async () => {
  const { ground } = opened;
  await ground.wipe();
  world = await SoakWorld.found(PLAN, ground.context, join(ground.folder, "world"));
});

afterEach(() => world.close());

async function synced(): Promise<SyncReport> {
  return await sync(world.now(), { plan: false });
}

/** Lives the plan; looks after the first sync and after that of each step. */
async function always(look: (report: SyncReport) => Promise<void>): Promise<void> {
  await world.publish();
  await look(await synced());
  for (const days of PLAN.steps) {
    world.company.live(days);
    await world.publish();
    await look(await synced());
  }
}

async function lines(query: string, at = world.at): Promise<string[]> {
  const { driver } = opened.ground.context.graph;
  const { records } = await driver.executeQuery(query, { at });
  return records.map((record) => String(record.get("line"))).toSorted();
}

async function facts() {
  return await factsOf(opened.ground.context.graph.driver);
}

/** Days since the epoch, of everybody of whom an end is known. */
const ENDS = `MATCH (p:Person)-[:HAS_EMPLOYMENT]->(e:Employment) WHERE p.activeUntil IS NOT NULL
  RETURN DISTINCT e.workerId + ' until ' + toString(p.activeUntil) AS line`;

describe(`the real store, company ${SEED}`, { timeout: 300_000 }, () => {
  it("I1 I2 every authorization is there, in one standing, owned by nobody who left", async () => {
    const truth = new Truth();
    await always(async () => {
      truth.learn(world);
      const { driver } = opened.ground.context.graph;
      const frame = { hasSettled: true, letterbox: new Letterbox() };
      const wrongs = await truth.judge(driver, world, frame);
      expect(wrongs).toEqual({ departures: [], authorizations: [], others: [] });
      expect(await truth.missing(driver, world, [])).toEqual([]);
      const unsigned = `MATCH (a:Authorization {standing: 'valid'}) WHERE NOT EXISTS {
        (a)-[:OWNED_BY]->(:Person)<-[:SIGNED_BY]-(:Signature)-[:SIGNS]->(a) } RETURN a.key AS line`;
      expect(await lines(unsigned)).toEqual([]);
    });
  });

  it("I4 the same again, at once, writes nothing about organisation or authorizations", async () => {
    await always(async () => {
      expect((await synced()).writes).toMatchObject({ organisation: 0, authorizations: 0 });
    });
  });

  it("I3 what was learnt step by step is what one reading of the last files tells", async () => {
    await always(() => Promise.resolve());
    // Teams that HR lists no more, and names of them, are history that a first reading has not.
    const kept = /^(?:Employment|Person) (?!.*-(?:HEADS|DEPUTY_OF|MEMBER_OF)->)/;
    const seen = (await facts()).organisation.filter((line) => kept.test(line));
    await opened.ground.wipe();
    await synced();
    expect((await facts()).organisation.filter((line) => kept.test(line))).toEqual(seen);
  });

  it("I5 a people file that breaks off anywhere ends nobody's employment", async () => {
    await always(async () => {
      const before = await lines(ENDS);
      world.company.live(6);
      await world.publish();
      const path = join(world.folder, "hr", "people.csv");
      const text = readFileSync(path, "utf8");
      // In the middle of a row: that a list broke off between two rows only a gate can see (F9).
      const at = text.indexOf(",", Math.floor((text.length - 200) * Math.random()));
      writeFileSync(path, text.slice(0, at));
      const { sources } = await synced();
      expect(sources[0]?.status, `cut at ${at}`).not.toBe("complete");
      const known = new Set(before.map((line) => line.split(" ")[0]));
      const ended = (await lines(ENDS)).filter((line) => !known.has(line.split(" ")[0]));
      expect(ended.filter((line) => Date.parse(line.split(" ")[2] ?? "") <= world.at)).toEqual([]);
    });
  });

  it("I7 signatures are only ever added", async () => {
    let before: string[] = [];
    await always(async () => {
      const now = await lines(
        `MATCH (a:Authorization)<-[:SIGNS]-(s:Signature)-[:SIGNED_BY]->(p:Person)
         RETURN a.key + ' ' + p.id + ' ' + toString(s.signedAt) + ' ' + s.id AS line`,
      );
      expect(before.filter((line) => !now.includes(line))).toEqual([]);
      before = now;
    });
    expect(before.length).toBeGreaterThan(0);
  });

  it("I11 everybody gets another address, and nobody is anybody else", async () => {
    await always(() => Promise.resolve());
    const owned = (line: string): boolean => /-OWNED_BY->|^Authorization /.test(line);
    const before = (await facts()).governance.filter(owned);
    await world.publish(1);
    const people = join(world.folder, "hr", "people.csv");
    const text = readFileSync(people, "utf8");
    writeFileSync(people, text.replaceAll("@halden.example", "@renamed.example"));
    await sync(world.now(), { plan: false, source: "hr" });
    // So many new addresses at once are held where the company is not small (O7).
    await settleHeld(world);
    expect(
      await lines("MATCH (p:Person) WHERE p.email ENDS WITH '@halden.example' RETURN p.id AS line"),
    ).toEqual([]);
    expect((await facts()).governance.filter(owned)).toEqual(before);
  });

  it("I12 what is provisional has a deadline, and is not when that has passed", async () => {
    const waiting = `MATCH (a:Authorization {standing: 'provisional'})
      RETURN a.key + ' ' + coalesce(toString(a.deadlineAt.epochMillis), 'never') AS line`;
    await always(async () => {
      const rows = await lines(waiting);
      expect(rows.filter((line) => line.endsWith("never"))).toEqual([]);
    });
    const deadlines = (await lines(waiting)).map((line) => Number(line.split(" ")[1]));
    if (deadlines.length === 0) return;
    const clock = fixedClock(Math.max(...deadlines));
    await dueWork({ ...world.context, clock });
    const late = `MATCH (a:Authorization {standing: 'provisional'})
      WHERE a.deadlineAt <= datetime({epochMillis: toInteger($at)}) RETURN a.key AS line`;
    expect(await lines(late, clock.now())).toEqual([]);
  });
});
