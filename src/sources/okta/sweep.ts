import type { Certificate, SourceEnd, SourcePage } from "../port.js";
import { type SweepState, writeState } from "./cursor.js";
import { isCallFailure } from "./errors.js";
import { readMembers } from "./members.js";
import { type Reading, SweepProgress } from "./progress.js";
import type { OktaSettings, Scope } from "./settings.js";
import { type ReadFrame, type StageReader, readAgents, readGroups, readUsers } from "./stages.js";

const STAGES: Readonly<Record<Reading, StageReader>> = {
  accounts: readUsers,
  groups: readGroups,
  members: readMembers,
  agents: readAgents,
};

/**
 * Reads everything, stage by stage, from where `state` stands. What fails leaves its scope uncertified
 * and the others go on (F10); every page says how to go on after it.
 *
 * @throws SourceBusy when told to wait; the first failure when nothing at all could be read
 */
export async function* sweep(
  frame: ReadFrame,
  state: SweepState,
): AsyncGenerator<SourcePage | SourceEnd> {
  const progress = new SweepProgress(frame.settings, state);
  for (;;) {
    const { stage } = progress.state;
    if (stage === "done") break;
    try {
      yield* STAGES[stage](frame, progress);
    } catch (error) {
      if (!isCallFailure(error)) throw error;
      progress.fail(error);
    }
  }
  const brought = Object.values(progress.state.tallies).some(({ count }) => count > 0);
  if (!brought && progress.failure !== null) throw progress.failure;
  yield endOf(progress.state, frame.settings);
}

function endOf(state: SweepState, settings: OktaSettings): SourceEnd {
  return {
    kind: "end",
    certificates: [
      ...scopesRead(settings).map((scope) => certificateOf(scope, state, settings)),
      ...state.failedGroups.map(({ id, reason }) => ({
        ...certificateOf("members", state, settings),
        scope: `members/${id}`,
        complete: false,
        reason,
        count: 0,
      })),
    ],
    cursor: nextCursor(state),
    remarks: state.remarks,
    tenant: state.tenant,
  };
}

/** The scopes that the config asks for. */
export function scopesRead({ config, managerRelation }: OktaSettings): Scope[] {
  return [
    "accounts",
    ...(managerRelation === null ? [] : (["managers"] as const)),
    ...(config.groups.read ? (["teams", "members"] as const) : []),
    ...(config.agents ? (["agents"] as const) : []),
  ];
}

function certificateOf(scope: Scope, state: SweepState, settings: OktaSettings): Certificate {
  const { count, reason } = state.tallies[scope];
  const scopeHash = settings.scopeHashes[scope];
  return { scope, complete: reason === null, reason, count, scopeHash, basis: "sweep" };
}

/**
 * The changes since this sweep are next, unless something of it is missing: of what was never read no
 * change tells, so the next read sweeps again until it may (F10). Agents alone are asked for by a read of
 * changes too: an org need not have any.
 */
function nextCursor(state: SweepState): string | null {
  const { agents, ...others } = state.tallies;
  const isMissing = Object.values(others).some(({ reason }) => reason !== null);
  if (state.passing || isMissing || state.failedGroups.length > 0) return null;
  const { generation, tenant, startedAt: sweptAt, logFrom: logUntil } = state;
  const agentsUnread = agents.reason;
  return writeState({ version: 1, generation, tenant, sweptAt, logUntil, seen: [], agentsUnread });
}
