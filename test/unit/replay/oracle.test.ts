import { describe, expect, test } from "vitest";
import { monthsBetween } from "../../../scripts/replay/months.js";
import {
  departuresIn,
  grantsOutlivingMembership,
  membershipOf,
  unknownApprovers,
} from "../../../scripts/replay/oracle.js";
import { at, approver, member } from "./history.js";

const MONTHS = monthsBetween("2019-01", "2019-04");
const MARCH = Date.UTC(2019, 2, 1);
const APRIL = Date.UTC(2019, 3, 1);
const none = { members: [], leads: [], approvers: [] };

function outliving(
  members: readonly ReturnType<typeof member>[],
  approvers: readonly ReturnType<typeof approver>[],
): readonly string[] {
  const found = grantsOutlivingMembership({ ...none, members, approvers }, MONTHS);
  return [...found].flatMap(([month, grants]) =>
    grants.map(({ login, seenBefore }) => `${month} ${login} ${seenBefore ? "held" : "not held"}`),
  );
}

describe("grants that outlive a membership", () => {
  const leaver = member("leaver", "2018-10-01", "2019-03-05");

  test("are those still listed when the month of the departure closed", () => {
    const rows = [
      approver("still/OWNERS", "leaver", "2018-11-01"),
      approver("removed-later/OWNERS", "leaver", "2018-11-01", "2019-04-20"),
      approver("removed-in-time/OWNERS", "leaver", "2018-11-01", "2019-03-30"),
      approver("removed-before/OWNERS", "leaver", "2018-11-01", "2019-02-01"),
      approver("listed-after/OWNERS", "leaver", "2019-04-02"),
    ];
    expect(outliving([leaver], rows)).toEqual(["2019-03 leaver held", "2019-03 leaver held"]);
  });

  test("say when no sync before ever saw the listing", () => {
    expect(outliving([leaver], [approver("new/OWNERS", "leaver", "2019-03-02")])).toEqual([
      "2019-03 leaver not held",
    ]);
  });

  test("are none for who stayed or was a member again when the month closed", () => {
    const members = [
      member("stayed", "2018-10-01"),
      member("back", "2018-10-01", "2019-03-05"),
      member("back", "2019-03-09"),
    ];
    const rows = [
      approver("a/OWNERS", "stayed", "2018-11-01"),
      approver("a/OWNERS", "back", "2018-11-01"),
    ];
    expect(outliving(members, rows)).toEqual([]);
  });

  test("count once for who left, came back and left within one month", () => {
    const members = [leaver, member("leaver", "2019-03-09", "2019-03-20")];
    expect(outliving(members, [approver("a/OWNERS", "leaver", "2018-11-01")])).toHaveLength(1);
  });

  test("do not count departures before the first month", () => {
    const gone = member("gone", "2018-10-01", "2018-12-20");
    expect(outliving([gone], [approver("a/OWNERS", "gone", "2018-11-01")])).toEqual([]);
  });
});

describe("membership", () => {
  test("tells who is in, who has left, and who was never seen, at an instant", () => {
    const membership = membershipOf([
      member("left", "2018-10-01", "2019-02-05"),
      member("back", "2018-10-01", "2019-02-05"),
      member("back", "2019-02-20"),
    ]);
    expect(membership.hasLeft("left", MARCH)).toBe(true);
    expect(membership.hasLeft("left", at("2019-02-04"))).toBe(false);
    expect(membership.hasLeft("back", MARCH)).toBe(false);
    expect(membership.hasLeft("back", at("2019-02-10"))).toBe(true);
    expect(membership.isMember("back", MARCH)).toBe(true);
    expect(membership.hasLeft("never", MARCH)).toBe(false);
    expect(membership.isKnown("never")).toBe(false);
  });

  test("departures lie between two closings", () => {
    const members = [
      member("before", "2018-10-01", "2019-02-05"),
      member("within", "2018-10-01", "2019-03-05"),
      member("after", "2018-10-01", "2019-04-05"),
    ];
    const gone = departuresIn(members, { after: MARCH, closesAt: APRIL });
    expect(gone.map(({ login }) => login)).toEqual(["within"]);
  });

  test("unknown approvers are counted in lines and in people", () => {
    const approvers = [
      approver("a/OWNERS", "nobody", "2018-11-01"),
      approver("b/OWNERS", "nobody", "2018-11-01"),
      approver("b/OWNERS", "known", "2018-11-01"),
      approver("c/OWNERS", "gone-line", "2018-11-01", "2018-12-01"),
    ];
    const history = { ...none, members: [member("known", "2020-01-01")], approvers };
    expect(unknownApprovers(history, [MARCH, APRIL])).toEqual({
      unknownOwnerLines: 2,
      unknownOwners: 1,
    });
  });
});
