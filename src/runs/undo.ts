import { loadOrgSlice } from "../continuity/org-slice.js";
import { readStoredStates } from "../continuity/state.js";
import { type Decision, PlanOutdated, decide } from "../continuity/work.js";
import { writeTogether } from "../continuity/write.js";
import type { OrgView } from "../domain/org.js";
import { shownStanding } from "../domain/standing.js";
import { type RecordedChange, type Restored, isSameDuty, undoChange } from "../domain/undo.js";
import { graphOrg } from "../graph/org-reader.js";
import { changesSince } from "../graph/queries/ledger.js";
import { CountersignError } from "../platform/errors.js";
import { ChainWalk, sealOf } from "../platform/ledger-chain.js";
import type { Operator } from "./acts.js";
import type { Context } from "./context.js";
import { decisionLine } from "./decision-lines.js";
import { changedOnly, workOn } from "./engine.js";
import { type FoundEntry, findLedgerEntry } from "./ledger.js";
import { nameFrom } from "./people-names.js";
import { policyOf } from "./policy.js";
import type { ActReport } from "./report.js";
import { type Run, withAct } from "./run.js";
import { recordedChanges } from "./undo-record.js";
import { obstacleWords } from "./undo-words.js";

type Refused = ActReport["refused"];

/** What was asked may not be written: everything that stands against it. */
interface Outcome {
  readonly decisions: readonly Decision[];
  readonly org: OrgView;
  readonly refused: Refused;
}

/** Attempts when the world moves between deciding and writing. */
const ATTEMPTS = 5;

/**
 * I8: puts the authorizations of one change set back exactly as they were, as one change set and one entry of its own;
 * or refuses with every reason, and nothing is written. Signatures are never touched (I7).
 *
 * @throws CountersignError LEDGER_ENTRY_UNKNOWN, LEDGER_BROKEN
 */
export async function undo(
  context: Context,
  order: { readonly operator: Operator; readonly entry: string; readonly reason: string },
): Promise<ActReport> {
  const { graph, clock, log } = context;
  const entry = await findLedgerEntry(graph, order.entry);
  requireUnbroken(entry);
  const facts = { operator: order.operator.person, onBehalfOf: null, act: "undo" };
  const said = { ...facts, reason: order.reason, clock, log };
  return await withAct(graph, said, async (run) => {
    const { decisions, org, refused } = await attempt(context, run, entry);
    const done = changedOnly(decisions).map((one) => decisionLine(one, org));
    return { run: run.number, done, refused };
  });
}

/** What is put back is read from the ledger, so it must be what was written there. */
function requireUnbroken(entry: FoundEntry): void {
  const { position, previous, hash } = entry;
  const whole =
    position === undefined || previous === undefined || hash === undefined
      ? sealOf(entry) === entry.seal
      : new ChainWalk({ position: position - 1, hash: previous }).next({
          ...entry,
          position,
          previous,
          hash,
        }) === null;
  if (whole) return;
  throw new CountersignError({
    code: "LEDGER_BROKEN",
    message: `The entry ${entry.id} is not as Countersign wrote it: nothing is put back from it.`,
    next: "countersign ledger verify names the first broken entry.",
  });
}

async function attempt(context: Context, run: Run, entry: FoundEntry): Promise<Outcome> {
  for (let tried = 1; ; tried += 1) {
    const outcome = await decideUndo(context, run, entry);
    if (outcome.refused.length > 0) return outcome;
    try {
      await writeTogether(run, outcome);
      return outcome;
    } catch (error) {
      if (!(error instanceof PlanOutdated) || tried === ATTEMPTS) throw error;
    }
  }
}

async function decideUndo(context: Context, run: Run, entry: FoundEntry): Promise<Outcome> {
  const { graph } = context;
  const changes = recordedChanges(entry);
  const reader = graphOrg(graph);
  const policy = await policyOf(context.config, reader, run.at);
  const frame = { reader, policy, at: run.at };
  // States first: whatever changes them afterwards moves their revision, and this is decided anew.
  const keys = changes.map(({ key }) => key);
  const stored = await readStoredStates(graph, keys);
  const { ordinal } = entry;
  const later = await graph.read((tx) => changesSince.run(tx, { keys, run: entry.run, ordinal }));
  const people = changes.flatMap(({ before }) => (before?.owners ?? []).map((one) => one.personId));
  const states = [...stored.values()].map(({ state }) => state);
  const org = await loadOrgSlice(states, people, frame);
  const items = [];
  const refused: Refused[number][] = [];
  if (changes.length === 0) refused.push(noChangeSet(entry));
  for (const change of changes) {
    const found = stored.get(change.key);
    if (found === undefined) continue;
    const now = { state: found.state, later: later.filter(({ key }) => key === change.key) };
    const result = undoChange(change, now, { entry: entry.id, org, at: run.at });
    if ("state" in result) {
      const undoes = { entry: entry.id, reopened: result.reopened };
      items.push({ ...workOn(found), current: result.state, undoes });
    } else refused.push(...refusals(change, result, org));
  }
  const decided = await decide(items, people, frame);
  const decisions = decided.decisions.map(asUndone);
  return {
    decisions,
    org: decided.org,
    refused: [...refused, ...decisions.flatMap((one) => movedAgain(one))],
  };
}

function noChangeSet(entry: FoundEntry): Refused[number] {
  const sentence = `It is an entry of ${entry.kind}. Only change sets of authorizations are undone; correct the rest where it comes from.`;
  return refusal(entry.id, "NOT_A_CHANGE_SET", sentence);
}

function refusal(key: string, code: string, sentence: string): Refused[number] {
  return { key, code, sentence, place: null };
}

function refusals(
  { key }: RecordedChange,
  obstacles: Exclude<ReturnType<typeof undoChange>, Restored>,
  org: OrgView,
): Refused {
  const name = nameFrom(org);
  return obstacles.map((obstacle) =>
    refusal(
      key,
      obstacle.refused,
      obstacleWords(obstacle, (id) => name(id).name),
    ),
  );
}

/** Settling looks at the facts and not at what was undone: what it would move again at once is not put back. */
function movedAgain({ item, settled: { after } }: Decision): Refused {
  if (isSameDuty(item.current, after)) return [];
  const { reasons } = after.standing;
  const because = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
  const sentence = `It would not stay as it was: as things are now it becomes ${shownStanding(after)}${because}. Correct what it rests on, or reassign it.`;
  return [refusal(after.key, "WOULD_MOVE_AGAIN", sentence)];
}

function asUndone(decision: Decision): Decision {
  const ended = decision.changes.ended.map((one) => ({ ...one, because: "undone" as const }));
  return { ...decision, changes: { ...decision.changes, ended } };
}
