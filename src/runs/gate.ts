import {
  type EarlierRemovals,
  type GateFacts,
  NO_REMOVALS,
  REMOVAL_KINDS,
  type RemovalCounts,
  type Trip,
  WINDOWS,
  WINDOW_MS,
  judgeRemovals,
} from "../domain/gate.js";
import type { PersonId } from "../domain/person.js";
import type { Instant } from "../domain/time.js";
import { graphOrg } from "../graph/org-reader.js";
import { population, takenLately } from "../graph/queries/gate.js";
import { type OpenPlan, openPlan } from "../graph/queries/plans.js";
import type { SourceConfig } from "../platform/config-sources.js";
import type { Checkpoint } from "../sync/read-options.js";
import type { SourceRead } from "../sync/read-source.js";
import { PlannedOrg } from "../sync/planned-org.js";
import { type Removal, countRemovals, departing, removalsOf } from "../sync/removals.js";
import { Admittance, type Admission, AS_CERTIFIED } from "./admission.js";
import type { Context } from "./context.js";
import type { HeldView } from "./held-view.js";
import { correlatorFrame } from "./identity-step.js";
import { planLogins } from "./plan-logins.js";
import { plannedOrgReader } from "./plan-source.js";
import { type Preview, previewRead } from "./preview.js";

/** How a read passes the gate: what of it may be applied, and why the rest may not. */
export interface Passage {
  readonly admission: Admission;
  /** What it takes away by itself; counted in the windows of later runs. */
  readonly taken: RemovalCounts;
  readonly held: HeldView | null;
  /** Of what is held; null: nothing is, or it is stored already as it was shown. */
  readonly toStore: Preview | null;
  /** What was stored before of this source and still waits; null: nothing. */
  readonly open: OpenPlan | null;
  /** Whose work the read ends, with no other work of theirs going on; null: not looked at (a first read). */
  readonly departing: ReadonlySet<PersonId> | null;
}

/** What the gate looks at. */
export interface Passing {
  readonly at: Instant;
  readonly read: SourceRead;
  /** Null: a first read takes nothing away. */
  readonly known: Checkpoint | null;
  /** Number of the run; null: a plan. */
  readonly run: number | null;
}

/** Where a company is this small, one leaver may be everybody there is. */
const SMALL = 50;

/**
 * Judges what a read would take away before anything of it is written (F9, F27, L17, M7, O7). Costs one
 * pass over what differs; whoever takes nothing away pays nothing else.
 */
export async function passGate(
  context: Context,
  config: SourceConfig,
  passing: Passing,
): Promise<Passage> {
  const { graph } = context;
  const [open = null] = await graph.read((tx) => openPlan.run(tx, { source: config.id }));
  const untouched = { admission: AS_CERTIFIED, held: null, toStore: null, open };
  if (passing.known === null) return { ...untouched, departing: null, taken: NO_REMOVALS };
  const removals = await takenBy(context, passing);
  const taken = countRemovals(removals);
  const free = { ...untouched, departing: departing(removals) };
  if (removals.length === 0) return { ...free, taken };
  const facts = await gateFacts(context, { passing, config, taken });
  const trips = judgeRemovals(facts, context.config.gate);
  if (trips.length === 0) return { ...free, taken: settled(removals) };
  const of = { ...passing, removals, counts: taken, population: facts.population };
  return await hold(context, config, { trips, open, of, run: passing.run });
}

/** Who is missing for the first time is only a candidate: what goes by this run is the rest. */
function settled(removals: readonly Removal[]): RemovalCounts {
  return countRemovals(removals.filter((one) => !one.isCandidate));
}

async function takenBy(context: Context, { read, at }: Passing): Promise<Removal[]> {
  const { graph } = context;
  const admitted = new Admittance(read, { admits: "released", identifiersHeld: false });
  const frame = correlatorFrame(context, at);
  const changes = {
    goneTeams: read.goneTeams,
    employments: () => each(read.employments, (chunk) => admitted.employments(chunk).changes),
    accounts: () => each(read.accounts, (chunk) => admitted.accounts(chunk).changes),
    memberships: () => each(read.memberships, (chunk) => admitted.memberships(chunk).changes),
    tenuresOf: async (closing: Parameters<typeof planLogins>[2]["changes"]) => {
      const org = new PlannedOrg(graphOrg(graph), at, plannedOrgReader(graph));
      return (await planLogins(graph, org, { changes: closing, frame })).employments;
    },
  };
  return await removalsOf(graph, changes, at);
}

