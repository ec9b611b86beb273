import { type RemovalKind, REMOVAL_KINDS, type Trip, type Window } from "../../domain/gate.js";
import type { StandingName } from "../../domain/authorization.js";
import type { HeldView, PlanMeaning } from "../../runs/held-view.js";
import { counted } from "../../platform/counted.js";
import { listed } from "./text.js";

const ONE: Readonly<Record<RemovalKind, string>> = {
  departures: "person",
  owners: "owner",
  managers: "manager edge",
  memberships: "membership",
  teams: "team",
  logins: "login",
  identifiers: "record",
};

const VERB: Readonly<Record<RemovalKind, string>> = {
  departures: "depart",
  owners: "depart",
  managers: "go",
  memberships: "end",
  teams: "go",
  logins: "close",
  identifiers: "change address or id",
};

const WITHIN: Readonly<Record<Window, string>> = {
  run: "in one run",
  day: "within 24 hours",
  week: "within 7 days",
};

function many(kind: RemovalKind, number: number): string {
  return counted(number, ONE[kind], kind === "departures" ? "people" : `${ONE[kind]}s`);
}

/** Standings as an outcome, worst first. */
const OUTCOMES: readonly StandingName[] = [
  "orphaned",
  "suspended",
  "lapsed",
  "provisional",
  "revoked",
  "valid",
];

/** "3 of your 41 owners would depart; 7 authorizations become provisional, 1 orphaned" */
export function meaningInWords({ removals, population, standings, handed }: PlanMeaning): string {
  const what = REMOVAL_KINDS.flatMap((kind) =>
    removals[kind] === 0 ? [] : [wouldGo(kind, removals[kind], population[kind])],
  );
  const moves = OUTCOMES.filter((name) => standings[name] > 0).toReversed();
  const [first, ...rest] = moves;
  const become =
    first === undefined
      ? handed === 0
        ? "no authorization changes"
        : `${counted(handed, "authorization")} would change hands`
      : `${counted(standings[first], "authorization becomes", "authorizations become")} ${[first, ...rest.map((name) => `${standings[name].toLocaleString("en-GB")} ${name}`)].join(", ")}`;
  return `${listed(what)}; ${become}`;
}

function wouldGo(kind: RemovalKind, number: number, of: number): string {
  const whole =
    of >= number ? ` of your ${many(kind, of)}` : ` ${ONE[kind]}${number === 1 ? "" : "s"}`;
  return `${number.toLocaleString("en-GB")}${whole} would ${VERB[kind]}`;
}

/** Why it is held, one sentence each. */
export function tripInWords(trip: Trip): string {
  switch (trip.because) {
    case "limit": {
      const most = trip.allowed === 0 ? "none" : trip.allowed.toLocaleString("en-GB");
      return `${many(trip.kind, trip.count)} would ${VERB[trip.kind]} ${WITHIN[trip.window]}; at most ${most} of ${trip.of.toLocaleString("en-GB")} may without an approval`;
    }
    case "fewer":
      return `the list of ${trip.scope} has ${trip.now.toLocaleString("en-GB")} records; the last good one had ${trip.before.toLocaleString("en-GB")}`;
    case "scope":
      return `something else was asked for than last time (filter, mapping or rights of ${trip.scope})`;
    default:
      return trip satisfies never;
  }
}

/** What is held of a source, what was lost, and what to do: lines for the report of a sync. */
export function heldLines({ plan, state, trips, meaning, lost }: HeldView): string[] {
  const name = plan === null ? "" : ` as ${plan}`;
  const verdict = state === "rejected" ? "held, rejected" : "held";
  return [
    `${verdict}${name}: ${meaningInWords(meaning)}.`,
    ...trips.map((trip) => `because ${tripInWords(trip)}.`),
    ...(lost === "changed" ? ["An approval was given for something else: it does not apply."] : []),
    ...(lost === "expired" ? ["Its approval expired before a sync used it."] : []),
    ...(plan === null
      ? ["A sync would not write that part; it would wait for a named person."]
      : [`Nothing of that part was written. To decide: countersign plans show ${plan}`]),
  ];
}
