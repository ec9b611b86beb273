import type { StandingName } from "../../src/domain/authorization.js";
import { CLEAN_UPS, type HeldMonth } from "./held-month.js";
import type { RefusedLine, Verdict } from "./judge.js";

/** What one month brought. */
export interface MonthResult {
  /** `YYYY-MM` */
  readonly month: string;
  /** Everybody ever seen, and who is a member at the end of the month. */
  readonly people: number;
  readonly members: number;
  readonly departures: number;
  /** OWNERS files seen so far; one whose lines were all refused has no authorization. */
  readonly ownersFiles: number;
  readonly standings: Readonly<Record<StandingName, number>>;
  readonly verdict: Verdict;
  /** Lines of the registry that the sync of this month refused. */
  readonly refused: readonly RefusedLine[];
  /** What the gate held until somebody approved it; null: nothing. */
  readonly held: HeldMonth | null;
  readonly seconds: number;
}

/** The last line of the replay: sums over all months; people, authorizations and standings as at the end. */
export interface Summary {
  readonly months: number;
  readonly people: number;
  readonly departures: number;
  readonly ownersFiles: number;
  readonly authorizations: number;
  readonly grantsOutlivingMembership: number;
  readonly handledInFirstSync: number;
  readonly ownedByDepartedAtAnyMonthEnd: number;
  readonly flagsOnPeopleWhoStayed: number;
  readonly lostWithoutCause: number;
  readonly offeredBack: number;
  readonly listedAfterReturn: number;
  readonly listedNotOwning: number;
  readonly valid: number;
  readonly provisional: number;
  readonly orphaned: number;
  readonly suspended: number;
  readonly lapsed: number;
  readonly revoked: number;
  readonly unknownOwnerLines: number;
  readonly unknownOwners: number;
  readonly unknownInSilence: number;
  /** Refused lines, each counted once; by rule and kind. */
  readonly refusedLines: number;
  readonly refusedSignatures: number;
  readonly refusedBecause: Readonly<Record<string, number>>;
  /** Months that the gate held, and those of them in which nobody was cleaning up. */
  readonly heldMonths: readonly string[];
  readonly falselyHeldMonths: readonly string[];
  /** Clean-ups that went through unseen. */
  readonly missedCleanUps: readonly string[];
  readonly wallSeconds: number;
  /** The most memory that this process had, everything included. */
  readonly peakMemoryMb: number;
}

