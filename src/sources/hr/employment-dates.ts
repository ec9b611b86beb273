import type { Instant, LocalDate } from "../../domain/time.js";
import { readDate } from "./dates.js";
import type { ConvertGround } from "./ground.js";
import { about, type RowProblem } from "./row-facts.js";
import type { EmploymentRow } from "./schema.js";
import { quote } from "./text.js";

type DateField = "startDate" | "endDate" | "leaveFrom" | "leaveTo" | "effectiveDate";

/** What a row says about days, cleaned and not read yet. */
export type DateWords = Pick<EmploymentRow, DateField | "zone">;

/** The days of one employment in its own zone. They mean something only without problems. */
export interface EmploymentDates {
  readonly zone: string;
  readonly startDate: LocalDate | null;
  readonly endDate: LocalDate | null;
  readonly leaveFrom: LocalDate | null;
  readonly leaveTo: LocalDate | null;
  readonly effectiveAt: Instant | null;
  readonly problems: readonly RowProblem[];
}

/** Reads all dates of a row and holds them against each other; every problem at once. */
export function readDates(words: DateWords, ground: ConvertGround): EmploymentDates {
  const problems: RowProblem[] = [];
  const note: Note = (field, rule, rest) => problems.push(about(ground, field, { rule, rest }));
  const named = words.zone === "" ? ground.zone : words.zone;
  const zone = ground.instants.knownZone(named);
  if (zone === null) {
    note("zone", "zone-unknown", `${quote(named)} is no IANA time zone such as Europe/Madrid.`);
  }
  const day = (field: DateField): LocalDate | null => {
    const order = ground.dayOrders.get(field) ?? "undecided";
    const read = readDate(words[field], { order, zone: zone ?? "UTC" });
    if (read.fault !== null) note(field, "date-unreadable", read.fault);
    else if (field === "startDate" && read.date === null) note(field, "date-missing", "is empty.");
    return read.date;
  };
  const days = {
    startDate: day("startDate"),
    endDate: day("endDate"),
    leaveFrom: day("leaveFrom"),
    leaveTo: day("leaveTo"),
  };
  noteOrder(days, words, note);
  const effectiveDate = day("effectiveDate");
  const effectiveAt =
    effectiveDate === null || zone === null ? null : ground.instants.start(effectiveDate, zone);
  if (effectiveAt !== null && effectiveAt > ground.at) {
    const rest =
      `${effectiveDate} lies in the future. Only last days and leaves may be told in advance: ` +
      "deliver the row when it is true.";
    note("effectiveDate", "not-yet-effective", rest);
  }
  return { zone: zone ?? "UTC", ...days, effectiveAt, problems };
}

type Note = (field: DateField | "zone", rule: string, rest: string) => void;

function noteOrder(
  days: Pick<EmploymentDates, "startDate" | "endDate" | "leaveFrom" | "leaveTo">,
  words: DateWords,
  note: Note,
): void {
  const { startDate, endDate, leaveFrom, leaveTo } = days;
  if (startDate !== null && endDate !== null && endDate < startDate) {
    note("endDate", "end-before-start", `${endDate} is before the first day, ${startDate}.`);
  }
  // A first day that is there but could not be read has its own problem already.
  if (leaveTo !== null && leaveFrom === null && words.leaveFrom === "") {
    note("leaveTo", "leave-without-start", `${leaveTo} ends a leave that has no first day.`);
  }
  if (leaveFrom !== null && leaveTo !== null && leaveTo < leaveFrom) {
    const rest = `${leaveTo} is before the first day of the leave, ${leaveFrom}.`;
    note("leaveTo", "leave-ends-before-start", rest);
  }
}
