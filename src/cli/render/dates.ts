import type { Instant } from "../../domain/time.js";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `14 Dec`, with the year when it is not this one. In UTC, as everything the service decides by. */
export function day(at: Instant, now: Instant): string {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  const text = `${date.getUTCDate()} ${monthOf(date).slice(0, 3)}`;
  return year === new Date(now).getUTCFullYear() ? text : `${text} ${year}`;
}

/** `1 June 2026` */
function longDay(at: Instant): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${monthOf(date)} ${date.getUTCFullYear()}`;
}

/** `3 Feb 2026 10:12 UTC`; midnight UTC is how a day without a time is kept, and is only the day. */
export function moment(at: Instant): string {
  const date = new Date(at);
  const text = `${date.getUTCDate()} ${monthOf(date).slice(0, 3)} ${date.getUTCFullYear()}`;
  const time = date.toISOString().slice(11, 16);
  return time === "00:00" ? text : `${text} ${time} UTC`;
}

/** `1 June 2026`, and the time too when it is not midnight UTC. */
export function longMoment(at: Instant): string {
  const time = new Date(at).toISOString().slice(11, 16);
  return time === "00:00" ? longDay(at) : `${longDay(at)}, ${time} UTC`;
}

/** Dates inside a sentence (`last day 2026-11-30`) as people write them. Times are left as they are. */
export function datesInWords(text: string, now: Instant): string {
  return text.replaceAll(/\b\d{4}-\d{2}-\d{2}\b(?!T)/g, (found) => {
    const at = Date.parse(found);
    return Number.isNaN(at) ? found : day(at, now);
  });
}

function monthOf(date: Date): string {
  // getUTCMonth is 0 to 11 for every date that is one.
  return MONTHS[date.getUTCMonth()] ?? "";
}
