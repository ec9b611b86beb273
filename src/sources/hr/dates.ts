import { Temporal } from "temporal-polyfill";
import type { LocalDate } from "../../domain/time.js";
import { quote } from "./text.js";

/** In which order a column writes day and month, as its own values show. */
export type DayOrder = "undecided" | "day-first" | "month-first" | "mixed";

export type ReadDate =
  | { readonly date: LocalDate | null; readonly fault: null }
  | { readonly date: null; readonly fault: string };

const PLAIN_ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
/** A day of XML Schema, as Workday reports write it: `2019-05-06-07:00`. The day is the one that is written. */
const ISO_WITH_ZONE = /^(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})$/;
const ISO_WITH_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;
const YEAR_FIRST = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const YEAR_LAST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;
const DAY_NAMED = /^(\d{1,2})(?:st|nd|rd|th)?[\s.-]*([a-z]{3,9})\.?[\s,.-]*(\d{4})$/i;
const MONTH_NAMED = /^([a-z]{3,9})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?[\s,.-]+(\d{4})$/i;
const TIME_OF_DAY = /[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AP]M)?$/i;
/** SAP and MySQL write a missing date like this. */
const NO_DATE = /^0{1,4}([/.-]?)0{1,2}\1(?:0{2}|0{4})$/;
const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Year, month and day as a pattern has found them. */
type DateParts = readonly (string | undefined)[];

/** What one more value of a column says about the order of its days and months. */
export function noteDayOrder(sofar: DayOrder, text: string): DayOrder {
  if (text.length < 8) return sofar;
  const match = YEAR_LAST.exec(withoutTime(text));
  if (match === null) return sofar;
  const shown = orderShown(Number(match[1]), Number(match[3]));
  if (shown === null || shown === sofar) return sofar;
  return sofar === "undecided" ? shown : "mixed";
}

function orderShown(first: number, second: number): "day-first" | "month-first" | null {
  if (first > 12 && second <= 12) return "day-first";
  if (second > 12 && first <= 12) return "month-first";
  return null;
}

/**
 * A calendar day as an HR export writes it. Year 9999 and Oracle's 4712-12-31 mean "no end", zeros
 * mean "no date". A time of day is dropped, save that of a UTC instant that is not midnight: that is
 * the day it falls on in `zone`.
 */
export function readDate(
  text: string,
  column: { readonly order: DayOrder; readonly zone: string },
): ReadDate {
  if (text === "" || (text.startsWith("0") && NO_DATE.test(text))) {
    return { date: null, fault: null };
  }
  const plain = PLAIN_ISO.exec(text) ?? ISO_WITH_ZONE.exec(text);
  if (plain !== null) return calendarDay(text, [plain[1], plain[2], plain[3]]);
  const timed = ISO_WITH_TIME.exec(text);
  if (timed !== null) return isoWithTime(text, timed, column.zone);
  const day = withoutTime(text);
  const yearFirst = YEAR_FIRST.exec(day);
  if (yearFirst !== null) return calendarDay(text, [yearFirst[1], yearFirst[3], yearFirst[4]]);
  const compact = COMPACT.exec(day);
  if (compact !== null) return calendarDay(text, [compact[1], compact[2], compact[3]]);
  const yearLast = YEAR_LAST.exec(day);
  if (yearLast !== null) return yearLastDay(text, yearLast, column.order);
  return namedMonth(text, day);
}

function withoutTime(text: string): string {
  return text.includes(":") ? text.replace(TIME_OF_DAY, "") : text;
}

function isoWithTime(text: string, match: RegExpExecArray, zone: string): ReadDate {
  const written = calendarDay(text, [match[1], match[2], match[3]]);
  const midnight = `${match[4]}${match[5]}${match[6] ?? "00"}` === "000000";
  if (written.date === null || midnight || match[7]?.toUpperCase() !== "Z") return written;
  const instant = text.toUpperCase().replace(" ", "T").replace(" ", "").replace(",", ".");
  try {
    const day = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();
    return { date: day.toString(), fault: null };
  } catch {
    return { date: null, fault: `${quote(text)} is not a moment of any day. Write YYYY-MM-DD.` };
  }
}

function yearLastDay(text: string, match: RegExpExecArray, order: DayOrder): ReadDate {
  const [, first, separator, second, year] = match;
  let shown: DayOrder | null = orderShown(Number(first), Number(second));
  // The same number twice is the same day either way; with dots the day comes first everywhere.
  if (shown === null && Number(first) === Number(second)) shown = "day-first";
  if (shown === null && separator === "." && order === "undecided") shown = "day-first";
  const decided = shown ?? order;
  if (decided === "day-first") return calendarDay(text, [year, second, first]);
  if (decided === "month-first") return calendarDay(text, [year, first, second]);
  const why =
    decided === "mixed"
      ? "the column writes the day first in some rows and the month first in others"
      : "no value of the column shows which comes first";
  return {
    date: null,
    fault: `${quote(text)} can be read as day/month or as month/day, and ${why}. Write YYYY-MM-DD.`,
  };
}

function namedMonth(text: string, day: string): ReadDate {
  const dayFirst = DAY_NAMED.exec(day);
  if (dayFirst !== null) return withMonthName(text, [dayFirst[3], dayFirst[2], dayFirst[1]]);
  const monthFirst = MONTH_NAMED.exec(day);
  if (monthFirst !== null)
    return withMonthName(text, [monthFirst[3], monthFirst[1], monthFirst[2]]);
  const hint = /^\d{5}(?:\.\d+)?$/.test(text) ? " (it looks like a spreadsheet's day number)" : "";
  return { date: null, fault: `${quote(text)} is not a date${hint}. Write YYYY-MM-DD.` };
}

function withMonthName(text: string, [year, name, day]: DateParts): ReadDate {
  const wanted = (name ?? "").toLowerCase();
  const month = MONTHS.findIndex(
    (full) => full.startsWith(wanted) || (wanted === "sept" && full === "september"),
  );
  if (month === -1) {
    return { date: null, fault: `${quote(text)} names no month. Write YYYY-MM-DD.` };
  }
  return calendarDay(text, [year, String(month + 1), day]);
}

function calendarDay(text: string, parts: DateParts): ReadDate {
  const [yearText = "", monthText = "", dayText = ""] = parts;
  const year = Number(yearText);
  const month = Number(monthText);
  const day = Number(dayText);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return { date: null, fault: `${quote(text)} is not a day of the calendar. Write YYYY-MM-DD.` };
  }
  if (year === 9999 || (year === 4712 && month === 12 && day === 31)) {
    return { date: null, fault: null };
  }
  if (year < 1900 || year > 2200) {
    return { date: null, fault: `${quote(text)} cannot be right: its year is ${year}.` };
  }
  return {
    date: `${yearText.padStart(4, "0")}-${monthText.padStart(2, "0")}-${dayText.padStart(2, "0")}`,
    fault: null,
  };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
