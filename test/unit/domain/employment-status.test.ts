import { describe, expect, it } from "vitest";
import {
  endsAt,
  isActiveAt,
  isHuman,
  nextChangeAt,
  statusOf,
  tenureAt,
} from "../../../src/domain/employment-status.js";
import { day, employment, person } from "../scenarios/support/world.js";

const of = (...jobs: Parameters<typeof employment>[0][]) =>
  person("maya", { employments: jobs.map((job) => employment(job)) });

describe("statusOf", () => {
  it.each([
    { facts: of(), at: 0, status: { kind: "unknown" } },
    { facts: of({ startsAt: day(5) }), at: 4, status: { kind: "future", startsAt: day(5) } },
    { facts: of({ startsAt: day(5) }), at: 5, status: { kind: "active" } },
    { facts: of({ endsAt: day(5) }), at: 4, status: { kind: "active" } },
    { facts: of({ endsAt: day(5) }), at: 5, status: { kind: "departed", at: day(5) } },
    {
      facts: of({ endsAt: day(5) }, { startsAt: day(9) }),
      at: 7,
      status: { kind: "departed", at: day(5) },
    },
    { facts: of({ endsAt: day(5) }, { startsAt: day(9) }), at: 9, status: { kind: "active" } },
    {
      facts: of({ endsAt: day(5) }, { endsAt: day(3) }),
      at: 8,
      status: { kind: "departed", at: day(5) },
    },
    {
      facts: of({ leaveStartsAt: day(1), leaveEndsAt: day(3) }),
      at: 2,
      status: { kind: "onLeave", since: day(1), until: day(3) },
    },
    {
      facts: of({ leaveStartsAt: day(1), leaveEndsAt: day(3) }),
      at: 3,
      status: { kind: "active" },
    },
    { facts: of({ startsAt: day(1), endsAt: day(1) }), at: 2, status: { kind: "unknown" } },
    {
      facts: of({ endsAt: day(1) }, { workerType: "service" }),
      at: 2,
      status: { kind: "departed", at: day(1) },
    },
  ])("day $at: $status.kind", ({ facts, at, status }) => {
    expect(statusOf(facts, day(at))).toEqual(status);
    const present = status.kind === "active" || status.kind === "onLeave";
    expect(isActiveAt(facts, day(at))).toBe(present);
  });

  it("knows nothing of nobody", () => {
    expect(statusOf(undefined, day(0))).toEqual({ kind: "unknown" });
  });
});

describe("tenures", () => {
  it("join employments that touch or overlap, whatever their order", () => {
    const facts = of(
      { startsAt: day(10), endsAt: day(20) },
      { startsAt: day(0), endsAt: day(10) },
      { startsAt: day(15), endsAt: day(30) },
      { startsAt: day(31) },
    );
    expect(tenureAt(facts, day(3))).toEqual({ from: day(0), to: day(30) });
    expect(tenureAt(facts, day(30))).toBeNull();
    expect(tenureAt(facts, day(40))).toEqual({ from: day(31), to: null });
    expect(endsAt(facts)).toBeNull();
  });

  it("have an end that is the last of all, or none at all", () => {
    expect(endsAt(of({ endsAt: day(3) }, { endsAt: day(2) }))).toBe(day(3));
    expect(endsAt(of())).toBeUndefined();
  });
});

describe("nextChangeAt", () => {
  it("is the next edge strictly after the instant", () => {
    const facts = of({ leaveStartsAt: day(1), leaveEndsAt: day(3), endsAt: day(9) });
    expect([0, 1, 3, 9].map((at) => nextChangeAt(facts, day(at)))).toEqual([
      day(1),
      day(3),
      day(9),
      null,
    ]);
  });
});

describe("isHuman", () => {
  it("is what has a record of a person, or none that says otherwise", () => {
    expect(isHuman(of())).toBe(true);
    expect(isHuman(of({ workerType: "service" }))).toBe(false);
    expect(isHuman(of({ workerType: "service" }, { workerType: "contractor" }))).toBe(true);
    // a record that never was makes nobody human
    const noShow = { startsAt: day(2), endsAt: day(2) };
    expect(isHuman(of({ workerType: "service" }, noShow))).toBe(false);
  });
});
