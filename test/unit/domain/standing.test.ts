import { describe, expect, it } from "vitest";
import type { Standing, StandingName } from "../../../src/domain/authorization.js";
import {
  type Outcome,
  STANDING_TABLE,
  type StandingEvent,
  type TableState,
  moveStanding,
  shownStanding,
  tableStateOf,
} from "../../../src/domain/standing.js";
import { DAY_MS } from "../../../src/domain/time.js";

/**
 * SEMANTICS "S" as it is printed there, row by row, one word per cell. `same`: the standing of the
 * row; `kept` and `order`: the stop goes on; `without`: what it would be without the stop.
 */
const PRINTED = `
from              | signed  | found       | none      | change      | deadline | stop  | resume  | retired
valid             | same    | provisional | orphaned  | provisional | same     | order | same    | revoked
provisional       | valid   | same        | orphaned  | same        | lapsed   | order | same    | revoked
orphaned          | refused | provisional | same      | same        | lapsed   | order | same    | revoked
suspendedByPolicy | valid   | same        | same      | same        | same     | order | refused | revoked
suspendedByOrder  | kept    | kept        | kept      | kept        | kept     | same  | without | revoked
lapsed            | valid   | same        | same      | same        | same     | order | same    | revoked
revoked           | refused | same        | same      | same        | same     | same  | refused | same
`;

const EVENTS: readonly StandingEvent[] = [
  "signed",
  "holderLostSuccessorFound",
  "holderLostNoneFound",
  "materialChange",
  "deadlinePassed",
  "stop",
  "resume",
  "retired",
];

const CELLS = PRINTED.trim()
  .split("\n")
  .slice(1)
  .flatMap((line) => {
    const [row = "", ...words] = line.split("|").map((word) => word.trim());
    return words.map((word, index) => ({ row, event: EVENTS[index] ?? "", word }));
  });

function printed(outcome: Outcome): string {
  if ("refused" in outcome) return "refused";
  if ("stay" in outcome) return "same";
  if ("beneath" in outcome) return outcome.beneath === "moves" ? "kept" : "without";
  return outcome.to === "suspendedByOrder" ? "order" : outcome.to;
}

const AT = 1_000 * DAY_MS;
const CLOCK = { at: AT, clockDays: 14 };

function standing(beneath: StandingName, more: Partial<Standing> = {}): Standing {
  return { beneath, reasons: [], since: 0, deadlineAt: null, ...more };
}

describe("S: the table of standings", () => {
  it("has 56 cells", () => {
    expect(CELLS).toHaveLength(56);
  });

  it.each(CELLS)("$row, $event: $word", ({ row, event, word }) => {
    expect(printed(STANDING_TABLE[row as TableState][event as StandingEvent])).toBe(word);
  });
});

describe("S: folding an event", () => {
  const move = (from: Standing, event: StandingEvent, clockDays = 14) => {
    const moved = moveStanding({ standing: from, stop: null }, event, { at: AT, clockDays });
    if (!moved.ok) throw new Error(moved.why);
    return moved.standing;
  };

  it("sets the deadline of the tier when a signature stops standing", () => {
    expect(move(standing("valid"), "materialChange")).toEqual(
      standing("provisional", { since: AT, deadlineAt: AT + 14 * DAY_MS }),
    );
    expect(move(standing("valid"), "holderLostNoneFound")).toEqual(
      standing("orphaned", { since: AT, deadlineAt: AT + 14 * DAY_MS }),
    );
  });

  it("keeps the deadline when the duty passes on, is lost, or is found again", () => {
    const deadlineAt = AT + 2 * DAY_MS;
    const waiting = standing("provisional", { deadlineAt });
    expect(move(waiting, "holderLostSuccessorFound")).toBe(waiting);
    expect(move(waiting, "holderLostNoneFound").deadlineAt).toBe(deadlineAt);
    expect(move(standing("orphaned", { deadlineAt }), "holderLostSuccessorFound").deadlineAt).toBe(
      deadlineAt,
    );
  });

  it("drops the deadline when it is signed", () => {
    expect(move(standing("provisional", { deadlineAt: AT + 1 }), "signed")).toEqual(
      standing("valid", { since: AT }),
    );
  });

  it("lapses at the deadline, however late that is noticed", () => {
    expect(move(standing("orphaned", { deadlineAt: AT - 5 }), "deadlinePassed")).toEqual(
      standing("lapsed", { since: AT - 5 }),
    );
  });

  it.each([
    ["valid", "holderLostSuccessorFound"],
    ["valid", "holderLostNoneFound"],
    ["valid", "materialChange"],
    ["provisional", "materialChange"],
    ["orphaned", "holderLostSuccessorFound"],
    ["orphaned", "holderLostNoneFound"],
  ] as const)("is withheld at once without a clock: %s, %s", (from, event) => {
    expect(move(standing(from), event, 0)).toEqual(standing("suspended", { since: AT }));
  });
});

describe("S: a stop covers what moves on beneath it", () => {
  const stop = { orderedBy: "lea", at: 1, reason: "an incident" };

  it("shows suspended, and the clock beneath runs on", () => {
    const state = { standing: standing("provisional", { deadlineAt: AT }), stop };
    expect(shownStanding(state)).toBe("suspended");
    expect(tableStateOf(state)).toBe("suspendedByOrder");
    const moved = moveStanding(state, "deadlinePassed", CLOCK);
    expect(moved).toMatchObject({ ok: true, stopped: true, standing: { beneath: "lapsed" } });
  });

  it("ends by resume, showing what it would be without the stop", () => {
    const state = { standing: standing("provisional", { deadlineAt: AT + 1 }), stop };
    const moved = moveStanding(state, "resume", CLOCK);
    expect(moved).toEqual({ ok: true, stopped: false, standing: state.standing });
  });

  it("does not make an orphan signable", () => {
    const moved = moveStanding({ standing: standing("orphaned"), stop }, "signed", CLOCK);
    expect(moved.ok).toBe(false);
  });

  it("does not hide that it was revoked", () => {
    const moved = moveStanding({ standing: standing("valid"), stop }, "retired", CLOCK);
    expect(moved).toMatchObject({ ok: true, stopped: false, standing: { beneath: "revoked" } });
    expect(shownStanding({ standing: standing("revoked"), stop })).toBe("revoked");
  });
});
