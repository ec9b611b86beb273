import { z } from "zod";
import { normaliseAddress, normaliseId } from "../../platform/normalise.js";
import {
  cleanText,
  faultOfId,
  hasReplacement,
  isSpreadsheetError,
  ownCopy,
  quote,
} from "./text.js";

// Messages go on after the column's header: `Employee ID` + `is empty.`

/** An id that must be there (Q7). */
const key = z
  .string()
  .default("")
  .transform((raw, ctx) => {
    const text = cleanText(raw);
    const fault = text === "" ? "is empty." : idFault(text);
    if (fault === null) return ownCopy(text);
    ctx.addIssue({ code: "custom", message: fault });
    return z.NEVER;
  });

/** An id of something else, or nothing. */
const reference = z
  .string()
  .default("")
  .transform((raw, ctx) => {
    const text = cleanText(raw);
    if (text === "") return null;
    const fault = idFault(text);
    if (fault === null) return ownCopy(text);
    ctx.addIssue({ code: "custom", message: fault });
    return z.NEVER;
  });

/** Ids in one value, separated by `;` or `|`. */
const references = z
  .string()
  .default("")
  .transform((raw, ctx) => {
    const ids = raw
      .split(/[;|]/)
      .map(cleanText)
      .filter((text) => text !== "");
    for (const text of ids) {
      const fault = idFault(text);
      if (fault !== null) ctx.addIssue({ code: "custom", message: fault });
    }
    return [...new Set(ids.map(ownCopy))];
  });

const CONTROL = /\p{Cc}+/gu;

/** A name as people write it, one line. Nobody is called "" but somebody may be called Null. */
const name = z
  .string()
  .default("")
  .transform((raw, ctx) => {
    const text = normaliseId(raw.replace(CONTROL, " "));
    if (text !== "" && !isSpreadsheetError(text)) return ownCopy(text);
    ctx.addIssue({
      code: "custom",
      message: text === "" ? "is empty." : `${quote(text)} is no name.`,
    });
    return z.NEVER;
  });

/** E-mail or login: finds a person, never identifies one (I11). */
const address = z
  .string()
  .default("")
  .transform((raw, ctx) => {
    const text = normaliseAddress(cleanText(raw));
    if (text === "") return null;
    if (!hasReplacement(text) && !isSpreadsheetError(text)) return ownCopy(text);
    ctx.addIssue({
      code: "custom",
      message: `${quote(text)} holds bytes that are not UTF-8, or an error.`,
    });
    return z.NEVER;
  });

/** A word or date whose meaning the converter reads. */
const word = z
  .string()
  .default("")
  .transform((raw, ctx) => {
    const text = cleanText(raw);
    if (!isSpreadsheetError(text)) return text;
    ctx.addIssue({
      code: "custom",
      message: `${quote(text)} is a spreadsheet's error, not a value.`,
    });
    return z.NEVER;
  });

function idFault(text: string): string | null {
  const fault = faultOfId(text);
  return fault === null ? null : `${quote(text)} ${fault}.`;
}

/** One row of a people file, by field. A field without a column is empty. */
export const employmentRow = z.object({
  workerId: key,
  recordId: reference,
  name,
  email: address,
  login: address,
  startDate: word,
  endDate: word,
  leaveFrom: word,
  leaveTo: word,
  manager: reference,
  team: reference,
  position: reference,
  zone: word,
  workerType: word,
  effectiveDate: word,
});

/** One row of a teams file, by field. */
export const teamRow = z.object({
  teamId: key,
  name,
  parent: reference,
  head: reference,
  deputies: references,
});

export type EmploymentRow = z.output<typeof employmentRow>;
