import type { SourcePage } from "../port.js";
import { AnswerGarbled, SourceAway, SourceRefused } from "../remote/errors.js";
import { readAgents, readPrincipals } from "./agents.js";
import { readDeletedUsers } from "./deleted-users.js";
import { readGroups } from "./groups.js";
import type { ReadState, Stage } from "./read-state.js";
import { setMark, type Run } from "./run.js";
import { readUsers } from "./users.js";

type Reading = Exclude<Stage, "done">;

const READERS: Readonly<Record<Reading, (run: Run) => AsyncGenerator<SourcePage>>> = {
  users: readUsers,
  deletedUsers: readDeletedUsers,
  groups: readGroups,
  agents: readAgents,
  principals: readPrincipals,
};

const NEXT: Readonly<Record<Reading, Stage>> = {
  users: "deletedUsers",
  deletedUsers: "groups",
  groups: "agents",
  agents: "principals",
  principals: "done",
};

/**
 * Every stage from where the run stands. A stage that fails leaves its scope incomplete and the next
 * one begins (F10).
 *
 * @throws the first failure when every scope failed and nothing was told at all; SourceBusy at once
 */
export async function* runStages(run: Run): AsyncGenerator<SourcePage> {
  const { state } = run;
  let first: Error | null = null;
  for (let stage = state.stage; stage !== "done"; stage = state.stage) {
    if (isWanted(run, stage) && !state.ended) {
      try {
        yield* READERS[stage](run);
      } catch (error) {
        if (run.request.signal.aborted || !isCallFailure(error)) throw error;
        first ??= error;
        scopeOf(state, stage).failed ??= error.message;
        // Principals are another list than agent identities, which some clouds do not have (F10).
        if (stage === "agents") state.agents.link = null;
      }
    }
    state.stage = NEXT[stage];
    state.ended = false;
    setMark(run);
  }
  if (first !== null && state.told === 0 && hasNothing(run)) throw first;
}

function isWanted({ config, state }: Run, stage: Reading): boolean {
  switch (stage) {
    case "users":
      return true;
    case "deletedUsers":
      // A round of changes tells removals itself; and a refused scope is not asked for more.
      return state.users.basis === "sweep" && state.users.failed === null;
    case "groups":
      return config.groups.read;
    case "agents":
      return config.agents;
    case "principals":
      return config.servicePrincipals;
  }
}

function scopeOf(state: ReadState, stage: Reading): { failed: string | null } {
  switch (stage) {
    case "users":
    case "deletedUsers":
      return state.users;
    case "groups":
      return state.groups;
    case "agents":
    case "principals":
      return state.agents;
  }
}

function hasNothing({ config, state }: Run): boolean {
  const { users, groups, agents } = state;
  return (
    users.failed !== null &&
    (!config.groups.read || groups.failed !== null) &&
    ((!config.agents && !config.servicePrincipals) || agents.failed !== null)
  );
}

/** Failures of calls. A wait is none of them: it delays the job, and the read goes on from its mark. */
function isCallFailure(error: unknown): error is SourceRefused | SourceAway | AnswerGarbled {
  return (
    error instanceof SourceRefused || error instanceof SourceAway || error instanceof AnswerGarbled
  );
}
