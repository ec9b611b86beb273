import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../../src/domain/time.js";
import { fixedClock } from "../../src/platform/clock.js";
import { openRunOn, type Run, type RunFacts } from "../../src/runs/run.js";
import {
  createReportingChunk,
  projectOrganisation,
  writeEmploymentChunk,
  writeTeamChunk,
} from "../../src/sync/apply-organisation.js";
import type { TeamChange } from "../../src/sync/diff.js";
import type { EmploymentChange } from "../../src/sync/employment-change.js";
import { graphFaults } from "../support/graph-faults.js";
import { World } from "../support/world.js";

/** Two writers that both looked, found nothing, and now both create: as if there were no lease. */
const FACTS: RunFacts = {
  kind: "sync",
  source: "hr",
  baseline: true,
  operator: null,
  onBehalfOf: null,
  act: null,
  reason: null,
};
const STARTS_AT = Date.parse("2026-01-01T00:00:00Z");
const AT = Date.parse("2026-06-01T00:00:00Z");
const PEOPLE = 30;

let world: World;
let writers: readonly Run[];

beforeEach(async () => {
  world = await World.open();
  writers = await Promise.all([1, 2, 3].map(async () => await writer()));
});

afterEach(() => world.close());

async function writer(): Promise<Run> {
  return await openRunOn(world.context.graph, FACTS, { clock: fixedClock(AT), lease: null });
}

/** Everybody reports to the next one, in one of two teams; ids as this writer would mint them. */
function employments(mint: string, validFrom = STARTS_AT): EmploymentChange[] {
  return Array.from({ length: PEOPLE }, (_, index) => {
    const key = `hr/${index}`;
    return {
      key,
      identifierKey: key,
      personId: `${mint}-${index}`,
      known: false,
      roles: 0,
      before: null,
      absence: null,
      validFrom,
      claims: {
        key,
        source: "hr",
        recordId: String(index),
        workerId: String(index),
        name: `Person ${index}`,
        email: `p${index}@example.com`,
        login: null,
        startDate: "2026-01-01",
        endDate: null,
        leaveFrom: null,
        leaveTo: null,
        zone: "UTC",
        workerType: "employee",
        managerRef: `hr/${(index + 1) % PEOPLE}`,
        teamRef: `hr/team-${index % 2}`,
        positionRef: `hr/seat-${index}`,
        rank: 0,
        startsAt: STARTS_AT,
        endsAt: null,
        leaveStartsAt: null,
        leaveEndsAt: null,
        dueAt: null,
        part: "hr#0",
        hash: `${mint} ${validFrom}`,
      },
    };
  });
}

function teams(): TeamChange[] {
  return [0, 1].map((index) => ({
    key: `hr/team-${index}`,
    before: null,
    claims: {
      source: "hr",
      nativeId: `team-${index}`,
      name: `Team ${index}`,
      parentRef: index === 0 ? null : "hr/team-0",
      headRef: `hr/${index}`,
      deputyRefs: [`hr/${index + 2}`, `hr/${index + 4}`],
      hash: `team ${index}`,
    },
  }));
}

/** All at once; what the server turns down for being there already is what we want to see turned down. */
async function atOnce(work: (run: Run, index: number) => Promise<void>): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(writers.map(work));
  return outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
}

async function counts(): Promise<Record<string, number>> {
  const rows = await world.cypher(
    "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS edges " +
      "UNION MATCH (n:Person) RETURN 'people' AS type, count(*) AS edges",
  );
  return Object.fromEntries(rows.map((row) => [String(row["type"]), Number(row["edges"])]));
}

describe("writers that check and then create", () => {
  it("F23 double no person, no employment and no edge of today", async () => {
    const { graph } = world.context;
    const failures = await atOnce(async (run, index) => {
      await writeTeamChunk(run, teams());
      await writeEmploymentChunk(run, employments(`writer${index}`));
      await projectOrganisation(graph, run);
    });
    for (const failure of failures)
      expect(failure).toMatchObject({ code: "Neo.ClientError.Schema.ConstraintValidationFailed" });
    expect(failures.length).toBeLessThan(writers.length);
    await projectOrganisation(graph, await writer());
    expect(await graphFaults(graph.driver)).toEqual([]);
    expect(await counts()).toMatchObject({
      people: PEOPLE,
      BELONGS_TO: PEOPLE,
      HAS_EMPLOYMENT: PEOPLE,
      REPORTS_TO: PEOPLE,
      MEMBER_OF: PEOPLE,
      HOLDS: PEOPLE,
      HEADS: 2,
      DEPUTY_OF: 4,
      PART_OF: 1,
    });
  });

  it("F23 that project the same change end one edge and begin one", async () => {
    const { graph } = world.context;
    const first = await writer();
    await writeTeamChunk(first, teams());
    await writeEmploymentChunk(first, employments("first"));
    await createReportingChunk(first, employments("first"));
    await projectOrganisation(graph, first);
    const moved = employments("first", AT - DAY_MS).map((change) => ({
      ...change,
      known: true,
      claims: { ...change.claims, hash: "moved", managerRef: "hr/0", teamRef: "hr/team-0" },
    }));
    await writeEmploymentChunk(await writer(), moved);
    await atOnce(async (run) => await projectOrganisation(graph, run));
    await projectOrganisation(graph, await writer());
    expect(await graphFaults(graph.driver)).toEqual([]);
    const half = PEOPLE / 2;
    expect(await counts()).toMatchObject({
      REPORTS_TO: PEOPLE,
      MEMBER_OF: PEOPLE,
      HOLDS: PEOPLE,
      // Each ended edge leaves two records: what was believed, and how far that is still true.
      MEMBER_OF_RECORD: half * 2,
      REPORTS_TO_RECORD: (PEOPLE - 1) * 2,
    });
  });
});
