import { describe, expect, test } from "vitest";
import type { GraphView } from "../../../scripts/replay/graph-view.js";
import { judge, type Evidence, type Verdict } from "../../../scripts/replay/judge.js";
import { monthsBetween } from "../../../scripts/replay/months.js";
import { grantsOutlivingMembership, membershipOf } from "../../../scripts/replay/oracle.js";
import { ownersFilesAt } from "../../../scripts/replay/registry.js";
import { brokenExpectations, summarise, yearTable } from "../../../scripts/replay/summary.js";
import type { ApproverTenure, Tenure } from "../../../scripts/replay/tenures.js";
import { approver, member } from "./history.js";

const MONTHS = monthsBetween("2019-01", "2019-03");
const KEY = "merge-robot/repo/tool:repo/tool/docs/OWNERS";
const STANDINGS = { valid: 1, provisional: 0, orphaned: 0, suspended: 0, lapsed: 0, revoked: 0 };

interface Case {
  readonly members: readonly Tenure[];
  readonly approvers: readonly ApproverTenure[];
  readonly before?: readonly string[];
  readonly now: readonly string[];
  readonly flags?: GraphView["leavingFlags"];
  readonly refused?: Evidence["refused"];
}

/** March 2019 with these people and these OWNED_BY edges before and after its sync. */
function march({ members, approvers, before, now, flags, refused = [] }: Case): Verdict {
  const history = { members, approvers, leads: [] };
  const [, february, month] = MONTHS;
  if (february === undefined || month === undefined) throw new Error("three months were asked for");
  const lines = (logins: readonly string[] = []): ReadonlySet<string> =>
    new Set(logins.map((login) => `${KEY}\t${login}`));
  const evidence: Evidence = {
    month,
    previousClosing: february.closesAt,
    membership: membershipOf(members),
    grants: grantsOutlivingMembership(history, MONTHS).get("2019-03") ?? [],
    files: ownersFilesAt(history, [february.closesAt, month.closesAt]),
    refused,
    ownersBefore: lines(before),
    view: { owners: lines(now), standings: STANDINGS, leavingFlags: flags ?? [], lastRun: 7 },
  };
  return judge(evidence);
}

function flag(login: string, isReturn = false): GraphView["leavingFlags"][number] {
  return { code: "OWNER_DEPARTED", authorizationKey: KEY, logins: [login], isReturn };
}

const leaver = member("leaver", "2018-10-01", "2019-03-05");
const stayer = member("stayer", "2018-10-01");
const back = [member("back", "2018-10-01", "2019-01-05"), member("back", "2019-02-05")];
const docs = (login: string): ApproverTenure => approver("docs/OWNERS", login, "2018-11-01");

