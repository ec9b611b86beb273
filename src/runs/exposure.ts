import { type Instant, DAY_MS } from "../domain/time.js";
import type { Graph } from "../graph/graph.js";
import { type ExposedRow, exposedStretches, listDeparted } from "../graph/queries/exposure.js";
import { firstRunSince } from "../graph/queries/runs.js";
import { batchesOf } from "../platform/batches.js";
import type { Context } from "./context.js";
import type { Exposure, ExposureAnswer } from "./exposure-report.js";

type Stretch = ExposedRow["stretches"][number];

/** A departure that was told in time is taken up by the next due work: minutes. Longer than this is a fault. */
const ORDINARY_DELAY_MS = DAY_MS / 24;

/** Authorizations looked at in one statement. */
const BATCH = 200;

/** Departures looked at for one answer at most; each may have exposed one authorization. */
const MOST = 2_000;

/**
 * Which authorizations stood without a living owner, because a departure became known late (L4), as it is
 * believed now. One that turned out not to have happened exposed nothing (L5).
 *
 * @param question since: only what ended then or later; limit: this many at most, latest first
 */
export async function exposure(
  context: Context,
  question: { readonly since?: Instant; readonly limit?: number } = {},
): Promise<ExposureAnswer> {
  const { graph } = context;
  const { since, limit = 100 } = question;
  const first = since === undefined ? 0 : await firstRun(graph, since);
  if (first === null) return { since: since ?? null, exposures: [], more: false };
  const params = { since: first, limit: MOST };
  const departed = await graph.read((tx) => listDeparted.run(tx, params));
  const found: Exposure[] = [];
  for (const keys of batchesOf([...new Set(departed.map((row) => row.key))], BATCH)) {
    const rows = await graph.read((tx) => exposedStretches.run(tx, { keys }));
    found.push(...rows.flatMap(exposuresOf));
  }
  const kept = found
    .filter((one) => since === undefined || one.to >= since)
    .toSorted((a, b) => b.to - a.to || (a.key < b.key ? -1 : 1));
  return {
    since: since ?? null,
    exposures: kept.slice(0, limit),
    more: kept.length > limit || departed.length === MOST,
  };
}

async function firstRun(graph: Graph, since: Instant): Promise<number | null> {
  const [row] = await graph.read((tx) => firstRunSince.run(tx, { at: since }));
  return row?.number ?? null;
}

/** Every such time of one authorization, oldest first. */
export async function exposuresOfAuthorization(graph: Graph, key: string): Promise<Exposure[]> {
  const rows = await graph.read((tx) => exposedStretches.run(tx, { keys: [key] }));
  return rows.flatMap(exposuresOf);
}

/** The one that this instant lies in. */
export async function exposureAt(graph: Graph, key: string, at: Instant): Promise<Exposure | null> {
  const all = await exposuresOfAuthorization(graph, key);
  return all.find((one) => one.from <= at && at < one.to) ?? null;
}

/** Times between the departure of the last who answered and the run that took it up. */
function exposuresOf(row: ExposedRow): Exposure[] {
  const { key, agentTitle, classTitle, stretches, standings } = row;
  return stretches.flatMap((left) => {
    if (left.endedBecause !== "OWNER_DEPARTED" || left.to === null) return [];
    const from = left.to;
    if (stretches.some((other) => other !== left && covers(other, left))) return [];
    const next = stretches.filter((other) => other.from >= from).map((other) => other.from);
    const to = Math.min(left.endedIn.at, ...next);
    const because = left.toldIn.at > from ? ("enteredLate" as const) : ("noticedLate" as const);
    if (to <= from || (because === "noticedLate" && to - from < ORDINARY_DELAY_MS)) return [];
    const { at: _told, ...toldIn } = left.toldIn;
    const { at: _ended, ...endedIn } = left.endedIn;
    return [
      {
        key,
        agentTitle,
        classTitle,
        person: { id: left.personId, name: left.name },
        from,
        to,
        because,
        toldIn,
        endedIn,
        shown: shownBetween(standings, from, to),
      },
    ];
  });
}

/** Whether the other still answered when this one left; of two who left in one instant, one counts. */
function covers(other: Stretch, left: Stretch): boolean {
  if (left.to === null || other.from > left.to) return false;
  if (other.to === null || other.to > left.to) return true;
  return (
    other.to === left.to &&
    other.endedBecause === "OWNER_DEPARTED" &&
    other.personId < left.personId
  );
}

function shownBetween(
  standings: ExposedRow["standings"],
  from: Instant,
  to: Instant,
): Exposure["shown"] {
  return standings.flatMap((one) => {
    const begins = Math.max(from, one.from);
    const ends = Math.min(to, one.to ?? to);
    return begins < ends ? [{ standing: one.standing, from: begins, to: ends }] : [];
  });
}
