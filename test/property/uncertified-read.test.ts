import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EmploymentClaims, KnownEmployment } from "../../src/graph/queries/org-write.js";
import { contentHash } from "../../src/platform/ids.js";
import { type EmploymentChange, takesAway } from "../../src/sync/employment-change.js";

const DAY_MS = 86_400_000;
const FIRST = Date.parse("2026-01-01T00:00:00Z");
const DAYS = 60;
const EVERY_DAY = Array.from({ length: DAYS + 2 }, (_, day) => FIRST + (day - 1) * DAY_MS);

const instant = fc.integer({ min: 0, max: DAYS }).map((days) => FIRST + days * DAY_MS);
const maybe = fc.option(instant);
const ref = fc.option(fc.constantFrom("hr/a", "hr/b"));

/** One employment as a source may claim it at all; only what decides about duties varies. */
const claims = fc.record({
  startsAt: instant,
  endsAt: maybe,
  leaveStartsAt: maybe,
  leaveEndsAt: maybe,
  workerType: fc.constantFrom("employee", "contractor", "service"),
  managerRef: ref,
  teamRef: ref,
  positionRef: ref,
});
type Decisive = typeof claims extends fc.Arbitrary<infer Value> ? Value : never;

function change(before: Decisive, after: Decisive): EmploymentChange {
  const rest = { recordId: "e", workerId: "w", name: "W", email: null, login: null };
  const hash = contentHash(after);
  return {
    key: "hr/e",
    identifierKey: "hr/w",
    personId: "p",
    known: true,
    roles: 1,
    absence: null,
    // What does not decide about duties is left out: `takesAway` must not look at it.
    before: { ...rest, ...before } as unknown as KnownEmployment,
    claims: { ...rest, ...after, hash } as unknown as EmploymentClaims,
    validFrom: FIRST,
  };
}

/** In the test's own words: works here at that instant, and is a human. */
function holds({ startsAt, endsAt, workerType }: Decisive, at: number): boolean {
  return workerType !== "service" && startsAt <= at && (endsAt === null || at < endsAt);
}

/** What a record of a read without a certificate may do is whatever `takesAway` lets pass. */
describe("I5: a read without a certificate makes nobody depart", () => {
  it("whoever works here by what is known does so by every change that is let pass", () => {
    fc.assert(
      fc.property(claims, claims, (before, after) => {
        fc.pre(!takesAway(change(before, after)));
        const lost = EVERY_DAY.filter((at) => holds(before, at) && !holds(after, at));
        expect(lost).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("nor lose their manager, team or seat", () => {
    fc.assert(
      fc.property(claims, claims, (before, after) => {
        fc.pre(!takesAway(change(before, after)));
        const places = ["managerRef", "teamRef", "positionRef"] as const;
        const lost = places.filter((place) => before[place] !== null && after[place] === null);
        expect(lost).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("what gives is let pass: a later end, an earlier beginning, a first manager", () => {
    fc.assert(
      fc.property(claims, maybe, (before, endsAt) => {
        const later = endsAt === null || (before.endsAt !== null && endsAt >= before.endsAt);
        fc.pre(later && before.workerType !== "service");
        const after = { ...before, endsAt, startsAt: before.startsAt - DAY_MS };
        expect(takesAway(change(before, after))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});
