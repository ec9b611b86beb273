import { z } from "zod";

/** Whether it can be an e-mail address or a login; whether anybody has it is for the directory to say. */
export function isAddress(written: string): boolean {
  if (/[\s\p{Cc}\p{Cf}\p{Cs},;<>"]/u.test(written)) return false;
  const parts = written.split("@");
  return parts.length <= 2 && parts.every((part) => part.length > 0);
}

/** What is wrong with an address, as the end of a sentence. */
export function addressAdvice(written: string): string {
  const inner = /<([^\s<>@]+@[^\s<>@]+)>/.exec(written)?.[1];
  if (inner !== undefined) return `is more than an address. Write only ${inner}.`;
  if (/[,;]/.test(written)) return "names several people. Give each an entry of their own.";
  return "is neither an e-mail address nor a login. Write the address the directory has for this person, without spaces.";
}

/** What is wrong with a date, as the end of a sentence. */
export function dateAdvice(written: string): string {
  const [, year, month, dayOfMonth] =
    /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(written.trim()) ?? [];
  if (year !== undefined && month !== undefined && dayOfMonth !== undefined) {
    const date = `${year}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`;
    if (!z.iso.date().safeParse(date).success) return "is a day that does not exist.";
    return `is not written as YYYY-MM-DD. Write ${date}.`;
  }
  const start = /^(\d{4}-\d{2}-\d{2})[T ]/.exec(written)?.[1];
  if (start !== undefined) return `carries a time. Write only the day: ${start}.`;
  return "is not a date. Write it as YYYY-MM-DD, such as 2026-02-03.";
}
