import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noteDayOrder, readDate, type DayOrder } from "../../../src/sources/hr/dates.js";

const column = { order: "undecided", zone: "UTC" } as const;
const orderOf = (values: readonly string[]): DayOrder =>
  values.reduce<DayOrder>(noteDayOrder, "undecided");

describe("a day as exports write it", () => {
  test.each([
    ["2026-11-30", "2026-11-30"],
    ["2026-11-30T00:00:00", "2026-11-30"],
    ["2026-11-30 17:05", "2026-11-30"],
    ["2026-11-30T00:00:00.000Z", "2026-11-30"],
    ["2026-11-30T23:00:00+01:00", "2026-11-30"],
    ["2026/11/30", "2026-11-30"],
    ["2026/1/3", "2026-01-03"],
    ["2026.11.30", "2026-11-30"],
    ["20261130", "2026-11-30"],
    ["2026-11-30-08:00", "2026-11-30"],
    ["2026-11-30+14:00", "2026-11-30"],
    ["2026-11-30Z", "2026-11-30"],
    ["30 Nov 2026", "2026-11-30"],
    ["30-Nov-2026", "2026-11-30"],
    ["30. November 2026", "2026-11-30"],
    ["1st Sept 2026", "2026-09-01"],
    ["Nov 30, 2026", "2026-11-30"],
    ["November 3 2026", "2026-11-03"],
    ["30/11/2026", "2026-11-30"],
    ["11/30/2026", "2026-11-30"],
    ["11/30/2026 12:00:00 AM", "2026-11-30"],
    ["30-11-2026", "2026-11-30"],
    ["07/07/2026", "2026-07-07"],
    ["03.04.2026", "2026-04-03"],
    ["29.02.2028", "2028-02-29"],
  ])("%s is %s", (text, date) => {
    expect(readDate(text, column)).toEqual({ date, fault: null });
  });

  test.each(["", "0000-00-00", "00000000", "00.00.0000", "9999-12-31", "31.12.9999", "4712-12-31"])(
    "%j is no day: nothing was entered, or no end",
    (text) => {
      expect(readDate(text, column)).toEqual({ date: null, fault: null });
    },
  );

  test.each([
    ["2026-02-30", "not a day of the calendar"],
    ["30/02/2026", "not a day of the calendar"],
    ["30 Feb 2026", "not a day of the calendar"],
    ["2027-02-29", "not a day of the calendar"],
    ["2100-02-29", "not a day of the calendar"],
    ["2026-13-01", "not a day of the calendar"],
    ["13/13/2026", "not a day of the calendar"],
    ["2026-00-10", "not a day of the calendar"],
    ["0202-11-30", "its year is 202"],
    ["30 Foo 2026", "names no month"],
    ["11/30/26", "is not a date"],
    ["46356", "spreadsheet's day number"],
    ["soon", "is not a date"],
    ["2026-11-30T25:00:00Z", "is not a moment"],
  ])("%s is refused: %s", (text, why) => {
    const read = readDate(text, column);
    expect(read.date).toBeNull();
    expect(read.fault).toContain(why);
    expect(read.fault).toContain(JSON.stringify(text));
  });

  test("L2 a UTC instant is the day it falls on where the worker is", () => {
    const text = "2026-11-30T23:00:00Z";
    expect(readDate(text, { ...column, zone: "Europe/Madrid" }).date).toBe("2026-12-01");
    expect(readDate(text, { ...column, zone: "America/Lima" }).date).toBe("2026-11-30");
  });
});

describe("day/month or month/day is decided by the whole column", () => {
  test.each([
    [["03/04/2026", "13/04/2026"], "day-first"],
    [["03/04/2026", "04/13/2026"], "month-first"],
    [["03/04/2026", "12/12/2026"], "undecided"],
    [["13/04/2026", "04/13/2026", "03/04/2026"], "mixed"],
    [["2026-04-13", ""], "undecided"],
    [["04/13/2026 10:00"], "month-first"],
  ])("%j: %s", (values, order) => {
    expect(orderOf(values)).toBe(order);
  });

  test("the order decides what the values cannot", () => {
    expect(readDate("03/04/2026", { ...column, order: "day-first" }).date).toBe("2026-04-03");
    expect(readDate("03/04/2026", { ...column, order: "month-first" }).date).toBe("2026-03-04");
    expect(readDate("03.04.2026", { ...column, order: "month-first" }).date).toBe("2026-03-04");
  });

  test.each(["undecided", "mixed"] as const)("%s: an ambiguous value is refused", (order) => {
    const read = readDate("03/04/2026", { ...column, order });
    expect(read.fault).toMatch(/day\/month or as month\/day.*YYYY-MM-DD/);
  });

  test("whatever the days, a column with one day above 12 reads all of them as they were meant", () => {
    const day = fc.date({
      min: new Date("1950-01-01"),
      max: new Date("2100-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.array(day), fc.boolean(), (days, dayFirst) => {
        const iso = [...days.map((each) => each.toISOString().slice(0, 10)), "2026-05-17"];
        const written = iso.map((text) => {
          const [year, month, date] = text.split("-");
          return dayFirst ? `${date}/${month}/${year}` : `${month}/${date}/${year}`;
        });
        const order = orderOf(written);
        expect(written.map((text) => readDate(text, { ...column, order }).date)).toEqual(iso);
      }),
    );
  });
});
