import { z } from "zod";
import type { RemovalKind, Window } from "../domain/gate.js";

interface Default {
  readonly count: number;
  readonly percent: number;
}

function limit({ count, percent }: Default) {
  return z
    .strictObject({
      count: z.number().int().min(0).default(count),
      percent: z.number().min(0).max(100).default(percent),
    })
    .prefault({});
}

/** Limits of one kind; more than the greater of `count` and `percent` is held. */
function limits(of: Readonly<Record<Window, Default>>, what: string) {
  return z
    .strictObject({ run: limit(of.run), day: limit(of.day), week: limit(of.week) })
    .prefault({})
    .describe(what);
}

const of = (count: number, percent: number): Default => ({ count, percent });

const kinds = {
  departures: limits(
    { run: of(5, 5), day: of(5, 8), week: of(10, 15) },
    "people departing; a bad feed takes many at once, a drip takes a few each run",
  ),
  owners: limits(
    { run: of(2, 10), day: of(3, 15), week: of(4, 20) },
    "people departing who answer for an authorization: a small share of all people can be most owners",
  ),
  managers: limits(
    { run: of(5, 10), day: of(5, 15), week: of(10, 20) },
    "manager references that go while their people stay: a blanked column ends every escalation",
  ),
  memberships: limits(
    { run: of(50, 20), day: of(75, 30), week: of(100, 50) },
    "memberships and places in teams that end; they change more often than anything else",
  ),
  teams: limits(
    { run: of(1, 5), day: of(2, 8), week: of(3, 15) },
    "teams that are gone: their people and decision rights would lose their place",
  ),
  logins: limits(
    { run: of(10, 10), day: of(15, 15), week: of(20, 25) },
    "logins that close or are suspended: an owner kept out is stood in for",
  ),
  identifiers: limits(
    { run: of(10, 20), day: of(20, 30), week: of(30, 50) },
    "addresses, logins and worker ids that change: a merger of domains, or a column parsed wrong",
  ),
} satisfies Record<RemovalKind, z.ZodType>;

/** What a run may take away by itself, and what waits for a named person (FAULTS F9, F27, F28). */
export const gate = z
  .strictObject({
    limits: z.strictObject(kinds).prefault({}),
    leastShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.9)
      .describe(
        "a complete read with fewer records than this share of the last good one is held, whatever it takes away",
      ),
    whenHeld: z
      .enum(["goOn", "stop"])
      .default("goOn")
      .describe(
        "goOn: joins and attributes are applied while the rest is held; stop: nothing of the read is",
      ),
    releaseHours: z
      .number()
      .min(1)
      .max(168)
      .default(24)
      .describe("an approval that no sync has used by then has expired: the company has moved on"),
  })
  .prefault({})
  .describe(
    "limits on what one run, a day and a week may take away; more is held for a named person",
  );

/** What follows from a record that is not listed any more and was not said to have ended (L15). */
export const absence = z
  .strictObject({
    graceDays: z
      .number()
      .int()
      .min(0)
      .default(7)
      .describe(
        "who is still missing after this many days has left, also where the source cannot be asked for one record",
      ),
  })
  .prefault({});