describe("the judgement of a month", () => {
  test("counts a grant as handled when it was there and is gone", () => {
    const base = { members: [leaver, stayer], approvers: [docs("leaver"), docs("stayer")] };
    const before = ["leaver", "stayer"];
    expect(march({ ...base, before, now: ["stayer"] })).toMatchObject({
      outliving: 1,
      handled: 1,
      ownedByDeparted: [],
    });
    expect(march({ ...base, before, now: before })).toMatchObject({
      handled: 0,
      unhandled: [`${KEY}\tleaver`],
      ownedByDeparted: [`${KEY}\tleaver`],
    });
    // A product that never gave it cannot claim to have taken it away.
    expect(march({ ...base, before: ["stayer"], now: ["stayer"] })).toMatchObject({ handled: 0 });
  });

  test("counts what nobody could have held before as handled when it is not given", () => {
    const late = approver("docs/OWNERS", "leaver", "2019-03-02");
    const base = { members: [leaver], approvers: [late] };
    expect(march({ ...base, now: [] })).toMatchObject({ outliving: 1, handled: 1 });
  });

  test("finds flags on who stayed, and tells them from who left or came back", () => {
    const members = [leaver, stayer, ...back];
    const base = { members, approvers: [docs("stayer"), docs("back")], now: ["stayer"] };
    const flags = [flag("stayer"), flag("leaver"), flag("back", true)];
    expect(march({ ...base, before: ["stayer"], flags })).toMatchObject({
      flagsOnStayed: [`OWNER_DEPARTED\t${KEY}\tstayer`],
      offeredBack: 1,
    });
    expect(march({ ...base, flags: [flag("back")] }).flagsOnStayed).toHaveLength(1);
    const aboutNobody = { ...flag("stayer"), logins: [] };
    expect(march({ ...base, flags: [aboutNobody] }).flagsOnStayed).toHaveLength(1);
  });

  test("finds unknown people of whom the sync said nothing", () => {
    const line = {
      rule: "person-unknown",
      file: "registry/repo__tool__docs__OWNERS.yaml",
      isSignature: false,
      address: "nobody",
    };
    const members = [stayer, member("later", "2019-04-05")];
    const approvers = [docs("stayer"), docs("Nobody"), docs("later")];
    const base = { members, approvers, before: ["stayer"], now: ["stayer"] };
    expect(march({ ...base, refused: [line] }).unknownInSilence).toEqual([
      "repo__tool__docs__OWNERS.yaml\tlater",
    ]);
    const later = { ...line, address: "later" };
    expect(march({ ...base, refused: [line, later] }).unknownInSilence).toEqual([]);
    // That a signature was refused says nothing about the line that names the owner.
    const signed = { ...later, isSignature: true };
    expect(march({ ...base, refused: [line, signed] }).unknownInSilence).toHaveLength(1);
  });

  test("finds duties taken from listed members, and listings that never became one", () => {
    const members = [stayer, ...back];
    const base = { members, approvers: [docs("stayer"), docs("back")] };
    expect(march({ ...base, before: ["stayer"], now: [] })).toMatchObject({
      lostWithoutCause: [`${KEY}\tstayer`],
      listedNotOwning: [`${KEY}\tstayer`],
      listedAfterReturn: 1,
    });
    const removed = approver("docs/OWNERS", "stayer", "2018-11-01", "2019-03-20");
    expect(
      march({ members, approvers: [removed, docs("back")], before: ["stayer"], now: ["back"] }),
    ).toMatchObject({ lostWithoutCause: [], listedNotOwning: [], listedAfterReturn: 0 });
  });
});

describe("the summary", () => {
  const verdict = march({
    members: [leaver],
    approvers: [docs("leaver")],
    before: ["leaver"],
    now: ["leaver"],
  });
  const month = {
    people: 2,
    members: 1,
    departures: 1,
    ownersFiles: 1,
    standings: STANDINGS,
    verdict,
    refused: [
      { rule: "person-unknown", file: "a.yaml", isSignature: false, address: "nobody" },
      { rule: "person-unknown", file: "a.yaml", isSignature: true, address: "nobody" },
    ],
    held: null,
    seconds: 1,
  };
  const results = [
    { ...month, month: "2018-12" },
    { ...month, month: "2019-01", people: 3 },
  ];
  const totals = { unknownOwnerLines: 4, unknownOwners: 3, wallSeconds: 1.5, peakMemoryMb: 200 };

  test("adds what happened and takes the rest from the end", () => {
    expect(summarise(results, totals)).toMatchObject({
      months: 2,
      people: 3,
      departures: 2,
      grantsOutlivingMembership: 2,
      handledInFirstSync: 0,
      ownedByDepartedAtAnyMonthEnd: 2,
      unknownOwners: 3,
      refusedLines: 1,
      refusedSignatures: 1,
      valid: 1,
    });
    expect(yearTable(results).split("\n")).toHaveLength(3);
  });

  test("names every expectation that does not hold", () => {
    const summary = summarise(results, totals);
    expect(brokenExpectations(summary)).toEqual([
      "2 of 2 grants that outlived a membership were not released by the first sync after its end",
      "2 times a month ended with something owned by somebody who had left",
    ]);
    expect(
      brokenExpectations({
        ...summary,
        handledInFirstSync: 2,
        ownedByDepartedAtAnyMonthEnd: 0,
      }),
    ).toEqual([]);
  });
});