async function* each<Change>(
  spool: { chunks(size: number): AsyncIterable<Change[]> },
  admit: (chunk: Change[]) => readonly Change[],
): AsyncIterable<readonly Change[]> {
  for await (const chunk of spool.chunks(2_000)) yield admit(chunk);
}

async function gateFacts(
  { graph, config: { gate } }: Context,
  {
    passing: { at, read, known, run },
    config: { id: source },
    taken,
  }: { readonly passing: Passing; readonly config: SourceConfig; readonly taken: RemovalCounts },
): Promise<GateFacts> {
  const before = run ?? Number.MAX_SAFE_INTEGER;
  const since = at - WINDOW_MS.week;
  const rows = await graph.read((tx) => takenLately.run(tx, { source, since, before }));
  const earlier = rows.map((row) => ({ at: row.at, counts: countsFrom(row.taken) }));
  const counts = known?.counts ?? {};
  const records = Math.max(0, ...Object.values(counts));
  const frame = { source, prefix: `${source}#`, at };
  const asked = records < SMALL || isMany(taken, earlier, gate.limits);
  const [people] = asked ? await graph.read((tx) => population.run(tx, frame)) : [];
  const certified = read.certificates.filter((one) => one.complete);
  return {
    at,
    removals: taken,
    population: people ?? roughly(records),
    earlier,
    scopeCounts: certified
      .filter((one) => one.basis === "sweep")
      .flatMap(({ scope, count: now }) => {
        const last = counts[scope];
        return last === undefined ? [] : [{ scope, now, before: last }];
      }),
    changedScopes: certified
      .filter(({ scope, scopeHash }) => (known?.scopes[scope] ?? scopeHash) !== scopeHash)
      .map((one) => one.scope),
  };
}

/** Whether the share matters: fewer than each limit's own number pass in any company that is not small. */
function isMany(
  taken: RemovalCounts,
  earlier: readonly EarlierRemovals[],
  limits: Context["config"]["gate"]["limits"],
): boolean {
  return REMOVAL_KINDS.some((kind) => {
    const all = earlier.reduce((sum, one) => sum + one.counts[kind], taken[kind]);
    const least = Math.min(...WINDOWS.map((window) => limits[kind][window].count));
    return all > least || (kind === "owners" && taken.owners > 1);
  });
}

function roughly(records: number): RemovalCounts {
  return countsFrom(REMOVAL_KINDS.map(() => records));
}

function countsFrom(taken: readonly number[]): RemovalCounts {
  const entries = REMOVAL_KINDS.map((kind, index) => [kind, taken[index] ?? 0] as const);
  return { ...NO_REMOVALS, ...Object.fromEntries(entries) };
}

/** In the order in which they are stored on a run. */
export function asList(counts: RemovalCounts): number[] {
  return REMOVAL_KINDS.map((kind) => counts[kind]);
}

/** The approval that covers it, or what waits for one (F28). */
async function hold(
  context: Context,
  config: SourceConfig,
  step: {
    readonly trips: readonly Trip[];
    readonly open: OpenPlan | null;
    readonly of: Parameters<typeof previewRead>[2];
    readonly run: number | null;
  },
): Promise<Passage> {
  const { trips, open, of } = step;
  const preview = await previewRead(context, config, of);
  const isSame = open?.hash === preview.hash;
  const base = { taken: NO_REMOVALS, open, departing: departing(of.removals) };
  if (open !== null && isReleased(open, preview, of.at)) {
    const admission = { admits: "released", identifiersHeld: false } as const;
    return { ...base, admission, held: null, toStore: null };
  }
  const stop = context.config.gate.whenHeld === "stop";
  const identifiersHeld = trips.some(
    (one) => one.because === "limit" && one.kind === "identifiers",
  );
  const approved = open?.state === "approved" || open?.state === "expired";
  return {
    ...base,
    admission: { admits: stop ? "stopped" : "held", identifiersHeld },
    toStore: isSame ? null : preview,
    held: {
      plan: isSame ? open.id : step.run === null ? null : `${config.id}-${step.run}`,
      state: !isSame ? "held" : open.state === "approved" ? "expired" : open.state,
      trips,
      meaning: preview.meaning,
      lost: !approved ? null : isSame ? "expired" : "changed",
    },
  };
}

/** Bound to what was shown; a run that died half-way goes on with what it had left of it. */
function isReleased(open: OpenPlan, { hash, items }: Preview, at: Instant): boolean {
  if (open.state === "applying") {
    const released = new Set(open.items);
    return items.every((item) => released.has(item));
  }
  return open.state === "approved" && open.hash === hash && (open.expiresAt ?? at) > at;
}
