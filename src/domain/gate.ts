import { HOUR_MS, DAY_MS, type Instant } from "./time.js";

/**
 * What a read can take away. A person is counted once, as a departure; `owners` counts those departures
 * again of people who answer for an authorization, because a small share of a company can be most of
 * its owners.
 */
export const REMOVAL_KINDS = [
  "departures",
  "owners",
  "managers",
  "memberships",
  "teams",
  "logins",
  "identifiers",
] as const;

export type RemovalKind = (typeof REMOVAL_KINDS)[number];

/** How many of each kind. */
export type RemovalCounts = Readonly<Record<RemovalKind, number>>;

export const NO_REMOVALS: RemovalCounts = {
  departures: 0,
  owners: 0,
  managers: 0,
  memberships: 0,
  teams: 0,
  logins: 0,
  identifiers: 0,
};

/** Spans over which removals add up: one run, a sliding day, a sliding week (F27). */
export const WINDOWS = ["run", "day", "week"] as const;

export type Window = (typeof WINDOWS)[number];

/** How far back a sliding window reaches, in milliseconds; a run looks at itself only. */
export const WINDOW_MS: Readonly<Record<Exclude<Window, "run">, number>> = {
  day: 24 * HOUR_MS,
  week: 7 * DAY_MS,
};

/** More than the greater of both is held: the number keeps small organisations going. */
export interface Limit {
  readonly count: number;
  readonly percent: number;
}

export type Limits = Readonly<Record<RemovalKind, Readonly<Record<Window, Limit>>>>;

/** Records of one scope in a complete sweep, now and in the last run that was applied (F9). */
export interface ScopeCount {
  readonly scope: string;
  readonly now: number;
  readonly before: number;
}

/** What an earlier run of the same source took away without anybody's release. */
export interface EarlierRemovals {
  readonly at: Instant;
  readonly counts: RemovalCounts;
}

/** Everything the gate judges one read by. */
export interface GateFacts {
  readonly at: Instant;
  readonly removals: RemovalCounts;
  /** Of how many, before the run. */
  readonly population: RemovalCounts;
  readonly earlier: readonly EarlierRemovals[];
  readonly scopeCounts: readonly ScopeCount[];
  /** Scopes of which something else was asked for than last time: filter, OU, licence (L17). */
  readonly changedScopes: readonly string[];
}

/** One reason why a change is held. */
export type Trip =
  | {
      readonly because: "limit";
      readonly kind: RemovalKind;
      readonly window: Window;
      readonly count: number;
      readonly of: number;
      readonly allowed: number;
    }
  | {
      readonly because: "fewer";
      readonly scope: string;
      readonly now: number;
      readonly before: number;
    }
  | { readonly because: "scope"; readonly scope: string };

/** What the gate rests on besides the facts. */
export interface GatePolicy {
  readonly limits: Limits;
  /** A complete sweep with fewer records than this share of the last good one is not believed. */
  readonly leastShare: number;
}

/** A sweep that lacks this few records is judged by its removals alone. */
const FEW_RECORDS = 5;

/**
 * Every reason to hold what a read would take away; none: it may be applied (F9, F27, L17, M7, O7).
 * Pure. A read that takes nothing away is never held.
 */
export function judgeRemovals(facts: GateFacts, policy: GatePolicy): Trip[] {
  if (REMOVAL_KINDS.every((kind) => facts.removals[kind] === 0)) return [];
  return [
    ...facts.changedScopes.map((scope): Trip => ({ because: "scope", scope })),
    ...facts.scopeCounts.flatMap((one) => fewer(one, policy.leastShare)),
    ...REMOVAL_KINDS.flatMap((kind) => beyond(kind, facts, policy.limits)),
  ];
}

function fewer({ scope, now, before }: ScopeCount, leastShare: number): Trip[] {
  const few = before - now <= FEW_RECORDS && now > 0;
  const enough = now >= before * leastShare;
  return few || enough ? [] : [{ because: "fewer", scope, now, before }];
}

/** The widest window that is beyond its limit says it; the run itself before any. */
function beyond(kind: RemovalKind, facts: GateFacts, limits: Limits): Trip[] {
  const own = facts.removals[kind];
  if (own === 0) return [];
  for (const window of WINDOWS) {
    const earlier = window === "run" ? 0 : earlierWithin(kind, window, facts);
    const count = own + earlier;
    const of = facts.population[kind] + earlier;
    const limit = limits[kind][window];
    const most = allowedOf(limit, of);
    // Two or more are never all there are, unless the limit itself is everybody.
    const all = kind === "departures" && of > 1 && limit.percent < 100;
    const allowed = all && window === "run" ? Math.min(most, of - 1) : most;
    if (count > allowed) return [{ because: "limit", kind, window, count, of, allowed }];
  }
  return [];
}

function earlierWithin(
  kind: RemovalKind,
  window: Exclude<Window, "run">,
  { at, earlier }: GateFacts,
): number {
  const since = at - WINDOW_MS[window];
  return earlier.filter((one) => one.at > since).reduce((sum, one) => sum + one.counts[kind], 0);
}

function allowedOf({ count, percent }: Limit, of: number): number {
  return Math.max(count, Math.floor((of * percent) / 100));
}
