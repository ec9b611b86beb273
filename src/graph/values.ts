import neo4j, { type DateTime } from "neo4j-driver";
import { z } from "zod";

/**
 * How values cross the wire. The graph holds DATETIME in UTC so that an analyst reads dates; the code
 * holds epoch milliseconds. Contracts convert at the edge, statements need not.
 */
export function toDateTime(ms: number): DateTime<number> {
  const date = new Date(ms);
  return new neo4j.types.DateTime(
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds() * 1_000_000,
    0,
  );
}

/** Parameter: epoch milliseconds in, DATETIME on the wire. */
export const instantIn = z.number().int().transform(toDateTime);

/** Row value: DATETIME on the wire, epoch milliseconds out. */
export const instantOut = z
  .custom<DateTime<number>>((value) => neo4j.isDateTime(value as object), "is not a DATETIME")
  .transform((value) => value.toStandardDate().getTime());

/** Named numbers cannot be a property; they cross as JSON text. */
export const numbersIn = z
  .record(z.string(), z.number())
  .transform((value) => JSON.stringify(value));

/** Named numbers from JSON text. */
export const numbersOut = z
  .string()
  .transform((text) => z.record(z.string(), z.number()).parse(JSON.parse(text)));

/** Number of a run or act. */
export const runNumber = z.number().int().positive();
