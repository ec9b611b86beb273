import type { Instant } from "../../domain/time.js";
import { batchesOf } from "../../platform/batches.js";
import type { Observation, SourceEnd, SourcePage } from "../port.js";
import type { Part } from "./accounts.js";
import { type OktaCursor, writeState } from "./cursor.js";
import { isCallFailure } from "./errors.js";
import type { LogRead } from "./log.js";
import { accountsById, groupsById, membershipsOf } from "./points.js";
import type { OktaSettings, Scope } from "./settings.js";
import { SideCalls } from "./side-calls.js";
import { type ReadFrame, agentPart, agentsAsk, isTelling, ownerRemarks, pageOf } from "./stages.js";
import { scopesRead } from "./sweep.js";

/** Records that are asked for between two pages. */
const BATCH = 100;

export interface ChangesFrame extends ReadFrame {
  readonly cursor: OktaCursor;
  readonly log: LogRead;
  /** Up to where the log was read, by the org's clock. */
  readonly until: Instant;
  /** The instant of this read. */
  readonly at: Instant;
}

/**
 * Reads again, one by one, what the log hinted at. Nothing may be concluded from what is not told. Its
 * pages cannot be resumed: an interrupted read begins anew from the same cursor, which costs little.
 */
export async function* readChanges(frame: ChangesFrame): AsyncGenerator<SourcePage | SourceEnd> {
  const notes = new Notes();
  const stages: readonly [Scope, () => AsyncGenerator<SourcePage>][] = [
    ["accounts", () => readUsers(frame, notes)],
    ["teams", () => readGroups(frame, notes)],
    ["members", () => readMembers(frame, notes)],
    ["agents", () => readAgents(frame, notes)],
  ];
  const wanted = scopesRead(frame.settings);
  for (const [scope, read] of stages) {
    if (!wanted.includes(scope)) continue;
    try {
      yield* read();
    } catch (error) {
      if (!isCallFailure(error)) throw error;
      notes.spoil(scope, error.message);
    }
  }
  yield endOf(frame, notes);
}

class Notes {
  readonly counts = new Map<Scope, number>();
  readonly reasons = new Map<Scope, string>();
  readonly remarks = new Set<string>();

  count(scope: Scope, records: number): void {
    this.counts.set(scope, (this.counts.get(scope) ?? 0) + records);
  }

  spoil(scope: Scope, reason: string): void {
    if (!this.reasons.has(scope)) this.reasons.set(scope, reason);
  }
}

async function* readUsers(frame: ChangesFrame, notes: Notes): AsyncGenerator<SourcePage> {
  const managers = new SideCalls();
  for (const ids of batchesOf([...frame.log.hints.users], BATCH)) {
    const parts = await accountsById(ids, { ...frame, managers });
    notes.count("accounts", ids.length);
    if (frame.settings.managerRelation !== null) notes.count("managers", ids.length);
    if (managers.failure !== null) notes.spoil("managers", managers.failure.message);
    yield* pagesOf(parts);
  }
}

async function* readGroups(frame: ChangesFrame, notes: Notes): AsyncGenerator<SourcePage> {
  const owners = new SideCalls();
  for (const ids of batchesOf([...frame.log.hints.groups], BATCH)) {
    const { goneIds, ...groups } = await groupsById(ids, { ...frame, owners });
    notes.count("teams", ids.length);
    for (const sentence of ownerRemarks(groups, owners)) notes.remarks.add(sentence);
    const removed = goneIds.map((nativeId) => ({
      kind: "removed" as const,
      of: "team" as const,
      nativeId,
    }));
    yield* pagesOf([...groups.parts, { observations: removed, quarantined: [], unsaid: [] }]);
  }
}

async function* readMembers(frame: ChangesFrame, notes: Notes): AsyncGenerator<SourcePage> {
  for (const pairs of batchesOf([...frame.log.hints.memberships], BATCH)) {
    const { observations, unreadable } = await membershipsOf(new Map(pairs), frame);
    notes.count("members", pairs.length);
    if (unreadable > 0) notes.spoil("members", "a list of groups has one without a readable id");
    yield* pagesOf([{ observations, quarantined: [], unsaid: [] }]);
  }
}

/** All agents, when the log hints at any or they are still unread: they are few, and none is missed that way. */
async function* readAgents(frame: ChangesFrame, notes: Notes): AsyncGenerator<SourcePage> {
  if (!areAgentsListed(frame)) return;
  const ask = agentsAsk(frame);
  let after: string | null = null;
  do {
    const page = await frame.client.list(ask, after);
    notes.count("agents", page.items.length);
    yield* pagesOf([agentPart(page.items, frame.settings)]);
    after = page.after;
  } while (after !== null);
}

function areAgentsListed({ log, cursor }: ChangesFrame): boolean {
  return log.hints.agents || cursor.agentsUnread !== null;
}

function* pagesOf(parts: readonly Part<Observation>[]): Generator<SourcePage> {
  for (const part of parts) if (isTelling(part)) yield pageOf(part, null);
}

/** What could not be read is hinted at again next time: the cursor stays where it was. */
function endOf(frame: ChangesFrame, notes: Notes): SourceEnd {
  const { cursor, log, until, settings } = frame;
  const agentsUnread = notes.reasons.get("agents") ?? null;
  const isHintedAgain = [...notes.reasons.keys()].some((scope) => scope !== "agents");
  const next = isHintedAgain
    ? cursor
    : { ...cursor, logUntil: until, seen: [...log.seen], agentsUnread };
  return {
    kind: "end",
    certificates: scopesRead(settings).map((scope) =>
      certificateOf(scope, settings, { frame, notes }),
    ),
    cursor: writeState(next),
    remarks: [...notes.remarks],
    tenant: cursor.tenant,
  };
}

function certificateOf(
  scope: Scope,
  settings: OktaSettings,
  { frame, notes }: { readonly frame: ChangesFrame; readonly notes: Notes },
): SourceEnd["certificates"][number] {
  const reason = notes.reasons.get(scope) ?? null;
  const listed = scope === "agents" && areAgentsListed(frame);
  return {
    scope,
    complete: reason === null,
    reason,
    count: notes.counts.get(scope) ?? 0,
    scopeHash: settings.scopeHashes[scope],
    basis: listed ? "sweep" : "changes",
  };
}
