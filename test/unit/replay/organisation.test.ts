import { describe, expect, test } from "vitest";
import { dayOf, monthsBetween } from "../../../scripts/replay/months.js";
import {
  employmentsAt,
  peopleCsv,
  teamsAt,
  teamsCsv,
} from "../../../scripts/replay/organisation.js";
import { parseHistory } from "../../../scripts/replay/tenures.js";
import { at, lead, member } from "./history.js";

const APRIL = Date.UTC(2019, 3, 1);

describe("months", () => {
  test("are both ends and everything between, each closing with the next one", () => {
    const months = monthsBetween("2018-11", "2019-02");
    expect(months.map(({ name }) => name)).toEqual(["2018-11", "2018-12", "2019-01", "2019-02"]);
    expect(months.map(({ closesAt }) => dayOf(closesAt))).toEqual([
      "2018-12-01",
      "2019-01-01",
      "2019-02-01",
      "2019-03-01",
    ]);
  });

  test("are refused in words when they are no months or run backwards", () => {
    expect(() => monthsBetween("2018-13", "2019-01")).toThrow('"2018-13" is not a month');
    expect(() => monthsBetween("2019-02", "2019-01")).toThrow("lies after");
  });
});

describe("the people file", () => {
  test("keeps who left, with the last day; knows no future end; shows no future start", () => {
    const members = [
      member("gone", "2019-01-10", "2019-03-05"),
      member("leaves-later", "2019-01-10", "2019-04-02"),
      member("joins-later", "2019-04-02"),
    ];
    expect(employmentsAt(members, APRIL)).toEqual([
      { workerId: "gone", recordId: "gone#1", startDate: "2019-01-10", endDate: "2019-03-05" },
      {
        workerId: "leaves-later",
        recordId: "leaves-later#1",
        startDate: "2019-01-10",
        endDate: null,
      },
    ]);
  });

  test("ends on the last day of a month what ended in it, so the sync at its closing sees it", () => {
    const [row] = employmentsAt([member("late", "2019-01-10", "2019-03-31T23:59:00Z")], APRIL);
    // Last day inclusive: over at 1 April 00:00, which is the instant of the sync.
    expect(row?.endDate).toBe("2019-03-31");
  });

  test("gives who came back a second employment of the same worker", () => {
    const members = [
      member("back", "2019-03-20"),
      member("back", "2018-09-01", "2018-12-01"),
      member("other", "2019-01-01"),
    ];
    expect(peopleCsv(employmentsAt(members, APRIL))).toBe(
      [
        "workerId,recordId,name,login,startDate,endDate",
        "back,back#1,back,back,2018-09-01,2018-12-01",
        "back,back#2,back,back,2019-03-20,",
        "other,other#1,other,other,2019-01-01,",
        "",
      ].join("\n"),
    );
  });
});

describe("the teams file", () => {
  test("makes the longest-serving lead the head and drops a team without a lead", () => {
    const leads = [
      lead("sig-b", "newer", "2019-02-01"),
      lead("sig-b", "older", "2018-02-01"),
      lead("sig-b", "older", "2019-03-01"),
      lead("sig-a", "only", "2018-02-01"),
      lead("sig-over", "was", "2018-02-01", "2019-03-05"),
      lead("sig-future", "will", "2019-05-01"),
    ];
    expect(teamsCsv(teamsAt(leads, APRIL))).toBe(
      ["teamId,name,head,deputies", "sig-a,sig-a,only,", "sig-b,sig-b,older,newer", ""].join("\n"),
    );
  });
});

describe("the measured history", () => {
  test("is read line by line and refused where a line is not what the README says", () => {
    const row = { kind: "member", login: "a", from: "2019-01-01T00:00:00Z", to: null };
    expect(parseHistory(`${JSON.stringify(row)}\n\n`).members).toEqual([
      { kind: "member", login: "a", from: at("2019-01-01T00:00:00Z"), to: null },
    ]);
    expect(() => parseHistory(JSON.stringify({ ...row, from: "yesterday" }))).toThrow("Invalid");
    expect(() => parseHistory(JSON.stringify({ ...row, kind: "visitor" }))).toThrow("Invalid");
  });
});