/** Adds the months up. */
export function summarise(
  results: readonly MonthResult[],
  totals: Pick<Summary, "unknownOwnerLines" | "unknownOwners" | "wallSeconds" | "peakMemoryMb">,
): Summary {
  const last = results.at(-1);
  if (last === undefined) throw new Error("a replay of no month");
  const sum = (count: (result: MonthResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const { valid, provisional, orphaned, suspended, lapsed, revoked } = last.standings;
  return {
    months: results.length,
    people: last.people,
    departures: sum(({ departures }) => departures),
    ownersFiles: last.ownersFiles,
    authorizations: Object.values(last.standings).reduce((total, count) => total + count, 0),
    grantsOutlivingMembership: sum(({ verdict }) => verdict.outliving),
    handledInFirstSync: sum(({ verdict }) => verdict.handled),
    ownedByDepartedAtAnyMonthEnd: sum(({ verdict }) => verdict.ownedByDeparted.length),
    flagsOnPeopleWhoStayed: sum(({ verdict }) => verdict.flagsOnStayed.length),
    lostWithoutCause: sum(({ verdict }) => verdict.lostWithoutCause.length),
    offeredBack: sum(({ verdict }) => verdict.offeredBack),
    listedAfterReturn: last.verdict.listedAfterReturn,
    listedNotOwning: last.verdict.listedNotOwning.length,
    unknownInSilence: sum(({ verdict }) => verdict.unknownInSilence.length),
    valid,
    provisional,
    orphaned,
    suspended,
    lapsed,
    revoked,
    ...refusals(results),
    ...heldMonths(results),
    ...totals,
  };
}

function heldMonths(
  results: readonly MonthResult[],
): Pick<Summary, "heldMonths" | "falselyHeldMonths" | "missedCleanUps"> {
  const held = results.filter((one) => one.held !== null).map((one) => one.month);
  const lived = results.map((one) => one.month).filter((month) => CLEAN_UPS.has(month));
  return {
    heldMonths: held,
    falselyHeldMonths: held.filter((month) => !CLEAN_UPS.has(month)),
    missedCleanUps: lived.filter((month) => !held.includes(month)),
  };
}

function refusals(
  results: readonly MonthResult[],
): Pick<Summary, "refusedLines" | "refusedSignatures" | "refusedBecause"> {
  const all = results.flatMap(({ refused }) => refused);
  const once = [...new Map(all.map((line) => [JSON.stringify(line), line])).values()];
  const refusedBecause: Record<string, number> = {};
  for (const { rule, isSignature } of once) {
    const name = isSignature ? `signed ${rule}` : rule;
    refusedBecause[name] = (refusedBecause[name] ?? 0) + 1;
  }
  const refusedSignatures = once.filter(({ isSignature }) => isSignature).length;
  return { refusedLines: once.length - refusedSignatures, refusedSignatures, refusedBecause };
}

/** What must hold; each broken one in words. Empty: the replay passed. */
export function brokenExpectations(summary: Summary): readonly string[] {
  const broken: string[] = [];
  const { grantsOutlivingMembership, handledInFirstSync } = summary;
  if (handledInFirstSync !== grantsOutlivingMembership) {
    broken.push(
      `${String(grantsOutlivingMembership - handledInFirstSync)} of ${String(grantsOutlivingMembership)} grants that outlived a membership were not released by the first sync after its end`,
    );
  }
  if (summary.ownedByDepartedAtAnyMonthEnd !== 0) {
    broken.push(
      `${String(summary.ownedByDepartedAtAnyMonthEnd)} times a month ended with something owned by somebody who had left`,
    );
  }
  if (summary.flagsOnPeopleWhoStayed !== 0) {
    broken.push(
      `${String(summary.flagsOnPeopleWhoStayed)} findings say of somebody who stayed that they leave or left`,
    );
  }
  if (summary.lostWithoutCause !== 0) {
    broken.push(`${String(summary.lostWithoutCause)} duties were taken from listed members`);
  }
  const { falselyHeldMonths, missedCleanUps } = summary;
  if (falselyHeldMonths.length > 0) {
    broken.push(`ordinary months were held: ${falselyHeldMonths.join(", ")}`);
  }
  if (missedCleanUps.length > 0) {
    broken.push(`clean-ups went through without anybody: ${missedCleanUps.join(", ")}`);
  }
  if (summary.unknownInSilence !== 0) {
    broken.push(
      `${String(summary.unknownInSilence)} lines of unknown people were dropped in silence`,
    );
  }
  return broken;
}

const COLUMNS = [
  "year",
  "people",
  "members",
  "left",
  "rights",
  "outlived",
  "handled",
  "owned by departed",
  "false flags",
  "valid",
  "provisional",
  "orphaned",
  "lapsed",
  "revoked",
] as const;

const NOTHING = { unknownOwnerLines: 0, unknownOwners: 0, wallSeconds: 0, peakMemoryMb: 0 };

/** One line a calendar year: sums of what happened in it, everything else as at its end. */
export function yearTable(results: readonly MonthResult[]): string {
  const years = new Map<string, MonthResult[]>();
  for (const result of results) {
    const year = result.month.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), result]);
  }
  const rows = [...years].map(([year, months]) => {
    const total = summarise(months, NOTHING);
    return [
      year,
      total.people,
      months.at(-1)?.members ?? 0,
      total.departures,
      total.authorizations,
      total.grantsOutlivingMembership,
      total.handledInFirstSync,
      total.ownedByDepartedAtAnyMonthEnd,
      total.flagsOnPeopleWhoStayed,
      total.valid,
      total.provisional,
      total.orphaned,
      total.lapsed,
      total.revoked,
    ].map(String);
  });
  return [[...COLUMNS], ...rows]
    .map((row) => row.map((cell, index) => cell.padStart(COLUMNS[index]?.length ?? 0)).join("  "))
    .join("\n");
}
